"""Rules and articles at random from few words of many scripts: dense in hits and near misses.

For holding engine against reference: each rule has a fair chance on each article, and every
form of the language and every trap of its text (joined keys, accents, particles, sentence ends)
comes up.
"""

from random import Random

from newsbot.matching import Document

_WORDS = """
    NATO nato war Kyiv Kiev climate change nuclear power WHO who US U.S. U.K. UK F-16 F16 COVID-19
    covid G7 AT&T C++ C .NET 3.5% 1,000 1000 invade invaded invasion sanctions sanction Zelensky
    Zelenský Straße Strasse Łódź Lodz l’OTAN OTAN d'Europe Europe O'Brien Boeing 737 16 F Ukraine
    ukrainian #Brexit Brexit #slava_ukraini Україна України Украина война войны Дем’янюк ёлка елка
    Αθήνα أوكرانيا اوكرانيا ناتو הצבא צה״ל यूक्रेन युद्ध ยูเครน สงคราม 乌克兰 战争 ウクライナ 戦争
    우크라이나 우크라이나에서 나토는 NATO가 전쟁 🇺🇦 Mr Gen B 19 7
"""
WORDS = _WORDS.split()

GLUE = (" ",) * 24 + (
    ", ", ". ", "; ", ": ", " – ", "-", "/", "\n", "\n\n", "! ", " “", "” ", " (", ") ", "… ",
    "’s ", ".” ", "\u200b", "。",
)  # fmt: skip

ALIASES = {
    "ukraine": ["Ukraine", "Ukrainian", "Україна", "України", "Украина", "乌克兰", "ukrain*"],
    "alliance": ["=NATO", "OTAN", "ناتو", "나토", "climate change", "#Brexit"],
}

_TERM_WORDS = """
    NATO war Kyiv climate change nuclear who US U.S. UK F-16 F16 COVID-19 G-7 AT&T C++ C 3.5% 1000
    invade sanctions Zelensky Zelenský Strasse Lodz OTAN l'OTAN O'Brien 16 F Ukraine Україна война
    Дем'янюк елка ёлка Αθήνα اوكرانيا ناتو צה״ל यूक्रेन ยูเครน สงคราม 乌克兰 战争 战 ウクライナ
    우크라이나 나토 전쟁 🇺🇦 737 19 B absent
"""
_TERMS = _TERM_WORDS.split()
_PHRASES = (
    "climate change", "nuclear power", "Boeing 737", "F 16", "war 战争", "NATO war Kyiv",
    "U.S. war", "Mr B", "climate change nuclear", "Україна война", "乌克兰 战争", "a b c d",
    "COVID 19 war", "the F-16", "OTAN Europe",
)  # fmt: skip
_PREFIXES = (
    "ukrain*",
    "nuc*",
    "covid1*",
    "sanc*",
    "Укра*",
    "乌*",
    "우크*",
    '"climate cha*"',
    "zel*",
)
_FIELDS = ("title", "body", "author", "tag")


def random_article(random: Random) -> Document:
    """Return an article of up to forty words."""
    return Document(
        title=_text(random, random.randrange(8)).upper()
        if random.random() < 0.1
        else _text(random, random.randrange(8)),
        body=_text(random, random.randrange(40)),
        author=_text(random, random.randrange(3)),
        tags=tuple(_text(random, 1 + random.randrange(2)) for _ in range(random.randrange(3))),
        url=random.choice(("", "https://www.bbc.co.uk/a", "http://news.example.com/", "nonsense")),
        source=random.choice(((), ("1", "BBC"), ("2", "Example News"))),
        lang=random.choice(("", "en", "en-GB", "uk", "ru", "fr", "de", "ar", "xx")),
    )


def random_query(random: Random, depth: int = 3) -> str:
    """Return the text of a query; not every one is accepted."""
    kind = random.random()
    if depth == 0 or kind < 0.3:
        return _leaf(random)
    parts = [random_query(random, depth - 1) for _ in range(2 + (random.random() < 0.3))]
    if kind < 0.6:
        negated = random.choice(("", "-", "-"))
        return f"({parts[0]} {negated}({parts[1]}))"
    if kind < 0.85:
        return f"({' OR '.join(parts)})"
    operands = [_word(random) for _ in range(2)]
    if kind < 0.93:
        return (
            f"({operands[0]} NEAR/{random.choice((1, 2, 3, 8))} ({operands[1]} OR {_word(random)}))"
        )
    return f"(({operands[0]} OR {operands[1]}) >= {random.choice((2, 3))})"


def _text(random: Random, length: int) -> str:
    words: list[str] = []
    for _ in range(length):
        words.append(random.choice(WORDS))
        words.append(random.choice(GLUE))
    return "".join(words)


def _word(random: Random) -> str:
    kind = random.random()
    if kind < 0.6:
        return random.choice(_TERMS)
    if kind < 0.75:
        return f'"{random.choice(_PHRASES)}"'
    if kind < 0.85:
        return random.choice(_PREFIXES)
    return random.choice(("=WHO", "=NATO", "=F-16", "stem:invade", "stem:sanction", "stem:война",
                          "stem:war", "#Brexit", "#slava*", "@ukraine", "@alliance"))  # fmt: skip


def _leaf(random: Random) -> str:
    kind = random.random()
    if kind < 0.75:
        return _word(random)
    if kind < 0.85:
        return f"{random.choice(_FIELDS)}:{_word(random)}"
    if kind < 0.93:
        return random.choice(("source:bbc", "lang:en", "lang:uk", "site:bbc.co.uk", "site:uk",
                              'source:"example news"', "site:example.com"))  # fmt: skip
    return random.choice(("/(?i)nato/", "/W.R/", "title:/^N/", "/[а-я]{5}/", "/乌克/", "tag:/./"))
