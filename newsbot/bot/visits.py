"""Own the Visit: everything that a handler may know when it answers one request."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from newsbot.bot.requests import Origin, deep_link
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


class Access(StrEnum):
    """Say whom the bot serves: everybody, who has an invitation, or nobody new."""

    OPEN = "open"
    INVITE = "invite"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Hold what is the same for every chat: what to begin with, who may come in, what is allowed.

    `admins` are the addresses of those whom the settings name; `site_url` is where feeds are
    published, without a final slash; `bot_name` tells the bot's own user name once it is known.
    `forecasting` lets few forecasts run at a time.
    """

    topics: tuple[Topic, ...] = ()
    rule_limit: int = RULE_LIMIT
    access: Access = Access.OPEN
    admins: frozenset[str] = frozenset()
    site_url: str = ""
    bot_name: Callable[[], str] = str
    forecasting: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(FORECASTS_AT_ONCE)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Hold one request's surroundings; `subscriber` is the chat's, None for a stranger.

    `is_house_admin` says that the person administers newsbot itself, not this chat.
    """

    origin: Origin
    subscriber: Subscriber | None
    desk: Desk
    texts: Texts
    house: House
    is_house_admin: bool = False

    @property
    def destination(self) -> Destination | None:
        """Return the destination of this very chat or topic."""
        if self.subscriber is None:
            return None
        return chats.destination_of(self.subscriber, self.origin.place)

    @property
    def is_private(self) -> bool:
        """Say whether somebody speaks to the bot alone."""
        return self.origin.place.chat == str(self.origin.person.id)

    def link(self, code: str, *, group: bool = False) -> str:
        """Return the deep link that brings a code to the bot, or together with it into a group."""
        return deep_link(self.house.bot_name(), code, group=group)

    @property
    def language(self) -> str:
        """Return the language of whoever asks, as it is stored: the primary subtag."""
        return primary(self.origin.person.language) or ENGLISH.language

    @property
    def time_zone(self) -> str:
        """Return the zone in which the chat reads times."""
        return "UTC" if self.subscriber is None else self.subscriber.timezone
