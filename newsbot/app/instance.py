"""Own the identity of a running process: its clock, and the name under which it leases rows."""

import fcntl
import hashlib
import os
import secrets
import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from newsbot.domain.lease import Holder
from newsbot.errors import StoreError

INSTANCES = 64
"""Processes of one host that may share a data folder; far more than make sense."""


class SystemClock:
    """Tell the system's time. Fits `domain.ports.Clock`."""

    def now(self) -> datetime:
        """Return the present as aware UTC."""
        return datetime.now(UTC)


class Instance:
    """Hold a numbered place in the data folder: the same number after a restart.

    That is how a process knows at its start which leases are its own former life's (G4).
    """

    def __init__(self, data_dir: Path) -> None:
        self._lock, number = _lock_free_number(data_dir)
        where = hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()[:8]
        name = f"{socket.gethostname()}:{where}:{number}"
        self.holder = Holder(name=name, life=secrets.token_hex(6))

    def close(self) -> None:
        """Give the number back."""
        self._lock.close()


def _lock_free_number(data_dir: Path) -> tuple[IO[bytes], int]:
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        for number in range(INSTANCES):
            lock = (data_dir / f"instance-{number}.lock").open("ab")
            try:
                fcntl.flock(lock.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.close()
                continue
            os.set_inheritable(lock.fileno(), False)
            return lock, number
    except OSError as exc:
        raise StoreError(
            f"the data folder {data_dir} cannot be used: {exc.strerror}; "
            "choose another with NEWSBOT_DATA_DIR"
        ) from exc
    raise StoreError(f"{INSTANCES} processes use {data_dir} already; stop one or take another")


def is_in_use(data_dir: Path) -> bool:
    """Say whether another process works with this data folder now."""
    for path in data_dir.glob("instance-*.lock"):
        with path.open("ab") as lock:
            try:
                fcntl.flock(lock.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
    return False
