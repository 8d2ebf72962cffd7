"""Own who receives: Subscriber, Destination (an address on a channel) and Subscription."""

from dataclasses import dataclass
from datetime import datetime

CADENCES = ("now", "silent", "hourly", "daily", "weekly")
UPDATES = ("edit", "reply", "every")


UNCONFIRMED, UNSUBSCRIBED = "not confirmed by its owner yet", "unsubscribed by its owner"
"""Why a mailbox is paused: only its owner's word, or an operator's for them, makes it active."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Hold an address on a channel; `state` is active, paused or gone, with the reason.

    `name` is what people call the place, "" where it is not known; in an `is_channel` nobody
    answers.
    """

    id: int
    subscriber_id: int
    channel: str
    address: str
    state: str
    reason: str
    blocked_until: datetime | None
    created_at: datetime
    name: str = ""
    is_channel: bool = False

    @property
    def spelled(self) -> str:
        """Return the one spelling of contracts: `channel:address`."""
        return f"{self.channel}:{self.address}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """Hold a person or system that receives; the first destination is the default one.

    `language` is the one that it is spoken to in; `languages` are those that it reads (primary
    subtags), none for all.
    """

    id: int
    name: str
    language: str
    timezone: str
    state: str
    created_at: datetime
    destinations: tuple[Destination, ...] = ()
    languages: tuple[str, ...] = ()

    def reads(self, language: str) -> bool:
        """Say whether an article in this language is for the subscriber; one of none always is."""
        return reads(self.languages, language)


def reads(languages: tuple[str, ...], language: str) -> bool:
    """Say whether somebody who reads these languages, none for all, reads an article in one."""
    primary = language.replace("_", "-").partition("-")[0].lower()
    return not languages or not primary or primary in languages


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """Join a subscriber, a rule and a destination, with cadence and the wish for updates.

    An `urgent` one breaks through quiet hours and snooze.
    """

    id: int
    subscriber_id: int
    rule_id: int
    rule_name: str
    query: str
    destination_id: int
    destination: str
    cadence: str
    at: str
    updates: str
    state: str
    created_at: datetime
    urgent: bool = False
