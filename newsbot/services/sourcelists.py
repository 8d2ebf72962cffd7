"""Own what people see of many sources at once, and what a source sent lately."""

from collections.abc import Sequence
from dataclasses import dataclass

from newsbot.db import reading, source_lists
from newsbot.db.reading import Selection
from newsbot.db.source_lists import STANDINGS, Standing
from newsbot.domain.article import Article
from newsbot.domain.source import Source
from newsbot.errors import Invalid
from newsbot.services import sources
from newsbot.services.desk import Desk

LATEST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    """Hold a page of sources and how many there are by how they do."""

    sources: tuple[Source, ...]
    counts: dict[str, int]
    has_more: bool


def read_standing(text: str) -> Standing:
    """Return a word of the list's filter. Raises `Invalid`."""
    for known in STANDINGS:
        if known == text:
            return known
    named = ", ".join(filter(None, STANDINGS))
    raise Invalid(f"{text[:40]!r} is no state of sources; choose one of {named}")


async def page(
    desk: Desk,
    *,
    text: str = "",
    tag: str = "",
    standing: Standing = "",
    after_name: str = "",
    limit: int = 100,
) -> SourcePage:
    """Return sources by short name."""
    async with desk.db.reading() as tx:
        found = await source_lists.page(
            tx, text=text, tag=tag, standing=standing, after_name=after_name, limit=limit + 1
        )
        counts = await source_lists.counts(tx)
    return SourcePage(sources=tuple(found[:limit]), counts=counts, has_more=len(found) > limit)


async def latest(desk: Desk, source_id: int, *, limit: int = LATEST) -> list[Article]:
    """Return what a source sent last."""
    async with desk.db.reading() as tx:
        return await reading.select_articles(tx, Selection(source_id=source_id), limit=limit)


async def poll_soon(desk: Desk, name: str) -> Source:
    """Let a source be polled at the next beat of the clock. Raises `NotFound`, `Invalid`."""
    found = await sources.get(desk, name)
    if found.state != "active":
        raise Invalid(f"{found.name} is {found.state}; take it up again first")
    return await sources.edit(desk, name, {"next_fetch_at": desk.clock.now()})


async def set_paused(desk: Desk, names: Sequence[str], *, paused: bool) -> int:
    """Pause sources or take them up again; return how many."""
    if not names:
        raise Invalid("tick the sources first")
    for name in names:
        await sources.pause(desk, name, resume=not paused)
    return len(names)
