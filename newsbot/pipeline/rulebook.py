"""Own the rules in force of one worker, kept in step with the database before each batch.

It decides nothing about language: judging belongs to `matching`, which holds the rules by id. What
is recorded of a match (name, version) is read when there is one, so that memory and start depend
on what rules ask and not on what they are called.
"""

import asyncio
import gc
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import structlog

from newsbot import matching
from newsbot.db import Database, Tx, aliases, rules, ruletrees
from newsbot.db.ruletrees import Judging, StoredTree
from newsbot.domain.article import Article
from newsbot.domain.rule import Evidence, Match
from newsbot.errors import Invalid, StoreError
from newsbot.matching.codec import decode_query, encode_query
from newsbot.matching.engine import FOLD_AT
from newsbot.pipeline.snapshots import SnapshotFile

log = structlog.get_logger(__name__)

EVIDENCE_LIMIT = 20
"""Places stored for one match: more than a reader looks at, bounded for a rule that hits all."""

PAGE = 5_000
"""Rules read at once while all are."""

MANY = 200
"""Edits from which on they are taken in off the event loop: 20 ms of work."""

SAVE_AFTER = 2_000
"""Edits since the last snapshot from which on another pays: a start then reads as many rows."""

FREEZE_AT = 10_000
"""Rules from which on the garbage collector is told to pass them over: they live as long as the
worker, and each full collection would walk through all of them."""

TRIES = 3
"""Times an article is asked again because a rule it met was edited meanwhile."""

Sets = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Hold the rules that hold for an article, and the revision of the rules that were asked."""

    revision: int
    matches: tuple[Match, ...]


class Rulebook:
    """Hold the rules in force, as of `revision` of the database."""

    def __init__(self, snapshot: SnapshotFile | None = None) -> None:
        self.revision = -1
        self._snapshot = snapshot
        self._engine = matching.Engine()
        self._lock = asyncio.Lock()
        self._unsaved = 0
        self._upkeep: asyncio.Task[None] | None = None

    async def refresh(self, db: Database) -> None:
        """Take in the edits since last time: effective for the next article, no rebuild."""
        async with self._lock:
            if self.revision < 0:
                await self._open(db)
                if len(self._engine) >= FREEZE_AT:
                    await asyncio.to_thread(_freeze)
            async with db.reading() as tx:
                newest = await rules.revision(tx)
                if newest > self.revision:
                    changed, removed = await ruletrees.edited_since(tx, self.revision)
                    sets = await _sets_for(tx, changed)
            if newest > self.revision:
                await self._take_in(changed, removed, sets)
                self.revision = newest
        self._begin_upkeep(db)

    @property
    def unfolded(self) -> int:
        """Return how many edits wait for being folded into the compact index."""
        return self._engine.unfolded

    async def settled(self) -> None:
        """Wait for what goes on in the background."""
        if self._upkeep is not None:
            await self._upkeep

    async def match(
        self, db: Database, article: Article, prepared: matching.PreparedDocument
    ) -> Judged:
        """Return every rule that holds for this article, by id.

        Evidence is worked out for rules whose match somebody will see. A rule that was edited
        between asking and recording is asked again in its new version.
        """
        for _ in range(TRIES):
            async with self._lock:
                revision, found = self.revision, self._engine.match(prepared)
            if not found:
                return Judged(revision=revision, matches=())
            async with db.reading() as tx:
                known = await ruletrees.judging(tx, found)
            if all(one.revision <= revision for one in known):
                break
            await self.refresh(db)
        return Judged(
            revision=revision,
            matches=tuple(
                _match(one, article, prepared)
                for one in known
                if one.revision <= revision or _holds(one, prepared)
            ),
        )

    async def _open(self, db: Database) -> None:
        """Load the snapshot that fits, else build the engine from the stored trees."""
        loaded = None if self._snapshot is None else await self._snapshot.load(db)
        if loaded is not None:
            async with db.reading() as tx:
                newest, wanted = await rules.revision(tx), await ruletrees.count(tx)
                changed, removed = await ruletrees.edited_since(tx, loaded.revision)
                sets = await _sets_for(tx, changed)
            self._engine = loaded.engine
            await self._take_in(changed, removed, sets)
            if len(self._engine) == wanted:
                self.revision = newest
                return
            log.warning("rules snapshot lacks rules; built anew", action="rules")
        await self._build(db)

    async def _build(self, db: Database) -> None:
        fresh: dict[int, str] = {}
        loop = asyncio.get_running_loop()
        async with db.reading() as tx:
            newest = await rules.revision(tx)
            sets = {one.name: one.forms for one in await aliases.list_all(tx)}

            def stored() -> Iterator[tuple[int, matching.Query]]:
                """Yield the rules to the thread that compiles, page by page from the loop."""
                after = 0
                while after >= 0:
                    reading = ruletrees.page(tx, after=after, limit=PAGE)
                    found = asyncio.run_coroutine_threadsafe(reading, loop).result()
                    yield from _read_all(found, sets, fresh)
                    after = found[-1].id if len(found) == PAGE else -1

            self._engine = await asyncio.to_thread(matching.Engine.build, stored())
        self.revision = newest
        self._unsaved = len(self._engine)
        if fresh:
            async with db.transaction() as tx:
                await ruletrees.keep(tx, fresh)

    async def _take_in(
        self, changed: Sequence[StoredTree], removed: Sequence[int], sets: Sets
    ) -> None:
        edits = len(changed) + len(removed)
        self._unsaved += edits
        if edits < MANY:
            self._apply(changed, removed, sets)
        else:
            await asyncio.to_thread(self._apply, changed, removed, sets)

    def _apply(self, changed: Sequence[StoredTree], removed: Sequence[int], sets: Sets) -> None:
        for rule_id in removed:
            self._engine.remove(rule_id)
        for rule in changed:
            query = _read(rule, sets)
            if query is None:
                self._engine.remove(rule.id)
            else:
                self._engine.add(rule.id, query)

    def _begin_upkeep(self, db: Database) -> None:
        """Fold and save in the background when it pays; matches and edits go on meanwhile."""
        if self._upkeep is not None and not self._upkeep.done():
            return
        if self._engine.unfolded >= FOLD_AT or self._unsaved >= SAVE_AFTER:
            self._upkeep = asyncio.create_task(self._keep_up(db))

    async def _keep_up(self, db: Database) -> None:
        engine, revision, unsaved = self._engine, self.revision, self._unsaved
        if engine.unfolded >= FOLD_AT:
            await asyncio.to_thread(engine.fold)
        if self._snapshot is not None:
            try:
                await self._snapshot.save(db, engine, revision)
            except StoreError as exc:
                log.warning("rules snapshot not written", action="rules", error=str(exc))
        self._unsaved -= unsaved


def _freeze() -> None:
    """Keep what lives now out of further collections, after what is garbage is gone."""
    gc.collect()
    gc.freeze()


async def _sets_for(tx: Tx, changed: Sequence[StoredTree]) -> Sets:
    """Return the alias sets when a rule has to be parsed: one of an earlier version."""
    if all(rule.tree for rule in changed):
        return {}
    return {one.name: one.forms for one in await aliases.list_all(tx)}


def _read_all(
    found: Sequence[StoredTree], sets: Sets, fresh: dict[int, str]
) -> Iterator[tuple[int, matching.Query]]:
    for rule in found:
        query = _read(rule, sets)
        if query is None:
            continue
        if not rule.tree:
            fresh[rule.id] = encode_query(query)
        yield rule.id, query


def _read(rule: StoredTree, sets: Sets) -> matching.Query | None:
    """Return what a rule asks: its stored tree, or its text where there is no readable one."""
    if rule.tree:
        try:
            return decode_query(rule.tree)
        except Invalid:
            log.warning("tree of a rule not readable; parsed anew", action="rules", rule=rule.id)
    query = matching.parse(rule.query, aliases=sets).query
    if query is None:
        # The language accepted it once; a later version that does not must not stop the worker.
        log.error("rule left out: unreadable", action="rules", rule=rule.id)
    return query


def _holds(one: Judging, prepared: matching.PreparedDocument) -> bool:
    return bool(one.tree) and matching.matches(decode_query(one.tree), prepared)


def _match(one: Judging, article: Article, prepared: matching.PreparedDocument) -> Match:
    found: tuple[Evidence, ...] = ()
    if one.shown and one.tree:
        query = decode_query(one.tree)
        found = matching.evidence(query, prepared, limit=EVIDENCE_LIMIT)
    return Match(
        rule_id=one.id,
        rule_version=one.version,
        rule_name=one.name,
        evidence=_with_text(found, article),
    )


def _with_text(found: Sequence[Evidence], article: Article) -> tuple[Evidence, ...]:
    """Return the evidence with the words that stand there."""
    fields = {"title": article.title, "body": article.text, "author": article.author}
    fields["url"] = article.url
    return tuple(
        replace(one, text=fields[one.field][one.start : one.end]) if one.field in fields else one
        for one in found
    )
