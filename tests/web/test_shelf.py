"""Say which feeds the service gives, to whom, and that equal data gives equal bytes."""

import pytest

from newsbot.db import Database
from newsbot.services import feeds, feedtokens, publishing, rules
from newsbot.web.feed_port import Credentials, Document, FeedPath, Forbidden, Missing
from newsbot.web.shelf import Shelf
from newsbot.web.site import home_page
from tests.factories import NOON, entry
from tests.fakes.newsroom import Newsroom


@pytest.fixture
async def room(database: Database) -> Newsroom:
    newsroom = Newsroom(db=database)
    await newsroom.add_source()
    await rules.add(newsroom.desk, "bridge", public=True)
    await rules.add(newsroom.desk, "harvest")
    newsroom.publish(
        entry(1, title="Bridge closes", text="The crossing is shut after a crack in a pillar."),
        entry(2, title="Harvest fails", text="Hail took the wheat of the whole valley in June."),
    )
    await newsroom.run()
    return newsroom


async def shelf(room: Newsroom) -> Shelf:
    site = await feeds.open_site(room.db, "https://news.example", NOON)
    return Shelf(room.db, site, max_age_s=60)


def path(kind: str, key: str, ending: str = "rss") -> FeedPath:
    return FeedPath(kind=kind, key=key, ending=ending)  # type: ignore[arg-type]


def shown(token: str) -> Credentials:
    return Credentials(scheme="query", token=token)


@pytest.mark.parametrize(("kind", "key"), [("feed", "all"), ("source", "1"), ("rule", "1")])
@pytest.mark.parametrize("ending", ["rss", "atom", "json"])
async def test_public_feeds_come_in_every_format(
    room: Newsroom, kind: str, key: str, ending: str
) -> None:
    answer = await (await shelf(room)).feed(path(kind, key, ending), {}, None)

    assert isinstance(answer, Document)
    assert b"Bridge closes" in answer.body
    assert not answer.private


async def test_a_rule_feed_holds_what_the_rule_matched_and_nothing_else(room: Newsroom) -> None:
    answer = await (await shelf(room)).feed(path("rule", "1"), {}, None)

    assert isinstance(answer, Document)
    assert b"Harvest fails" not in answer.body


async def test_bytes_are_equal_as_long_as_the_data_is(room: Newsroom) -> None:
    first = await (await shelf(room)).feed(path("feed", "all"), {}, None)
    again = await (await shelf(room)).feed(path("feed", "all"), {}, None)

    assert isinstance(first, Document)
    assert isinstance(again, Document)
    assert first.body == again.body


async def test_a_private_rule_opens_to_its_own_token_only(room: Newsroom) -> None:
    _, token = await feedtokens.make(room.desk, "rule/2")
    other, foreign = await feedtokens.make(room.desk, "rule/1")
    keeper = await shelf(room)

    opened = await keeper.feed(path("rule", "2"), {}, shown(token))

    assert isinstance(opened, Document)
    assert opened.private
    assert b"Harvest fails" in opened.body
    for credentials in (None, shown("guess"), shown(foreign)):
        assert isinstance(await keeper.feed(path("rule", "2"), {}, credentials), Forbidden)
    assert other.feed == "rule/1"


async def test_parts_of_a_private_feed_are_as_private_as_the_whole(room: Newsroom) -> None:
    _, token = await feedtokens.make(room.desk, "rule/2")
    keeper = await shelf(room)
    part = {"limit": "1", "after": "2000-01-01T00:00:00Z"}

    opened = await keeper.feed(path("rule", "2"), part, shown(token))

    assert isinstance(opened, Document)
    assert opened.private
    assert token.encode() not in opened.body
    assert isinstance(await keeper.feed(path("rule", "2"), part, None), Forbidden)


async def test_g12_a_revoked_token_opens_nothing_and_none_is_stored(room: Newsroom) -> None:
    made, token = await feedtokens.make(room.desk, "rule/2")
    assert token not in repr(await feedtokens.list_all(room.desk))
    await feedtokens.revoke(room.desk, made.id)

    answer = await (await shelf(room)).feed(path("rule", "2"), {}, shown(token))

    assert isinstance(answer, Forbidden)


async def test_a_private_rule_and_one_that_does_not_exist_look_alike(room: Newsroom) -> None:
    keeper = await shelf(room)

    assert isinstance(await keeper.feed(path("rule", "2"), {}, None), Forbidden)
    assert isinstance(await keeper.feed(path("rule", "99"), {}, None), Forbidden)
    assert isinstance(await keeper.feed(path("story", "99"), {}, None), Missing)


async def test_ids_stay_when_the_public_address_changes(room: Newsroom) -> None:
    before = await feeds.open_site(room.db, "https://news.example", NOON)
    after = await feeds.open_site(room.db, "https://other.example", NOON)

    one = await feeds.select(room.db, before, "feed", "all")
    two = await feeds.select(room.db, after, "feed", "all")

    assert [each.id for each in one.entries] == [each.id for each in two.entries]


async def test_published_files_are_written_once_and_left_alone_after(
    room: Newsroom, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("public")
    site = await feeds.open_site(room.db, "https://news.example", NOON)
    pages = {"index.html": home_page(await feeds.outlines(room.db, site))}

    first = await publishing.publish(room.db, site, folder, pages)
    second = await publishing.publish(room.db, site, folder, pages)

    assert first.written == second.unchanged == 2 + 3 * 3
    assert (second.written, first.unchanged) == (0, 0)
    assert b"Bridge closes" in (folder / "feeds" / "rule" / "1.atom").read_bytes()
    assert not (folder / "feeds" / "rule" / "2.atom").exists()
