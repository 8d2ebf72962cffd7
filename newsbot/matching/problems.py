"""Own how errors and warnings are gathered and worded with whole-query fixes."""

import unicodedata
from collections.abc import Sequence
from difflib import get_close_matches
from typing import TypeAlias

from newsbot.matching.query import QueryError, QueryWarning

Edit: TypeAlias = tuple[int, int, str]
"""Replace the characters [start, end) of the query by a text."""

CHOICE = "  or  "
"""Stands in `fix` between the readings of a query that has two."""

_MARK_WIDTH = 100
"""Characters of a query shown around a mark: longer lines wrap and the mark loses its place."""


class Problems:
    """Gather what is wrong with one query."""

    def __init__(self, query: str) -> None:
        self._query = query
        self._errors: list[QueryError] = []
        self._warnings: list[QueryWarning] = []

    @property
    def failures(self) -> int:
        """Return how many errors were added so far."""
        return len(self._errors)

    @property
    def errors(self) -> tuple[QueryError, ...]:
        """Return the errors from left to right, each place and code once."""
        unique = {(error.start, error.end, error.code): error for error in self._errors}
        return tuple(sorted(unique.values(), key=lambda error: (error.start, error.end)))

    @property
    def warnings(self) -> tuple[QueryWarning, ...]:
        """Return the warnings from left to right."""
        unique = {(warning.start, warning.end, warning.code): warning for warning in self._warnings}
        return tuple(sorted(unique.values(), key=lambda warning: (warning.start, warning.end)))

    def error(
        self,
        start: int,
        end: int,
        code: str,
        message: str,
        *,
        edits: Sequence[Edit] = (),
        choices: Sequence[Sequence[Edit]] = (),
    ) -> None:
        """Add an error. `edits` make one fix; `choices` hold the edits of several."""
        edited = (self._edited(choice) for choice in choices or ([edits] if edits else []))
        fixes = tuple(fix for fix in edited if fix)
        advice = message.rpartition(". ")[2]
        self._errors.append(
            QueryError(
                start=start, end=end, code=code, message=message, fix=CHOICE.join(fixes) or advice,
                fixes=fixes,
            )
        )  # fmt: skip

    def warning(
        self, start: int, end: int, code: str, message: str, *, edits: Sequence[Edit] = ()
    ) -> None:
        """Add a warning with at most one fix."""
        fixes = (self._edited(edits),) if edits else ()
        self._warnings.append(
            QueryWarning(
                start=start, end=end, code=code, message=message, fix="".join(fixes), fixes=fixes
            )
        )  # fmt: skip

    def unknown_field(self, start: int, end: int, name: str, known: Sequence[str]) -> None:
        """Add the error of a field that does not exist, with the nearest that does."""
        near = get_close_matches(name.casefold(), known, n=1)
        if near:
            message = f"There is no field `{name}:`. Did you mean {near[0]}:?"
            self.error(start, end, "unknown_field", message, edits=[(start, end, f"{near[0]}:")])
            return
        message = f"There is no field `{name}:`. Fields are {', '.join(known)}."
        self.error(start, end, "unknown_field", message, edits=[(start, end, f"{name} ")])

    def lower_case_operator(self, start: int, end: int, word: str) -> None:
        """Add the warning that a word was taken as an operator."""
        message = (
            f"`{word}` is taken as {word.upper()}. To search for the word write it in "
            f"quotation marks."
        )
        edits = [(start, end, word.upper())]
        self.warning(start, end, "lower_case_operator", message, edits=edits)

    def _edited(self, edits: Sequence[Edit]) -> str:
        text = self._query
        for start, end, replacement in sorted(edits, reverse=True):
            before, after = text[:start], text[end:]
            if not replacement and before.endswith(" "):
                after = after.lstrip(" ")
            text = before + replacement + after
        return text.strip()


def mark_error(query: str, error: QueryError | QueryWarning) -> str:
    """Return the query, or the part around the place, with the place marked on a second line.

    For a terminal or a message in fixed-width type: wide characters count two columns, and a
    line break in the query is shown as ⏎.
    """
    first = max(0, min(error.start - _MARK_WIDTH // 2, len(query) - _MARK_WIDTH))
    shown = query[first : first + _MARK_WIDTH]
    before = "…" if first else ""
    after = "…" if first + _MARK_WIDTH < len(query) else ""
    line = "".join("⏎" if sign in "\n\r\u2028\u2029" else _visible(sign) for sign in shown)
    skip = sum(map(_columns, before + line[: error.start - first]))
    length = sum(map(_columns, line[error.start - first : error.end - first]))
    return f"{before}{line}{after}\n{' ' * skip}{'^' * max(1, length)}"


def _visible(sign: str) -> str:
    return sign if sign.isprintable() or unicodedata.category(sign).startswith("M") else " "


def _columns(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
