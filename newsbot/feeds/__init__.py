"""Own the published documents: RSS 2.0, Atom 1.0, JSON Feed 1.1 and OPML 2.0, as bytes.

Pure: no clock, no settings, no I/O; equal data gives equal bytes. Which entries stand in a feed,
and who may see it, is decided elsewhere. Every XML document names the human page, and nothing
that a source sent can make one invalid or lose an entry.
"""

from newsbot.feeds.atom import Withdrawn
from newsbot.feeds.documents import CONTENT_TYPES, assemble, fragment, render
from newsbot.feeds.links import Form
from newsbot.feeds.opml import parse_opml, render_opml

__all__ = [
    "CONTENT_TYPES",
    "Form",
    "Withdrawn",
    "assemble",
    "fragment",
    "parse_opml",
    "render",
    "render_opml",
]
