"""Own the Alert, the recorded decision that a subscription must hear of a story, and its states."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from newsbot.domain.rule import Evidence


class AlertState(StrEnum):
    """Name where an alert stands (G2): three states are open, the others are ends."""

    PENDING = "pending"
    HELD = "held"
    SENDING = "sending"
    SENT = "sent"
    MERGED = "merged"
    DIGESTED = "digested"
    MUTED = "muted"
    SUPPRESSED = "suppressed"
    CANCELLED = "cancelled"
    DEAD = "dead"
    UNCERTAIN = "uncertain"


OPEN_STATES = frozenset({AlertState.PENDING, AlertState.HELD, AlertState.SENDING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Hold one alert; unique for (subscription, story). Evidence is what was shown at the time."""

    id: int
    subscription_id: int
    story_id: int
    article_id: int
    rule_id: int
    rule_version: int
    rule_name: str
    evidence: tuple[Evidence, ...]
    state: AlertState
    reason: str
    created_at: datetime
