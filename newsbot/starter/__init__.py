"""Own what an empty database starts with: a list of public news sources, and a few rules.

It hands out the text of its files; reading and storing it is done by `services`. The copies in
config/ are for people to read, change and import.
"""

from importlib.resources import files

__all__ = ["rules_toml", "sources_opml"]


def sources_opml() -> bytes:
    """Return the starter sources as an OPML 2.0 document."""
    return files(__name__).joinpath("sources.opml").read_bytes()


def rules_toml() -> str:
    """Return the starter rules as TOML: tables `rules` with name, query and public."""
    return files(__name__).joinpath("rules.toml").read_text(encoding="utf-8")
