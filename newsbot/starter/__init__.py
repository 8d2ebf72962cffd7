"""Own what an empty database starts with: a list of public news sources, and a few rules.

It hands out text and values only; parsing the list and storing both is done by `services`. The
copies in config/ are for people to read, change and import.
"""

import tomllib
from dataclasses import dataclass
from importlib.resources import files

__all__ = ["StarterRule", "rules", "rules_toml", "sources_opml"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterRule:
    """Hold one rule as a file states it: a name and a query, not yet parsed."""

    name: str
    query: str


def sources_opml() -> bytes:
    """Return the starter sources as an OPML 2.0 document."""
    return files(__name__).joinpath("sources.opml").read_bytes()


def rules_toml() -> str:
    """Return the starter rules as the text of their file."""
    return files(__name__).joinpath("rules.toml").read_text(encoding="utf-8")


def rules() -> tuple[StarterRule, ...]:
    """Return the starter rules in their order."""
    document = tomllib.loads(rules_toml())
    return tuple(StarterRule(name=rule["name"], query=rule["query"]) for rule in document["rules"])
