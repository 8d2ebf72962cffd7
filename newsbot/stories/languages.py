"""Own what the room knows of languages: function words, a guess of the language, stems.

It knows no meaning: two words are one only when a stemmer or a spelling says so.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

import snowballstemmer

FUNCTION_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": """a about after again against all also am among an and any are as at be because been
            before being between both but by can could did do does doing down during each few for
            from further had has have having he her here hers him his how i if in into is it its
            just may me might more most must my no nor not now of off on once one only or other our
            out over own said same say says she should so some such than that the their them then
            there these they this those through to too under until up upon us very was we were
            what when where which while who whom whose why will with would you your""",
        "de": """aber als am an auch auf aus bei beim bis da dann das dass dem den denn der des die
            dies diese diesem diesen dieser dieses doch durch ein eine einem einen einer eines er
            es für gegen haben hat hatte hier ich ihr ihre ihren im in ist ja kann kein keine man
            mehr mit nach nicht noch nun nur ob oder ohne sein seine sich sie sind so über um und
            uns unter vom von vor war waren was weil wenn werden wie wird wir wurde wurden zu zum
            zur zwischen""",
        "fr": """à au aux avec ce ces cet cette ceux comme dans de des du elle elles en entre est
            et été être eux fait il ils je la le les leur leurs lors lui mais même n ne nos notre
            nous on ont ou où par pas plus pour qu que qui s sa sans se selon ses si son sont sous
            sur tous tout très un une vers vous y était c d l""",
        "es": """a al algo ante antes aunque cada como con contra cual cuando de del desde donde dos
            el ella ellos en entre era es esa ese eso esta este esto está están fue fueron ha han
            hasta hay la las le les lo los más me mi muy no nos o otra otro para pero por porque
            que qué se según ser si sí sin sobre son su sus también tras tiene un una uno y ya""",
        "it": """a ad ai al alla alle anche che chi ci come con contro cui da dal dalla dei del
            della delle di dopo e è ed era fra gli ha hanno i il in io l la le lo loro ma nei nel
            nella non o per perché più quando quella quello questa questo se sei si sono sta stato
            su sua sul sulla suo suoi tra tutti un una uno""",
        "pt": """a ao aos as até com como contra da das de depois do dos e é ela ele eles em entre
            era essa esse esta este está foi foram há isso já mais mas me mesmo muito na não nas nem
            no nos o os ou para pela pelo por porque quando que quem se segundo sem ser seu seus só
            sobre sua são também tem um uma""",
        "nl": """aan al als bij dan dat de deze die dit door een en er geen haar had heb heeft het
            hij hun iets ik in is je kan maar meer met na naar niet nog nu of om omdat onder ook op
            over te tegen toch tot uit van veel voor was wat we wel werd wie wij worden wordt zal ze
            zich zij zijn zo""",
        "sv": """alla att av blev bli den denna det detta du där efter eller en ett från för ha
            hade han har hon i inte jag kan med men mot mycket när och om på sig sin sina ska som
            så till under upp ut var vad vi vid är över""",
        "da": """af alle at blev da de den der det dette dig efter eller en er et for fra han har
            hun hvad i ikke jeg kan med men mod når nu og om på sig sin skal som så til ud var
            ved vi""",
        "no": """av alle at ble da de den der det dette etter eller en er et for fra han har
            hun hva i ikke jeg kan med men mot når nå og om på seg sin skal som så til ut var
            ved vi""",
        "fi": """että ei ennen hän ja jo joka jos kanssa koska kuin kun mukaan mutta myös ne niin
            nyt ole oli olla on ovat se sekä sen tai vain""",
        "pl": """a aby ale bez był była było być co czy dla do go i ich jak jako jego jej jest już
            które który która lub ma na nad nie niż o od oraz po pod przez przy są się tak także
            tego ten to tym u w we więc z za ze że""",
        "cs": """a aby ale ani až bez bude by byl byla bylo být co do i jak jako je jeho jej jen
            její již jsem jsou k když kde která které který ma má mezi mu na nad ne nebo není o od
            po pod podle pro proti před při s se si své tak také tak to u už v ve z za ze že""",
        "hu": """a az és de egy hogy is már meg mint nem pedig csak van volt ki el azt ez ezt
            szerint majd még után""",
        "ro": """a al ale au că ce cu de din după este fi fost în la mai nu o pe pentru prin sa sau
            se și spre sunt un unei unui""",
        "tr": """bir bu ve ile için da de olan olarak daha çok gibi kadar sonra en ne ya ki o ise
            olduğu değil""",
        "ru": """а без бы был была были было быть в вам вас вы для до его ее если есть еще же за и
            из или им их к как когда который которая которые кто ли мы на над не него нет но ну о
            об однако он она они оно от по под после при про с со так также там то того тоже только
            том ты у уже чем что чтобы эта эти это этого этой этом этот я""",
        "uk": """а але без був була були було бути в вже вона вони він від для до його за з зі і із
            її їх й коли який яка які лише ми на над не ні о про по під після при та так також те
            тим то того тому у це цей ця чи що щоб як є""",
        "bg": """а без бе беше в във да до е за и из или как като когато които който която към
            ли му на не него но от по под при с са се след си срещу със така това той тя че ще""",
    }.items()
}
"""Words that carry no matter, written down for this product, by ISO 639-1 code."""

_CALENDAR = """
monday tuesday wednesday thursday friday saturday sunday january february march april may june
july august september october november december
montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar jänner februar märz mai
juni juli oktober dezember
lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril juin juillet août
septembre octobre novembre décembre
lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio
agosto septiembre octubre noviembre diciembre
lunedì martedì mercoledì giovedì venerdì sabato domenica gennaio febbraio aprile maggio giugno
luglio settembre ottobre dicembre
segunda terça quarta quinta sexta janeiro fevereiro março maio junho julho setembro outubro novembro
dezembro
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart mei augustus
måndag tisdag onsdag torsdag fredag lördag söndag
poniedziałek wtorek środa środę czwartek piątek sobota sobotę niedziela niedzielę stycznia lutego
marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
понедельник вторник среда среду четверг пятница пятницу суббота субботу воскресенье января февраля
марта апреля мая июня июля августа сентября октября ноября декабря
понеділок вівторок середа середу четвер п'ятниця п'ятницю субота суботу неділя неділю січня лютого
березня квітня травня червня липня серпня вересня жовтня листопада грудня
"""
CALENDAR = frozenset(_CALENDAR.split())
"""Days and months as they stand in headlines: they tell issues of a series apart, as numbers do."""

_LANGUAGES_OF: dict[str, tuple[str, ...]] = {
    word: tuple(code for code, its in FUNCTION_WORDS.items() if word in its)
    for word in frozenset().union(*FUNCTION_WORDS.values())
}

_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali",
    "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish",
}  # fmt: skip
_NOTHING: frozenset[str] = frozenset()
_GUESS_CHARACTERS = 800
"""Read for a guess: enough to tell close languages, cheap on a long text."""
_LATIN_WORD = re.compile(r"[^\W\d_]+")
_BEYOND_LATIN = re.compile(r"[\u0370-\u1fff\u3040-\ud7ff]")
_SCRIPTS = (
    ("zh", re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")),
    ("ko", re.compile(r"[\uac00-\ud7a3]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("ta", re.compile(r"[\u0b80-\u0bff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
)
_SCRIPT_OF = {
    "ru": "ru", "uk": "ru", "bg": "ru", "sr": "ru", "mk": "ru", "be": "ru", "kk": "ru",
    "ja": "zh", "zh": "zh", "ko": "ko", "el": "el", "he": "he", "yi": "he",
    "ar": "ar", "fa": "ar", "ur": "ar", "hi": "hi", "ne": "hi", "mr": "hi",
    "ta": "ta", "th": "th", "hy": "hy",
}  # fmt: skip
_KANA = re.compile(r"[\u3040-\u30ff]")
_ALIASES = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "cmn": "zh"}
_DENIAL_WORDS = 5
_DENIAL_TIMES = 3
"""A declared language is denied by so many function words of another, thrice those of its own."""
_CYRILLIC = ("ru", "uk", "bg")
_UKRAINIAN = re.compile(r"[іїєґІЇЄҐ]")
_SLAVIC_ENDINGS = re.compile(
    r"(?:ьогося|ування|ювання|іями|ення|ання|ість|ості|істю|ами|ями|ого|ому|ими|іми|ої|ою|ею|єю|"
    r"ові|еві|єві|ів|їв|ах|ях|ам|ям|ом|ем|єм|ий|ій|их|іх|им|ти|ла|ло|ли|ть|ят|те|та|то|"
    r"[аяуюоеєиіїйь])$"
)
"""Ukrainian and Bulgarian endings, longest first; snowball has no stemmer for either."""
_SHORTEST_STEM = 3
_STEM_CACHE = 1 << 17


def function_words(language: str) -> frozenset[str]:
    """Return the words of `language` that carry no matter; none for an unknown language."""
    return FUNCTION_WORDS.get(language, _NOTHING)


def language_of(text: str, declared: str = "") -> str:
    """Return the ISO 639-1 code to read `text` by, or "" when nothing tells.

    A declared code (any BCP 47 tag) holds unless the script or many function words of the text
    deny it: sites often declare the language of their template.
    """
    sample = text[:_GUESS_CHARACTERS]
    code = declared.replace("_", "-").split("-")[0].lower()
    code = _ALIASES.get(code, code)
    script = _script_of(sample)
    if code == "sr" or (code and script and _SCRIPT_OF.get(code, "") == script):
        return code
    if script == "ru":
        return "uk" if _UKRAINIAN.search(sample) else _most(_function_words_in(sample), _CYRILLIC)
    if script:
        return "ja" if script == "zh" and _KANA.search(sample) else script
    counts = _function_words_in(sample)
    guess = _most(counts)
    if not code or code in _SCRIPT_OF:
        return guess
    denied = counts.get(guess, 0) >= max(_DENIAL_WORDS, _DENIAL_TIMES * counts.get(code, 0))
    return guess if denied and code in FUNCTION_WORDS else code


def _script_of(sample: str) -> str:
    """Return the code that stands for the script of most letters; "" for Latin."""
    if _BEYOND_LATIN.search(sample) is None:
        return ""
    letters = sum(map(str.isalpha, sample))
    for code, pattern in _SCRIPTS:
        if len(pattern.findall(sample)) * 3 > letters:
            return code
    return ""


def _function_words_in(sample: str) -> dict[str, int]:
    """Count the function words of each language."""
    counts: dict[str, int] = {}
    for word in _LATIN_WORD.findall(sample.lower()):
        for code in _LANGUAGES_OF.get(word, ()):
            counts[code] = counts.get(code, 0) + 1
    return counts


def _most(counts: dict[str, int], languages: Sequence[str] = ()) -> str:
    """Return the language with the most words, the first known one in a tie."""
    known = [code for code in languages or FUNCTION_WORDS if code in counts]
    return max(known, key=lambda code: counts[code], default=languages[0] if languages else "")


@lru_cache(maxsize=64)
def _stemmer(language: str) -> Callable[[str], str] | None:
    algorithm = _STEMMERS.get(language)
    if algorithm is None:
        return None
    stem_word: Callable[[str], str] = snowballstemmer.stemmer(algorithm).stemWord
    return stem_word


@lru_cache(maxsize=_STEM_CACHE)
def stem(word: str, language: str) -> str:
    """Return the stem of a lower-case word, its Latin marks and ё folded."""
    if language in {"uk", "bg"}:
        short = _SLAVIC_ENDINGS.sub("", word)
        return short if len(short) >= _SHORTEST_STEM else word
    stemmer = _stemmer(language)
    return fold(stemmer(word) if stemmer is not None else word)


def fold(word: str) -> str:
    """Take the marks off Latin letters and ё; other scripts need theirs to stay words."""
    if word.isascii():
        return word
    word = word.replace("ё", "е")
    return "".join(
        unicodedata.normalize("NFD", letter)[0] if "\u00c0" <= letter <= "\u024f" else letter
        for letter in word
    )
