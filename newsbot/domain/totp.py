"""Own one-time codes of the second factor (RFC 6238 over RFC 4226); it keeps no secret."""

import base64
import hmac
import struct
from datetime import datetime
from urllib.parse import quote

STEP_S = 30
"""Seconds that a code is shown; what authenticator programs assume (RFC 6238, 4.1)."""

DIGITS = 6
SECRET_BYTES = 20
"""As long as the output of SHA-1 (RFC 4226, 4: 160 bits)."""

DRIFT = 1
"""Steps that a telephone's clock may be early or late (RFC 6238, 5.2)."""


def code(secret: bytes, step: int) -> str:
    """Return the code of a time step (RFC 4226, 5.3)."""
    digest = hmac.digest(secret, struct.pack(">Q", step), "sha1")
    (number,) = struct.unpack_from(">I", digest, digest[-1] & 0x0F)
    return str((number & 0x7FFF_FFFF) % 10**DIGITS).zfill(DIGITS)


def accepted_step(secret: bytes, given: str, now: datetime, *, after: int) -> int | None:
    """Return the time step of a right code, None for a wrong one.

    Steps up to `after` are spent: a code that somebody saw opens nothing twice (RFC 6238, 5.2).
    """
    present = int(now.timestamp()) // STEP_S
    found: int | None = None
    for step in range(present - DRIFT, present + DRIFT + 1):
        same = hmac.compare_digest(code(secret, step).encode(), given.encode("utf-8", "replace"))
        if same and step > after:
            found = step
    return found


def spelled(secret: bytes) -> str:
    """Return a secret as people type it into an authenticator: base32 without padding."""
    return base64.b32encode(secret).decode().rstrip("=")


def address(secret: bytes, *, account: str, issuer: str) -> str:
    """Return the otpauth: address that authenticators read from a picture."""
    label = quote(f"{issuer}:{account}", safe="")
    return (
        f"otpauth://totp/{label}?secret={spelled(secret)}&issuer={quote(issuer, safe='')}"
        f"&algorithm=SHA1&digits={DIGITS}&period={STEP_S}"
    )
