"""Own the Message: channel-neutral content. How it looks on a channel is decided in `channels`."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedText:
    """Hold plain text with the spans to highlight: sorted, disjoint (start, end) offsets."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """Name one place that tells the story, with the address of its article."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Hold one dated line on what became of a story after it was told; `label` names its kind."""

    at: datetime
    text: str = ""
    outlet: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Hold one story inside a message.

    `headline` links to `url` when there is one; `rules` are the names of the rules that matched;
    `published` is the effective time, aware UTC. `label` names what kind of later word it is
    (update, correction, withdrawn), "" for a story told for the first time; channels have the
    words. `changes` are what a message brought up to date adds, the oldest first.
    """

    headline: MarkedText
    url: str = ""
    summary: MarkedText = field(default_factory=lambda: MarkedText(text=""))
    outlets: tuple[Outlet, ...] = ()
    published: datetime | None = None
    rules: tuple[str, ...] = ()
    language: str = ""
    label: str = ""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """Offer an action under a message: either a `url` or callback `data` (64 bytes at most)."""

    text: str
    url: str = ""
    data: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Hold what one delivery says.

    One item is a story alert; `heading` with several items is a list or a digest, and `more`
    counts the stories that it does not show; no item and a `heading` is a plain notice.
    `reply_to` is the channel's own id of an earlier message; `silent` asks for no sound.
    `key` is the same for every attempt at one delivery and for no other: receivers that can
    drop a second copy do so by it ("" when there is none).
    """

    items: tuple[Item, ...] = ()
    heading: str = ""
    more: int = 0
    footer: str = ""
    silent: bool = False
    reply_to: str = ""
    buttons: tuple[tuple[Button, ...], ...] = ()
    time_zone: str = "UTC"
    language: str = "en"
    key: str = ""


def merge_marks(spans: list[tuple[int, int]], length: int) -> tuple[tuple[int, int], ...]:
    """Return spans clipped to [0, length), sorted and joined where they touch or overlap."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(0, s), min(e, length)) for s, e in spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
