"""Say how missed entries, silence and old news under new dates are noticed."""

from datetime import timedelta
from types import SimpleNamespace
from typing import cast

from newsbot.app.composition import App
from newsbot.app.front import HealthPulse
from newsbot.db import reading, source_polls, sources
from newsbot.domain.article import Article
from newsbot.domain.entry import Entry
from newsbot.domain.manners import Manners
from newsbot.domain.ports import NotModified
from newsbot.domain.source import Source, troubles
from newsbot.errors import Unreachable
from newsbot.pipeline import prune
from newsbot.services.feeds import Site
from tests.factories import NOON, document, entry
from tests.fakes.newsroom import FEED, Newsroom

SITE = cast("Site", None)
MORNING = NOON - timedelta(days=1)
PAGE_2 = "https://paper.example/feed?page=2"
LONG_TEXT = "A sentence of some length about a bridge and the river under it. " * 3


def item(number: int, **given: object) -> Entry:
    """Make an entry that was published so many hours after the morning before."""
    return entry(number, **{"published": MORNING + timedelta(hours=number), **given})


def codes(*found: Article) -> list[str]:
    """Return what is said of articles, but not that their pages cannot be had here."""
    told = [one.code for each in found for one in each.warnings]
    return [code for code in told if code != "page_unavailable"]


async def stored(newsroom: Newsroom) -> Source:
    async with newsroom.db.reading() as tx:
        return (await sources.list_all(tx))[0]


async def articles(newsroom: Newsroom) -> list[Article]:
    await newsroom.process()
    async with newsroom.db.reading() as tx:
        found = await reading.select_articles(tx, reading.Selection(), limit=1000)
    return sorted(found, key=lambda one: one.entry_id)


async def events(newsroom: Newsroom) -> list[str]:
    async with newsroom.db.reading() as tx:
        return [str(one.kind) for one in await source_polls.events_of(tx, 1)][::-1]


async def known_source(newsroom: Newsroom, *entries: Entry) -> None:
    """Add a source and read it for the first time."""
    await newsroom.add_source(known=False)
    newsroom.publish(*entries)
    await newsroom.fetch()
    newsroom.clock.step(hours=6)


async def test_g18_a_window_of_which_nothing_is_known_is_a_possible_gap(
    newsroom: Newsroom,
) -> None:
    await known_source(newsroom, item(1), item(2))
    newsroom.publish(item(5), item(6))

    polled = await newsroom.fetch()

    found = await stored(newsroom)
    assert polled[0].gap
    assert [one.code for one in troubles(found)] == ["possible_gap"]
    assert await events(newsroom) == ["gap"]
    assert found.next_fetch_at - newsroom.clock.now() == timedelta(minutes=5) / 3


async def test_g18_metrics_count_troubles_of_sources(newsroom: Newsroom) -> None:
    await known_source(newsroom, item(1))
    newsroom.publish(item(5))
    await newsroom.fetch()
    app = cast("App", SimpleNamespace(db=newsroom.db))

    counts = await HealthPulse(app=app, site=SITE, worker=None).counts()

    assert counts["sources"] == {"active": 1}
    assert counts["source_troubles"] == {"possible_gap": 1}


async def test_events_are_forgotten_after_a_while(newsroom: Newsroom) -> None:
    await known_source(newsroom, item(1))
    newsroom.publish(item(5))
    await newsroom.fetch()
    assert await events(newsroom) == ["gap"]
    newsroom.clock.step(days=91)

    await prune.run_once(newsroom.db, clock=newsroom.clock, articles_kept=timedelta(days=90))

    assert await events(newsroom) == []


async def test_neither_a_first_window_nor_one_that_overlaps_is_a_gap(newsroom: Newsroom) -> None:
    await known_source(newsroom, item(1), item(2))
    newsroom.publish(item(2), item(3))

    polled = await newsroom.fetch()

    assert not polled[0].gap
    assert troubles(await stored(newsroom)) == ()


async def test_after_a_gap_the_page_before_is_read_once_and_fills_it(newsroom: Newsroom) -> None:
    await known_source(newsroom, item(1), item(2))
    newsroom.publish(item(5), item(6), next_url=PAGE_2)
    newsroom.publish(item(2), item(3), item(4), url=PAGE_2)

    polled = await newsroom.fetch()

    assert polled[0].new == 4
    assert (await stored(newsroom)).gap_at is None
    assert await events(newsroom) == ["gap", "gap_filled"]
    assert [url for url, _ in newsroom.fetcher.asked].count(PAGE_2) == 1


async def test_a_page_before_that_knows_nothing_either_leaves_the_gap(newsroom: Newsroom) -> None:
    await known_source(newsroom, item(1))
    newsroom.publish(item(5), item(6), next_url=PAGE_2)
    newsroom.publish(item(3), item(4), url=PAGE_2, next_url="https://paper.example/feed?page=3")

    polled = await newsroom.fetch()

    assert polled[0].new == 4
    assert (await stored(newsroom)).gap_at is not None
    assert len(newsroom.fetcher.asked) == 3


async def test_a_page_before_that_cannot_be_had_harms_nothing(newsroom: Newsroom) -> None:
    await known_source(newsroom, item(1))
    newsroom.publish(item(5), next_url=PAGE_2)
    newsroom.fetcher.answers[PAGE_2] = Unreachable("no such page")

    polled = await newsroom.fetch()

    found = await stored(newsroom)
    assert (polled[0].new, polled[0].error, found.failures) == (1, "", 0)


async def test_a_gap_is_shown_for_a_week(newsroom: Newsroom) -> None:
    await known_source(newsroom, item(1))
    newsroom.publish(item(5))
    await newsroom.fetch()
    newsroom.clock.step(days=6)
    await newsroom.fetch()
    assert (await stored(newsroom)).gap_at is not None

    newsroom.clock.step(days=2)
    await newsroom.fetch()

    assert (await stored(newsroom)).gap_at is None


async def test_g18_a_silent_source_is_told_once_until_it_publishes_again(
    newsroom: Newsroom,
) -> None:
    await known_source(newsroom, *(item(-number) for number in range(20)))
    newsroom.clock.step(days=10)
    await newsroom.fetch()
    newsroom.clock.step(days=1)
    await newsroom.fetch()
    assert [one.code for one in troubles(await stored(newsroom))] == ["silent"]

    newsroom.publish(item(0), item(30, published=newsroom.clock.now()))
    newsroom.clock.step(days=1)
    await newsroom.fetch()

    assert troubles(await stored(newsroom)) == ()
    assert await events(newsroom) == ["silent", "speaks_again"]


async def test_an_article_that_gets_a_new_date_resurfaces_and_alerts_nobody(
    newsroom: Newsroom,
) -> None:
    await known_source(newsroom, item(1), item(2))
    await articles(newsroom)
    await newsroom.follow("headline")
    newsroom.clock.step(days=30)
    now = newsroom.clock.now()
    newsroom.publish(
        item(1, published=now), item(2, published=now, text="Edited."), item(3, title="Rain")
    )

    await newsroom.fetch()
    first, second, _ = await articles(newsroom)
    newsroom.clock.step(hours=1)
    await newsroom.fetch()

    assert codes(first, second) == ["resurfaced"] * 2
    assert (first.revision, second.revision) == (1, 2)
    assert first.effective_at == MORNING + timedelta(hours=1)
    assert [one.claimed_at for one in (first, second)] == [now, now]
    assert (await newsroom.alerts()).get("pending", 0) == 0
    assert [one.revision for one in await articles(newsroom)] == [1, 2, 1]


async def test_a_live_article_whose_date_moves_by_hours_is_no_old_news(newsroom: Newsroom) -> None:
    await known_source(newsroom, item(1))
    newsroom.publish(item(1, published=MORNING + timedelta(hours=5), text="Edited."))
    await newsroom.fetch()

    (found,) = await articles(newsroom)
    assert (found.revision, codes(found)) == (2, [])


async def test_old_words_under_new_guid_address_and_date_resurface_as_an_article_of_their_own(
    newsroom: Newsroom,
) -> None:
    await known_source(newsroom, item(1, title="The bridge", text=LONG_TEXT), item(2))
    newsroom.clock.step(days=30)
    await newsroom.follow("bridge")
    newsroom.publish(
        item(2), item(9, title="The bridge", text=LONG_TEXT, published=newsroom.clock.now())
    )

    await newsroom.fetch()

    found = (await articles(newsroom))[-1]
    assert codes(found) == ["resurfaced"]
    assert found.effective_at == MORNING + timedelta(hours=1)
    assert set(await newsroom.alerts()) == {"suppressed"}, "whether one story or two"


async def test_a_notice_repeated_the_next_day_is_news_of_its_own(newsroom: Newsroom) -> None:
    notice = {"title": "The daily briefing", "text": LONG_TEXT}
    await known_source(newsroom, item(1, **notice))
    newsroom.publish(item(25, **notice), item(24))

    (polled,) = await newsroom.fetch()

    assert polled.new == 2
    assert codes(*await articles(newsroom)) == []


async def test_an_undated_entry_under_another_guid_and_address_is_known_by_its_words(
    newsroom: Newsroom,
) -> None:
    words = {"title": "The bridge", "text": LONG_TEXT, "published": None}
    await known_source(newsroom, item(1, **words))
    newsroom.publish(item(9, **words), item(10, published=None))

    (polled,) = await newsroom.fetch()

    assert (polled.new, polled.revised) == (1, 1)


async def test_new_guids_at_a_new_host_are_known_by_title_and_date(newsroom: Newsroom) -> None:
    await known_source(newsroom, item(1), item(2))
    newsroom.publish(
        item(1, id="a", url="https://new.example/a"), item(2, id="b", url="https://new.example/b")
    )

    polled = await newsroom.fetch()

    assert (polled[0].new, polled[0].revised, polled[0].gap) == (0, 2, False)
    assert [one.url for one in await articles(newsroom)] == [
        "https://new.example/a",
        "https://new.example/b",
    ]


async def test_guids_that_change_at_every_poll_are_given_up_for_addresses(
    newsroom: Newsroom,
) -> None:
    await known_source(newsroom, *(item(number, id=f"a{number}") for number in range(5)))
    await articles(newsroom)
    for poll in "bcd":
        newsroom.publish(*(item(number, id=f"{poll}{number}") for number in range(5)))
        (polled,) = await newsroom.fetch()
        assert (polled.new, polled.revised, polled.gap) == (0, 0, False)
        newsroom.clock.step(hours=1)

    assert (await stored(newsroom)).identity == "url"
    assert await events(newsroom) == ["unsteady_ids"]
    assert [one.entry_id for one in await articles(newsroom)] == [
        f"paper.example/{number}" for number in range(5)
    ]


async def test_two_entries_of_one_title_and_minute_stay_two(newsroom: Newsroom) -> None:
    await known_source(newsroom, item(1, title="Live"))
    same = {"title": "Live", "published": MORNING + timedelta(hours=1)}
    newsroom.publish(item(5, **same), item(6, **same))

    polled = await newsroom.fetch()

    assert polled[0].new == 2


async def test_an_old_date_that_a_known_source_shows_first_is_told_as_late(
    newsroom: Newsroom,
) -> None:
    await known_source(newsroom, item(1))
    await newsroom.follow("headline")
    newsroom.publish(item(1), item(2, published=NOON - timedelta(days=20)))

    await newsroom.fetch()

    found = (await articles(newsroom))[-1]
    assert codes(found) == ["late"]
    assert (await newsroom.alerts()).get("pending", 0) == 1


async def test_g3_a_flood_of_a_known_source_is_told_to_the_admin(newsroom: Newsroom) -> None:
    await known_source(newsroom, item(1))
    newsroom.publish(item(1), *(item(number) for number in range(2, 20)))

    await newsroom.fetch()

    assert await events(newsroom) == ["flood"]


async def test_what_the_source_asks_for_stretches_the_pause_within_the_bound(
    newsroom: Newsroom,
) -> None:
    await newsroom.add_source()
    newsroom.reader.documents[FEED] = document(item(1), manners=Manners(ttl=timedelta(hours=3)))

    await newsroom.fetch()

    assert (await stored(newsroom)).next_fetch_at - NOON == timedelta(minutes=5) * 1.35


async def test_what_the_source_asks_for_holds_while_it_answers_not_modified(
    newsroom: Newsroom,
) -> None:
    await newsroom.add_source()
    newsroom.publish(item(1), manners=Manners(ttl=timedelta(hours=3)))
    await newsroom.fetch()
    newsroom.clock.step(hours=1)
    newsroom.fetcher.answers[FEED] = NotModified()

    await newsroom.fetch()

    pause = (await stored(newsroom)).next_fetch_at - newsroom.clock.now()
    assert pause == timedelta(minutes=5) * 1.35


async def test_hours_to_skip_are_waited_out(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    newsroom.publish(item(1), manners=Manners(skip_hours=frozenset({12, 13})))

    await newsroom.fetch()

    assert (await stored(newsroom)).next_fetch_at == NOON + timedelta(hours=2, minutes=5)


async def test_an_order_to_wait_is_kept(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    newsroom.fetcher.answers[FEED] = Unreachable("busy", status=429, retry_after=timedelta(hours=9))

    await newsroom.fetch()

    assert (await stored(newsroom)).next_fetch_at - NOON == timedelta(hours=9)
