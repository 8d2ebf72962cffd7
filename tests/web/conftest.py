"""Give web tests a hash that costs nothing: what is tested is who may, not how long it takes."""

import pytest
from argon2 import PasswordHasher

from newsbot.services import passwords


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    nobody = hasher.hash("nobody")
    monkeypatch.setattr(passwords, "_hasher", lambda: hasher)
    monkeypatch.setattr(passwords, "_nobody", lambda: nobody)
