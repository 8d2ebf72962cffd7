"""Own what a document said before anything is judged: unsanitised, unresolved, unparsed.

The readers of each format fill these; `assemble` alone turns them into domain values, so that one
sanitiser, one date parser and one way to resolve URLs stand behind every format.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from newsbot.domain.entry import Enclosure, Notice


class RawText(NamedTuple):
    """Hold a text construct: `value` is markup when `is_html`, else plain text.

    `base` is the xml:base in force there, "" where the document states none. A tuple, since a
    document makes thousands and a frozen dataclass takes three times as long to build.
    """

    value: str
    is_html: bool = True
    base: str = ""


NO_TEXT = RawText("", is_html=False)


@dataclass(slots=True)
class RawEntry:
    """Collect one item while its elements are read; URLs are as stated, dates are strings."""

    id: str = ""
    id_is_link: bool = False
    link: str = ""
    title: RawText = NO_TEXT
    author: str = ""
    published: str = ""
    updated: str = ""
    summary: RawText = NO_TEXT
    content: RawText = NO_TEXT
    language: str = ""
    tags: list[str] = field(default_factory=list)
    enclosures: list[Enclosure] = field(default_factory=list)
    image: str = ""
    base: str = ""


@dataclass(slots=True)
class RawDocument:
    """Collect a whole document while it is read; `notices` are the faults met on the way.

    `suspect` says that characters in it may need mending; a well-formed one is mostly free of them.
    """

    kind: str
    title: RawText = NO_TEXT
    link: str = ""
    language: str = ""
    author: str = ""
    hub: str = ""
    self_url: str = ""
    next_url: str = ""
    by_wordpress: bool = False
    ttl: timedelta | None = None
    period: timedelta | None = None
    frequency: int = 1
    skip_hours: set[int] = field(default_factory=set)
    skip_days: set[int] = field(default_factory=set)
    base: str = ""
    suspect: bool = True
    entries: list[RawEntry] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
