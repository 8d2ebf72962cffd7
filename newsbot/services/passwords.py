"""Own the hashing of passwords (Argon2id) and what a password must be; it stores none."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from newsbot.errors import Invalid

if TYPE_CHECKING:
    from argon2 import PasswordHasher

T = TypeVar("T")

SHORTEST = 12
"""Characters; beside a limit on attempts more rules help nobody (NIST SP 800-63B, 5.1.1.2)."""

LONGEST = 200
"""Longer ones would only make the hash a burden."""

COMMON = ("123456789012", "passwordpassword", "password1234", "qwertyuiop12", "administrator")
"""Long enough and on each list of common ones."""


@lru_cache(maxsize=1)
def _hasher() -> "PasswordHasher":
    """Return the hasher: 64 MiB, 3 passes (RFC 9106, 4: the second recommended option)."""
    from argon2 import PasswordHasher, profiles

    return PasswordHasher.from_parameters(profiles.RFC_9106_LOW_MEMORY)


@lru_cache(maxsize=1)
def _nobody() -> str:
    """Return the hash that unknown names are compared with, so that they take as long."""
    return _hasher().hash("nobody has this password")


@lru_cache(maxsize=1)
def _threads() -> ThreadPoolExecutor:
    """Return the threads that hash: each takes 64 MiB, so a flood of logins waits in line."""
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="passwords")


def check(password: str, name: str) -> str:
    """Return a password that may be set. Raises `Invalid` that says what it lacks."""
    if len(password) < SHORTEST:
        raise Invalid(f"the password is too short; take {SHORTEST} characters or more")
    if len(password) > LONGEST:
        raise Invalid(f"the password is longer than {LONGEST} characters")
    low = password.casefold()
    if low in COMMON or low == low[0] * len(low) or low in {name, name * 2}:
        raise Invalid("the password is easily guessed; take another one")
    return password


async def hashed(password: str) -> str:
    """Return the hash of a password, made away from the event loop."""
    return await _in_thread(lambda: _hasher().hash(_encoded(password)))


async def holds(password: str, known: str) -> tuple[bool, bool]:
    """Say whether a password is right, and whether it should be hashed anew.

    Without a known hash it is compared with nobody's, which takes as long.
    """

    def verify() -> tuple[bool, bool]:
        from argon2.exceptions import InvalidHashError, VerificationError

        nobody = _nobody()
        try:
            _hasher().verify(known or nobody, _encoded(password))
        except (VerificationError, InvalidHashError):
            return False, False
        return bool(known), bool(known) and _hasher().check_needs_rehash(known)

    return await _in_thread(verify)


async def _in_thread(work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(_threads(), work)


def _encoded(password: str) -> bytes:
    """Return the bytes that are hashed; what no text can be is replaced, not refused."""
    return password[: LONGEST + 1].encode("utf-8", "replace")
