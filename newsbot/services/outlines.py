"""Own lists of sources as OPML has them: import and export; single sources are `sources`'."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from newsbot.db import sources
from newsbot.domain.feed import Outline
from newsbot.domain.ports import Validators
from newsbot.domain.source import Source
from newsbot.errors import Invalid
from newsbot.services.desk import Desk
from newsbot.services.sources import (
    DEFAULT_INTERVAL,
    NewSource,
    add_within,
    check_url,
    host_words,
    short_name,
)

BATCH = 200
"""Sources a transaction: one takes some 50 ms, for which other writers wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """Hold the outcome of an import: what came in, what was there, what was refused and why."""

    added: tuple[Source, ...]
    known: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


async def import_outlines(
    desk: Desk, outlines: Iterable[Outline], *, interval: timedelta | None, dry_run: bool = False
) -> Imported:
    """Add the subscriptions of an OPML document; those that are known stay as they are.

    They come in by batches: what stops an import halfway leaves whole batches, and importing the
    document again completes it.
    """
    async with desk.db.reading() as tx:
        stored = await sources.list_all(tx)
    taken = {source.name for source in stored}
    urls = {source.url for source in stored}
    new: list[NewSource] = []
    known: list[str] = []
    refused: list[tuple[str, str]] = []
    for outline in outlines:
        try:
            url = check_url(outline.xml_url)
        except Invalid as exc:
            refused.append((outline.title or outline.xml_url, str(exc)))
            continue
        if url in urls:
            known.append(url)
            continue
        urls.add(url)
        new.append(_wanted(outline, url, interval))
    if dry_run:
        added = [_imagined(one, desk, taken) for one in new]
    else:
        added = await _add_all(desk, new, known)
    return Imported(added=tuple(added), known=tuple(known), refused=tuple(refused))


async def _add_all(desk: Desk, new: Sequence[NewSource], known: list[str]) -> list[Source]:
    """Add sources in batches; one that came in by another way meanwhile is known."""
    added: list[Source] = []
    for start in range(0, len(new), BATCH):
        async with desk.db.transaction() as tx:
            taken = await sources.names(tx)
            for one in new[start : start + BATCH]:
                source = await add_within(tx, desk, one, taken)
                if source is None:
                    known.append(one.url)
                else:
                    added.append(source)
    return added


def _wanted(outline: Outline, url: str, interval: timedelta | None) -> NewSource:
    return NewSource(
        url=url,
        title=outline.title,
        homepage=outline.html_url,
        language=outline.language,
        tags=outline.folder,
        interval=interval,
    )


def _imagined(new: NewSource, desk: Desk, taken: set[str]) -> Source:
    """Return the source that an import without --dry-run would add; id 0."""
    now = desk.clock.now()
    name = short_name(new.title or host_words(new.url), taken)
    taken.add(name)
    return Source(
        id=0,
        name=name,
        title=new.title,
        url=new.url,
        homepage=new.homepage,
        kind=new.kind,
        language=new.language,
        tags=new.tags,
        interval=new.interval or DEFAULT_INTERVAL,
        state="active",
        reason="",
        licensed=False,
        identity="",
        validators=Validators(),
        next_fetch_at=now,
        last_fetch_at=None,
        last_success_at=None,
        baseline_at=None,
        error="",
        failures=0,
        warnings=(),
        created_at=now,
    )


def as_outlines(found: Sequence[Source]) -> list[Outline]:
    """Return sources as the outlines of an OPML export."""
    return [
        Outline(
            title=source.title or source.name,
            xml_url=source.url,
            html_url=source.homepage,
            language=source.language,
            folder=source.tags[:1],
        )
        for source in found
    ]
