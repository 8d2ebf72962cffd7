"""Own the demo's web server: pages and feeds of the invented outlets, on loopback only.

It polls nothing and knows no loop of the product; whoever runs the demo ties them together.
"""

import hashlib
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib import resources
from types import TracebackType
from typing import Final, Self

from aiohttp import web

from newsbot.demo.articles import FIRST_STAGE, LAST_STAGE, DemoOutlet, DemoPress, load_press
from newsbot.demo.feeds import FeedFile, render_feed
from newsbot.demo.fronts import render_archive, render_front, render_home
from newsbot.demo.pages import render_article
from newsbot.demo.pictures import PICTURE_TYPE, draw_picture
from newsbot.demo.wording import rfc822_date
from newsbot.errors import Conflict

HOST: Final = "127.0.0.1"
_MOST_READ: Final = 4
_SHUTDOWN_SECONDS: Final = 1.0
"""How long an answer under way may take when the site closes; each takes milliseconds."""

_SECURITY_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_ICON: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="7" fill="#1d5c7a"/>'
    '<path d="M7 9h18M7 16h18M7 23h11" stroke="#fff" stroke-width="3" stroke-linecap="round"/>'
    "</svg>\n"
)
_ROBOTS: Final = "User-agent: *\nAllow: /\n"


class DemoSite:
    """Serve the demo's news from loopback while its context is open.

    `now`, an aware time, dates all articles; `port` 0 takes any free port.
    """

    def __init__(self, *, now: datetime, port: int = 0) -> None:
        self.press: DemoPress = load_press(now)
        self.stage = FIRST_STAGE
        self._port = port
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Bind the port and serve. Raises `Conflict` when the port is taken."""
        runner = web.AppRunner(
            self._application(), access_log=None, shutdown_timeout=_SHUTDOWN_SECONDS
        )
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, self._port).start()
        except OSError as exc:
            await runner.cleanup()
            message = f"Port {self._port} on {HOST} cannot be used: {exc.strerror}. Choose another."
            raise Conflict(message) from exc
        self._runner = runner
        self._port = int(runner.addresses[0][1])
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def base_url(self) -> str:
        """Return the address of the home page without its slash; final once the site is open."""
        return f"http://{HOST}:{self._port}"

    @property
    def source_urls(self) -> tuple[str, ...]:
        """Return the feeds' addresses, one for each outlet of `press` in its order."""
        return tuple(self.base_url + outlet.feed_path for outlet in self.press.outlets)

    def grow(self) -> None:
        """Let the outlets publish their second day; once done, nothing more comes."""
        self.stage = LAST_STAGE

    def _application(self) -> web.Application:
        application = web.Application()
        application.on_response_prepare.append(_add_security_headers)
        application.add_routes(
            [
                web.get("/", self._home),
                web.get("/style.css", self._style),
                web.get("/icon.svg", self._icon),
                web.get("/robots.txt", self._robots),
                web.get("/{outlet}/", self._front),
                web.get("/{outlet}/archive", self._archive),
                web.get("/{outlet}/news/{slug}", self._article),
                web.get("/{outlet}/pictures/{slug}.svg", self._picture),
                web.get("/{outlet}/{document}", self._feed),
            ]
        )
        return application

    async def _home(self, _request: web.Request) -> web.Response:
        return _page(render_home(self.press, self.stage))

    async def _style(self, _request: web.Request) -> web.Response:
        sheet = resources.files("newsbot.demo").joinpath("style.css").read_text("utf-8")
        return web.Response(text=sheet, content_type="text/css")

    async def _icon(self, _request: web.Request) -> web.Response:
        return web.Response(text=_ICON, content_type=PICTURE_TYPE)

    async def _robots(self, _request: web.Request) -> web.Response:
        return web.Response(text=_ROBOTS)

    async def _front(self, request: web.Request) -> web.Response:
        outlet = self._outlet(request)
        articles = self.press.newest_first(outlet, self.stage)
        return _page(render_front(outlet, articles, self.press.now))

    async def _archive(self, request: web.Request) -> web.Response:
        return _page(render_archive(self._outlet(request), self.press.now))

    async def _article(self, request: web.Request) -> web.Response:
        outlet = self._outlet(request)
        articles = self.press.newest_first(outlet, self.stage)
        slug = request.match_info["slug"]
        for article in articles:
            if article.slug == slug:
                others = [other for other in articles if other is not article][:_MOST_READ]
                return _page(render_article(article, others, self.base_url, self.press.now))
        raise web.HTTPNotFound

    async def _picture(self, request: web.Request) -> web.Response:
        outlet, slug = self._outlet(request), request.match_info["slug"]
        known = {article.slug for article in self.press.newest_first(outlet, self.stage)}
        if slug not in known:
            raise web.HTTPNotFound
        return web.Response(text=draw_picture(slug), content_type=PICTURE_TYPE)

    async def _feed(self, request: web.Request) -> web.Response:
        outlet = self._outlet(request)
        if request.match_info["document"] != outlet.document:
            raise web.HTTPNotFound
        articles = self.press.newest_first(outlet, self.stage)
        return _conditional(request, render_feed(outlet, articles, self.base_url))

    def _outlet(self, request: web.Request) -> DemoOutlet:
        for outlet in self.press.outlets:
            if outlet.key == request.match_info["outlet"]:
                return outlet
        raise web.HTTPNotFound


async def _add_security_headers(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_SECURITY_HEADERS)


def _page(html: str) -> web.Response:
    return web.Response(text=html, content_type="text/html", charset="utf-8")


def _conditional(request: web.Request, feed: FeedFile) -> web.Response:
    """Answer with the feed, or with 304 when the reader has it (RFC 9110, 13.2.2)."""
    digest = hashlib.sha256(feed.body).hexdigest()[:32]
    headers = {
        "ETag": f'"{digest}"',
        "Last-Modified": rfc822_date(feed.modified),
        "Cache-Control": "no-cache",
    }
    if _is_known(request, digest, feed.modified):
        return web.Response(status=304, headers=headers)
    return web.Response(body=feed.body, headers={**headers, "Content-Type": feed.content_type})


def _is_known(request: web.Request, digest: str, modified: datetime) -> bool:
    """Say whether the reader's validators hold; If-None-Match counts before the date."""
    tags = request.if_none_match
    if tags is not None:
        return any(tag.value in {digest, "*"} for tag in tags)
    try:
        since = parsedate_to_datetime(request.headers.get("If-Modified-Since", ""))
    except ValueError:
        return False
    return modified <= (since if since.tzinfo else since.replace(tzinfo=UTC))
