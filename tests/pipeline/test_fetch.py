"""Say what the fetch loop promises."""

from datetime import timedelta

from newsbot.db import leases, reading, sources
from newsbot.domain.ports import NotModified, Validators
from newsbot.errors import Gone, Unreachable
from tests.factories import HOLDER, NOON, OTHER, entry
from tests.fakes.newsroom import FEED, Newsroom


async def stored(newsroom: Newsroom) -> list[tuple[str, int]]:
    """Return title and revision of every processed article."""
    await newsroom.process()
    async with newsroom.db.reading() as tx:
        found = await reading.select_articles(tx, reading.Selection(), limit=1000)
    return [(one.title, one.revision) for one in found]


async def test_each_entry_of_a_source_is_stored_once(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    newsroom.publish(entry(1), entry(2))

    first = await newsroom.fetch()
    newsroom.clock.step(minutes=6)
    second = await newsroom.fetch()

    assert [one.new for one in (*first, *second)] == [2, 0]
    assert await stored(newsroom) == [("Headline number 1", 1), ("Headline number 2", 1)]


async def test_a_source_is_not_polled_before_it_is_due(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    await newsroom.fetch()
    newsroom.clock.step(minutes=4)

    assert await newsroom.fetch() == []


async def test_an_edited_entry_is_a_new_revision_of_the_same_article(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    newsroom.publish(entry(1))
    await newsroom.fetch()
    newsroom.publish(entry(1, title="A better headline"))
    newsroom.clock.step(minutes=6)
    await newsroom.fetch()

    assert await stored(newsroom) == [("A better headline", 2)]


async def test_a_changed_guid_at_the_same_address_is_the_same_article(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    newsroom.publish(entry(1))
    await newsroom.fetch()
    newsroom.publish(entry(1, id="another-id"))
    newsroom.clock.step(minutes=6)

    polled = await newsroom.fetch()

    assert polled[0].new == 0
    assert len(await stored(newsroom)) == 1


async def test_the_next_poll_is_conditional_on_what_the_last_one_said(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    answer = newsroom.fetcher.answers[FEED]
    validators = Validators(etag='"one"', last_modified="yesterday")
    newsroom.fetcher.answers[FEED] = type(answer)(url=FEED, body=b"", validators=validators)  # type: ignore[call-arg]
    await newsroom.fetch()
    newsroom.fetcher.answers[FEED] = NotModified()
    newsroom.clock.step(minutes=6)

    polled = await newsroom.fetch()

    assert newsroom.fetcher.asked[-1] == (FEED, validators)
    assert polled[0].unchanged


async def test_an_error_stays_on_the_source_and_the_pauses_grow(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    newsroom.fetcher.answers[FEED] = Unreachable("the host sleeps")
    pauses = []
    for _ in range(3):
        await newsroom.fetch()
        async with newsroom.db.reading() as tx:
            found = (await sources.list_all(tx))[0]
        pauses.append(found.next_fetch_at - newsroom.clock.now())
        newsroom.clock.time = found.next_fetch_at

    assert found.error == "the host sleeps"
    assert found.failures == 3
    assert pauses == [timedelta(minutes=5), timedelta(minutes=10), timedelta(minutes=20)]


async def test_a_source_that_is_gone_is_polled_no_more_and_says_so(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    newsroom.fetcher.answers[FEED] = Gone("410: the paper has closed")
    await newsroom.fetch()
    newsroom.clock.step(days=1)

    assert await newsroom.fetch() == []
    async with newsroom.db.reading() as tx:
        found = (await sources.list_all(tx))[0]
    assert (found.state, found.reason) == ("gone", "410: the paper has closed")


async def test_one_source_that_fails_delays_no_other(newsroom: Newsroom) -> None:
    await newsroom.add_source("https://bad.example/feed", name="bad")
    del newsroom.reader.documents["https://bad.example/feed"]  # reading it raises KeyError
    await newsroom.add_source("https://good.example/feed", name="good")
    newsroom.publish(entry(1), url="https://good.example/feed")

    polled = {one.source.name: one for one in await newsroom.fetch()}

    assert polled["good"].new == 1
    assert polled["bad"].error


async def test_a_source_leased_by_another_worker_is_left_to_it(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    async with newsroom.db.transaction() as tx:
        await sources.claim(tx, holder=OTHER, now=newsroom.clock.now(), limit=10)

    assert await newsroom.fetch() == []
    newsroom.clock.step(seconds=11)
    assert len(await newsroom.fetch()) == 1


async def test_g4_a_restarted_process_takes_over_its_own_leases_at_once(
    newsroom: Newsroom,
) -> None:
    await newsroom.add_source()
    former = type(HOLDER)(name=HOLDER.name, life="before the crash")
    async with newsroom.db.transaction() as tx:
        await sources.claim(tx, holder=former, now=newsroom.clock.now(), limit=10)
        await leases.take_over(tx, HOLDER)

    assert len(await newsroom.fetch()) == 1


async def test_more_than_half_of_a_window_new_at_once_is_a_backlog(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    await newsroom.follow("headline")
    newsroom.publish(*(entry(number) for number in range(20)))

    await newsroom.run()

    kinds = [row.delivery.kind for row in await newsroom.ledger()]
    assert kinds == ["list"]


async def test_an_entry_dated_in_the_future_counts_from_its_first_sight(
    newsroom: Newsroom,
) -> None:
    await newsroom.add_source()
    newsroom.publish(entry(1, published=NOON + timedelta(days=300)))
    await newsroom.fetch()
    await newsroom.process()

    async with newsroom.db.reading() as tx:
        found = (await reading.select_articles(tx, reading.Selection(), limit=1))[0]
    assert found.effective_at == NOON
    assert found.claimed_at == NOON + timedelta(days=300)
