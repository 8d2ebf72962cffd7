"""Own the form of the wording about wishes: what is muted, quiet hours, digests, settings.

It is a part of `Texts`, with a file of its own for each language.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WishTexts:
    """Hold the wording about wishes in one language.

    What answers the buttons under an alert is shown over the chat: plain, and short when filled.
    """

    # over the chat, after a button under an alert
    story_muted: str
    story_unmuted: str
    source_muted: str
    source_unmuted: str
    snoozed: str
    snooze_over: str
    channel_is_read_only: str
