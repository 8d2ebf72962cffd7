"""Own how the doors look: login, second factor, set-up, and the page that says why there is none.

Who is let in is decided in `web.auth`; this only draws. Fits `web.auth.Forms`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from newsbot.domain.account import Principal
from newsbot.domain.ports import Clock
from newsbot.web.pages.looks import Looks
from newsbot.web.pages.navigation import KEYS, navigation
from newsbot.web.pages.texts import gettext as _

_HINT: Final = re.compile(
    r"[;,.(]?\s*\(?(?:see|write|start|make it with|to read the page itself): newsbot [^)]*\)?$"
)
"""What services tell people at a terminal: on a page it helps nobody."""

TITLES: Final[Mapping[int, str]] = {
    400: _("That does not work so"),
    401: _("Log in again"),
    403: _("Not allowed"),
    404: _("There is no such page"),
    409: _("Something else came first"),
    422: _("That does not work so"),
    429: _("Too many attempts"),
    503: _("The database does not answer"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """Draw the pages of the doors in the look of the others."""

    looks: Looks
    clock: Clock

    def page(
        self, request: Request, name: str, values: Mapping[str, str], *, status: int = 200
    ) -> Response:
        """Return a page: login, code, setup (the first admin), password (by a link), message."""
        principal: Principal | None = getattr(request.state, "principal", None)
        told: dict[str, Any] = {
            "action": "",
            "name": "",
            "next": "",
            **values,
            "message": for_pages(values.get("message", "")),
            "csrf_token": getattr(request.state, "csrf", ""),
            "now": self.clock.now(),
            "flash": None,
        }
        if name != "message":
            return self.looks.render(f"door_{name}.html", told, status=status)
        told["title"] = TITLES.get(status, _("This did not work"))
        if request.headers.get("hx-request") == "true":
            return self.looks.render("note.html", told, status=status)
        if principal is None:
            return self.looks.render("door_message.html", told, status=status)
        frame = {
            "me": principal,
            "here": None,
            "navigation": navigation(principal),
            "key_paths": KEYS,
        }
        return self.looks.render("message.html", {**told, **frame}, status=status)


def for_pages(message: str) -> str:
    """Return a service's sentence without the command that it names at the end."""
    return _HINT.sub("", message)
