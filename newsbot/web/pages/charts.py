"""Own the small charts: figures in, the numbers of an SVG out. Templates draw them.

Coordinates are in the units of the chart's view box. It chooses no colour and no words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 640
HEIGHT: Final = 150
FOOT: Final = 20
"""Height below the bars, for the labels."""

HEAD: Final = 14
GAP_SHARE: Final = 0.22
"""Of the width of a bar's place, so much is left free."""

WIDEST: Final = 46
"""A bar is no wider, however few there are."""

LABELS: Final = 8
"""More labels than that do not fit side by side."""

SPARK_WIDTH: Final = 112
SPARK_HEIGHT: Final = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Hold one bar: where it stands, how high, and what is said of it to who points at it."""

    x: float
    y: float
    width: float
    height: float
    label: str
    told: str
    value: int
    is_labelled: bool
    middle: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Hold bars over one axis; `top` is the value of the highest bar."""

    bars: tuple[Bar, ...]
    top: int
    width: int
    height: int
    floor: float

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to see."""
        return self.top == 0


def bar_chart(values: Sequence[tuple[str, int]], *, told: str = "%(label)s: %(value)s") -> Chart:
    """Return a chart of labelled values, labels thinned out to those that fit."""
    every = max(1, -(-len(values) // LABELS))
    return _chart(values, WIDTH, HEIGHT, head=HEAD, foot=FOOT, every=every, told=told)


def spark(values: Sequence[int]) -> Chart:
    """Return a chart of the size of a word."""
    named = [("", value) for value in values]
    return _chart(named, SPARK_WIDTH, SPARK_HEIGHT, head=0, foot=0, every=1, told="%(value)s")


def _chart(
    values: Sequence[tuple[str, int]],
    width: int,
    height: int,
    *,
    head: int,
    foot: int,
    every: int,
    told: str,
) -> Chart:
    top = max((value for _, value in values), default=0)
    place = width / max(len(values), 1)
    room = height - head - foot
    bars = []
    for number, (label, value) in enumerate(values):
        tall = room * value / top if top else 0.0
        if value:
            tall = max(tall, 1.5)
        wide = min(place * (1 - GAP_SHARE), WIDEST)
        bars.append(
            Bar(
                x=round((number + 0.5) * place - wide / 2, 2),
                y=round(head + room - tall, 2),
                width=round(wide, 2),
                height=round(tall, 2),
                label=label,
                told=told % {"label": label, "value": f"{value:,}"},
                value=value,
                is_labelled=(len(values) - 1 - number) % every == 0,
                middle=round((number + 0.5) * place, 2),
            )
        )
    return Chart(bars=tuple(bars), top=top, width=width, height=height, floor=head + room)
