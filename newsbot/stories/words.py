"""Own the cut of a text into words; it weighs and compares nothing."""

import re
from collections.abc import Iterable
from functools import lru_cache

from newsbot.stories.languages import function_words, stem
from newsbot.stories.numerals import digits_of

_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Thai, Lao, Burmese, Khmer, kana, Han: scripts written without spaces between words."""
_WORD = re.compile(
    rf"[{_UNSPACED}]+"
    r"|\d+(?:[.,]\d+)*"
    r"|[\u0400-\u04ff]+(?:['’ʼ][\u0400-\u04ff]+)*"
    r"|(?:(?![0-9_])[\w\u0900-\u0963\u0966-\u0dff](?<![\u0e00-\u0eff\u3040-\u9fff]))+"
)
_LATIN_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1fff\u2c00-\uffff]")
"""Text without it is cut by the simpler pattern, which is four times as fast."""
_UNSPACED_RUN = re.compile(rf"[{_UNSPACED}]+")
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")
_SHORTEST_WORD = 2
_ROOT = 6
"""Letters by which words of one text are taken for forms of one word."""
_PLURAL_FROM = 4
_KNOWN_AT_MOST = 1 << 17
"""Words remembered for one language (about 20 MB); then the memory starts anew."""


class _Vocabulary(dict[str, str]):
    """Map a lower-case word to its stem, and to "" when it carries no matter."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self._stop = function_words(language)
        self._digits = digits_of(language)

    def __missing__(self, word: str) -> str:
        if len(self) >= _KNOWN_AT_MOST:
            self.clear()
        if word[0].isdigit():
            found = _THOUSANDS.sub("", word)
        elif word in self._digits:
            found = self._digits[word]
        elif len(word) < _SHORTEST_WORD or word in self._stop:
            found = ""
        else:
            found = stem(word, self._language)
        self[word] = found
        return found


@lru_cache(maxsize=64)
def _vocabulary(language: str) -> _Vocabulary:
    return _Vocabulary(language)


def stems(text: str, language: str) -> list[str]:
    """Return the stems of the content words of `text` in order.

    Function words and single letters are left out, small numbers are in digits. `language` is a
    code as `language_of` answers it. Scripts without spaces give pairs of characters, the usual
    unit of search in them.
    """
    vocabulary = _vocabulary(language)
    return [stem for word in _cut(text) if (stem := vocabulary[word])]


def content_words(text: str, language: str) -> list[str]:
    """Return the words that `stems` reduces, in lower case."""
    stop = function_words(language)
    return [
        word
        for word in _cut(text)
        if word not in stop and (len(word) >= _SHORTEST_WORD or word.isdigit())
    ]


def roots(words: Iterable[str]) -> list[str]:
    """Return the beginnings of words, which stand for their stems within one text.

    Measured on summaries they rank as well as stems, and a new word costs nothing.
    """
    return [
        (word[:-1] if word[-1] == "s" and len(word) >= _PLURAL_FROM else word)[:_ROOT]
        for word in words
    ]


def _cut(text: str) -> list[str]:
    lower = text.lower()
    if lower.isascii() or _OTHER_SCRIPT.search(lower) is None:
        return _LATIN_WORD.findall(lower)
    return [unit for word in _WORD.findall(lower) for unit in _units(word)]


def _units(word: str) -> list[str]:
    if not _UNSPACED_RUN.match(word):
        return [word]
    return [word[i : i + 2] for i in range(len(word) - 1)] or [word]
