"""Own what people do with alias sets: list, show, edit, remove; rules that use one follow it.

Files of sets are read and written by `aliasfiles`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from newsbot import matching
from newsbot.db import Tx, aliases, counters, ruletrees
from newsbot.domain.aliasset import AliasSet
from newsbot.errors import Conflict, Invalid, NotFound
from newsbot.services.desk import Desk
from newsbot.services.queries import known_sets

PLANTED = "aliases planted"
"""Counter that tells that the starter sets went in: what an admin removes stays removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Hold a set with the number of rules in force that use it."""

    alias_set: AliasSet
    rules: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """Hold a set as it is now, and the rules that follow it from the next batch on.

    `left` are rules that the new forms would make unreadable: they keep the old ones.
    """

    alias_set: AliasSet
    is_new: bool
    followed: tuple[int, ...] = ()
    left: tuple[int, ...] = ()


async def list_all(desk: Desk) -> list[Listed]:
    """Return every set by name."""
    async with desk.db.reading() as tx:
        users = await aliases.count_users(tx)
        sets = await aliases.list_all(tx)
    return [Listed(alias_set=one, rules=users.get(one.name, 0)) for one in sets]


async def get(desk: Desk, name: str) -> AliasSet:
    """Return a set. Raises `NotFound` with what may be meant."""
    async with desk.db.reading() as tx:
        return await _find(tx, name)


async def edit(
    desk: Desk,
    name: str,
    *,
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
    note: str | None = None,
    create: bool = False,
) -> Edited:
    """Add forms to a set, take others out of it, say what it is for.

    Raises `NotFound`, `Invalid` that names all that is wrong.
    """
    if not add and not remove and note is None:
        raise Invalid("nothing to change was given; see: newsbot aliases edit --help")
    name = bare_name(name)
    async with desk.db.transaction() as tx:
        await ruletrees.lock(tx)
        known = await aliases.find(tx, name)
        if known is None and not create:
            await _find(tx, name)
        before = known.forms if known is not None else ()
        unwanted = {_bare(form) for form in remove}
        if missing := unwanted - {_bare(form) for form in before}:
            raise NotFound(f"@{name} has no form {min(missing)!r}; see: aliases show {name}")
        kept = [form for form in before if _bare(form) not in unwanted]
        if note is None:
            note = known.note if known is not None else ""
        forms = dict.fromkeys([*kept, *map(_bare, add)])
        return await put(tx, desk, matching.AliasSet(name=name, forms=tuple(forms), note=note))


async def remove(desk: Desk, name: str) -> AliasSet:
    """Delete a set that no rule uses. Raises `NotFound`, `Conflict`."""
    async with desk.db.transaction() as tx:
        await ruletrees.lock(tx)
        found = await _find(tx, name)
        if users := await ruletrees.users_of(tx, found.name):
            listed = ", ".join(str(rule.id) for rule in users[:10])
            raise Conflict(f"@{found.name} is used by rules {listed}; change these first")
        await aliases.remove(tx, found.name)
        await desk.note(tx, "alias.remove", found.name, before=list(found.forms))
    return found


async def plant(desk: Desk, starter: Callable[[], Sequence[matching.AliasSet]]) -> bool:
    """Add the starter sets once in the life of a database; say whether that was now.

    They are read only then: every command passes here.
    """
    async with desk.db.reading() as tx:
        if await counters.value(tx, PLANTED):
            return False
    async with desk.db.transaction() as tx:
        if not await counters.first_time(tx, PLANTED):
            return False
        now = desk.clock.now()
        for one in starter():
            if await aliases.find(tx, one.name) is None:
                await aliases.put(tx, one.name, one.forms, note=one.note, by=desk.actor, now=now)
    return True


async def put(tx: Tx, desk: Desk, wanted: matching.AliasSet) -> Edited:
    """Store a set, new or known, and let rules follow; call `ruletrees.lock` before.

    Raises `Invalid` that names all that is wrong with it.
    """
    check(wanted)
    before = await aliases.find(tx, wanted.name)
    if before is not None and (before.forms, before.note) == (wanted.forms, wanted.note):
        return Edited(alias_set=before, is_new=False)
    stored, is_new = await aliases.put(
        tx, wanted.name, wanted.forms, note=wanted.note, by=desk.actor, now=desk.clock.now()
    )
    followed, left = await _let_rules_follow(tx, wanted.name)
    await desk.note(
        tx,
        "alias.add" if is_new else "alias.edit",
        wanted.name,
        before=None if before is None else list(before.forms),
        after=list(wanted.forms),
    )
    return Edited(alias_set=stored, is_new=is_new, followed=followed, left=left)


async def _let_rules_follow(tx: Tx, name: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Give every rule that uses a set its new tree, in force for the next batch."""
    sets = await known_sets(tx)
    trees: dict[int, str] = {}
    left: list[int] = []
    for rule in await ruletrees.users_of(tx, name):
        query = matching.parse(rule.query, aliases=sets).query
        if query is None:
            left.append(rule.id)
        else:
            trees[rule.id] = matching.encode_query(query)
    await ruletrees.replant(tx, trees)
    return tuple(trees), tuple(left)


async def _find(tx: Tx, name: str) -> AliasSet:
    wanted = bare_name(name)
    found = await aliases.find(tx, wanted)
    if found is None:
        near = get_close_matches(wanted, [one.name for one in await aliases.list_all(tx)], n=1)
        hint = f"did you mean {near[0]}?" if near else "see: newsbot aliases list"
        raise NotFound(f"there is no alias set {wanted!r}; {hint}")
    return found


def check(wanted: matching.AliasSet) -> None:
    """Raise `Invalid` that names all that is wrong with a set."""
    problems = matching.alias_problems(wanted)
    if any("\0" in text for text in (wanted.note, *wanted.forms)):
        problems = (*problems, f"@{wanted.name} holds a character NUL; take it out.")
    if problems:
        raise Invalid(" ".join(problems))


def bare_name(name: str) -> str:
    """Return a name as it is stored: without the @, in small letters."""
    return name.strip().removeprefix("@").casefold()


def _bare(form: str) -> str:
    return " ".join(form.split()).strip('"“”')
