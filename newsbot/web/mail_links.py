"""Own the pages behind the links in mails: yes to alerts, and no more of them (RFC 8058).

They stand before the other pages as plain ASGI. The link itself is the permission, so there is
neither login nor cookie; a GET changes nothing, since mail programs look at links by themselves.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from html import escape

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from newsbot.errors import StoreError

PREFIXES = ("/confirm/", "/unsubscribe/")

SECURITY = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "x-robots-tag": "noindex",
}

Word = Callable[[str], Awaitable[bool]]
"""Take the owner's word by a link's token; False for a link that is none of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailLinks:
    """Hold what becomes of the owner's word. Raises `StoreError`."""

    confirm: Word
    unsubscribe: Word


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """Hold what one page asks and what it says afterwards."""

    title: str
    text: str
    button: str
    done: str
    take: Word

    async def ask(self, request: Request) -> Response:
        """Show the button that gives the word; nothing has changed yet."""
        del request
        form = f'<form method="post"><button>{escape(self.button)}</button></form>'
        return _page(self.title, f"<p>{escape(self.text)}</p>{form}")

    async def answer(self, request: Request) -> Response:
        """Take the word, of a person on the page or of a mail program's button."""
        try:
            known = await self.take(request.path_params["token"])
        except StoreError:
            busy = "That cannot be noted now. Try again in a minute."
            return PlainTextResponse(busy, 503, {"retry-after": "60", **SECURITY})
        if not known:
            return _page(
                "Unknown link", "<p>This link is not known here, or not any more.</p>", 404
            )
        return _page(self.title, f"<p>{escape(self.done)}</p>")


def behind_mail_links(links: MailLinks, inner: ASGIApp) -> ASGIApp:
    """Return an application that answers the links in mails and lets all else through."""
    questions = {
        "confirm": _Question(
            title="News by mail",
            text="Do you want news alerts in this mailbox?",
            button="Yes, send them",
            done="Thank you. Alerts come to your mailbox; each has a link that ends them.",
            take=links.confirm,
        ),
        "unsubscribe": _Question(
            title="No more mail",
            text="Do you want no more alerts in this mailbox?",
            button="Unsubscribe",
            done="Done. No more alerts come to your mailbox.",
            take=links.unsubscribe,
        ),
    }
    pages = Starlette(
        routes=[
            Route(f"/{name}/{{token}}", handler, methods=methods)
            for name, one in questions.items()
            for handler, methods in ((one.ask, ["GET"]), (one.answer, ["POST"]))
        ]
    )

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        is_ours = scope["type"] == "http" and scope["path"].startswith(PREFIXES)
        await (pages if is_ours else inner)(scope, receive, send)

    return serve


def _page(title: str, body: str, status: int = 200) -> Response:
    return HTMLResponse(
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><link rel="stylesheet" href="/style.css"></head>'
        f"<body><main><h1>{escape(title)}</h1>{body}</main></body></html>",
        status,
        SECURITY,
    )
