"""Own the judgement what a new wording of an article means to those who read the former one.

It compares two wordings of one article (title and text) and tells nobody: most edits mend a comma
and are nobody's business, few say that what was told was wrong.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from newsbot.stories.boilerplate import is_boilerplate
from newsbot.stories.notices import correction_in, is_corrected_title, is_withdrawn_title
from newsbot.stories.sentences import split_sentences

_FEWEST_ADDED = 2
_ADDED_SHARE = 0.2
_KNOWN_WORDS = 0.6
"""A sentence is new when most of its words stood in no single one before; an update has two of
them and a fifth of the text: one more quotation is none."""
_TELLING_CHARS = 40
"""A shorter line is a crosshead, a caption or a time."""
_READ_CHARS = 20_000
"""Enough of any report; live pages go on for ever."""
_WORD = re.compile(r"[^\W_]+")
_SITE_TAIL = re.compile(r"\s+(?:[|–—-])\s+[^|–—-]{2,30}$")
"""Outlets hang their name behind a headline, and take it off again."""


class Change(StrEnum):
    """Say what a new wording is, the weightiest thing that it is."""

    COSMETIC = "cosmetic"
    UPDATE = "update"
    HEADLINE = "headline"
    CORRECTION = "correction"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Hold an article as it read at one time."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """Hold what a new wording is, and the words that show it.

    `before` and `after` are both headlines for HEADLINE; `after` alone is the sentence that
    corrects, or the first new one of an update, "" for the rest.
    """

    change: Change
    before: str = ""
    after: str = ""


def compare(before: Wording, after: Wording, *, gone: bool = False) -> Revision:
    """Return what became of an article; `gone` says that its page is not there any more.

    A correction that stood in the former wording already is not told again.
    """
    if gone or (is_withdrawn_title(after.title) and not is_withdrawn_title(before.title)):
        return Revision(change=Change.WITHDRAWN, before=before.title, after=after.title)
    if is_corrected_title(after.title) and not is_corrected_title(before.title):
        return Revision(change=Change.CORRECTION, before=before.title, after=after.title)
    corrected = correction_in(after.text)
    if corrected and _plain(corrected) != _plain(correction_in(before.text)):
        return Revision(change=Change.CORRECTION, before=before.title, after=corrected)
    if _headline(before.title) != _headline(after.title) and after.title.strip():
        return Revision(change=Change.HEADLINE, before=before.title, after=after.title)
    added = _added(before.text, after.text)
    told = sum(map(len, added))
    if len(added) >= _FEWEST_ADDED and told >= _ADDED_SHARE * len(after.text[:_READ_CHARS]):
        return Revision(change=Change.UPDATE, after=added[0])
    return Revision(change=Change.COSMETIC)


def _headline(title: str) -> tuple[str, ...]:
    """Return what a headline says: its words, without case, signs, and the outlet behind it."""
    return _plain(_SITE_TAIL.sub("", title.strip()))


def _plain(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


def _added(before: str, after: str) -> list[str]:
    """Return the telling sentences of `after` that say what none of `before` does."""
    known = [set(_plain(one)) for one in _sentences(before)]
    added: list[str] = []
    for sentence in _sentences(after):
        words = set(_plain(sentence))
        if words and all(len(words & its) < _KNOWN_WORDS * len(words) for its in known):
            added.append(sentence)
    return added


def _sentences(text: str) -> list[str]:
    return [
        one.text
        for one in split_sentences(text[:_READ_CHARS])
        if len(one.text) >= _TELLING_CHARS and not is_boilerplate(one.text)
    ]
