"""Own how the first admin learns the set-up link: on the terminal, else in a file of the owner's.

It writes no log line: whoever reads the log would be admin.
"""

import contextlib
import os
import secrets
from pathlib import Path

from newsbot.app.composition import App
from newsbot.errors import Conflict, StoreError
from newsbot.services import factors

FILE = "setup-link.txt"
OWNER_ONLY = 0o600


async def invite(app: App, base_url: str, *, at_terminal: bool) -> str:
    """Return the line that tells where to set up the first admin, "" where there is one."""
    path = app.settings.data_dir / FILE
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)  # a link that is over tells nobody anything
    desk = app.desk(actor="newsbot", door="start")
    if await factors.has_users(desk):
        return ""
    try:
        token = await factors.make_link(desk)
    except Conflict:  # somebody was quicker
        return ""
    link = setup_address(base_url, token)
    if at_terminal:
        return f"set up:  {link}\n         (within 15 minutes; it makes you the first admin)"
    _write(path, link)
    return f"set up:  open the link in {path} within 15 minutes"


def setup_address(base_url: str, token: str) -> str:
    """Return the address of a set-up link."""
    return f"{base_url}/admin/setup/{token}"


def _write(path: Path, link: str) -> None:
    """Write a file that nobody but its owner can read, from its first byte on."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        made = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        with os.fdopen(made, "w", encoding="utf-8") as file:
            file.write(link + "\n")
        fresh.replace(path)  # another process that starts now has one of its own; both are good
    except OSError as exc:
        raise StoreError(
            f"the set-up link cannot be written to {path}: {exc.strerror}; "
            "make it with: newsbot users add NAME --role admin"
        ) from exc
