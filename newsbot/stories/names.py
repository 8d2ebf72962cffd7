"""Own the finding of names by their capitals; it looks nothing up and resolves no one.

German writes every noun with a capital and many scripts have none: there no name is found, and the
callers do without.
"""

import re

from newsbot.stories.languages import CALENDAR
from newsbot.stories.words import stems

_TOKEN = re.compile(r"[^\W\d_][\w'’]*")
_WITHIN_A_NAME = re.compile(r"[ -]|(?<=\b\w)\. |(?<=\b(?:St|Dr|Mr|Sr|Jr))\. |'|’")
_CONNECTIVES = frozenset(
    {"of", "von", "van", "der", "den", "bin", "al", "el", "le", "la", "las", "los", "du", "des"}
    | {"de", "del", "dei", "di", "da", "das", "do", "dos"}
)
_OPENS_SENTENCE = re.compile(r"[.!?…:\n\"“«„‘'(—–|›]\s*$")
_NO_CAPITALS = frozenset({"de", "lb", "ja", "zh", "ko", "ar", "fa", "ur", "he", "hi", "th", "ta"})
_TITLE_CASE_FROM = 0.7
_TITLE_CASE_WORDS = 3
_LONG_WORD = 4
"""A headline is in title case when 7 of 10 of its words of 4 letters and more have capitals."""
_LONGEST_NAME = 6


def is_title_case(headline: str) -> bool:
    """Say whether the capitals of a headline tell nothing about names."""
    long = [word for word in _TOKEN.findall(headline) if len(word) >= _LONG_WORD]
    capitals = sum(word[0].isupper() for word in long)
    return len(long) >= _TITLE_CASE_WORDS and capitals >= _TITLE_CASE_FROM * len(long)


def find_names(text: str, language: str) -> list[list[str]]:
    """Return the names in `text` in order, each as the stems of its words.

    A single word at the beginning of a sentence is no name, unless it is all in capitals.
    """
    if language in _NO_CAPITALS:
        return []
    runs: list[tuple[int, int]] = []
    start = end = -1
    words = 0
    for token in _TOKEN.finditer(text):
        goes_on = 0 < words < _LONGEST_NAME and _WITHIN_A_NAME.fullmatch(text, end, token.start())
        if token.group()[0].isupper():
            if not goes_on:
                if _is_name(text, start, end, words):
                    runs.append((start, end))
                start, words = token.start(), 0
            end = token.end()
            words += 1
        elif goes_on and token.group() in _CONNECTIVES:
            end = token.end()
    if _is_name(text, start, end, words):
        runs.append((start, end))
    return [name for name in (stems(text[a:b], language) for a, b in runs) if name]


def _is_name(text: str, start: int, end: int, words: int) -> bool:
    if words != 1:
        return words > 1
    if text[start:end].lower() in CALENDAR:
        return False
    if end - start > 1 and text[start:end].isupper():
        return True
    before = text[max(0, start - 3) : start]
    return bool(before.strip()) and _OPENS_SENTENCE.search(before) is None
