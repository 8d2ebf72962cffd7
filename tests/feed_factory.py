"""Make feeds and entries of feeds for tests; every argument can be replaced."""

from datetime import UTC, datetime
from typing import Any

from newsbot.domain.entry import Enclosure
from newsbot.domain.feed import Feed, FeedEntry

MORNING = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)

HOSTILE_TEXTS = (
    "AT&T <b>buys</b> \"rivals\" & 'friends'",
    "]]> <![CDATA[ x ]]>",
    "&amp; &lt;script&gt; &#0; &nbsp;",
    "<script>alert(1)</script>",
    "<!-- half a comment",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]>&a;",
    "null \x00 bell \x07 escape \x1b[31m vertical \x0b feed \x0c",
    "not a character \ufffe \uffff, a lone half \ud800, the other \udfff",
    "halves \ud83d\ude00 of a face",
    "smart \x93quotes\x94 of Windows",
    "right to left \u202e evil \u2066 marks",
    "two\nlines\r\nand\ttabs\u2028and separators",
    "Україна, 北京, العربية, ไทย, 🇺🇦",
    "</title></item></channel></rss>",
    '"}],"items":[]}',
)


def entry(number: int = 1, **changes: Any) -> FeedEntry:
    values: dict[str, Any] = {
        "id": f"tag:news.example,2026:article/{number}",
        "key": f"{number}.1",
        "url": f"https://outlet.example/story-{number}",
        "title": f"Headline {number}",
        "summary": f"What happened, {number}.",
        "published": MORNING,
        "updated": MORNING,
    }
    return FeedEntry(**(values | changes))


def full_entry(number: int = 1, **changes: Any) -> FeedEntry:
    """Make an entry with something in every field."""
    values: dict[str, Any] = {
        "content": "<p>Whole <b>text</b> &amp; more.</p>",
        "author": "Ann Author",
        "source": "The Outlet",
        "source_url": "https://outlet.example/",
        "language": "en-GB",
        "tags": ("Politics", "War & peace"),
        "enclosures": (
            Enclosure(url="https://outlet.example/a.mp3", type="audio/mpeg", length=1234),
            Enclosure(url="https://outlet.example/b.mp4"),
        ),
        "image": "https://outlet.example/i.jpg",
        "related": (("The same elsewhere", "https://other.example/story"),),
    }
    return entry(number, **(values | changes))


def feed(**changes: Any) -> Feed:
    values: dict[str, Any] = {
        "id": "tag:news.example,2026:feeds/all",
        "title": "All the news",
        "subtitle": "Everything that came in",
        "base_url": "https://news.example",
        "path": "/feeds/all",
        "home_url": "https://news.example/news",
        "language": "en",
        "updated": MORNING,
    }
    return Feed(**(values | changes))
