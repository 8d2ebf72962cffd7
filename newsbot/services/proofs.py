"""Own random tokens and their digests; whom a token belongs to is asked of the database."""

import hashlib
import secrets

TOKEN_BYTES = 32
"""256 random bits: nobody guesses one, so a plain digest is enough to store."""

RECOVERY_CODES = 10
RECOVERY_BYTES = 10
"""80 bits: 16 letters that a person can copy from paper."""

KEY_START = "nbk_"
"""API keys are known by it to scanners that look for leaked secrets."""

HINT_CHARS = 8


def new_token() -> str:
    """Return a token for a session or a link."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_key() -> str:
    """Return an API key."""
    return KEY_START + secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def new_recovery_codes() -> list[str]:
    """Return codes that each open the second door once, in groups of four letters."""
    import base64

    made = []
    for _ in range(RECOVERY_CODES):
        letters = base64.b32encode(secrets.token_bytes(RECOVERY_BYTES)).decode().lower()
        made.append("-".join(letters[at : at + 4] for at in range(0, len(letters), 4)))
    return made


def recovery_digest(code: str) -> str:
    """Return what is stored of a recovery code, however it was typed."""
    return digest("".join(code.split()).replace("-", "").lower())
