"""Say what the query of a feed address means, and that its pages lose and repeat nothing."""

import json
from urllib.parse import parse_qsl, urlsplit

import pytest

from newsbot.db import Database
from newsbot.services import feeds
from newsbot.web.feed_paging import read_page
from newsbot.web.feed_port import Document, FeedPath
from newsbot.web.feed_request import BadQuery
from newsbot.web.shelf import Shelf
from tests.factories import NOON, entry
from tests.fakes.newsroom import Newsroom

TITLES = ("Bridge closes", "Harvest fails", "Ferry sinks", "Mayor resigns", "Tunnel opens")


@pytest.fixture
async def shelf(database: Database) -> Shelf:
    room = Newsroom(db=database)
    await room.add_source()
    room.publish(*(entry(n, title=title) for n, title in enumerate(TITLES, 1)))
    await room.run()
    site = await feeds.open_site(room.db, "https://news.example", NOON)
    return Shelf(room.db, site, max_age_s=60)


async def ask(shelf: Shelf, ending: str = "json", **query: str) -> bytes:
    path = FeedPath(kind="feed", key="all", ending=ending)  # type: ignore[arg-type]
    answer = await shelf.feed(path, query, None)
    assert isinstance(answer, Document)
    return answer.body


async def test_following_next_shows_every_entry_once(shelf: Shelf) -> None:
    seen: list[str] = []
    query = {"limit": "2"}
    pages = 0
    while query:
        page = json.loads(await ask(shelf, **query))
        seen += [item["title"] for item in page["items"]]
        query = dict(parse_qsl(urlsplit(page.get("next_url", "")).query))
        pages += 1

    assert (pages, sorted(seen)) == (3, sorted(TITLES))


@pytest.mark.parametrize("ending", ["rss", "atom"])
async def test_xml_names_the_next_and_the_first_page(shelf: Shelf, ending: str) -> None:
    body = await ask(shelf, ending, limit="2")

    assert b'rel="next"' in body
    assert b'rel="first"' in body


async def test_times_bound_a_feed(shelf: Shelf) -> None:
    for query in ({"before": "2000-01-01T00:00:00Z"}, {"after": "2999-01-01T00:00:00+01:00"}):
        assert json.loads(await ask(shelf, **query)).get("items") == []


async def test_foreign_fields_change_nothing(shelf: Shelf) -> None:
    assert await ask(shelf, utm_source="letter") == await ask(shelf)


def test_a_plus_that_became_a_blank_is_read() -> None:
    page = read_page({"after": "2026-03-01T08:00:00 01:00"})

    assert page.query == "after=2026-03-01T07:00:00Z"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("limit", value) for value in ("", "0", "501", "-1", "ten", "99999", "٣")),
        *(("before", value) for value in ("", "yesterday", "2026-03-01", "2026-03-01T08:00:00")),
        *(("after", value) for value in ("2026-13-01T08:00:00Z", "0001-01-01T00:00:00+09:00")),
        ("before", "2026-03-01T08:00:00Z,x"),
    ],
)
def test_a_malformed_field_is_named(name: str, value: str) -> None:
    with pytest.raises(BadQuery, match=f"^{name} must be "):
        read_page({name: value})


@pytest.mark.parametrize("name", ["q", "story"])
def test_a_choice_that_is_not_made_is_not_passed_over(name: str) -> None:
    with pytest.raises(BadQuery, match=f"^{name} is not known here: "):
        read_page({name: "1"})
