"""Own files of alias sets as people exchange them: TOML or JSON, compared with what is stored.

TOML has a table a set, with `forms` and perhaps `note`; JSON says the same, as one object or as
the lines of `aliases list --json`. What a set may hold is known to `matching`.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from newsbot import matching
from newsbot.db import aliases, ruletrees
from newsbot.domain.aliasset import AliasSet
from newsbot.errors import Invalid
from newsbot.services.aliases import Edited, bare_name, check, put
from newsbot.services.desk import Desk


@dataclass(slots=True, kw_only=True)
class Imported:
    """Hold the names of the sets that are new, changed, and as they were."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    edits: list[Edited] = field(default_factory=list)


def read_alias_file(text: str, origin: str) -> tuple[matching.AliasSet, ...]:
    """Return the checked sets of a file. Raises `Invalid` that names all that is wrong."""
    try:
        if not text.lstrip().startswith("{"):
            return matching.read_alias_sets(text)
        found = tuple(_json_sets(text))
    except ValueError as exc:
        raise Invalid(f"{origin} is no JSON: {exc}") from exc
    except Invalid as exc:
        raise Invalid(f"{origin}: {exc}") from exc
    names = [one.name for one in found]
    if twice := {name for name in names if names.count(name) > 1}:
        raise Invalid(f"{origin} has @{min(twice)} twice")
    for one in found:
        check(one)
    return found


def _json_sets(text: str) -> Iterable[matching.AliasSet]:
    """Yield the sets of a JSON object by name, or of JSON lines that each name one."""
    try:
        tables = json.loads(text)
    except json.JSONDecodeError:
        lines = [json.loads(line) for line in text.split("\n") if line.strip()]
        yield from map(_json_set, lines)
        return
    if "forms" in tables:
        yield _json_set(tables)
        return
    for name, table in tables.items():
        yield _json_set(table | {"name": name} if isinstance(table, dict) else None)


def _json_set(line: Any) -> matching.AliasSet:
    forms = line.get("forms") if isinstance(line, dict) else None
    if not isinstance(forms, list) or not all(isinstance(form, str) for form in forms):
        raise Invalid('a set needs a list of texts: "forms": ["UN", "ООН"]')
    return matching.AliasSet(
        name=bare_name(str(line.get("name", ""))),
        forms=tuple(forms),
        note=str(line.get("note", "")),
    )


def write_alias_toml(sets: Sequence[AliasSet]) -> str:
    """Return sets as the TOML that `read_alias_file` reads."""
    return matching.write_alias_sets(
        matching.AliasSet(name=one.name, forms=one.forms, note=one.note) for one in sets
    )


def write_alias_json(sets: Sequence[AliasSet]) -> str:
    """Return sets as one JSON document that `read_alias_file` reads."""
    document = {one.name: {"note": one.note, "forms": list(one.forms)} for one in sets}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


async def import_sets(
    desk: Desk, sets: Sequence[matching.AliasSet], *, dry_run: bool = False
) -> Imported:
    """Give each set the forms of a file, in one transaction. Raises `Invalid`."""
    outcome = Imported()
    async with desk.db.transaction() as tx:
        await ruletrees.lock(tx)
        for one in sets:
            known = await aliases.find(tx, one.name)
            if known is not None and (known.forms, known.note) == (one.forms, one.note):
                outcome.unchanged.append(one.name)
                continue
            (outcome.added if known is None else outcome.changed).append(one.name)
            if not dry_run:
                outcome.edits.append(await put(tx, desk, one))
    return outcome
