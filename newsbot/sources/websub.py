"""Own the subscriber's side of WebSub (W3C Recommendation, 2018) as far as it is pure.

The hub's answers and what is stored belong to the callers.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal
from urllib.parse import urlencode

Mode = Literal["subscribe", "unsubscribe"]

DEFAULT_LEASE: Final = timedelta(days=10)
"""What hubs give by default; a renewal is due well before its end."""

RENEW_AT: Final = 0.8
"""The part of a lease after which it is renewed."""

MAX_SECRET_BYTES: Final = 200
"""Section 5.1: a secret is less than 200 bytes long."""

_METHODS: Final = ("sha1", "sha256", "sha384", "sha512")
"""The methods that a hub may sign by (section 7.1)."""


CALLBACK_CHARS: Final = 32
"""128 bits of a keyed hash: nobody guesses the address at which a hub calls (section 7.4)."""


def callback_path(key: str, source_id: int) -> str:
    """Return the path of a source's callback, which cannot be guessed without our key."""
    return f"/websub/{source_id}/{_keyed(key, 'callback', str(source_id))[:CALLBACK_CHARS]}"


def is_callback(key: str, source_id: int, token: str) -> bool:
    """Return whether `token` is that of the source's callback. Compares in constant time."""
    expected = _keyed(key, "callback", str(source_id))[:CALLBACK_CHARS]
    return hmac.compare_digest(expected.encode(), token.encode("utf-8", "replace"))


def hub_secret(key: str, source_id: int, hub: str, topic: str) -> str:
    """Return the secret by which one hub signs one topic for one source; no other hub knows it."""
    return _keyed(key, "secret", str(source_id), hub, topic)


def _keyed(key: str, *parts: str) -> str:
    message = "\0".join(parts).encode("utf-8", "replace")
    return hmac.new(key.encode(), message, hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """Answer a hub's verification: echo `challenge` with status 200; keep the lease."""

    challenge: str
    lease: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """Report that the hub refuses the subscription, with its reason."""

    reason: str


def subscription_form(
    *,
    mode: Mode,
    topic: str,
    callback: str,
    secret: str = "",
    lease: timedelta = DEFAULT_LEASE,
) -> bytes:
    """Return the form that asks a hub for a subscription (section 5.1).

    Raises ValueError for a secret that no hub takes.
    """
    if len(secret.encode()) >= MAX_SECRET_BYTES:
        raise ValueError("a WebSub secret is shorter than 200 bytes")
    fields = {"hub.mode": mode, "hub.topic": topic, "hub.callback": callback}
    if mode == "subscribe":
        fields["hub.lease_seconds"] = str(int(lease.total_seconds()))
        if secret:
            fields["hub.secret"] = secret
    return urlencode(fields).encode("ascii")


def verify_intent(
    query: Mapping[str, str], *, topic: str, wanted: Mode | None
) -> Verified | Denied | None:
    """Judge the hub's question whether a request came from us (section 5.3).

    `topic` and `wanted` are what we asked for, None when nothing is open. None as the answer means
    404: somebody else asks, or for something else.
    """
    if query.get("hub.topic") != topic:
        return None
    mode = query.get("hub.mode", "")
    if mode == "denied":
        reason = query.get("hub.reason", "")[:500]
        return Denied(reason="".join(sign for sign in reason if sign.isprintable()))
    challenge = query.get("hub.challenge", "")
    if wanted is None or mode != wanted or not challenge:
        return None
    seconds = query.get("hub.lease_seconds", "")
    known = seconds.isascii() and seconds.isdigit() and int(seconds[:10]) > 0
    lease = timedelta(seconds=int(seconds[:10])) if known else DEFAULT_LEASE
    return Verified(challenge=challenge, lease=min(lease, timedelta(days=365)))


def is_signed(body: bytes, header: str, secret: str) -> bool:
    """Return whether `X-Hub-Signature` proves that the hub sent this body (section 7.1).

    Compares in constant time. What is not signed is to be answered with 2xx and thrown away.
    """
    method, _, stated = header.strip().partition("=")
    if not secret or method.lower() not in _METHODS:
        return False
    expected = hmac.new(secret.encode(), body, getattr(hashlib, method.lower())).hexdigest()
    return hmac.compare_digest(expected.encode(), stated.strip().lower().encode())


def renewal_after(lease: timedelta) -> timedelta:
    """Return how long after its verification a subscription is renewed."""
    return lease * RENEW_AT
