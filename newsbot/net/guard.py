"""Own the guard on every way out: URL, port, and each address at the moment of connecting (G9).

It holds no connection. The check sits where the socket is made, so a name that resolves
differently a second time, a redirect or a literal cannot get around it.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from newsbot.errors import Blocked
from newsbot.net.addresses import AllowEntry, is_permitted

AddrInfo = tuple[int, int, int, str, tuple[str | int | bytes, ...]]
"""What `socket.getaddrinfo` answers with: family, type, protocol, canonical name, address."""

Lookup = Callable[[str, int], Sequence[AddrInfo]]

WEB_PORTS: Final = frozenset({80, 443})
FIRST_FREE_PORT: Final = 1024
"""Below it only the web's own ports are served; what else listens there is no news."""

BAD_PORTS: Final = frozenset(
    {
        *(1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6679, 6697, 10080),
        *range(6665, 6670),
    }
)
"""Ports of other protocols that no browser fetches from (WHATWG Fetch, "bad port")."""

RESOLVER_THREADS: Final = 32
"""Names that hang each hold a thread; this many leave room for the others (G7)."""


@dataclass(slots=True)
class Passage:
    """Hold what the guard knows of one request: whom it is for and which addresses it refused."""

    host: str
    refused: list[str] = field(default_factory=list)
    tried: int = 0


_passage: ContextVar[Passage | None] = ContextVar("newsbot_net_passage", default=None)


class UnsafeAddress(OSError):
    """Stop a connection before its first packet. The client turns it into `Blocked`."""


class AddressGuard:
    """Judge URLs and addresses by the rules and by what the admin allows."""

    def __init__(self, allow: Sequence[AllowEntry] = ()) -> None:
        self._allow = tuple(allow)

    def check_url(self, text: str) -> URL:
        """Return the URL as it will be requested. Raises `Blocked` with the reason."""
        try:
            url = URL(text.strip())
            port = url.port
        except (ValueError, TypeError) as exc:
            raise Blocked("The address is no valid URL; check its spelling.") from exc
        host = (url.host or "").lower()
        if url.scheme not in {"http", "https"} or not host or port is None:
            raise Blocked("Only addresses that begin with http:// or https:// can be fetched.")
        self._check_port(host, port)
        if (literal := _literal(host)) is not None and not is_permitted(
            literal, port, host, self._allow
        ):
            raise Blocked(f"{host} is not a public address. {_HOW_TO_ALLOW}")
        return url

    @contextmanager
    def passage(self, url: URL) -> Iterator[Passage]:
        """Tell the guard, for the time of one request, which host the sockets are made for."""
        entry = Passage((url.host or "").lower())
        token = _passage.set(entry)
        try:
            yield entry
        finally:
            _passage.reset(token)

    def make_socket(self, info: AddrInfo) -> socket.socket:
        """Make the socket for one resolved address. Raises `UnsafeAddress` (socket_factory)."""
        family, kind, protocol, _, sockaddr = info
        entry = _passage.get()
        host = entry.host if entry is not None else ""
        text, port = str(sockaddr[0]), int(sockaddr[1])
        try:
            address = ipaddress.ip_address(text)
        except ValueError as exc:
            raise UnsafeAddress("unreadable address") from exc
        if not is_permitted(address, port, host, self._allow):
            if entry is not None:
                entry.refused.append(text)
            raise UnsafeAddress("not a public address")
        if entry is not None:
            entry.tried += 1
        return socket.socket(family, kind, protocol)

    def _check_port(self, host: str, port: int) -> None:
        """Refuse ports that do not serve the web, unless an allow entry names the port."""
        if port in WEB_PORTS or (port >= FIRST_FREE_PORT and port not in BAD_PORTS):
            return
        literal = _literal(host)
        for entry in self._allow:
            if entry.port != port:
                continue
            if entry.host == host or (literal is not None and entry.covers(literal, port, host)):
                return
        raise Blocked(f"Port {port} of {host} is not for the web. {_HOW_TO_ALLOW}")


_HOW_TO_ALLOW: Final = "If it is yours, the administrator can permit it in NEWSBOT_NET_ALLOW."


def blocked_host(host: str) -> Blocked:
    """Return the error for a name that leads to no public address."""
    return Blocked(f"{host} leads to an address that is not public. {_HOW_TO_ALLOW}")


class Resolver(AbstractResolver):
    """Resolve names in threads of its own, so that a dead DNS server holds up nothing else."""

    def __init__(self, lookup: Lookup | None = None) -> None:
        self._lookup = lookup or _system_lookup
        self._threads = ThreadPoolExecutor(RESOLVER_THREADS, thread_name_prefix="newsbot-dns")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Return every address of `host`; the guard judges them one by one when connecting."""
        loop = asyncio.get_running_loop()
        infos = await loop.run_in_executor(self._threads, partial(self._lookup, host, port))
        return [
            ResolveResult(
                hostname=host,
                host=str(address[0]),
                port=port,
                family=info_family,
                proto=protocol,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for info_family, _, protocol, _, address in infos
            if family in {socket.AF_UNSPEC, info_family}
        ]

    async def close(self) -> None:
        """Let the threads go; a lookup that hangs is not waited for."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _system_lookup(host: str, port: int) -> Sequence[AddrInfo]:
    """Ask the system's resolver."""
    return [
        (family, kind, protocol, name, tuple(address))
        for family, kind, protocol, name, address in socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )
    ]


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the address that `host` spells, None for a name.

    The old spellings (`127.1`, `0x7f000001`, `2130706433`, `0177.0.0.1`) are read as the system
    would read them.
    """
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    if host.rstrip(".").rpartition(".")[2][:1].isdigit():
        try:
            return ipaddress.IPv4Address(socket.inet_aton(host.rstrip(".")))
        except OSError:
            return None
    return None
