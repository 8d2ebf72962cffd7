"""Own how a page is made: the templates, what they may call, the static files, the headers.

It knows no page: what is shown comes in as values. Everything that a browser loads comes from
here; the content security policy allows nothing else.
"""

import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib import resources
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from newsbot.web.pages import texts
from newsbot.web.pages.texts import gettext as _

ADMIN: Final = "/admin"
"""Where the pages live below the public address."""

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final[Mapping[str, str]] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
"""Sent with every page: what only the admin may see is kept by no cache (G10)."""

FOR_EVER: Final = "public, max-age=31536000, immutable"
"""Static files carry a digest in their address: another content is another address."""

DIGEST_CHARS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticFile:
    """Hold a file as it is sent."""

    body: bytes = field(repr=False)
    media_type: str
    digest: str


@lru_cache(maxsize=1)
def static_files() -> dict[str, StaticFile]:
    """Return every static file of the package by its name; they are few and small."""
    found: dict[str, StaticFile] = {}
    for each in resources.files("newsbot.web").joinpath("static").iterdir():
        if not each.is_file():
            continue
        body = each.read_bytes()
        media_type = mimetypes.guess_type(each.name)[0] or "text/plain"
        digest = hashlib.sha256(body).hexdigest()[:DIGEST_CHARS]
        found[each.name] = StaticFile(body=body, media_type=media_type, digest=digest)
    return found


async def serve_static(request: Request) -> Response:
    """Give a static file; anybody may have it."""
    found = static_files().get(request.path_params["name"])
    if found is None:
        return PlainTextResponse("There is no such file.", 404, dict(HEADERS))
    headers = {**HEADERS, "cache-control": FOR_EVER, "etag": f'"{found.digest}"'}
    return Response(found.body, media_type=found.media_type, headers=headers)


class Looks:
    """Render templates; `prefix` is the path of the public address before `/admin`."""

    def __init__(self, prefix: str = "") -> None:
        self.root = f"{prefix.rstrip('/')}{ADMIN}"
        self.prefix = prefix.rstrip("/")
        self._templates = Environment(
            loader=PackageLoader("newsbot.web", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        self._templates.install_gettext_callables(  # type: ignore[attr-defined]  # by the extension
            texts.gettext, texts.ngettext, newstyle=True
        )
        self._templates.globals |= {
            "url": self.url,
            "asset": self.asset,
            "counted": texts.counted,
            "language": texts.LANGUAGE,
        }
        self._templates.filters |= {
            "ago": ago,
            "utc": utc,
            "span": span,
            "figure": figure,
            "state_tone": state_tone,
        }

    def url(self, path: str) -> str:
        """Return the address of a page from its path below `/admin`, host left out (G19)."""
        return f"{self.root}/{path}" if path else self.root

    def asset(self, name: str) -> str:
        """Return the address of a static file as it is now."""
        return f"{self.root}/static/{name}?{static_files()[name].digest}"

    def render(self, template: str, values: Mapping[str, Any], *, status: int = 200) -> Response:
        """Return a page or a part of one."""
        body = self._templates.get_template(template).render(values)
        return HTMLResponse(body, status, dict(HEADERS))


def utc(moment: datetime) -> str:
    """Return a time in full."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


_STEPS: Final = (
    (timedelta(days=1), "d"),
    (timedelta(hours=1), "h"),
    (timedelta(minutes=1), "min"),
)
_FAR: Final = timedelta(days=30)
"""From here on a date says more than a number of days."""


def span(length: timedelta) -> str:
    """Return a length of time in its largest unit: 40 s, 5 min, 3 h, 12 d."""
    length = abs(length)
    for step, unit in _STEPS:
        if length >= step:
            return f"{round(length / step)} {unit}"
    return f"{length.total_seconds():.0f} s"


@pass_context
def ago(context: Context, moment: datetime) -> str:
    """Return how long ago a time is, or how far ahead."""
    distance = context["now"] - moment
    if abs(distance) >= _FAR:
        return f"{moment:%Y-%m-%d}"
    if timedelta(0) > distance > timedelta(seconds=-1):
        distance = timedelta(0)
    if distance < timedelta(0):
        return _("in %(time)s") % {"time": span(distance)}
    return _("%(time)s ago") % {"time": span(distance)}


def figure(number: float) -> str:
    """Return a number as people read it: 0.3, 7, 2,310."""
    if number and abs(number) < 10 and number != int(number):  # noqa: PLR2004 - one figure is enough above
        return f"{number:.1f}"
    return f"{number:,.0f}"


_GOOD: Final = frozenset({"sent", "merged", "digested"})
_BAD: Final = frozenset({"dead", "uncertain"})


def state_tone(state: str) -> str:
    """Return the tone of an alert's or delivery's state; its word is always shown beside it."""
    return "good" if state in _GOOD else "bad" if state in _BAD else ""
