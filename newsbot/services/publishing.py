"""Own static publishing: the public feeds as files for a plain web server or object store."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from newsbot import feeds
from newsbot.db import Database
from newsbot.errors import StoreError
from newsbot.services import feeds as feed_service
from newsbot.services.feeds import Site

FORMS: Sequence[feeds.Form] = ("rss", "atom", "json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Hold how many files were written and how many were right already."""

    written: int
    unchanged: int


async def publish(db: Database, site: Site, folder: Path, pages: Mapping[str, str]) -> Published:
    """Write `pages` and every public feed below `folder`, each file at once or not at all.

    Files whose bytes are right stay untouched, with their time. Raises `StoreError`.
    """
    written = unchanged = 0
    files = {name: text.encode() for name, text in pages.items()}
    outlines = await feed_service.outlines(db, site)
    made = datetime(2000, 1, 1, tzinfo=UTC)  # the list bears no time of its own
    files["feeds.opml"] = feeds.render_opml("newsbot feeds", outlines, made)
    for outline in outlines:
        path = outline.xml_url.removeprefix(f"{site.base_url}/").removesuffix(".rss")
        kind, _, key = path.removeprefix("feeds/").rpartition("/")
        selected = await feed_service.select(db, site, kind or "feed", key)
        for form in FORMS:
            files[f"{path}.{form}"] = feeds.render(selected.feed, selected.entries, form)
    try:
        for name, body in files.items():
            if _write(folder / name, body):
                written += 1
            else:
                unchanged += 1
    except OSError as exc:
        raise StoreError(f"{exc.filename or folder} cannot be written: {exc.strerror}") from exc
    return Published(written=written, unchanged=unchanged)


def _write(path: Path, body: bytes) -> bool:
    """Replace a file in one step; say whether it changed."""
    if path.is_file() and path.read_bytes() == body:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_bytes(body)
    beside.replace(path)
    return True
