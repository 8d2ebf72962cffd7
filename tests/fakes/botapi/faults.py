"""Own what goes wrong on purpose, and when; it does not know how a server answers."""

import random
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase

from tests.fakes.botapi.replies import Json


class Action(StrEnum):
    """Name what happens to a call; `*_AFTER` and GARBLE happen once the call was accepted."""

    REPLY = "reply"
    """Answer with `status` and `description`; nothing is accepted."""
    SLOW = "slow"
    """Wait `delay_s`, then go on as usual."""
    HANG_BEFORE = "hang_before"
    """Accept nothing and never answer."""
    HANG_AFTER = "hang_after"
    """Accept and never answer."""
    CLOSE_BEFORE = "close_before"
    """Reset the connection; nothing is accepted."""
    CLOSE_AFTER = "close_after"
    """Accept, then reset the connection."""
    FAIL_AFTER = "fail_after"
    """Accept, then answer with `status` and `description`."""
    DRIP_AFTER = "drip_after"
    """Accept, then send an answer that never ends, a byte each `delay_s`."""
    GARBLE = "garble"
    """Accept, then answer with a body that is no JSON."""


BEFORE = frozenset({Action.REPLY, Action.HANG_BEFORE, Action.CLOSE_BEFORE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Say which calls go wrong and how.

    `method` may hold `*`; `chat` is the chat_id as text, "" for any. Of the calls that fit,
    `skip` pass first, then each is hit with `probability` until `times` (None: for ever).
    """

    action: Action = Action.REPLY
    method: str = "send*"
    chat: str = ""
    skip: int = 0
    times: int | None = None
    probability: float = 1.0
    status: int = 500
    description: str = "Internal Server Error"
    retry_after: int = 0
    migrate_to: int = 0
    delay_s: float = 0.0

    @classmethod
    def from_json(cls, shape: Json) -> "Fault":
        """Return a fault from its JSON form, whose keys are the fields' names."""
        return cls(**shape | {"action": Action(shape.get("action", "reply"))})

    def fits(self, method: str, chat: str) -> bool:
        """Say whether the call is one that this fault is about."""
        return fnmatchcase(method, self.method) and self.chat in {"", chat}


@dataclass(slots=True)
class _Armed:
    fault: Fault
    seen: int = 0
    hits: int = 0


@dataclass(slots=True)
class Faults:
    """Choose the fault of each call; the same seed and calls give the same faults."""

    seed: int = 0
    _armed: list[_Armed] = field(default_factory=list)
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def add(self, fault: Fault) -> None:
        """Arm a fault; the first one that fits a call is taken."""
        self._armed.append(_Armed(fault))

    def clear(self) -> None:
        """Disarm all faults."""
        self._armed.clear()

    def pick(self, method: str, chat: str) -> Fault | None:
        """Return what happens to this call, None when it goes well."""
        picked = None
        for armed in self._armed:
            fault = armed.fault
            if not fault.fits(method, chat):
                continue
            armed.seen += 1
            used_up = fault.times is not None and armed.hits >= fault.times
            if picked or armed.seen <= fault.skip or used_up:
                continue
            if fault.probability >= 1 or self._random.random() < fault.probability:
                armed.hits += 1
                picked = fault
        return picked
