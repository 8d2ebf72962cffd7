"""Own the form of the wording for the house's admins.

It is a part of `Texts`, with a file of its own for each language.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminTexts:
    """Hold the wording for admins in one language."""

    menu: str
    label_sources: str
    label_subscribers: str
    label_health: str
    label_invite: str
    label_broadcast: str
    label_pause: str
    label_resume: str
    label_ban: str
    label_unban: str
    label_send: str

    sources_head: str
    source_line: str
    source_card: str

    subscribers_head: str
    subscriber_line: str
    subscriber_card: str
    banned: str
    not_yourself: str

    health: str
    invite_link: str
    invite_closed: str

    broadcast_how: str
    broadcast_long: str
    broadcast_ask: str
    broadcast_begun: str
    broadcast_done: str
