"""Own the small numbers that reports spell out or not; it reads no compounds and no ordinals.

One report counts "five dead", the next "5 dead". Words that mostly mean something else are left
out ("one" in every language, French "neuf", Italian "sei").
"""

import re
from collections.abc import Mapping

_SPELLED = {
    "en": "2 two 3 three 4 four 5 five 6 six 7 seven 8 eight 9 nine 10 ten 11 eleven 12 twelve",
    "de": "2 zwei 3 drei 4 vier 5 fünf 6 sechs 7 sieben 8 acht 9 neun 10 zehn 11 elf 12 zwölf",
    "fr": "2 deux 3 trois 4 quatre 5 cinq 6 six 7 sept 8 huit 10 dix 11 onze 12 douze",
    "es": "2 dos 3 tres 4 cuatro 5 cinco 6 seis 7 siete 8 ocho 9 nueve 10 diez 11 once 12 doce",
    "it": "2 due 3 tre 4 quattro 5 cinque 7 sette 8 otto 9 nove 10 dieci 11 undici 12 dodici",
    "pt": """2 dois 2 duas 3 três 4 quatro 5 cinco 6 seis 7 sete 8 oito 9 nove 10 dez 11 onze
        12 doze""",
    "nl": "2 twee 3 drie 4 vier 5 vijf 6 zes 7 zeven 8 acht 9 negen 10 tien 11 elf 12 twaalf",
    "ru": """2 два 2 две 2 двух 2 двое 3 три 3 трех 3 трёх 3 трое 4 четыре 4 четырех 4 четырёх
        4 четверо 5 пять 5 пяти 5 пятеро 6 шесть 6 шести 7 семь 8 восемь 9 девять 10 десять
        11 одиннадцать 12 двенадцать""",
}
_NONE: Mapping[str, str] = {}


def _read(spelled: str) -> Mapping[str, str]:
    digits_and_words = spelled.split()
    return dict(zip(digits_and_words[1::2], digits_and_words[::2], strict=True))


_DIGITS = {language: _read(spelled) for language, spelled in _SPELLED.items()}
_PATTERNS = {
    language: re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)
    for language, words in _DIGITS.items()
}


def digits_of(language: str) -> Mapping[str, str]:
    """Return the digits of each lower-case number word of `language`; none for an unknown one."""
    return _DIGITS.get(language, _NONE)


def in_digits(text: str, language: str) -> str:
    """Return `text` with its small numbers in digits."""
    pattern = _PATTERNS.get(language)
    if pattern is None:
        return text
    digits = _DIGITS[language]
    return pattern.sub(lambda found: digits[found.group().lower()], text)
