"""Own what people do with alias sets: list, show, edit, remove; rules that use one follow it.

Files of sets are read and written by `aliasfiles`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from newsbot import matching
from newsbot.db import Tx, aliases, counters, ruletrees
from newsbot.domain.aliasset import AliasSet
from newsbot.errors import Conflict, Invalid, NotFound
from newsbot.matching.codec import encode_query
from newsbot.matching.query import Alias
from newsbot.matching.terms import form_term
from newsbot.services.desk import Desk
from newsbot.services.queries import known_sets

MAX_FORMS = 500
"""Forms of one set: each is asked of every article that a rule with the set is asked of."""

MAX_FORM_CHARS = 100
MAX_NAME_CHARS = 60

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
    create: bool = False,
) -> Edited:
    """Add forms to a set and take others out of it. Raises `NotFound`, `Invalid`."""
    if not add and not remove:
        raise Invalid("no form was given to add or remove; see: newsbot aliases edit --help")
    name = check_name(name)
    fresh = check_forms(name, add)
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
        return await put(tx, desk, name, [*kept, *fresh])


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


async def plant(desk: Desk, sets: Mapping[str, Sequence[str]]) -> bool:
    """Add the starter sets once in the life of a database; say whether that was now."""
    async with desk.db.reading() as tx:
        if await counters.value(tx, PLANTED):
            return False
    async with desk.db.transaction() as tx:
        if not await counters.first_time(tx, PLANTED):
            return False
        for name, forms in sets.items():
            if await aliases.find(tx, name) is None:
                await aliases.put(tx, name, forms, by=desk.actor, now=desk.clock.now())
    return True


async def put(tx: Tx, desk: Desk, name: str, forms: Sequence[str]) -> Edited:
    """Set the forms of a set that `check_forms` has seen; call `ruletrees.lock` before.

    Raises `Invalid` when no form is left, or too many are.
    """
    wanted = tuple(dict.fromkeys(forms))
    if not wanted:
        raise Invalid(f"@{name} would be empty; remove it instead: newsbot aliases remove {name}")
    if len(wanted) > MAX_FORMS:
        raise Invalid(f"@{name} would have {len(wanted)} forms; {MAX_FORMS} are allowed")
    before = await aliases.find(tx, name)
    if before is not None and before.forms == wanted:
        return Edited(alias_set=before, is_new=False)
    stored, is_new = await aliases.put(tx, name, wanted, by=desk.actor, now=desk.clock.now())
    followed, left = await _let_rules_follow(tx, name)
    await desk.note(
        tx,
        "alias.add" if is_new else "alias.edit",
        name,
        before=None if before is None else list(before.forms),
        after=list(wanted),
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
            trees[rule.id] = encode_query(query)
    await ruletrees.replant(tx, trees)
    return tuple(trees), tuple(left)


async def _find(tx: Tx, name: str) -> AliasSet:
    wanted = name.removeprefix("@").casefold()
    found = await aliases.find(tx, wanted)
    if found is None:
        near = get_close_matches(wanted, [one.name for one in await aliases.list_all(tx)], n=1)
        hint = f"did you mean {near[0]}?" if near else "see: newsbot aliases list"
        raise NotFound(f"there is no alias set {wanted!r}; {hint}")
    return found


def check_name(name: str) -> str:
    """Return a name as rules use it, without the @ and in small letters. Raises `Invalid`."""
    wanted = name.strip().removeprefix("@").casefold()
    query = matching.parse(f"@{wanted}", aliases={wanted: ("word",)}).query
    if not isinstance(query, Alias) or query.name != wanted or len(wanted) > MAX_NAME_CHARS:
        raise Invalid(
            f"{name!r} is no name of an alias set; write letters, digits, - and _, "
            f"{MAX_NAME_CHARS} at the most"
        )
    return wanted


def check_forms(name: str, forms: Sequence[str]) -> tuple[str, ...]:
    """Return forms in the spelling that is stored. Raises `Invalid` that names the wrong one."""
    checked: list[str] = []
    for form in forms:
        text = _bare(form)
        if len(text) > MAX_FORM_CHARS or "\0" in text or form_term(text) is None:
            raise Invalid(
                f"{form[:MAX_FORM_CHARS]!r} cannot be a form of @{name}; write a word, a phrase, "
                "a beginning of three letters with a star (ukrain*), =WHO, #Tag or stem:invade"
            )
        checked.append(text)
    return tuple(checked)


def _bare(form: str) -> str:
    return " ".join(form.split()).strip('"“”')
