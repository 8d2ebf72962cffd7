"""Own the guess of a text's language from its script and small words; it learns nothing."""

import re

SAMPLE = 2000
"""Characters read: the share of small words is steady after some 200 words."""

LEAST_SHARE = 0.12
"""Share of small words that a text of the language surely has (running text: 0.25 to 0.45)."""

LEAST_HITS = 3
"""Small words that must be seen at all: headlines have one or two and tell too little."""

SCRIPT_SHARE = 0.3
"""Share of a script's signs in a text that names its language."""

KANA_SHARE = 0.1
"""Share of kana among the signs of Japanese, the rest being Chinese."""

LETTER_SHARE = 0.004
"""Share of letters that only one Cyrillic alphabet has; their own texts show five times as many."""

_TAG = re.compile(r"\s*([A-Za-z]{2,3})(?:[-_][A-Za-z0-9-]+)?\s*(?:,|;|$)")
_WORD = re.compile(r"[^\W\d_]+")
_RENAMED = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "ua": "uk"}
"""Written forms, retired codes (BCP 47) and the common mistake of a country for a language."""

_SMALL_WORDS = {
    "en": (
        "the of and to in a is that for on with was "
        "as by at from this be are his has not have it an"
    ),
    "de": (
        "der die und in den von zu das mit sich des auf "
        "für ist im dem nicht ein eine als auch es an werden"
    ),
    "fr": (
        "le la les de des et en un une du dans est que pour qui sur au par pas plus ce sont avec il"
    ),
    "es": "el la los las de y en que del un una por con para es se lo su al como más este fue pero",
    "it": (
        "il di che e la per un in del della non è con una le si da sono dei nel alla gli anche ha"
    ),
    "pt": "o de que e do da em um para com não uma os no se na por mais as dos como mas foi ao das",
    "nl": (
        "de het een van en in is dat op te zijn met voor niet aan er om ook als maar bij door naar"
    ),
    "sv": "och i att det som en på är av för med den till har inte om ett de från var kan men",
    "da": "og i at det er en til af på den for med de som der ikke et har om fra var kan men også",
    "no": "og i det er en til på som for av at den med de har ikke et om fra var seg men også ble",
    "fi": "ja on ei että se oli joka mutta myös hän kun ovat sen tai niin kuin mukaan vuoden jo",
    "pl": (
        "i w na z się nie do to że jest o jak po od za przez dla są ale przy jego oraz który został"
    ),
    "cs": "a v se na že je to s z do o i ve pro za by jsou ale jako po který od podle byl jeho",
    "sk": "a v sa na že je to s z do o aj vo pre za by sú ale ako po ktorý od podľa bol jeho",
    "hu": "a az és hogy nem is egy van ez meg de csak el már volt mint még ki lehet szerint",
    "ro": "și de în a la cu pe că o nu din se un mai pentru care este au fost sunt prin sau al",
    "tr": "ve bir bu da de için ile olarak çok daha olan gibi sonra kadar en ancak ise olduğu",
    "hr": "i u je na se da su za od s o ne a što koji iz će bi kako nije to ali ili sam",
    "ca": "el la de i que en els les un una per amb del al és no com més han va aquest però",
    "lt": "ir kad į su iš yra tai kaip bet buvo ar per dėl apie jo po taip savo nuo iki",
    "et": "ja on ei et see oli mis ka kui aga oma ning või ta seda ma nii siis veel",
    "vi": "và của là có trong được cho một không người các với những này đã đến để khi tại",
    "id": "yang dan di dengan untuk dari ini pada dalam tidak akan itu ke adalah oleh juga ada",
    "ru": "и в не на что с он по как это к но из у за от о для его было при также",
    "uk": "і в не на що з та до як за про від це але у його є для було які цього також він",
    "bg": "и на да в за се от не е с по ще си че като са но към до през това той също",
    "sr": "и у је на се да су за од с о не а што који из ће би како није то али",
    "be": "і ў не на што з да як за пра ад гэта але у яго для было якія таксама",
    "ar": "في من على أن إلى عن مع التي الذي هذا هذه ما لا كان بعد قد كما",
    "fa": "و در به از که این را با است برای آن یک خود تا بر هم نیز شد",
    "ur": "کے کی میں ہے اور سے کا کو نے پر یہ کہ ہیں اس بھی ہو",
}
_OWN_LETTERS = (("be", "ў"), ("uk", "їєґ"), ("sr", "ђћџљњ"), ("ru", "ыэё"))
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
)
_OTHER_SCRIPTS = re.compile(
    "[\u3040-\u30ff\uac00-\ud7af\u4e00-\u9fff\u0e00-\u0e7f\u0590-\u05ff\u0370-\u03ff"
    "\u0900-\u097f\u0980-\u09ff\u0b80-\u0bff\u10a0-\u10ff\u0530-\u058f]"
)
_FAMILIES = (
    frozenset({"no", "da", "sv"}),
    frozenset({"cs", "sk"}),
    frozenset({"hr", "bs", "sl"}),
    frozenset({"sr", "mk"}),
    frozenset({"es", "ca", "gl", "pt"}),
    frozenset({"id", "ms"}),
)


def _by_word() -> dict[str, tuple[str, ...]]:
    """Turn the lists around: the languages that a small word belongs to."""
    found: dict[str, tuple[str, ...]] = {}
    for language, words in _SMALL_WORDS.items():
        for word in set(words.split()):
            found[word] = (*found.get(word, ()), language)
    return found


_LANGUAGES_OF = _by_word()


def language_tag(declared: str) -> str:
    """Return the language of a declared tag (BCP 47: `en-GB` -> `en`), "" when it is none."""
    match = _TAG.match(declared)
    language = match[1].lower() if match else ""
    return _RENAMED.get(language, language)


def detect_language(text: str) -> str:
    """Return the language of a text (ISO 639-1), "" when it does not show clearly."""
    sample = text[:SAMPLE].lower()
    if named := _by_script(sample) or _by_letters(sample):
        return named
    words = _WORD.findall(sample)
    scores: dict[str, int] = {}
    for word in words:
        for language in _LANGUAGES_OF.get(word, ()):
            scores[language] = scores.get(language, 0) + 1
    if not scores:
        return ""
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] >= max(LEAST_HITS, LEAST_SHARE * len(words)) else ""


def _by_script(sample: str) -> str:
    """Return the language that a script belongs to alone, "" for Latin, Cyrillic and Arabic."""
    signs = len(_OTHER_SCRIPTS.findall(sample))
    if not signs or signs < SCRIPT_SHARE * len(sample):
        return ""
    counts = {language: len(pattern.findall(sample)) for language, pattern in _SCRIPTS}
    if counts["ja"] >= KANA_SHARE * signs:
        return "ja"
    return max(counts, key=lambda language: counts[language])


def _by_letters(sample: str) -> str:
    """Return the Cyrillic language whose own letters are seen; "" when none or several are."""
    shown = [
        language
        for language, letters in _OWN_LETTERS
        if sum(map(sample.count, letters)) > LETTER_SHARE * len(sample)
    ]
    return shown[0] if len(shown) == 1 else ""


def choose_language(declared: str, text: str) -> str:
    """Return the declared language unless the text clearly speaks another."""
    tag = language_tag(declared)
    spoken = detect_language(text)
    if not tag:
        return spoken
    is_judged = tag in _SMALL_WORDS or any(tag == language for language, _ in _SCRIPTS)
    return spoken if spoken and is_judged and not _close(tag, spoken) else tag


def _close(one: str, other: str) -> bool:
    """Say whether small words can mistake one for the other, so that the page is believed."""
    return any(one in family and other in family for family in _FAMILIES)
