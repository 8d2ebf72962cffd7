"""Own files of alias sets: TOML or JSON read, checked, compared with what is stored, written.

[aliases]
ukraine = ["Ukraine", "Ukrainian", "Україна", "ukrain*"]
"""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from newsbot.db import aliases, ruletrees
from newsbot.domain.aliasset import AliasSet
from newsbot.errors import Invalid
from newsbot.services.aliases import MAX_FORMS, Edited, check_forms, check_name, put
from newsbot.services.desk import Desk


@dataclass(slots=True, kw_only=True)
class Imported:
    """Hold the names of the sets that are new, changed, and as they were."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    edits: list[Edited] = field(default_factory=list)


def read_alias_file(text: str, origin: str) -> dict[str, tuple[str, ...]]:
    """Return the checked sets of a file by name. Raises `Invalid`.

    It is TOML with a table `aliases`, the same as JSON, or the JSON lines of `aliases list`.
    """
    try:
        found = _read_json(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except ValueError as exc:
        raise Invalid(f"{origin} is neither TOML nor JSON: {exc}") from exc
    sets = found.get("aliases")
    if not isinstance(sets, dict):
        raise Invalid(f"{origin} has no table of sets; write [aliases], then name = [forms]")
    checked: dict[str, tuple[str, ...]] = {}
    for raw, forms in sets.items():
        if not isinstance(forms, list) or not all(isinstance(form, str) for form in forms):
            raise Invalid(f'{origin}: write the forms of {raw!r} as a list: ["Kyiv", "Kiev"]')
        if not 0 < len(forms) <= MAX_FORMS:
            raise Invalid(f"{origin}: {raw!r} has {len(forms)} forms; 1 to {MAX_FORMS} are allowed")
        name = check_name(raw)
        if name in checked:
            raise Invalid(f"{origin} has @{name} twice")
        checked[name] = check_forms(name, forms)
    return checked


def _read_json(text: str) -> dict[str, Any]:
    """Return a JSON document, or JSON lines of `{"name", "forms"}` in its shape."""
    if not _is_lines(text):
        found: dict[str, Any] = json.loads(text)
        return found
    lines = [json.loads(line) for line in text.split("\n") if line.strip()]
    try:
        return {"aliases": {line["name"]: line["forms"] for line in lines}}
    except (KeyError, TypeError) as exc:
        raise ValueError('each line needs "name" and "forms"') from exc


def _is_lines(text: str) -> bool:
    first = text.lstrip().partition("\n")[0].rstrip()
    return first.endswith("}") and '"forms"' in first


def write_alias_toml(sets: Sequence[AliasSet]) -> str:
    """Return sets as the TOML that `read_alias_file` reads."""
    lines = ["[aliases]"]
    for one in sets:
        forms = ", ".join(json.dumps(form, ensure_ascii=False) for form in one.forms)
        lines.append(f"{json.dumps(one.name, ensure_ascii=False)} = [{forms}]")
    return "\n".join(lines) + "\n"


def write_alias_json(sets: Sequence[AliasSet]) -> str:
    """Return sets as one JSON document that `read_alias_file` reads."""
    document = {"aliases": {one.name: list(one.forms) for one in sets}}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


async def import_sets(
    desk: Desk, sets: Mapping[str, Sequence[str]], *, dry_run: bool = False
) -> Imported:
    """Give each set the forms of a file, in one transaction. Raises `Invalid`."""
    outcome = Imported()
    async with desk.db.transaction() as tx:
        await ruletrees.lock(tx)
        for name, forms in sets.items():
            known = await aliases.find(tx, name)
            if known is not None and known.forms == tuple(dict.fromkeys(forms)):
                outcome.unchanged.append(name)
                continue
            (outcome.added if known is None else outcome.changed).append(name)
            if not dry_run:
                outcome.edits.append(await put(tx, desk, name, forms))
    return outcome
