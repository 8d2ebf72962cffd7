"""Own word forms by Snowball: which language has a stemmer, and the stem of a word."""

from functools import lru_cache
from threading import Lock
from typing import Protocol

import regex
import snowballstemmer

ALGORITHMS = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
"""Snowball 3 algorithms by primary language subtag; Ukrainian is not among them."""

_BY_SCRIPT = (
    (regex.compile(r"\p{Latin}"), "en"),
    (regex.compile(r"\p{Cyrillic}"), "ru"),
    (regex.compile(r"\p{Greek}"), "el"),
    (regex.compile(r"\p{Arabic}"), "ar"),
    (regex.compile(r"\p{Devanagari}"), "hi"),
    (regex.compile(r"\p{Armenian}"), "hy"),
    (regex.compile(r"\p{Tamil}"), "ta"),
)
_UKRAINIAN = regex.compile(r"[іїєґІЇЄҐ]")


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str:  # noqa: N802 - the library's name
        """Return the stem of a lower-case word."""


_stemmers: dict[str, _Stemmer] = {}
_lock = Lock()
"""Snowball's Python stemmers keep the word in themselves: one caller at a time."""


def stem_language(lang: str, key: str) -> str:
    """Return the language whose stemmer applies to a word, "" for none.

    `lang` is the article's primary subtag; where the article states none, the script decides
    (Latin as English, Cyrillic as Russian unless a letter is Ukrainian).
    """
    if lang:
        return lang if lang in ALGORITHMS else ""
    if _UKRAINIAN.search(key):
        return ""
    return next((guess for script, guess in _BY_SCRIPT if script.search(key)), "")


@lru_cache(maxsize=200_000)
def stem(lang: str, key: str) -> str:
    """Return the stem of a normalised word in an article's language.

    Where the language has no stemmer the word itself is its stem: `stem:` is then plain.
    """
    language = stem_language(lang, key)
    if not language:
        return key
    with _lock:
        stemmer = _stemmers.get(language)
        if stemmer is None:
            stemmer = snowballstemmer.stemmer(ALGORITHMS[language])
            _stemmers[language] = stemmer
        return stemmer.stemWord(key)
