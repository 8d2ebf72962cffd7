"""Own how small values stand in JSON columns; it runs no statement."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from newsbot.domain.entry import Enclosure, Notice
from newsbot.domain.manners import Manners
from newsbot.domain.rhythm import Rhythm
from newsbot.domain.rule import Evidence


def dump_notices(notices: Iterable[Notice]) -> list[dict[str, str]]:
    """Return notices as JSON."""
    return [{"code": notice.code, "message": notice.message} for notice in notices]


def load_notices(stored: list[dict[str, str]]) -> tuple[Notice, ...]:
    """Return notices from JSON."""
    return tuple(Notice(code=one["code"], message=one["message"]) for one in stored)


def dump_enclosures(enclosures: Iterable[Enclosure]) -> list[dict[str, Any]]:
    """Return enclosures as JSON."""
    return [{"url": one.url, "type": one.type, "length": one.length} for one in enclosures]


def load_enclosures(stored: list[dict[str, Any]]) -> tuple[Enclosure, ...]:
    """Return enclosures from JSON."""
    return tuple(Enclosure(url=o["url"], type=o["type"], length=o["length"]) for o in stored)


def dump_evidence(evidence: Iterable[Evidence]) -> list[dict[str, Any]]:
    """Return evidence as JSON, the matched words included."""
    return [
        {"leaf": e.leaf, "field": e.field, "start": e.start, "end": e.end, "text": e.text}
        for e in evidence
    ]


def load_evidence(stored: list[dict[str, Any]]) -> tuple[Evidence, ...]:
    """Return evidence from JSON."""
    return tuple(Evidence(**one) for one in stored)


def dump_manners(manners: Manners) -> dict[str, Any]:
    """Return a source's wishes as JSON, {} for none."""
    found: dict[str, Any] = {}
    if manners.ttl is not None:
        found["ttl_s"] = int(manners.ttl.total_seconds())
    if manners.skip_hours:
        found["skip_hours"] = sorted(manners.skip_hours)
    if manners.skip_days:
        found["skip_days"] = sorted(manners.skip_days)
    return found


def load_manners(stored: dict[str, Any]) -> Manners:
    """Return a source's wishes from JSON."""
    if not stored:
        return Manners()
    ttl_s = stored.get("ttl_s")
    return Manners(
        ttl=None if ttl_s is None else timedelta(seconds=ttl_s),
        skip_hours=frozenset(stored.get("skip_hours", ())),
        skip_days=frozenset(stored.get("skip_days", ())),
    )


def dump_rhythm(rhythm: Rhythm) -> dict[str, Any]:
    """Return a rhythm as JSON, {} for none."""
    if not rhythm.times:
        return {}
    return {
        "since": rhythm.since,
        "times": list(rhythm.times),
        "pauses": [list(one) for one in rhythm.pauses],
    }


def load_rhythm(stored: dict[str, Any]) -> Rhythm:
    """Return a rhythm from JSON."""
    if not stored:
        return Rhythm()
    return Rhythm(
        since=stored["since"],
        times=tuple(stored["times"]),
        pauses=tuple((end, length) for end, length in stored["pauses"]),
    )
