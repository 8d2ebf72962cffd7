"""Own the form of the wording about stories and sources: the full account, search, the list.

It is a part of `Texts`, with a file of its own for each language.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryTexts:
    """Hold the wording about stories and sources in one language."""

    story_what: str
    story_unknown: str
    outlets: Mapping[str, str]
    outlet_line: str
    reasons: str
    reason_line: str
    search_what: str
    search_head: str
    search_none: str
    sources_none: str
    sources_head: Mapping[str, str]
