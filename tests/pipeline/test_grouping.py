"""Say how the index of stories is kept without holding up what runs beside it."""

import asyncio
from datetime import timedelta

import pytest

from newsbot.db import Database, Tx, stories
from newsbot.db.stories import Grouped
from newsbot.domain.article import Article
from newsbot.matching import PreparedDocument
from newsbot.pipeline.grouping import StoryIndex
from newsbot.pipeline.rulebook import Judged
from tests.factories import NOON, article, entry
from tests.fakes.newsroom import Newsroom


async def test_g8_reading_a_long_window_gives_way_to_everything_else(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = [Grouped(seq=n, article=article(n), story_id=n) for n in range(1, 301)]

    async def grouped_since(tx: Tx, seq: int, *_: object) -> list[Grouped]:
        del tx
        return window if seq == 0 else []

    monkeypatch.setattr(stories, "grouped_since", grouped_since)
    turns = 0

    async def live() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    living = asyncio.create_task(live())
    async with newsroom.db.transaction() as tx:
        before = turns
        await StoryIndex(timedelta(days=4)).sync(tx, NOON)
        given = turns - before
    living.cancel()

    assert given >= 300 / 20


async def test_g7_a_poisoned_article_does_not_cost_the_index_of_stories(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    await newsroom.add_source()
    newsroom.publish(entry(1), entry(2, title="poison"))
    starts: list[int] = []
    grouped_since, match = stories.grouped_since, newsroom.process_tools.rulebook.match

    async def counted(tx: Tx, seq: int, *rest: object) -> list[Grouped]:
        starts.append(seq)
        return await grouped_since(tx, seq, *rest)  # type: ignore[arg-type]  # passed on as given

    async def poisoned(db: Database, one: Article, prepared: PreparedDocument) -> Judged:
        if one.title == "poison":
            raise ValueError("cannot be matched")
        return await match(db, one, prepared)

    monkeypatch.setattr(stories, "grouped_since", counted)
    monkeypatch.setattr(newsroom.process_tools.rulebook, "match", poisoned)
    await newsroom.run()
    newsroom.publish(entry(1), entry(2, title="poison"), entry(3))
    newsroom.clock.step(minutes=6)

    await newsroom.run()

    assert starts.count(0) == 2  # once ahead of the batch, once for what came meanwhile
