"""Real feeds of many publishers, served from the loopback: stored whole, told once, told singly."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import feedparser
import pytest

from tests.e2e.processes import BotApiProcess, Installation, wait_until
from tests.fakes.feedthread import FeedThread
from tests.fakes.rssfeed import item, token

pytestmark = pytest.mark.processes

FEEDS = Path(__file__).parents[2].parent / "shared" / "data" / "feeds"
NEWS: Final = re.compile(
    r"feedreader__Rss20|feeder__rss_(theguardian|ukrnet|lemonde)|v2__urdu|feedjira__(google|Huff)"
    r"|netnewswire__macworld"
)
READER, LISTENER = "501", "502"
"""One follows words that stand in every paper, the other what the papers print anew."""

EVERYDAY = "the OR le OR la OR il OR der OR und OR que OR di OR на OR не"
FRESH = "quorvex"
FIRST_ITEM = re.compile(rb"<(?:(\w+):)?(item|entry)[\s>]")
END = re.compile(rb"</(?:(\w+):)?(channel|feed)>")


def news_feeds() -> list[Path]:
    return sorted(path for path in FEEDS.glob("*") if NEWS.match(path.name))


def all_feeds() -> list[Path]:
    return sorted(FEEDS.glob("*"))


def grown(body: bytes, number: int) -> bytes:
    """Return a feed with one more entry, written in ASCII where the newest stands."""
    fresh = item(number, FRESH.upper(), home="https://grown.example")
    place = FIRST_ITEM.search(body) or END.search(body)
    assert place is not None
    prefix = (place[1] + b":" if place[1] else b"").decode()
    inside = {
        "title": fresh.title,
        "link": fresh.url,
        "description": fresh.text,
        "guid": fresh.id,
    }
    about = f' rdf:about="{fresh.url}"' if b"<rdf:RDF" in body else ""
    if place[2] in {b"entry", b"feed"}:
        entry = (
            f"<{prefix}entry><{prefix}id>{fresh.id}</{prefix}id>"
            f"<{prefix}title>{fresh.title}</{prefix}title>"
            f'<{prefix}link href="{fresh.url}"/>'
            f"<{prefix}summary>{fresh.text}</{prefix}summary></{prefix}entry>"
        )
    else:
        told = "".join(f"<{prefix}{key}>{value}</{prefix}{key}>" for key, value in inside.items())
        entry = f"<{prefix}item{about}>{told}</{prefix}item>"
    return body[: place.start()] + entry.encode() + body[place.start() :]


def seen_by_feedparser(body: bytes) -> int:
    """Return how many different entries feedparser sees; one that stands twice counts once."""
    entries = feedparser.parse(body).entries
    return len({one.get("id") or one.get("link") or str(one) for one in entries})


class Round:
    """Hold what one `newsbot fetch --all` told, by the name of the feed's file."""

    def __init__(self, installation: Installation) -> None:
        names = {
            one["name"]: one["url"].rpartition("/")[2]
            for one in installation.ask("sources", "list")
        }
        self.rows: dict[str, dict[str, Any]] = {
            names[row["source"]]: row for row in installation.ask("fetch", "--all")
        }

    def new(self) -> dict[str, int]:
        return {name: row["new"] for name, row in self.rows.items()}


@pytest.fixture
def botapi(tmp_path: Path) -> Iterator[BotApiProcess]:
    with BotApiProcess(tmp_path, {"limits": None}) as server:
        yield server


@pytest.fixture
def library(tmp_path: Path, site: FeedThread, botapi: BotApiProcess) -> Installation:
    """Give an installation with two chats and their rules."""
    made = Installation(
        folder=tmp_path / "newsbot",
        settings={
            **botapi.settings,
            "NEWSBOT_NET_ALLOW": site.address,
            "NEWSBOT_NET__CONNECTIONS_PER_HOST": "20",
            "NEWSBOT_FETCH__INTERVAL": "1h",
            "NEWSBOT_FETCH__FULL_TEXT": "false",
            "NEWSBOT_ALERTS__BUDGET": "0",
            "NEWSBOT_TELEGRAM__CHAT_INTERVAL": "0s",
        },
    )
    for chat, query in ((READER, EVERYDAY), (LISTENER, FRESH)):
        (added,) = made.ask("subscribers", "add", f"telegram:{chat}")
        made.ask("subscriptions", "add", "--subscriber", str(added["id"]), "--query", query)
    return made


def import_all(library: Installation, site: FeedThread, feeds: Sequence[Path]) -> None:
    """Serve the feeds and subscribe to them by OPML."""
    urls = [site.put(f"/{path.name}", path.read_bytes()) for path in feeds]
    outlines = "".join(f'<outline type="rss" text="{url}" xmlUrl="{url}"/>' for url in urls)
    opml = library.folder / "feeds.opml"
    opml.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>', "utf-8")
    assert len(library.ask("sources", "import", str(opml))) == len(feeds)


def check_stored_whole(first: Round, feeds: Sequence[Path]) -> None:
    """Hold what was stored against the second opinion, feed by feed."""
    expected = {path.name: seen_by_feedparser(path.read_bytes()) for path in feeds}
    assert {name: row["error"] for name, row in first.rows.items() if row["error"]} == {}
    assert first.new() == expected


@pytest.mark.skipif(not news_feeds(), reason="the data folder with real feeds is not here")
def test_g3_real_news_are_stored_whole_listed_once_and_then_told_singly(
    library: Installation, site: FeedThread, botapi: BotApiProcess
) -> None:
    feeds = news_feeds()
    import_all(library, site, feeds)
    first = Round(library)
    check_stored_whole(first, feeds)
    with library.start("worker"):
        for number, path in enumerate(feeds, 1):
            site.put(f"/{path.name}", grown(path.read_bytes(), number))
        second = Round(library)
        assert second.new() == {path.name: 1 for path in feeds}
        words = {token(number) for number in range(1, len(feeds) + 1)}

        def told() -> list[str]:
            return [call.text.split()[1] for call in botapi.accepted(LISTENER)]

        wait_until(lambda: len(told()) >= len(feeds), lambda: f"told {sorted(told())}")
        third = Round(library)
        assert set(third.new().values()) == {0}

        def open_alerts() -> int:
            counted = library.ask("deliveries", "reconcile")[0]
            return int(counted["pending"] + counted["held"] + counted["sending"])

        wait_until(lambda: open_alerts() == 0, "every alert has ended", within_s=60)
    assert sorted(told()) == sorted(words)
    lists = botapi.accepted(READER)
    assert len(lists) <= 1
    kinds = {row["kind"] for row in library.ask("deliveries", "list") if row["state"] == "sent"}
    assert kinds == ({"story", "list"} if lists else {"story"})
    assert library.ask("deliveries", "reconcile")[0]["unaccounted"] == []
    assert [call.problems for call in botapi.calls() if call.problems] == []


@pytest.mark.long
@pytest.mark.skipif(not all_feeds(), reason="the data folder with real feeds is not here")
def test_every_feed_that_feedparser_reads_is_stored_whole(
    library: Installation, site: FeedThread
) -> None:
    feeds = [path for path in all_feeds() if seen_by_feedparser(path.read_bytes())]
    assert len(feeds) > 100
    import_all(library, site, feeds)
    check_stored_whole(Round(library), feeds)
    assert set(Round(library).new().values()) == {0}
