"""Own what people do with sources: add, edit, pause, remove; whole lists are `outlines`'."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from newsbot.db import Tx, source_polls, sources
from newsbot.domain.source import Source, SourceEvent
from newsbot.errors import Conflict, Invalid, NotFound
from newsbot.services.desk import Desk
from newsbot.services.selecting import check_select

KINDS = ("auto", "rss", "atom", "rdf", "jsonfeed", "sitemap", "webpage")
NAME_CHARS = 40
NOT_MOVING = {
    "etag": "",
    "last_modified": "",
    "moved_to": "",
    "moved_times": 0,
    "moved_since": None,
}
"""What was known of the address that a source has no more."""

DEFAULT_INTERVAL = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSource:
    """Hold what a person says of a source to add; empty fields are filled by its first reading.

    `select` holds the selectors of a web page by part, see `selecting`.
    """

    url: str
    name: str = ""
    title: str = ""
    homepage: str = ""
    kind: str = "auto"
    language: str = ""
    tags: tuple[str, ...] = ()
    interval: timedelta | None = None
    select: Mapping[str, str] = field(default_factory=dict)


def check_url(url: str) -> str:
    """Return the URL of a source, stripped. Raises `Invalid` that says what is right."""
    text = url.strip()
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError as exc:
        raise Invalid(f"{text!r} is not a readable URL: {exc}; write https://host/path") from exc
    if parts.scheme not in {"http", "https"}:
        raise Invalid(f"{text!r} is not a web address; write it with https:// in front")
    if not host or any(char.isspace() for char in text):
        raise Invalid(f"{text!r} has no usable host name; write https://host/path")
    return text


def short_name(wanted: str, taken: set[str]) -> str:
    """Return a free short name made of the words given, for `source:` in rules."""
    words = re.sub(r"[^\w]+", "-", wanted.casefold()).strip("-_")[:NAME_CHARS].strip("-")
    base = words or "source"
    if base.isdigit():  # a number would be read as an id
        base = f"source-{base}"
    name, count = base, 1
    while name in taken:
        count += 1
        name = f"{base}-{count}"
    return name


def host_words(url: str) -> str:
    """Return what a host calls itself, without what all of them have in front."""
    host = urlsplit(url).hostname or "source"
    return re.sub(r"^(www|rss|feeds?|m)\.", "", host)


def _checked(new: NewSource) -> str:
    """Return the URL of a source to add. Raises `Invalid` for anything said of it that is wrong."""
    url = check_url(new.url)
    if new.kind not in KINDS:
        raise Invalid(f"kind {new.kind!r} is not known; choose one of {', '.join(KINDS)}")
    check_select(new.kind, new.select)
    if new.name and (new.name.isdigit() or short_name(new.name, set()) != new.name):
        fit = short_name(new.name, set())
        raise Invalid(f"name {new.name!r} cannot be written in a rule; use {fit!r}")
    return url


async def check(desk: Desk, new: NewSource) -> None:
    """See that a source may be added, before its address is asked. Raises `Invalid`, `Conflict`."""
    url = _checked(new)
    async with desk.db.reading() as tx:
        if url in await sources.taken_urls(tx, [url]):
            raise _known_already(url)


def _known_already(url: str) -> Conflict:
    return Conflict(f"{url} is a source already; see: newsbot sources list")


async def add(desk: Desk, new: NewSource) -> Source:
    """Add a source that is polled at once; nothing is fetched. Raises `Invalid`, `Conflict`."""
    url = _checked(new)
    async with desk.db.transaction() as tx:
        taken = await sources.names(tx)
        if new.name in taken:
            raise Conflict(f"there is a source named {new.name!r} already; choose another --name")
        added = await add_within(tx, desk, replace(new, url=url), taken)
    if added is None:
        raise _known_already(url)
    return added


async def add_within(tx: Tx, desk: Desk, new: NewSource, taken: set[str]) -> Source | None:
    """Add a checked source in an open transaction; None when its address is a source already.

    `taken` are the short names in use; the new one joins them.
    """
    name = new.name or short_name(new.title or host_words(new.url), taken)
    added = await sources.add(
        tx,
        name=name,
        url=new.url,
        title=new.title,
        homepage=new.homepage,
        kind=new.kind,
        language=new.language,
        tags=new.tags,
        interval=new.interval or DEFAULT_INTERVAL,
        now=desk.clock.now(),
        select=new.select,
    )
    if added is not None:
        taken.add(name)
        await desk.note(tx, "source.add", name, after={"url": new.url})
    return added


async def get(desk: Desk, name: str) -> Source:
    """Return the source with this id, short name or URL. Raises `NotFound`."""
    async with desk.db.reading() as tx:
        found = await sources.find(tx, name)
    if found is None:
        raise NotFound(f"there is no source {name!r}; see: newsbot sources list")
    return found


async def list_all(desk: Desk) -> list[Source]:
    """Return every source."""
    async with desk.db.reading() as tx:
        return await sources.list_all(tx)


async def edit(desk: Desk, name: str, changes: dict[str, Any]) -> Source:
    """Change a source. Raises `NotFound`, `Invalid`, `Conflict`."""
    before = await get(desk, name)
    if "url" in changes:
        changes = {**changes, "url": check_url(changes["url"]), **NOT_MOVING}
    if "select" in changes:
        check_select(before.kind, changes["select"])
        changes = {**changes, "etag": "", "last_modified": ""}
    async with desk.db.transaction() as tx:
        for other in await sources.list_all(tx):
            same = other.url == changes.get("url") or other.name == changes.get("name")
            if same and other.id != before.id:
                raise Conflict(f"source {other.name!r} has this already")
        after = await sources.edit(tx, before.id, changes)
        if after is None:
            raise NotFound(f"source {name!r} was removed meanwhile")
        await desk.note(
            tx, "source.edit", before.name, after={k: str(v) for k, v in changes.items()}
        )
    return after


async def history(desk: Desk, name: str) -> list[SourceEvent]:
    """Return what happened to a source, the latest first. Raises `NotFound`."""
    found = await get(desk, name)
    async with desk.db.reading() as tx:
        return await source_polls.events_of(tx, found.id)


async def pause(desk: Desk, name: str, *, resume: bool = False) -> Source:
    """Stop polling a source, or take it up again at once."""
    state = "active" if resume else "paused"
    changes: dict[str, Any] = {"state": state, "reason": "" if resume else "paused by hand"}
    if resume:
        now = desk.clock.now()
        changes |= {"next_fetch_at": now, "failures": 0, "failing_since": None, "error": ""}
    return await edit(desk, name, changes)


async def remove(desk: Desk, name: str) -> Source:
    """Remove a source with its articles."""
    gone = await get(desk, name)
    async with desk.db.transaction() as tx:
        await sources.remove(tx, gone.id)
        await desk.note(tx, "source.remove", gone.name, before={"url": gone.url})
    return gone
