"""Say which lines are taken for a site's furniture, and that they outlive the process."""

from newsbot.db import Database, site_lines, sources
from newsbot.domain.article import Extracted
from newsbot.domain.ports import Fetched
from newsbot.pipeline.enrich import PageText
from newsbot.pipeline.site_lines import KEPT_LINES, SiteLines
from tests.factories import SteppedClock, article
from tests.fakes.newsroom import Newsroom
from tests.fakes.world import FakeExtractor, FakeFetcher

BOX = "Get the best of The Paper each morning"


def page(number: int, *more: str) -> str:
    lines = [f"What happened on day {number} by the river.", f"It was number {number}.", *more]
    return "\n\n".join(lines)


async def test_a_line_on_half_of_the_last_pages_is_known_from_then_on(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    lines = SiteLines(newsroom.db, newsroom.clock)
    for number in range(3):
        await lines.learn(1, number, page(number, BOX))
    assert await lines.known(1) == frozenset()

    await lines.learn(1, 3, page(3, BOX))

    assert await lines.known(1) == {BOX.lower()}
    assert await SiteLines(newsroom.db, newsroom.clock).known(1) == {BOX.lower()}


async def test_one_article_counts_once_and_a_quote_in_few_is_no_furniture(
    newsroom: Newsroom,
) -> None:
    await newsroom.add_source()
    lines = SiteLines(newsroom.db, newsroom.clock)
    for _ in range(9):
        await lines.learn(1, 7, page(7, BOX))
    for number in range(20):
        await lines.learn(
            1, number + 100, page(number, *(["A refrain"] if number % 3 == 0 else []))
        )

    assert await lines.known(1) == frozenset()


async def test_what_is_kept_of_a_site_is_bounded(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    lines = SiteLines(newsroom.db, newsroom.clock)
    for number in range(200):
        wave = number // 8
        await lines.learn(1, number, page(number, *(f"Box {wave} {place}" for place in range(9))))

    async with newsroom.db.reading() as tx:
        kept = await site_lines.load(tx, 1)
    assert len(kept) == KEPT_LINES
    assert "box 24 8" in kept


async def test_a_source_removed_meanwhile_keeps_nothing(sqlite_database: Database) -> None:
    lines = SiteLines(sqlite_database, SteppedClock())
    for number in range(5):
        await lines.learn(99, number, page(number, BOX))

    async with sqlite_database.reading() as tx:
        assert await site_lines.load(tx, 99) == ()
        assert await sources.list_all(tx) == []


async def test_the_extractor_is_told_what_is_known(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    extractor = FakeExtractor()
    fetcher = FakeFetcher()
    pages = PageText(fetcher, extractor, lines=SiteLines(newsroom.db, newsroom.clock))
    for number in range(5):
        one = article(number)
        fetcher.answers[one.url] = Fetched(url=one.url, body=b"")
        extractor.pages[one.url] = Extracted(text=page(number, BOX))
        await pages.enrich(one, newsroom.clock.now())

    assert extractor.known_lines[-2:] == [frozenset(), {BOX.lower()}]
