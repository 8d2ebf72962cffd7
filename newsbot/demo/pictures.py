"""Own the illustrations of the demo: a small landscape per article, drawn from its name.

It reads and stores no image file.
"""

import hashlib
from itertools import pairwise
from typing import Final

PICTURE_TYPE: Final = "image/svg+xml"
WIDTH: Final = 960
HEIGHT: Final = 420

_PALETTES: Final = (
    ("#f6d8ae", "#f2a65a", "#58708c", "#33485f", "#1b2a3a"),
    ("#dbe9ee", "#f4f1de", "#6d9dc5", "#3d6a92", "#1f3d5a"),
    ("#f9e7d2", "#e4572e", "#8aa29e", "#54736c", "#2b4743"),
    ("#e6e1f0", "#ffd166", "#8b7fa8", "#5b5180", "#322c50"),
    ("#d8efe3", "#fff3b0", "#6fae92", "#3f7d65", "#1e4a3b"),
)
_PALETTE_BYTE: Final = 21
"""The byte of the digest that spreads the colours best over the demo's own articles."""

_STEP: Final = 60
_RIDGES: Final = ((0.58, 46), (0.72, 34), (0.86, 22))
"""Where each ridge lies (share of the height) and how far it swings (pixels), back to front."""


def draw_picture(name: str) -> str:
    """Return an SVG document; the same name always gives the same picture."""
    seed = hashlib.sha256(name.encode()).digest()
    sky, sun, *ridges = _PALETTES[seed[_PALETTE_BYTE] % len(_PALETTES)]
    left = WIDTH // 5 + seed[1] * 2
    top = HEIGHT // 5 + seed[2] // 3
    shapes = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{sky}"/>',
        f'<circle cx="{left}" cy="{top}" r="{36 + seed[3] // 8}" fill="{sun}"/>',
    ]
    for number, (colour, (level, swing)) in enumerate(zip(ridges, _RIDGES, strict=True)):
        outline = _ridge(seed[4 + number * 8 : 12 + number * 8], level, swing)
        shapes.append(f'<path d="{outline}" fill="{colour}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}">{"".join(shapes)}</svg>\n'
    )


def _ridge(heights: bytes, level: float, swing: int) -> str:
    """Return the path of one ridge: smooth hills between heights, closed along the bottom."""
    base = int(HEIGHT * level)
    steps = range(0, WIDTH + _STEP, _STEP * 2)
    points = [
        (x, base + heights[index % len(heights)] * swing // 128 - swing)
        for index, x in enumerate(steps)
    ]
    path = f"M0 {HEIGHT} L{points[0][0]} {points[0][1]}"
    for (x0, y0), (x1, y1) in pairwise(points):
        middle = (x0 + x1) // 2
        path += f" C{middle} {y0} {middle} {y1} {x1} {y1}"
    return f"{path} L{points[-1][0]} {HEIGHT} Z"
