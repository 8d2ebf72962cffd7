"""Own the Visit: everything that a handler may know when it answers one request."""

import asyncio
from dataclasses import dataclass, field

from newsbot.bot.requests import Origin
from newsbot.bot.texts import ENGLISH, Texts, primary
from newsbot.domain.subscriber import Destination, Subscriber
from newsbot.services import chats
from newsbot.services.desk import Desk

RULE_LIMIT = 50
"""Rules that one chat may follow unless the settings say otherwise."""

FORECASTS_AT_ONCE = 2
"""Each judges thousands of articles in a thread of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Offer a query under a name to somebody who begins."""

    name: str
    query: str


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Hold what is the same for every chat: what to begin with, how many rules are allowed.

    `forecasting` lets few forecasts run at a time.
    """

    topics: tuple[Topic, ...] = ()
    rule_limit: int = RULE_LIMIT
    forecasting: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(FORECASTS_AT_ONCE)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Hold one request's surroundings; `subscriber` is the chat's, None for a stranger."""

    origin: Origin
    subscriber: Subscriber | None
    desk: Desk
    texts: Texts
    house: House

    @property
    def destination(self) -> Destination | None:
        """Return the destination of this very chat or topic."""
        if self.subscriber is None:
            return None
        return chats.destination_of(self.subscriber, self.origin.place)

    @property
    def language(self) -> str:
        """Return the language of whoever asks, as it is stored: the primary subtag."""
        return primary(self.origin.person.language) or ENGLISH.language

    @property
    def time_zone(self) -> str:
        """Return the zone in which the chat reads times."""
        return "UTC" if self.subscriber is None else self.subscriber.timezone
