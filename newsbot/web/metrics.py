"""Own the Prometheus page: counts by state, never a label for each source or person."""

import hmac
from collections.abc import Mapping

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class _Counts(Collector):
    """Give what was counted in the database a moment ago."""

    def __init__(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        self._counts = counts

    def collect(self) -> list[GaugeMetricFamily]:
        families: list[GaugeMetricFamily] = []
        for noun, by_state in self._counts.items():
            family = GaugeMetricFamily(
                f"newsbot_{noun}", f"How many {noun} are stored, by state.", labels=["state"]
            )
            for state, count in sorted(by_state.items()):
                family.add_metric([state], count)
            families.append(family)
        return families


def render_metrics(counts: Mapping[str, Mapping[str, int]]) -> bytes:
    """Return the page for counts of nouns by state."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Counts(counts))
    return generate_latest(registry)


def is_admitted(authorization: str, token: str) -> bool:
    """Say whether a request bears the token; compared in constant time, closed without one."""
    scheme, _, given = authorization.partition(" ")
    return (
        bool(token)
        and scheme.lower() == "bearer"
        and hmac.compare_digest(given.strip().encode(), token.encode())
    )
