"""Own the form of the wording about the house: who may come in, codes, channels, what is kept.

It is a part of `Texts`, with a file of its own for each language.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseTexts:
    """Hold the wording about the house in one language."""

    # at the door
    by_invitation: str
    closed: str
    banned: str
    code_bad: str
    share_gone: str
    admin_bound: str
    admin_in_private: str

    # channels
    channel_how: str
    channel_in_private: str
    channel_linked: str
    channel_taken: str

    # what is kept
    export_done: str
    privacy: str

    # the alert that shows how alerts look; `test_word` stands in the summary
    test_headline: str
    test_summary: str
    test_word: str
