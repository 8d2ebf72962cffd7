"""Own alias sets as the parser sees them: a name and its forms; storing them is not done here."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Protocol, TypeAlias

from newsbot.matching.query import Term
from newsbot.matching.terms import form_term


class AliasLookup(Protocol):
    """Know the alias sets by name, which is in small letters."""

    def forms(self, name: str) -> Sequence[str] | None:
        """Return the forms of a set as people write them, None when there is no such set."""

    def names(self) -> Sequence[str]:
        """Return the names of all sets."""


AliasSource: TypeAlias = Mapping[str, Sequence[str]] | AliasLookup
"""Where `@name` is looked up: a plain mapping, or anything that knows."""


def alias_terms(source: AliasSource | None, name: str) -> tuple[Term, ...] | None:
    """Return what `@name` stands for, None when no such set is known."""
    if source is None:
        return None
    forms = source.get(name) if isinstance(source, Mapping) else source.forms(name)
    return None if forms is None else _terms(tuple(forms))


def alias_names(source: AliasSource | None) -> Sequence[str]:
    """Return the names that can stand behind an @."""
    if source is None:
        return ()
    return tuple(source) if isinstance(source, Mapping) else source.names()


@lru_cache(maxsize=1_000)
def _terms(forms: tuple[str, ...]) -> tuple[Term, ...]:
    """Return the terms of a set in the order given, what is not well-formed left out."""
    found = (form_term(form) for form in forms)
    return tuple(dict.fromkeys(term for term in found if term is not None))
