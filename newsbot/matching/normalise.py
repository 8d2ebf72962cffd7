"""Own the normal form of one token; where tokens begin and end is not decided here.

A token is cut from the original text and normalised afterwards, so that offsets always refer to
the original: normalising a whole text first moves them (ﬁ, Straße, İstanbul, ½).
"""

import unicodedata

import regex

IGNORABLE = (
    r"\u00AD\u034F\u061C\u180B-\u180E\u200C-\u200F\u202A-\u202E\u2060-\u2064"
    r"\u2066-\u206F\uFE00-\uFE0F\uFEFF"
)
"""Default-ignorable characters inside words, as the inside of a character class (UAX #44).

U+200B, the zero-width space, is missing on purpose: it is a word border.
"""

APOSTROPHES = "'’ʼ＇ʻ"
"""Straight, curly, modifier letter (Ukrainian), full-width, and the ʻokina: one sign to us."""

_DROPPED = regex.compile(f"[{IGNORABLE}]")
_ARABIC_MARKS = regex.compile(
    r"[\u0610-\u061A\u0640\u064B-\u065F\u0670\u06D6-\u06DC\u06DF-\u06E8\u06EA-\u06ED]"
)
_LETTERS_UNIFIED = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىی", "ي"),
        "ة": "ه",
        "ک": "ك",
        **dict.fromkeys(APOSTROPHES + "׳", "'"),
        "״": None,
        '"': None,
        "＂": None,
    }
)
"""Alef, ya, ta marbuta and kaf in one shape each; one apostrophe; Hebrew acronyms unquoted."""

_STROKED = str.maketrans(
    {"ł": "l", "đ": "d", "ð": "d", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe"}
)
"""Latin letters that Unicode does not decompose and plain keyboards write otherwise."""


def without_ignorables(text: str) -> str:
    """Return the text without characters that nobody sees (soft hyphen, joiners, bidi marks)."""
    return text if text.isascii() else _DROPPED.sub("", text)


def normal_key(surface: str) -> str:
    """Return the form in which a token is compared, marks kept: NFKC, casefold, NFKC.

    Arabic loses tatweel and vowel marks, decimal digits become ASCII. The result is empty when
    nothing but ignorable characters was there.
    """
    if surface.isascii():
        return surface.lower().replace('"', "")
    text = unicodedata.normalize("NFKC", _DROPPED.sub("", surface))
    text = unicodedata.normalize("NFKC", text.casefold())
    text = _ARABIC_MARKS.sub("", text).translate(_LETTERS_UNIFIED)
    return "".join(map(_ascii_digit, text)) if any(map(str.isdecimal, text)) else text


def plain_key(key: str) -> str:
    """Return the key as a plain keyboard types it: Latin without marks, ё as е.

    Other scripts keep their marks: й, ї, ґ and Indic vowel signs are letters, not decoration.
    """
    if key.isascii():
        return key
    kept: list[str] = []
    base_is_latin = False
    for character in unicodedata.normalize("NFD", key.replace("ё", "е").translate(_STROKED)):
        if not unicodedata.combining(character):
            base_is_latin = "a" <= character <= "z"
        elif base_is_latin:
            continue
        kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def written(surface: str) -> str:
    """Return the token with its case kept, for `=WHO`: NFKC, nothing invisible, one apostrophe."""
    if surface.isascii():
        return surface
    text = unicodedata.normalize("NFKC", _DROPPED.sub("", surface))
    return text.translate(_LETTERS_UNIFIED)


def _ascii_digit(character: str) -> str:
    return str(unicodedata.decimal(character)) if character.isdecimal() else character
