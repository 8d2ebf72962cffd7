"""Say what becomes of sources that move, fail for long, or are gone."""

from datetime import timedelta

import sqlalchemy as sa

from newsbot.db import source_polls, sources
from newsbot.db.schema import audit
from newsbot.domain.ports import Fetched, NotModified, Validators
from newsbot.domain.source import Source
from newsbot.errors import Unreachable
from newsbot.services import sources as service
from tests.factories import document, entry
from tests.fakes.newsroom import FEED, Newsroom

THERE = "https://new.example/feed"
HALF_A_DAY = timedelta(hours=12)


async def stored(newsroom: Newsroom, url: str = FEED) -> Source | None:
    async with newsroom.db.reading() as tx:
        return await sources.find(tx, url)


async def events(newsroom: Newsroom, source_id: int) -> list[str]:
    async with newsroom.db.reading() as tx:
        return [str(one.kind) for one in await source_polls.events_of(tx, source_id)]


def redirect(newsroom: Newsroom, *, to: str = THERE, at: str = FEED) -> None:
    """Let the source answer by way of a permanent redirect."""
    newsroom.fetcher.answers[at] = Fetched(
        url=to, body=b"", moved_to=to, validators=Validators(etag='"one"')
    )
    newsroom.reader.documents[to] = document(entry(1))


async def poll(newsroom: Newsroom, times: int, *, every: timedelta = HALF_A_DAY) -> None:
    for _ in range(times):
        await newsroom.fetch()
        newsroom.clock.time += every


async def test_a_source_moves_when_three_polls_over_a_day_were_led_elsewhere(
    newsroom: Newsroom,
) -> None:
    before = await newsroom.add_source()
    redirect(newsroom)
    await poll(newsroom, 2)
    assert await stored(newsroom, THERE) is None

    await poll(newsroom, 1)

    after = await stored(newsroom, THERE)
    assert after is not None
    assert (after.id, after.moved_to, after.moved_times) == (before.id, "", 0)
    assert await events(newsroom, before.id) == ["moved"]
    async with newsroom.db.reading() as tx:
        line = (await tx.execute(sa.select(audit).where(audit.c.action == "source.move"))).one()
    assert (line.before, line.after) == ({"url": FEED}, {"url": THERE})


async def test_three_polls_within_a_day_move_nothing(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    redirect(newsroom)

    await poll(newsroom, 6, every=timedelta(hours=4))

    found = await stored(newsroom)
    assert found is not None
    assert found.moved_times == 6


async def test_a_poll_without_the_redirect_begins_the_count_anew(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    redirect(newsroom)
    await poll(newsroom, 2)
    newsroom.publish(entry(1))
    await poll(newsroom, 1)
    redirect(newsroom)
    await poll(newsroom, 2)

    assert await stored(newsroom) is not None


async def test_a_move_is_counted_too_where_the_new_address_says_not_modified(
    newsroom: Newsroom,
) -> None:
    await newsroom.add_source()
    redirect(newsroom)
    await poll(newsroom, 1)
    newsroom.fetcher.answers[FEED] = NotModified(moved_to=THERE)

    await poll(newsroom, 2)

    assert await stored(newsroom, THERE) is not None


async def test_not_modified_from_the_old_address_ends_a_move(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    redirect(newsroom)
    await poll(newsroom, 2)
    newsroom.fetcher.answers[FEED] = NotModified()

    await poll(newsroom, 1)

    found = await stored(newsroom)
    assert found is not None
    assert (found.moved_to, found.moved_times) == ("", 0)


async def test_a_source_never_moves_onto_another_and_says_so_once(newsroom: Newsroom) -> None:
    mine = await newsroom.add_source(name="mine")
    await newsroom.add_source(THERE, name="theirs")
    newsroom.fetcher.answers[THERE] = NotModified()
    redirect(newsroom)

    await poll(newsroom, 5)

    found = await stored(newsroom)
    assert found is not None
    assert found.id == mine.id
    assert await events(newsroom, mine.id) == ["move_refused"]


async def test_two_sources_that_move_to_one_address_stay_two(newsroom: Newsroom) -> None:
    other = "https://paper.example/second"
    await newsroom.add_source(name="first")
    await newsroom.add_source(other, name="second")
    redirect(newsroom)
    redirect(newsroom, at=other)

    await poll(newsroom, 3)

    async with newsroom.db.reading() as tx:
        urls = sorted(one.url for one in await sources.list_all(tx))
    assert len(urls) == 2
    assert THERE in urls


async def test_a_fortnight_of_failures_pauses_the_source_until_it_is_resumed(
    newsroom: Newsroom,
) -> None:
    before = await newsroom.add_source()
    newsroom.fetcher.answers[FEED] = Unreachable("the host sleeps")
    await poll(newsroom, 28)
    found = await stored(newsroom)
    assert found is not None
    assert found.state == "active"

    await poll(newsroom, 1)

    found = await stored(newsroom)
    assert found is not None
    assert found.state == "paused"
    assert "14" in found.reason
    assert found.reason.endswith("the host sleeps")
    assert await newsroom.fetch() == []
    assert await events(newsroom, before.id) == ["paused"]

    newsroom.publish(entry(1))
    resumed = await service.pause(newsroom.desk, before.name, resume=True)

    assert (resumed.state, resumed.reason, resumed.failing_since) == ("active", "", None)
    assert len(await newsroom.fetch()) == 1


async def test_a_success_ends_the_count_of_failures(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    newsroom.fetcher.answers[FEED] = Unreachable("the host sleeps")
    await poll(newsroom, 27)
    newsroom.publish(entry(1))
    await poll(newsroom, 1)
    newsroom.fetcher.answers[FEED] = Unreachable("the host sleeps")
    await poll(newsroom, 5)

    found = await stored(newsroom)
    assert found is not None
    assert (found.state, found.failures) == ("active", 5)


async def test_a_source_that_is_paused_while_it_is_polled_stays_paused(newsroom: Newsroom) -> None:
    before = await newsroom.add_source()
    fetcher = newsroom.fetcher

    class Pausing:
        async def get(self, url: str, **given: object) -> Fetched | NotModified:
            del given
            await service.pause(newsroom.desk, before.name)
            return await fetcher.get(url)

    object.__setattr__(newsroom.fetch_tools, "fetcher", Pausing())
    await newsroom.fetch()

    found = await stored(newsroom)
    assert found is not None
    assert (found.state, found.reason) == ("paused", "paused by hand")
