"""Own the pages and health answers beside the feeds; the admin's pages are not here."""

from collections.abc import Sequence
from html import escape
from typing import Protocol

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from newsbot import __version__
from newsbot.domain.feed import Outline
from newsbot.errors import StoreError
from newsbot.web.auth import unguarded
from newsbot.web.metrics import CONTENT_TYPE, is_admitted, render_metrics

STYLE = (
    ":root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}"
    "body{max-width:44rem;margin:0 auto;padding:2rem 1rem}"
    "h1{font-size:1.6rem;margin:0 0 .25rem}h2{font-size:1.05rem;margin:2rem 0 .5rem}"
    "ul{list-style:none;padding:0;margin:0}li{padding:.4rem 0;border-top:1px solid #8884}"
    "li b{font-weight:600}small a{margin-left:.6rem}p{color:#777}"
)
"""The stylesheet of the public page; served as a file of its own (CSP without inline style)."""

SECURITY = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


class Pulse(Protocol):
    """Tell how the process is."""

    async def outlines(self) -> list[Outline]:
        """Return the public feeds."""

    async def troubles(self) -> list[str]:
        """Return a sentence for each thing that is not well. Raises `StoreError`."""

    async def counts(self) -> dict[str, dict[str, int]]:
        """Return how much is stored, by noun and state. Raises `StoreError`."""


class Pages:
    """Answer requests for everything but feeds."""

    def __init__(self, pulse: Pulse, metrics_token: str) -> None:
        self._pulse = pulse
        self._metrics_token = metrics_token

    async def home(self, request: Request) -> Response:
        """Show the public feeds."""
        del request
        try:
            outlines = await self._pulse.outlines()
        except StoreError:
            return PlainTextResponse(
                "The news cannot be read now. Try again.", 503, {"retry-after": "10", **SECURITY}
            )
        return HTMLResponse(home_page(outlines), headers=SECURITY)

    async def style(self, request: Request) -> Response:
        """Give the stylesheet."""
        del request
        return Response(STYLE, media_type="text/css", headers=SECURITY)

    async def live(self, request: Request) -> Response:
        """Say that the process lives; asks no database."""
        del request
        return JSONResponse({"status": "alive", "version": __version__})

    async def ready(self, request: Request) -> Response:
        """Say whether everything is well, else 503 with what is not."""
        del request
        try:
            troubles = await self._pulse.troubles()
        except StoreError as exc:
            troubles = [str(exc)]
        status = {"status": "not ready" if troubles else "ready", "troubles": troubles}
        return JSONResponse(status, 503 if troubles else 200)

    async def metrics(self, request: Request) -> Response:
        """Give counts by state to who bears the token."""
        if not is_admitted(request.headers.get("authorization", ""), self._metrics_token):
            return PlainTextResponse(
                "Metrics need a Bearer token: web.metrics_token.",
                401,
                {"www-authenticate": "Bearer", **SECURITY},
            )
        try:
            counts = await self._pulse.counts()
        except StoreError:
            counts = {}
        return Response(render_metrics(counts), media_type=CONTENT_TYPE)


async def missing(request: Request, exc: Exception) -> Response:
    """Say that there is no such page."""
    del request, exc
    return PlainTextResponse("There is no such page. See /", 404, SECURITY)


def build_site(
    pulse: Pulse, *, metrics_token: str = "", guarded: Sequence[BaseRoute] = ()
) -> Starlette:
    """Return the application for everything but feeds; without a token there are no metrics.

    `guarded` are the routes that stand behind the gate. Raises `RuntimeError` where one does not:
    nothing is served that nobody decided about.
    """
    pages = Pages(pulse, metrics_token)
    routes = [
        Route("/", pages.home),
        Route("/style.css", pages.style),
        Route("/health/live", pages.live),
        Route("/health/ready", pages.ready),
        Route("/metrics", pages.metrics),
        *guarded,
    ]
    if open_ := unguarded(routes):
        raise RuntimeError(f"routes without a word on who may use them: {', '.join(open_)}")
    return Starlette(routes=routes, exception_handlers={404: missing})


def home_page(outlines: Sequence[Outline]) -> str:
    """Return the public page: every public feed, found by readers and by people."""
    discovery = "".join(
        f'<link rel="alternate" type="application/{kind}+{syntax}" '
        f'title="{escape(one.title)}" href="{escape(_ending(one, ending))}">'
        for one in outlines
        for kind, syntax, ending in (
            ("rss", "xml", ".rss"),
            ("atom", "xml", ".atom"),
            ("feed", "json", ".json"),
        )
    )
    folders: dict[str, list[Outline]] = {}
    for one in outlines:
        folders.setdefault(one.folder[0] if one.folder else "News", []).append(one)
    lists = "".join(
        f"<h2>{escape(folder)}</h2><ul>{''.join(_line(one) for one in own)}</ul>"
        for folder, own in folders.items()
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>newsbot</title><link rel="stylesheet" href="style.css">{discovery}</head>'
        "<body><main><h1>newsbot</h1>"
        "<p>Copy an address into your feed reader, or take "
        '<a href="feeds.opml">all of them as OPML</a>.</p>'
        f"{lists}</main></body></html>"
    )


def _ending(one: Outline, ending: str) -> str:
    return one.xml_url.removesuffix(".rss") + ending


def _line(one: Outline) -> str:
    links = "".join(
        f'<a href="{escape(_ending(one, ending))}">{name}</a>'
        for name, ending in (("RSS", ".rss"), ("Atom", ".atom"), ("JSON", ".json"))
    )
    return f"<li><b>{escape(one.title)}</b> <small>{links}</small></li>"
