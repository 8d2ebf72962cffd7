"""Own one visit of a page: who asks for what, and the few ways to answer. It knows no page."""

import json
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final, Protocol
from urllib.parse import quote, unquote, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from newsbot.db import Database
from newsbot.domain.account import Principal, Role
from newsbot.domain.entry import SourceDocument
from newsbot.domain.ports import Clock, Fetched, Fetcher
from newsbot.services.desk import Desk
from newsbot.services.feeds import Site
from newsbot.sources import PageSelectors
from newsbot.web.auth import desk_of
from newsbot.web.pages.forms import Form, as_number
from newsbot.web.pages.looks import HEADERS, Looks
from newsbot.web.pages.navigation import KEYS, navigation

FLASH: Final = "newsbot_flash"
"""Cookie that carries one sentence over the redirect after a form."""

FLASH_S: Final = 60
TONES: Final = frozenset({"good", "warn", "bad"})


class PageReader(Protocol):
    """Read what a source sent, by its kind."""

    async def read(self, fetched: Fetched) -> SourceDocument:
        """Parse and sanitise. Raises `Malformed`."""

    async def read_page(
        self, fetched: Fetched, selectors: PageSelectors | None = None
    ) -> SourceDocument:
        """Read the items of a web page. Raises `Malformed`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTools:
    """Hold what the pages need of the process: the store, the clock, the way out.

    `pages` fetches web pages and honours robots.txt, `fetcher` what states that it is a feed.
    """

    db: Database
    clock: Clock
    site: Site
    fetcher: Fetcher
    pages: Fetcher
    reader: PageReader
    interval: timedelta
    secure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Hold one request with who asks; `csrf` is what their forms must bring back (G19)."""

    request: Request
    tools: PageTools
    looks: Looks
    me: Principal
    csrf: str
    form: Form

    @property
    def desk(self) -> Desk:
        """Return the desk at which use cases of this person work."""
        return desk_of(self.request)

    @property
    def is_part(self) -> bool:
        """Say whether only a part of a page is asked for."""
        return self.request.headers.get("hx-request") == "true"

    def asked(self, name: str, default: str = "") -> str:
        """Return a parameter of the address."""
        return self.request.query_params.get(name, default).strip()

    def asked_number(self, name: str) -> int | None:
        """Return a number of the address, None where there is none. Raises `Invalid`."""
        return as_number(text) if (text := self.asked(name)) else None

    @property
    def id(self) -> int:
        """Return the id in the path."""
        return int(self.request.path_params["id"])

    def may(self, role: Role) -> bool:
        """Say whether this person may what the role may."""
        return self.me.may(role)

    def page(self, template: str, *, here: str = "", status: int = 200, **values: Any) -> Response:
        """Return a page in the frame; `here` is the navigation's entry that it belongs to."""
        flash = read_flash(self.request)
        answer = self.part(
            template, status=status, here=here, flash=flash, **_frame(self), **values
        )
        if flash is not None:
            answer.delete_cookie(FLASH, path=self.looks.root)
        return answer

    def part(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """Return a part of a page."""
        shared = {
            "now": self.tools.clock.now(),
            "me": self.me,
            "can_edit": self.may(Role.EDITOR),
            "is_admin": self.may(Role.ADMIN),
            "csrf_token": self.csrf,
        }
        return self.looks.render(template, {**shared, **values}, status=status)

    def to(self, path: str, told: str = "", *, tone: str = "good") -> Response:
        """Go to another page, and say there what was done."""
        answer: Response = RedirectResponse(
            self.looks.url(path), HTTPStatus.SEE_OTHER, dict(HEADERS)
        )
        if told:
            put_flash(answer, told, tone=tone, path=self.looks.root, secure=self.tools.secure)
        return answer

    def download(self, body: str | bytes, media_type: str, name: str) -> Response:
        """Return a file to be kept."""
        headers = {**HEADERS, "content-disposition": f'attachment; filename="{name}"'}
        return Response(body, media_type=media_type, headers=headers)

    def address(self, path: str, **parameters: object) -> str:
        """Return the address of a page with those parameters that say something."""
        given = {key: value for key, value in parameters.items() if value not in {None, ""}}
        query = urlencode(given, doseq=True)
        return self.looks.url(path) + (f"?{query}" if query else "")


def _frame(visit: Visit) -> dict[str, Any]:
    return {"navigation": navigation(visit.me), "key_paths": KEYS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Flash:
    """Hold one sentence about what was just done."""

    text: str
    tone: str


def put_flash(answer: Response, text: str, *, tone: str, path: str, secure: bool) -> None:
    """Let the next page say something."""
    value = quote(json.dumps([tone, text[:500]]))
    answer.set_cookie(
        FLASH, value, max_age=FLASH_S, path=path, httponly=True, samesite="strict", secure=secure
    )


def read_flash(request: Request) -> Flash | None:
    """Return what the last answer wanted to be said; anything else in the cookie is nothing."""
    try:
        tone, text = json.loads(unquote(request.cookies.get(FLASH, "")))
    except (ValueError, TypeError):
        return None
    if tone not in TONES or not isinstance(text, str):
        return None
    return Flash(text=text, tone=tone)
