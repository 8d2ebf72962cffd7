"""Own the words in which the grouper answers; they decide nothing."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Say why an article belongs to its story."""

    SAME_PAGE = "same page"
    COPY = "copy"
    SAME_EVENT = "same event"
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Hold what the grouper thinks of an article: its story, or None for one of its own.

    `score` is the likeness (0 to 1; 1 for the same page), for a new story that to the nearest one.
    `merges` names younger stories that this article shows to be the same as `story`; `nearest` is
    the one of them that it fits best, for a caller who merges nothing.
    """

    story: int | None
    nearest: int | None
    score: float
    reason: Reason
    merges: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Hold the decision for an article that was taken in; stories in `merges` are gone."""

    story: int
    is_new: bool
    score: float
    reason: Reason
    merges: tuple[int, ...] = ()
