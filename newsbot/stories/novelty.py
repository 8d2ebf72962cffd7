"""Own the judgement whether a report says something that a story's earlier ones do not.

It looks at headline and lead, where news stand, and remembers nothing.
"""

from collections.abc import Iterable

from newsbot.stories.languages import language_of
from newsbot.stories.words import stems

LEAD_CHARS = 400
"""Headline and first sentences: further down, reports tell the background again."""

NEW_SHARE = 0.5
"""Half of the lead's words stand in no earlier report: other outlets' wordings of the same facts
share more, since each earlier report adds its own words to what is known."""


def is_news_beside(title: str, text: str, known: Iterable[str], *, language: str = "") -> bool:
    """Say whether headline and lead are new beside the `known` reports' headlines and leads."""
    code = language_of(f"{title}\n{text}", language)
    lead = set(stems(f"{title}\n{text[:LEAD_CHARS]}", code))
    told: set[str] = set()
    for report in known:
        told.update(stems(report, code))
    return bool(lead) and len(lead - told) >= NEW_SHARE * len(lead)
