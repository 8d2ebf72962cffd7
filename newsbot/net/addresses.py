"""Own the question which addresses may be connected to (G9); it resolves and connects nothing.

Only global unicast passes. The tables are our own: Python 3.11's `is_global` answers True for
6to4, NAT64 and multicast, and its answers change between releases.
"""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from newsbot.errors import ConfigError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_CLOSED_V4: Final = tuple(
    ipaddress.IPv4Network(text)
    for text in (
        # IANA IPv4 special-purpose address registry, all that is not globally reachable
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        # Azure's host service: a public number that only the machine beneath answers
        "168.63.129.16/32",
    )
)

_GLOBAL_V6: Final = ipaddress.IPv6Network("2000::/3")
"""The only block from which IANA hands out global unicast (IPv6 address space registry)."""

_CLOSED_V6: Final = tuple(
    ipaddress.IPv6Network(text)
    for text in (
        "2001::/23",  # Teredo, benchmarking, ORCHID and other protocol assignments
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: carries any IPv4 address, private ones too
        "3fff::/20",  # documentation (RFC 9637)
    )
)

_PORT_LIMIT: Final = 65535

_ENTRY_WITH_PORT = re.compile(r"(?P<place>\[[^\]]+\]|[^:]+|.*/\d+):(?P<port>\d{1,5})", re.ASCII)
_HOST_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowEntry:
    """Permit what is not public: a `host` by name or a `network`, on `port` or on any port."""

    host: str = ""
    network: Network | None = None
    port: int | None = None

    def covers(self, address: Address, port: int, host: str) -> bool:
        """Return whether a connection to `address`, reached under the name `host`, is meant."""
        if self.port is not None and self.port != port:
            return False
        if self.network is not None:
            return address.version == self.network.version and address in self.network
        return self.host == host


def parse_allow(text: str) -> tuple[AllowEntry, ...]:
    """Read `host|address|CIDR[:port]`, separated by commas (NEWSBOT_NET_ALLOW).

    An IPv6 address or block with a port stands in brackets. Raises `ConfigError`.
    """
    return tuple(_parse_entry(part.strip()) for part in text.split(",") if part.strip())


def _parse_entry(text: str) -> AllowEntry:
    """Read one entry. Raises `ConfigError` that shows the right forms."""
    place, port = text.lower(), None
    if match := _ENTRY_WITH_PORT.fullmatch(place):
        place, port = match["place"], int(match["port"])
    if place.startswith("[") and place.endswith("]"):
        place = place[1:-1]
    if port is None or 0 < port <= _PORT_LIMIT:
        try:
            return AllowEntry(network=ipaddress.ip_network(place), port=port)
        except ValueError:
            if "/" not in place and ":" not in place and _HOST_NAME.fullmatch(place):
                return AllowEntry(host=place, port=port)
    raise ConfigError(
        f"NEWSBOT_NET_ALLOW: {text!r} is no host, address or network. Right forms are "
        "intranet.example, 10.1.2.3:8080, 10.1.0.0/16 and [fd00::1]:80; a network has no bits "
        "set behind its prefix."
    )


def unwrap(address: Address) -> Address:
    """Return the IPv4 address inside an IPv4-mapped one, where the system connects to."""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def is_global_unicast(address: Address) -> bool:
    """Return whether `address` is public. NAT64, 6to4, Teredo and zone ids are never."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _CLOSED_V4)
    if address.ipv4_mapped is not None:
        return is_global_unicast(address.ipv4_mapped)
    if address.scope_id is not None or address not in _GLOBAL_V6:
        return False
    return not any(address in network for network in _CLOSED_V6)


def is_permitted(address: Address, port: int, host: str, allow: Iterable[AllowEntry]) -> bool:
    """Return whether newsbot may connect to `address`, which `host` led to, on `port`."""
    if is_global_unicast(address):
        return True
    inner = unwrap(address)
    if isinstance(inner, ipaddress.IPv6Address) and inner.scope_id is not None:
        return False
    return any(entry.covers(inner, port, host) for entry in allow)
