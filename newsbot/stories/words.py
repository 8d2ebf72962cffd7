"""Own the cut of a text into words; it weighs and compares nothing."""

import re
from functools import lru_cache

from newsbot.stories.languages import function_words, stem

_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Thai, Lao, Burmese, Khmer, kana, Han: scripts written without spaces between words."""
_WORD = re.compile(
    rf"[{_UNSPACED}]+"
    r"|\d+(?:[.,]\d+)*"
    r"|[\u0400-\u04ff]+(?:['’ʼ][\u0400-\u04ff]+)*"
    r"|(?:(?![0-9_])[\w\u0900-\u0963\u0966-\u0dff](?<![\u0e00-\u0eff\u3040-\u9fff]))+"
)
_UNSPACED_RUN = re.compile(rf"[{_UNSPACED}]+")
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")
_KNOWN_AT_MOST = 1 << 17
"""Words remembered for one language (about 20 MB); then the memory starts anew."""


class _Vocabulary(dict[str, str]):
    """Map a lower-case word to its stem, and to "" when it carries no matter."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self._stop = function_words(language)

    def __missing__(self, word: str) -> str:
        if len(self) >= _KNOWN_AT_MOST:
            self.clear()
        if word[0].isdigit():
            found = _THOUSANDS.sub("", word)
        elif len(word) < _SHORTEST_WORD or word in self._stop:
            found = ""
        else:
            found = stem(word, self._language)
        self[word] = found
        return found


_SHORTEST_WORD = 2


@lru_cache(maxsize=64)
def _vocabulary(language: str) -> _Vocabulary:
    return _Vocabulary(language)


def stems(text: str, language: str) -> list[str]:
    """Return the stems of the content words of `text` in order.

    Function words and single letters are left out. `language` is a code as `language_of` answers
    it. Scripts without spaces give pairs of characters, the usual unit of search in them.
    """
    vocabulary = _vocabulary(language)
    found = [vocabulary[word] for word in _WORD.findall(text.lower())]
    if _UNSPACED_RUN.search(text):
        return [unit for word in found for unit in _units(word)]
    return [stem for stem in found if stem]


def _units(word: str) -> list[str]:
    if not _UNSPACED_RUN.match(word):
        return [word] if word else []
    return [word[i : i + 2] for i in range(len(word) - 1)] or [word]
