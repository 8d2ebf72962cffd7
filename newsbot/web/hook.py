"""Own the door through which Telegram calls with updates; what becomes of one is its taker's.

It stands before the pages as plain ASGI. Who calls is known by the secret alone
(https://core.telegram.org/bots/api#setwebhook): it is compared in constant time, and without it
nothing of the body is read.
"""

import hmac
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

from starlette.types import ASGIApp, Receive, Scope, Send

from newsbot.errors import StoreError

HOOK_PATH: Final = "/telegram/updates"
SECRET_HEADER: Final = b"x-telegram-bot-api-secret-token"
MAX_BODY_BYTES: Final = 1024 * 1024
"""An update holds one message of 4,096 characters and what it answers; this is far above that."""

RETRY_S: Final = b"5"

TakeUpdate = Callable[[dict[str, Any]], Awaitable[None]]
"""Take one update as Telegram sent it, at most once by its number. Raises `StoreError`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """Hold what Telegram must show, and who takes what it brings."""

    secret: str
    take: TakeUpdate

    def __post_init__(self) -> None:
        if not self.secret:
            raise ValueError("a webhook without a secret lets anybody speak for Telegram")


class HookDoor:
    """Answer at the hook's path, and let all else through."""

    def __init__(self, hook: Hook, inner: ASGIApp) -> None:
        self._hook = hook
        self._inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["path"] != HOOK_PATH:
            await self._inner(scope, receive, send)
            return
        status, headers = await self._status(scope, receive)
        await send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [(b"content-length", b"0"), (b"cache-control", b"no-store"), *headers],
            }
        )
        await send({"type": "http.response.body", "body": b""})

    async def _status(
        self, scope: Scope, receive: Receive
    ) -> tuple[int, list[tuple[bytes, bytes]]]:
        """Return how a call ended; all but a 2xx is repeated by Telegram."""
        if scope["method"] != "POST":
            return 405, [(b"allow", b"POST")]
        if not self._is_telegram(scope):
            return 403, []
        body = await _read(receive)
        if body is None:
            return 413, []
        try:
            update = json.loads(body)
        except ValueError:
            return 400, []
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return 400, []
        try:
            await self._hook.take(update)
        except StoreError:
            return 503, [(b"retry-after", RETRY_S)]
        return 200, []

    def _is_telegram(self, scope: Scope) -> bool:
        shown = [value for name, value in scope["headers"] if name.lower() == SECRET_HEADER]
        return len(shown) == 1 and hmac.compare_digest(shown[0], self._hook.secret.encode())


def behind_hook(hook: Hook | None, inner: ASGIApp) -> ASGIApp:
    """Return the application with the hook's door before it, when there is one."""
    return inner if hook is None else HookDoor(hook, inner)


async def _read(receive: Receive) -> bytes | None:
    """Return the body, None when it is too long or its sender left."""
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += bytes(message.get("body", b""))
        if len(body) > MAX_BODY_BYTES:
            return None
        if not message.get("more_body"):
            return body
