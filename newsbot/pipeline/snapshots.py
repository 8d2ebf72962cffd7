"""Own the file that lets a worker with many rules start at once; the rules themselves are rows.

A snapshot fits a database when the database remembers its making: one restored from an older
backup does not, however its numbers look, and the rules are then built anew.
"""

import asyncio
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import structlog

from newsbot.db import Database, rules, ruletrees
from newsbot.domain.ports import Clock
from newsbot.errors import Invalid
from newsbot.matching import Engine

log = structlog.get_logger(__name__)

FILE_NAME = "rules.npz"

WORTH_SAVING = 1_000
"""With fewer rules the database is read as fast as a file (0.1 s)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Hold an engine as it was at a revision; what was edited since is not in it for sure."""

    engine: Engine
    revision: int


class SnapshotFile:
    """Keep the engine of one data folder."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._path = folder / FILE_NAME
        self._clock = clock
        self._token = ""

    async def load(self, db: Database) -> Loaded | None:
        """Return the engine of the file when it fits the database."""
        try:
            engine = await asyncio.to_thread(Engine.load, self._path)
            stamp = json.loads(engine.stamp)
            revision, token = int(stamp["revision"]), str(stamp["token"])
        except FileNotFoundError:
            return None
        except (OSError, Invalid, ValueError, KeyError, TypeError) as exc:
            log.warning("rules snapshot not used", action="rules", error=str(exc))
            return None
        async with db.reading() as tx:
            known = await ruletrees.knows_snapshot(tx, token)
            newest = await rules.revision(tx)
        if not known or revision > newest:
            log.info("rules snapshot is of other rules; built anew", action="rules")
            return None
        self._token = token
        return Loaded(engine=engine, revision=revision)

    async def save(self, db: Database, engine: Engine, revision: int) -> None:
        """Write the engine, which holds at least what was edited up to `revision`.

        The database learns of it after the arrays are written: what is in them was read from it
        before, so whoever remembers this token had those edits too. A failure costs a slower
        start, no more.
        """
        if len(engine) < WORTH_SAVING:
            return
        token = secrets.token_hex(8)
        engine.stamp = json.dumps({"revision": revision, "token": token})
        written = self._path.with_name(f"{FILE_NAME}.{os.getpid()}")
        try:
            await asyncio.to_thread(engine.save, written)
            async with db.transaction() as tx:
                now = self._clock.now()
                await ruletrees.note_snapshot(tx, token, instead_of=self._token, now=now)
            written.replace(self._path)
        except OSError as exc:
            written.unlink(missing_ok=True)
            log.warning("rules snapshot not written", action="rules", error=str(exc))
            return
        self._token = token
        log.info("rules snapshot written", action="rules", rules=len(engine), revision=revision)
