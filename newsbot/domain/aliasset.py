"""Own AliasSet: words, forms and scripts of one thing under a name that rules use."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasSet:
    """Hold a stored set. `name` is in small letters, `version` counts its edits, from 1.

    `forms` are written as in a query: `Ukraine`, `climate change`, `ukrain*`, `=WHO`; `note` says
    what the set is for.
    """

    id: int
    name: str
    forms: tuple[str, ...]
    version: int
    edited_at: datetime
    note: str = ""
