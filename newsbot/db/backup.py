"""Own the copy of a SQLite database while it is in use, and the coming back from one.

PostgreSQL has tools of its own for both; `settle_restored` is for either.
"""

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from newsbot.db.engine import Tx
from newsbot.db.schema import alerts, articles, deliveries, sessions, setup_links, sources
from newsbot.domain.alert import OPEN_STATES
from newsbot.domain.delivery import DeliveryState
from newsbot.errors import Conflict, Invalid, StoreError

PAGES_AT_ONCE: Final = 4096
"""16 MiB between two looks for writers: the copy holds nobody up."""

REASON: Final = "restored from a backup"
SIDE_FILES: Final = ("-wal", "-shm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """Hold what a backup file is: its schema, its size and how much it holds."""

    revision: str
    size: int
    articles: int
    sources: int
    rules: int


def copy(source: Path, target: Path) -> Backup:
    """Copy a database that may be in use to a new file, whole or not at all.

    Raises `Conflict` where there is a file already, `StoreError`.
    """
    if target.exists():
        raise Conflict(f"{target} is there already; name another file, or remove it first")
    partial = target.with_name(f".{target.name}.partial")
    try:
        _copy_to(source, partial)
        looked = look(partial)
        partial.rename(target)
    except (OSError, sqlite3.Error) as exc:
        partial.unlink(missing_ok=True)
        raise StoreError(f"the backup to {target} failed: {exc}") from exc
    return looked


def look(path: Path) -> Backup:
    """Return what a file is that may be a backup. Raises `Invalid` for one that is none or broken.

    Every page is read: better now than on the day when it is needed.
    """
    if not path.is_file():
        raise Invalid(f"{path} is no file")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as known:
            (verdict,) = known.execute("PRAGMA quick_check(1)").fetchone()
            if verdict != "ok":
                raise Invalid(f"{path} is damaged: {verdict}")
            (revision,) = known.execute("SELECT version_num FROM alembic_version").fetchone()
            counted = [
                known.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - our names
                for table in ("articles", "sources", "rules")
            ]
    except (sqlite3.Error, TypeError) as exc:
        raise Invalid(f"{path} is no backup of newsbot: {exc}") from exc
    return Backup(
        revision=revision,
        size=path.stat().st_size,
        articles=counted[0],
        sources=counted[1],
        rules=counted[2],
    )


def _copy_to(source: Path, fresh: Path) -> None:
    """Copy a database to a new file that its owner alone can read; it survives a power cut."""
    fresh.unlink(missing_ok=True)
    os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(source)) as known, closing(sqlite3.connect(fresh)) as new:
        known.backup(new, pages=PAGES_AT_ONCE)
    _fold(fresh)


def _fold(path: Path) -> None:
    """Bring all of a database that nobody uses into its one file, and that onto the disk."""
    with closing(sqlite3.connect(path)) as folded:
        folded.execute("PRAGMA journal_mode=DELETE")
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _keep(target: Path, aside: Path) -> None:
    """Give a database a second name; where the file system has no such thing, copy it."""
    aside.unlink(missing_ok=True)
    try:
        aside.hardlink_to(target)
    except OSError:
        _copy_to(target, aside)


def lay_ready(backup: Path, target: Path) -> Path:
    """Copy a backup to where it can be settled before `put_back` makes it the database at `target`.

    Raises `StoreError`.
    """
    fresh = target.with_name(f".{target.name}.restoring")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy_to(backup, fresh)
    except (OSError, sqlite3.Error) as exc:
        fresh.unlink(missing_ok=True)
        raise StoreError(f"{backup} cannot be copied to {fresh}: {exc}") from exc
    return fresh


def put_back(fresh: Path, target: Path) -> Path | None:
    """Put a settled copy in the place of the database; return where the former one was put aside.

    Nobody may use either meanwhile. A crash in the middle leaves the former one or the settled
    copy in its place, never nothing: a start would fill that with an empty database. Raises
    `StoreError`.
    """
    aside = target.with_name(f"{target.name}.before-restore")
    try:
        _fold(fresh)
        had_one = target.exists()
        if had_one:
            _fold(target)
            _keep(target, aside)
        for ending in SIDE_FILES:  # they belong to the former file
            Path(f"{target}{ending}").unlink(missing_ok=True)
        fresh.replace(target)
    except (OSError, sqlite3.Error) as exc:
        fresh.unlink(missing_ok=True)
        raise StoreError(f"the backup cannot be put in the place of {target}: {exc}") from exc
    return aside if had_one else None


async def settle_restored(tx: Tx, now: datetime) -> int:
    """Let nothing old go out again after a restore (G5); return how many alerts were ended.

    What waited at the time of the backup was sent since, or is old news: it is cancelled. Each
    source is read as if for the first time, so that what came since is one list and no flood
    (G3). Sessions and links of then are over.
    """
    still = (DeliveryState.PENDING, DeliveryState.HELD, DeliveryState.SENDING)
    await tx.execute(
        sa.update(deliveries)
        .where(deliveries.c.state.in_(still))
        .values(state=DeliveryState.CANCELLED, reason=REASON, leased_by=None)
    )
    ended = await tx.execute(
        sa.update(alerts)
        .where(alerts.c.state.in_(list(OPEN_STATES)))
        .values(state="cancelled", reason=REASON, ended_at=now)
    )
    await tx.execute(
        sa.update(articles).where(articles.c.processed_at.is_(None)).values(backlog=True)
    )
    await tx.execute(
        sa.update(sources).values(
            baseline_at=None, etag="", last_modified="", next_fetch_at=now, leased_until=None
        )
    )
    await tx.execute(sa.delete(sessions))
    await tx.execute(sa.delete(setup_links))
    return int(ended.rowcount)
