"""Say which turns of a story are recorded as its events, and that each is recorded once."""

from newsbot.db import events, stories, versions
from newsbot.domain.article import Extracted
from newsbot.domain.ports import Fetched
from newsbot.domain.story import StoryEvent, StoryEventKind
from newsbot.errors import Gone, Unreachable
from tests.factories import entry
from tests.fakes.newsroom import Newsroom

PAGE = "https://paper.example/1"
TITLE = "Ferry runs aground off Tessel"
TEXT = (
    "A ferry with 212 passengers ran aground off the island of Tessel on Tuesday. "
    "Nobody was hurt when the ship struck a sandbank, the coast guard said. "
    "Tugs will pull it free at high tide in the evening."
)


async def happened(newsroom: Newsroom) -> list[StoryEvent]:
    async with newsroom.db.reading() as tx:
        found = await stories.latest(tx, limit=100)
        return await events.of_stories(tx, [one.id for one in found])


async def publish(newsroom: Newsroom, title: str = TITLE, text: str = TEXT) -> None:
    newsroom.publish(entry(1, title=title, text=text))
    newsroom.clock.step(minutes=6)
    await newsroom.run()


async def test_a_first_report_is_no_event(newsroom: Newsroom) -> None:
    await newsroom.add_source()

    await publish(newsroom)

    assert await happened(newsroom) == []


async def test_a_changed_headline_is_an_event_with_both_wordings(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    await publish(newsroom)

    await publish(newsroom, title="Ferry freed after a night on the sandbank off Tessel")

    [event] = await happened(newsroom)
    assert (event.kind, event.before) == (StoryEventKind.HEADLINE, TITLE)
    assert event.after == "Ferry freed after a night on the sandbank off Tessel"
    assert event.at == newsroom.clock.now()


async def test_the_former_wording_is_kept_with_the_time_of_its_end(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    await publish(newsroom)
    await publish(newsroom, title="Ferry freed after a night on the sandbank off Tessel")
    [event] = await happened(newsroom)
    assert event.article_id is not None

    async with newsroom.db.reading() as tx:
        [former] = await versions.of_articles(tx, [event.article_id])

    assert (former.revision, former.title, former.text) == (1, TITLE, TEXT)
    assert former.replaced_at == newsroom.clock.now()


async def test_edits_that_come_before_the_first_processing_are_no_events(
    newsroom: Newsroom,
) -> None:
    await newsroom.add_source()
    newsroom.publish(entry(1, title=TITLE, text=TEXT))
    await newsroom.fetch()

    await publish(newsroom, title="Ferry freed after a night on the sandbank off Tessel")

    assert await happened(newsroom) == []


async def test_a_comma_is_no_event_and_a_correction_is_one(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    await publish(newsroom)
    await publish(newsroom, text=TEXT.replace("Tessel on", "Tessel, on"))
    assert await happened(newsroom) == []

    await publish(newsroom, text=f"{TEXT}\nCorrection: The ferry had 112 passengers, not 212.")

    [event] = await happened(newsroom)
    assert event.kind == StoryEventKind.CORRECTION
    assert event.after == "Correction: The ferry had 112 passengers, not 212."


async def test_a_page_that_is_gone_is_a_withdrawal_however_the_host_says_it(
    newsroom: Newsroom,
) -> None:
    for error in (Gone("gone"), Unreachable("no such page", status=404)):
        await newsroom.add_source(f"https://paper.example/{type(error).__name__}")
        url = f"https://paper.example/{type(error).__name__}/1"
        where = f"https://paper.example/{type(error).__name__}"
        newsroom.fetcher.answers[url] = Fetched(url=url, body=b"page")
        newsroom.extractor.pages[url] = Extracted(title=TITLE, text=f"{TEXT} {type(error)}")
        newsroom.publish(entry(1, url=url, title=type(error).__name__, text="Ship."), url=where)
        newsroom.clock.step(minutes=6)
        await newsroom.run()
        newsroom.fetcher.answers[url] = error

        newsroom.publish(entry(1, url=url, title=type(error).__name__, text="Boat."), url=where)
        newsroom.clock.step(minutes=6)
        await newsroom.run()

    kinds = [event.kind for event in await happened(newsroom)]
    assert kinds == [StoryEventKind.WITHDRAWN] * 2


async def test_a_page_that_cannot_be_read_now_withdraws_nothing(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    newsroom.fetcher.answers[PAGE] = Fetched(url=PAGE, body=b"page")
    newsroom.extractor.pages[PAGE] = Extracted(title=TITLE, text=TEXT * 2)
    await publish(newsroom, text="Ship.")
    newsroom.fetcher.answers[PAGE] = Unreachable("out of order", status=503)

    await publish(newsroom, text="A boat.")

    assert await happened(newsroom) == []


async def test_a_later_article_that_corrects_is_an_event_of_the_story(newsroom: Newsroom) -> None:
    await newsroom.add_source()
    await publish(newsroom)

    newsroom.publish(
        entry(1, title=TITLE, text=TEXT), entry(2, title=f"CORRECTED: {TITLE}", text=TEXT)
    )
    newsroom.clock.step(minutes=6)
    await newsroom.run()

    [event] = await happened(newsroom)
    assert event.kind == StoryEventKind.CORRECTION
    async with newsroom.db.reading() as tx:
        assert len(await stories.latest(tx, limit=10)) == 1
