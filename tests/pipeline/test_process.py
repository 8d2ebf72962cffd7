"""Say what the process loop promises."""

from dataclasses import replace
from datetime import timedelta

import pytest

from newsbot.db import Database, Tx, reading, stories
from newsbot.domain.article import Article, Extracted
from newsbot.domain.ports import Fetched
from newsbot.errors import StoreError, Unreachable
from newsbot.matching import PreparedDocument
from newsbot.pipeline import process
from newsbot.pipeline.rulebook import Judged
from newsbot.services import rules, subscribers
from tests.factories import entry
from tests.fakes.newsroom import Newsroom


async def test_a_matching_article_gives_one_alert_with_its_evidence(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    await newsroom.follow("NATO")
    newsroom.publish(entry(1, title="NATO meets", text="The NATO allies met today in Riga."))

    await newsroom.run()

    [(address, message)] = newsroom.channel.sent
    assert address == "chat"
    item = message.items[0]
    assert item.headline.text[slice(*item.headline.marks[0])] == "NATO"
    assert item.rules == ("NATO",)


async def test_a_word_inside_another_word_gives_no_alert(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    await newsroom.follow("NATO")
    newsroom.publish(entry(1, title="A senator resigns", text="The senator left."))

    await newsroom.run()

    assert newsroom.channel.sent == []


async def test_the_page_is_searched_and_not_only_the_teaser(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    await newsroom.follow("Ukraine")
    url = "https://paper.example/1"
    newsroom.publish(entry(1, text="Wagons are late."))
    newsroom.fetcher.answers[url] = Fetched(url=url, body=b"")
    newsroom.extractor.pages[url] = Extracted(
        text="Wagons are late again this week. They were to carry grain from Ukraine to the coast."
    )

    await newsroom.run()

    assert len(newsroom.channel.sent) == 1


async def test_a_page_that_cannot_be_had_falls_back_to_the_sources_text(
    newsroom: Newsroom,
) -> None:
    await newsroom.add_source()
    await newsroom.follow("Riga")
    newsroom.publish(entry(1, text="A meeting in Riga."))

    await newsroom.run()

    assert len(newsroom.channel.sent) == 1
    async with newsroom.db.reading() as tx:
        found = (await reading.select_articles(tx, reading.Selection(), limit=1))[0]
    assert [notice.code for notice in found.warnings] == ["page_unavailable"]


async def test_a_host_that_gives_no_pages_is_asked_once_for_many(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    newsroom.process_tools = replace(
        newsroom.process_tools, settings=replace(newsroom.process_settings, concurrency=1)
    )
    newsroom.publish(entry(1), entry(2), entry(3))

    await newsroom.run()

    pages = [url for url, _ in newsroom.fetcher.asked if url.startswith("https://paper.example/")]
    assert len([url for url in pages if not url.endswith("/feed")]) == 1


async def test_two_outlets_at_the_same_address_are_one_story_and_one_message(
    newsroom: Newsroom,
) -> None:
    await newsroom.add_source("https://one.example/feed", name="one")
    await newsroom.add_source("https://two.example/feed", name="two")
    await newsroom.follow("NATO")
    for url in ("https://one.example/feed", "https://two.example/feed"):
        newsroom.publish(entry(1, title="NATO meets in Riga"), url=url)

    await newsroom.run()

    assert len(newsroom.channel.sent) == 1
    async with newsroom.db.reading() as tx:
        assert [one.article_count for one in await stories.latest(tx, limit=10)] == [2]


async def test_g1_news_that_share_an_address_are_told_one_by_one(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    await newsroom.follow("NATO")
    first = entry(1, title="NATO meets in Riga", url="https://paper.example/log#1", text="Talks.")
    other = entry(2, title="NATO jets over Tallinn", url="https://paper.example/log#2", text="Two.")
    newsroom.publish(first, other)

    await newsroom.run()

    assert len(newsroom.channel.sent) == 2


async def test_g1_news_that_link_to_the_front_page_are_told_one_by_one(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    await newsroom.follow("NATO")
    front = "https://paper.example/"
    newsroom.publish(entry(1, title="NATO meets in Riga", url=front, text="Talks."))
    await newsroom.run()
    newsroom.clock.step(minutes=6)
    newsroom.publish(entry(2, title="NATO jets over Tallinn", url=front, text="Two."))

    await newsroom.run()

    assert len(newsroom.channel.sent) == 2


async def test_a_page_that_many_news_share_is_nobodys_text(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    await newsroom.follow("NATO")
    front = "https://paper.example/"
    newsroom.publish(entry(1, title="Wagons are late", url=front))
    newsroom.fetcher.answers[front] = Fetched(url=front, body=b"")
    newsroom.extractor.pages[front] = Extracted(text="Elsewhere on this page: NATO meets. " * 9)

    await newsroom.run()

    assert newsroom.channel.sent == []


async def test_a_missing_page_does_not_cost_the_other_articles_of_its_host_theirs(
    newsroom: Newsroom,
) -> None:
    await newsroom.add_source()
    await newsroom.follow("Ukraine")
    newsroom.process_tools = replace(
        newsroom.process_tools, settings=replace(newsroom.process_settings, concurrency=1)
    )
    gone, there = (f"https://paper.example/{number}" for number in (2, 1))
    newsroom.publish(entry(1), entry(2))
    newsroom.fetcher.answers[gone] = Unreachable("HTTP 404", status=404)
    newsroom.fetcher.answers[there] = Fetched(url=there, body=b"")
    newsroom.extractor.pages[there] = Extracted(
        text="The wagons were to carry grain to Ukraine. " * 3
    )

    await newsroom.run()

    assert len(newsroom.channel.sent) == 1


async def test_g1_a_fault_beside_a_batch_costs_no_story_its_memory(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A loop that runs beside may ask for a new index while this one is within its transaction."""
    await newsroom.add_source("https://one.example/feed", name="one")
    await newsroom.add_source("https://two.example/feed", name="two")
    await newsroom.follow("NATO")
    told = "NATO ministers meet in Riga to speak of the harbour and its cranes"
    newsroom.publish(entry(1, title=told, text=told), url="https://one.example/feed")
    await newsroom.run()
    index, find = newsroom.process_tools.index, newsroom.process_tools.index.find

    async def disturbed(tx: Tx, article: Article) -> int | None:
        index.reset()
        return await find(tx, article)

    monkeypatch.setattr(index, "find", disturbed)
    other = entry(2, title="Wagons are late in Kielce", text="Snow.")
    newsroom.publish(other, url="https://one.example/feed")
    newsroom.clock.step(minutes=6)
    await newsroom.run()
    monkeypatch.setattr(index, "find", find)
    again = entry(3, title=told, text=told, url="https://two.example/3")
    newsroom.publish(again, url="https://two.example/feed")
    newsroom.clock.step(minutes=6)
    await newsroom.run()

    assert len(newsroom.channel.sent) == 1


async def test_several_rules_on_one_story_are_one_message_for_a_chat(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    await newsroom.follow("NATO")
    await newsroom.follow("Riga")
    newsroom.publish(entry(1, title="NATO meets in Riga"))

    await newsroom.run()

    [(_, message)] = newsroom.channel.sent
    assert message.items[0].rules == ("NATO", "Riga")
    assert await newsroom.alerts() == {"sent": 2}


async def test_a_rule_that_matches_later_is_told_as_a_reply(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    await newsroom.follow("NATO")
    await newsroom.follow("Riga")
    newsroom.publish(entry(1, title="NATO meets"))
    await newsroom.run()
    newsroom.publish(entry(1, title="NATO meets in Riga"))
    newsroom.clock.step(minutes=6)

    await newsroom.run()

    [first, second] = [message for _, message in newsroom.channel.sent]
    assert first.items[0].rules == ("NATO",)
    assert second.items[0].rules == ("Riga",)
    assert second.reply_to == "1"


async def test_g1_an_edit_of_an_article_alerts_nobody_twice(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    await newsroom.follow("NATO")
    for title in ("NATO meets", "NATO meets again", "NATO met"):
        newsroom.publish(entry(1, title=title))
        await newsroom.run()
        newsroom.clock.step(minutes=6)

    assert len(newsroom.channel.sent) == 1


async def test_g3_a_first_fetch_tells_each_chat_one_list_of_the_last_day(
    newsroom: Newsroom,
) -> None:
    await newsroom.add_source("https://one.example/feed", known=False, name="one")
    await newsroom.add_source("https://two.example/feed", known=False, name="two")
    await newsroom.follow("headline")
    long_ago = newsroom.clock.now() - timedelta(days=3)
    bridge = entry(1, title="Bridge closes", text="The headline of the day is about a bridge.")
    harvest = entry(2, title="Harvest fails", text="Farmers read the headline with sorrow.")
    chess = entry(3, title="Chess final", text="No headline told of it.", published=long_ago)
    newsroom.publish(bridge, url="https://one.example/feed")
    newsroom.publish(harvest, chess, url="https://two.example/feed")

    await newsroom.run()
    assert newsroom.channel.sent == []
    newsroom.clock.step(seconds=21)
    await newsroom.deliver()

    [(_, message)] = newsroom.channel.sent
    assert sorted(item.headline.text for item in message.items) == [
        "Bridge closes",
        "Harvest fails",
    ]
    assert await newsroom.alerts() == {"merged": 2, "suppressed": 1}


async def test_g3_a_first_fetch_after_the_list_is_suppressed_and_accounted_for(
    newsroom: Newsroom,
) -> None:
    await newsroom.add_source("https://one.example/feed", known=False, name="one")
    await newsroom.follow("headline")
    newsroom.publish(entry(1), url="https://one.example/feed")
    await newsroom.run()
    newsroom.clock.step(seconds=30)
    await newsroom.deliver()
    await newsroom.add_source("https://two.example/feed", known=False, name="two")
    newsroom.publish(entry(2), url="https://two.example/feed")

    await newsroom.run()

    assert len(newsroom.channel.sent) == 1
    assert await newsroom.alerts() == {"merged": 1, "suppressed": 1}
    assert await newsroom.unaccounted() == []


async def test_a_story_known_from_a_backlog_is_told_when_it_goes_on(newsroom: Newsroom) -> None:
    await newsroom.add_source(known=False)
    await newsroom.follow("bridge")
    told_before = newsroom.clock.now() - timedelta(days=2)
    newsroom.publish(entry(1, title="The old bridge closes", published=told_before))
    await newsroom.run()
    assert await newsroom.alerts() == {"suppressed": 1}
    newsroom.publish(entry(1, title="The old bridge closes at last, the town says"))
    newsroom.clock.step(minutes=6)
    await newsroom.add_source("https://two.example/feed", name="two")
    newsroom.publish(entry(1, title="The old bridge closes"), url="https://two.example/feed")

    await newsroom.run()

    assert len(newsroom.channel.sent) == 1
    assert await newsroom.alerts() == {"sent": 1}


@pytest.mark.parametrize(("choice", "expected"), [("none", "suppressed"), ("all", "sent")])
async def test_what_a_first_fetch_tells_can_be_chosen(
    newsroom: Newsroom, choice: str, expected: str
) -> None:
    settings = replace(newsroom.process_settings, first_fetch=choice)
    newsroom.process_tools = replace(newsroom.process_tools, settings=settings)
    await newsroom.add_source(known=False)
    await newsroom.follow("headline")
    newsroom.publish(entry(1))

    await newsroom.run()

    assert await newsroom.alerts() == {expected: 1}


async def test_a_rule_edit_is_in_force_for_the_next_article(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    rule_id, _ = await newsroom.follow("NATO")
    await newsroom.run()
    await rules.edit(newsroom.desk, rule_id, query="Riga")
    newsroom.publish(entry(1, title="NATO meets"), entry(2, title="Rain in Riga"))
    newsroom.clock.step(minutes=6)

    await newsroom.run()

    assert [message.items[0].headline.text for _, message in newsroom.channel.sent] == [
        "Rain in Riga"
    ]


async def test_a_removed_rule_gives_no_alerts(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    rule_id, _ = await newsroom.follow("NATO")
    await newsroom.run()
    await rules.remove(newsroom.desk, rule_id)
    newsroom.publish(entry(1, title="NATO meets"))
    newsroom.clock.step(minutes=6)

    await newsroom.run()

    assert newsroom.channel.sent == []


async def test_alerts_for_a_paused_subscriber_are_suppressed_with_the_reason(
    newsroom: Newsroom,
) -> None:
    await newsroom.add_source()
    await newsroom.follow("NATO")
    people = await subscribers.list_all(newsroom.desk)
    await subscribers.pause(newsroom.desk, people[0].id)
    newsroom.publish(entry(1, title="NATO meets"))

    await newsroom.run()

    assert newsroom.channel.sent == []
    assert await newsroom.alerts() == {"suppressed": 1}


async def test_g1_a_crash_before_the_commit_loses_nothing(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    await newsroom.add_source()
    await newsroom.follow("NATO")
    newsroom.publish(entry(1, title="NATO meets"))
    await newsroom.fetch()

    async def broken(*_: object) -> None:
        raise StoreError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr("newsbot.db.stories.refresh", broken)
        await process.run_once(newsroom.process_tools)
        assert await newsroom.alerts() == {}
    newsroom.clock.step(seconds=11)
    await newsroom.process()
    await newsroom.deliver()

    assert len(newsroom.channel.sent) == 1


async def test_g7_a_poisoned_article_delays_no_other_and_is_set_aside(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    await newsroom.add_source()
    await newsroom.follow("NATO")
    newsroom.publish(entry(1, title="poison"), entry(2, title="NATO meets"))
    match = newsroom.process_tools.rulebook.match

    async def poisoned(db: Database, article: Article, prepared: PreparedDocument) -> Judged:
        if article.title == "poison":
            raise ValueError("cannot be matched")
        return await match(db, article, prepared)

    monkeypatch.setattr(newsroom.process_tools.rulebook, "match", poisoned)
    await newsroom.run()
    assert len(newsroom.channel.sent) == 1
    for _ in range(process.ATTEMPTS):
        newsroom.clock.step(minutes=2)
        await newsroom.process()

    async with newsroom.db.reading() as tx:
        assert await reading.count_articles(tx) == {"done": 1, "failed": 1}
