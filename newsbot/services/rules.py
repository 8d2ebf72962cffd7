"""Own what people do with rules: add, edit, list, remove, import, and try out."""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from newsbot import matching
from newsbot.db import rules, subscribers
from newsbot.domain.article import Article
from newsbot.domain.rule import Evidence, Rule
from newsbot.errors import Conflict, Invalid, NotFound
from newsbot.services.desk import Desk
from newsbot.services.queries import Settled, check_spelling, read_query, settle

NAME_CHARS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Hold a rule that was added or edited, with what the parser wants to say about it."""

    rule: Rule
    warnings: tuple[matching.QueryWarning, ...]


async def add(
    desk: Desk, query: str, *, name: str = "", owner_id: int | None = None, public: bool = False
) -> Kept:
    """Add a rule that is in force for the next batch. Raises `RefusedQuery`, `NotFound`."""
    async with desk.db.transaction() as tx:
        settled = await settle(tx, query)
        if owner_id is not None and await subscribers.find(tx, owner_id) is None:
            raise NotFound(f"there is no subscriber {owner_id}; see: newsbot subscribers list")
        rule = await rules.add(
            tx,
            name=(name.strip() or settled.parsed.canonical)[:NAME_CHARS],
            query=query,
            canonical=settled.parsed.canonical,
            tree=settled.tree,
            alias_names=settled.alias_names,
            owner_id=owner_id,
            public=public,
            by=desk.actor,
            now=desk.clock.now(),
        )
        await desk.note(tx, "rule.add", str(rule.id), after={"query": query})
    return Kept(rule=rule, warnings=settled.parsed.warnings)


async def get(desk: Desk, rule_id: int) -> Rule:
    """Return a rule in force. Raises `NotFound`."""
    async with desk.db.reading() as tx:
        found = await rules.find(tx, rule_id)
    if found is None:
        raise NotFound(f"there is no rule {rule_id}; see: newsbot rules list")
    return found


async def list_all(
    desk: Desk, *, owner_id: int | None = None, public: bool | None = None
) -> list[Rule]:
    """Return the rules in force."""
    async with desk.db.reading() as tx:
        return await rules.list_all(tx, owner_id=owner_id, public=public)


async def edit(
    desk: Desk,
    rule_id: int,
    *,
    query: str | None = None,
    name: str | None = None,
    public: bool | None = None,
    only_version: int | None = None,
) -> Kept:
    """Change a rule; its former version is kept.

    Raises `RefusedQuery`, `NotFound`, and `Conflict` when it has not that version any more.
    """
    before = await get(desk, rule_id)
    if query is None and name is None and public is None:
        raise Invalid("nothing to change was given; see: newsbot rules edit --help")
    async with desk.db.transaction() as tx:
        settled = None if query is None else await settle(tx, query)
        changes = _changes(before, settled, query=query, name=name, public=public)
        rule = await rules.edit(
            tx,
            rule_id,
            changes,
            alias_names=None if settled is None else settled.alias_names,
            by=desk.actor,
            now=desk.clock.now(),
            only_version=only_version,
        )
        if rule is None and only_version is not None:
            raise Conflict(f"rule {rule_id} was changed meanwhile; read it again")
        if rule is None:
            raise NotFound(f"rule {rule_id} was removed meanwhile")
        await desk.note(
            tx,
            "rule.edit",
            str(rule_id),
            before={"query": before.query, "name": before.name},
            after={"query": rule.query, "name": rule.name},
        )
    return Kept(rule=rule, warnings=settled.parsed.warnings if settled else ())


def _changes(
    before: Rule,
    settled: Settled | None,
    *,
    query: str | None,
    name: str | None,
    public: bool | None,
) -> dict[str, Any]:
    """Return the columns that an edit sets."""
    changes: dict[str, Any] = {}
    canonical = before.canonical
    if settled is not None:
        canonical = settled.parsed.canonical
        changes |= {"query": query, "canonical": canonical, "tree": settled.tree}
    if name is not None:
        changes["name"] = (name.strip() or canonical)[:NAME_CHARS]
    if public is not None:
        changes["public"] = public
    return changes


async def remove(desk: Desk, rule_id: int) -> Rule:
    """Take a rule out of force with its subscriptions."""
    gone = await get(desk, rule_id)
    async with desk.db.transaction() as tx:
        await rules.remove(tx, rule_id, desk.clock.now())
        await desk.note(tx, "rule.remove", str(rule_id), before={"query": gone.query})
    return gone


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """Hold one rule of an import file."""

    name: str
    query: str
    public: bool = False


def read_rules_file(text: str, origin: str) -> list[RuleLine]:
    """Read `[[rules]]` tables of TOML with query, name, public. Raises `Invalid`."""
    try:
        tables = tomllib.loads(text).get("rules", [])
    except tomllib.TOMLDecodeError as exc:
        raise Invalid(f"{origin} is not readable TOML: {exc}") from exc
    lines: list[RuleLine] = []
    for number, table in enumerate(tables, 1):
        if not isinstance(table, dict) or not isinstance(table.get("query"), str):
            raise Invalid(f"{origin}: rule {number} has no query; write query = 'NATO'")
        unknown = sorted(set(table) - {"query", "name", "public"})
        if unknown:
            raise Invalid(
                f"{origin}: rule {number} has the unknown key {unknown[0]!r}; "
                "known are query, name, public"
            )
        check_spelling(table["query"])
        lines.append(
            RuleLine(
                name=str(table.get("name", "")),
                query=table["query"],
                public=bool(table.get("public", False)),
            )
        )
    return lines


def write_rules_file(found: Sequence[Rule]) -> str:
    """Return rules as the TOML that `read_rules_file` reads; hidden ones stay with their owner."""
    tables = [
        f"[[rules]]\nname = {json.dumps(rule.name, ensure_ascii=False)}\n"
        f"query = {json.dumps(rule.query, ensure_ascii=False)}\n"
        f"public = {str(rule.public).lower()}\n"
        for rule in found
        if not rule.discreet
    ]
    return "\n".join(tables)


async def import_lines(
    desk: Desk, lines: Sequence[RuleLine], *, dry_run: bool = False
) -> tuple[list[RuleLine], list[RuleLine]]:
    """Add the rules that are not there under the same name; return those added and those known."""
    known_names = {rule.name for rule in await list_all(desk)}
    fresh = [line for line in lines if (line.name or line.query) not in known_names]
    known = [line for line in lines if line not in fresh]
    for line in fresh:  # before the first is added: a file goes in whole or not at all
        await read_query(desk, line.query)
    if not dry_run:
        for line in fresh:
            await add(desk, line.query, name=line.name, public=line.public)
    return fresh, known


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Hold a stored article that a query matches."""

    article: Article
    evidence: tuple[Evidence, ...]


async def by_name(desk: Desk, name: str) -> Rule:
    """Return the rule with this id or exact name. Raises `NotFound`, `Conflict`."""
    if name.isascii() and name.isdigit():
        return await get(desk, int(name))
    found = [rule for rule in await list_all(desk) if rule.name == name]
    if not found:
        raise NotFound(f"there is no rule {name!r}; see: newsbot rules list")
    if len(found) > 1:
        ids = ", ".join(str(rule.id) for rule in found)
        raise Conflict(f"several rules are named {name!r}; use the id: {ids}")
    return found[0]
