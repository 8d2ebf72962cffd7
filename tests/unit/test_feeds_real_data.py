"""Publish again what real feeds say, and hold the documents against their specifications."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import fastfeedparser
import pytest
from lxml import etree

from newsbot.domain.entry import Enclosure
from newsbot.domain.feed import FeedEntry
from newsbot.feeds import render
from newsbot.feeds.spelling import line
from tests.conformance.atom import check_atom
from tests.conformance.jsonfeed import check_jsonfeed
from tests.conformance.rss import check_rss
from tests.feed_factory import MORNING, entry, feed

REAL_FEEDS = Path(__file__).parents[2].parent / "shared" / "data" / "feeds"
NAUGHTY = REAL_FEEDS.parent / "hostile" / "blns.json"
NAMES = sorted(path.name for path in REAL_FEEDS.glob("*")) if REAL_FEEDS.is_dir() else []


def moment(stated: str | None) -> datetime:
    try:
        found = datetime.fromisoformat(stated or "")
    except ValueError:
        return MORNING
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def length(stated: Any) -> int | None:
    return int(stated) if str(stated or "").isdigit() else None


def republished(number: int, source: Any, found: Any) -> FeedEntry:
    """Take an item as it comes, its HTML as if it were plain: nothing is cleaned on the way."""
    return FeedEntry(
        id=f"tag:news.example,2026:article/{number}",
        key=f"{number}.1",
        url=found.get("link") or "",
        title=found.get("title") or "",
        summary=found.get("description") or "",
        author=found.get("author") or "",
        source=source.get("title") or "",
        source_url=source.get("link") or "",
        language=source.get("language") or "",
        published=moment(found.get("published")),
        updated=moment(found.get("updated") or found.get("published")),
        tags=tuple(tag.get("term") or "" for tag in found.get("tags") or ()),
        enclosures=tuple(
            Enclosure(
                url=each.get("url") or "",
                type=each.get("type") or "",
                length=length(each.get("length")),
            )
            for each in found.get("enclosures") or ()
        ),
    )


@pytest.mark.skipif(not NAMES, reason="the shared data is not here")
@pytest.mark.parametrize("name", NAMES)
def test_what_a_real_feed_says_conforms_when_published_again(name: str) -> None:
    try:
        read = fastfeedparser.parse((REAL_FEEDS / name).read_bytes())
    except Exception as error:  # noqa: BLE001 - what it cannot read is not ours to publish
        pytest.skip(f"fastfeedparser cannot read it: {error}")
    entries = [
        republished(number, read["feed"], found) for number, found in enumerate(read["entries"])
    ]

    rss, atom = render(feed(), entries, "rss"), render(feed(), entries, "atom")

    assert check_rss(rss) == []
    assert check_atom(atom) == []
    assert check_jsonfeed(render(feed(), entries, "json")) == []
    for document in (rss, atom):
        assert len(list(etree.fromstring(document).iter("{*}item", "{*}entry"))) == len(entries)


@pytest.mark.skipif(not NAUGHTY.is_file(), reason="the shared data is not here")
@pytest.mark.parametrize("form", ["rss", "atom"])
def test_g10_naughty_strings_as_titles_come_back_and_conform(form: Any) -> None:
    texts = [text for text in json.loads(NAUGHTY.read_bytes()) if line(text)]
    entries = [entry(number, title=text, summary=text) for number, text in enumerate(texts)]

    document = render(feed(), entries, form)

    assert {"rss": check_rss, "atom": check_atom}[form](document) == []
    found = etree.fromstring(document).iter("{*}item", "{*}entry")
    assert [each.findtext("{*}title") for each in found] == [line(text) for text in texts]
