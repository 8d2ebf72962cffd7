"""Own alias sets as files: read, check, write, and the starter sets; it stores no edits.

A set keeps words, forms and scripts of one thing in one place. Rules that use `@name` follow it.
"""

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources

import regex

from newsbot.errors import Invalid
from newsbot.matching.pattern import sequences
from newsbot.matching.terms import form_term

MAX_FORMS = 200
MAX_FORM_LENGTH = 100
MAX_NAME_LENGTH = 40
"""Limits of one set: the longest starter set has a quarter of these forms."""

_NAME = regex.compile(
    r"[\p{Ll}\p{Lo}\p{N}](?:[\p{Ll}\p{Lo}\p{M}\p{N}_-]*[\p{Ll}\p{Lo}\p{M}\p{N}])?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasSet:
    """Hold a named set of forms, each written as in a query; `note` says what it is for."""

    name: str
    forms: tuple[str, ...]
    note: str = ""


def alias_problems(alias_set: AliasSet) -> tuple[str, ...]:
    """Return a sentence for each thing that is wrong with a set."""
    found: list[str] = []
    name = alias_set.name
    if not _NAME.fullmatch(name) or len(name) > MAX_NAME_LENGTH:
        found.append(
            f"`{name}` is no name: small letters, digits, - and _, at most {MAX_NAME_LENGTH}."
        )
    if not alias_set.forms:
        found.append(f"@{name} holds no form. Add one.")
    if len(alias_set.forms) > MAX_FORMS:
        found.append(f"@{name} holds {len(alias_set.forms)} forms; {MAX_FORMS} are allowed.")
    known: dict[object, str] = {}
    for form in alias_set.forms:
        term = form_term(form)
        if term is None or len(form) > MAX_FORM_LENGTH:
            found.append(
                f"@{name}: `{form}` is no form. Write a word, a phrase, ukrain*, =WHO, #tag or "
                f"stem:word, at most {MAX_FORM_LENGTH} characters."
            )
            continue
        twin = known.setdefault((term.mode, term.prefix, sequences(term)), form)
        if twin != form:
            found.append(f"@{name}: `{form}` says the same as `{twin}`. Take one out.")
    return tuple(found)


def read_alias_sets(text: str) -> tuple[AliasSet, ...]:
    """Return the sets of a TOML text: a table for each name, with `forms` and perhaps `note`.

    Raises `Invalid` that names everything that is wrong.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise Invalid(f"The alias sets are no TOML: {exc}.") from exc
    found: list[AliasSet] = []
    problems: list[str] = []
    for name, table in tables.items():
        forms = table.get("forms") if isinstance(table, dict) else None
        if not isinstance(forms, list) or not all(isinstance(form, str) for form in forms):
            problems.append(f'@{name} needs a list of texts: forms = ["Ukraine", "Україна"].')
            continue
        note = table.get("note", "")
        alias_set = AliasSet(name=name, forms=tuple(forms), note=str(note))
        problems.extend(alias_problems(alias_set))
        found.append(alias_set)
    if problems:
        raise Invalid(" ".join(problems))
    return tuple(found)


def write_alias_sets(sets: Iterable[AliasSet]) -> str:
    """Return sets as TOML that `read_alias_sets` reads back."""
    tables: list[str] = []
    for alias_set in sets:
        lines = [f"[{_text(alias_set.name)}]"]
        if alias_set.note:
            lines.append(f"note = {_text(alias_set.note)}")
        lines.extend(["forms = [", *(f"  {_text(form)}," for form in alias_set.forms), "]"])
        tables.append("\n".join(lines) + "\n")
    return "\n".join(tables)


def starter_alias_sets() -> tuple[AliasSet, ...]:
    """Return the sets that a new installation begins with."""
    file = resources.files("newsbot.matching").joinpath("starter_aliases.toml")
    return read_alias_sets(file.read_text(encoding="utf-8"))


def _text(value: str) -> str:
    """Return a TOML basic string; JSON's escapes are a part of TOML's, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
