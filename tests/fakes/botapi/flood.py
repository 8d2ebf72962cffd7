"""Own Telegram's flood control: per chat, per group or channel, per bot; it never waits itself.

Numbers from https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this.
"""

import math
from collections import deque
from dataclasses import dataclass, field

GROUP_WINDOW_S = 60.0
BOT_WINDOW_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FloodLimits:
    """Say how many messages pass: `None` for a number switches that limit off.

    `chat_burst` messages pass at once, then one each `chat_interval_s`; the windows of group and
    bot slide. `bot_slack` allows for the jitter of a network at 30 messages a second.
    """

    chat_interval_s: float | None = 1.0
    chat_burst: int = 3
    group_per_minute: int | None = 20
    bot_per_second: int | None = 30
    bot_slack: float = 1.1

    @classmethod
    def off(cls) -> "FloodLimits":
        """Return limits that let everything pass."""
        return cls(chat_interval_s=None, group_per_minute=None, bot_per_second=None)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Say whether a call may pass; `early` means that an earlier retry_after was ignored."""

    retry_after: int = 0
    early: bool = False


@dataclass(slots=True)
class FloodControl:
    """Count calls and refuse those over the limits; times are seconds of any one clock."""

    limits: FloodLimits = field(default_factory=FloodLimits)
    _chat_due: dict[int, float] = field(default_factory=dict)
    _groups: dict[int, deque[float]] = field(default_factory=dict)
    _bot: deque[float] = field(default_factory=deque)
    _closed: dict[int | None, float] = field(default_factory=dict)

    def close(self, chat_id: int | None, until: float) -> None:
        """Note that calls to a chat (None: any chat) were told to wait until then."""
        self._closed[chat_id] = max(until, self._closed.get(chat_id, until))

    def ask(self, chat_id: int, now: float, *, is_group: bool) -> Verdict:
        """Count one call at `now`, or refuse it with whole seconds to wait."""
        closed_until = max(self._closed.get(chat_id, now), self._closed.get(None, now))
        if closed_until > now:
            return Verdict(math.ceil(closed_until - now), early=True)
        wait = max(self._chat_wait(chat_id, now), self._bot_wait(now))
        if is_group:
            wait = max(wait, self._group_wait(chat_id, now))
        if wait > 0:
            retry_after = math.ceil(wait)
            self.close(chat_id, now + retry_after)
            return Verdict(retry_after)
        self._count(chat_id, now, is_group=is_group)
        return Verdict()

    def _chat_wait(self, chat_id: int, now: float) -> float:
        interval = self.limits.chat_interval_s
        if interval is None:
            return 0.0
        tolerance = interval * (self.limits.chat_burst - 1)
        return self._chat_due.get(chat_id, now) - tolerance - now

    def _group_wait(self, chat_id: int, now: float) -> float:
        limit = self.limits.group_per_minute
        window = self._groups.setdefault(chat_id, deque())
        return _window_wait(window, now, GROUP_WINDOW_S, limit)

    def _bot_wait(self, now: float) -> float:
        limit = self.limits.bot_per_second
        slack = None if limit is None else int(limit * self.limits.bot_slack)
        return _window_wait(self._bot, now, BOT_WINDOW_S, slack)

    def _count(self, chat_id: int, now: float, *, is_group: bool) -> None:
        interval = self.limits.chat_interval_s or 0.0
        self._chat_due[chat_id] = max(self._chat_due.get(chat_id, now), now) + interval
        self._bot.append(now)
        if is_group:
            self._groups[chat_id].append(now)


def _window_wait(window: deque[float], now: float, length: float, limit: int | None) -> float:
    """Return how long until the window that ends now has room, 0 when it has."""
    while window and window[0] <= now - length:
        window.popleft()
    if limit is None or len(window) < limit:
        return 0.0
    return window[len(window) - limit] + length - now
