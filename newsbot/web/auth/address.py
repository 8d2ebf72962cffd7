"""Own what follows from the public address: cookies, redirects inside, and whose requests count.

It never builds an address from Host (G19).
"""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

SESSION: Final = "newsbot"
HALF: Final = "newsbot-half"
VISIT: Final = "newsbot-visit"

HOME: Final = "/admin"
LOGIN: Final = "/admin/login"
LONGEST_NEXT: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteAddress:
    """Hold the public address of the service, without a final slash."""

    base_url: str

    @property
    def is_https(self) -> bool:
        """Say whether people reach the service over TLS."""
        return self.base_url.lower().startswith("https://")

    @property
    def origin(self) -> str:
        """Return the origin of the service (RFC 6454, 6.2)."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}".lower()

    @property
    def prefix(self) -> str:
        """Return the path that a proxy puts before ours, "" for none."""
        return urlsplit(self.base_url).path.rstrip("/")

    def path(self, inside: str) -> str:
        """Return a path of ours as a browser asks for it."""
        return f"{self.prefix}{inside}"

    def cookie(self, name: str) -> str:
        """Return the name of a cookie; `__Host-` ones cannot come from another host or path."""
        return f"__Host-{name}" if self.is_https else name

    def read_cookie(self, request: Request, name: str) -> str:
        """Return a cookie of the request, "" when there is none."""
        return request.cookies.get(self.cookie(name), "")

    def set_cookie(self, response: Response, name: str, value: str, *, max_age_s: int) -> None:
        """Give the browser a cookie that no script reads and no other site sends."""
        response.set_cookie(
            self.cookie(name),
            value,
            max_age=max_age_s,
            path="/",
            secure=self.is_https,
            httponly=True,
            samesite="lax",
        )

    def drop_cookie(self, response: Response, name: str) -> None:
        """Take a cookie back."""
        response.delete_cookie(
            self.cookie(name), path="/", secure=self.is_https, httponly=True, samesite="lax"
        )

    def is_own_origin(self, request: Request) -> bool:
        """Say whether an unsafe request comes from a page of ours.

        Browsers send Origin with each; where a proxy took it out, Sec-Fetch-Site tells. Who
        reaches us by another name than the public one (an SSH tunnel) is known by Host, which no
        other site can set in a browser.
        """
        origin = request.headers.get("origin", "").lower()
        if not origin:
            return request.headers.get("sec-fetch-site", "same-origin") == "same-origin"
        host = request.headers.get("host", "").lower()
        return origin == self.origin or origin in {f"http://{host}", f"https://{host}"}


def inside(target: str) -> str:
    """Return a path of the admin pages to go to after the login, the first page for any other.

    Nothing leads out of the admin pages: no host, no scheme, no `//`, no backslash, no control.
    """
    below = target == HOME or target.startswith((f"{HOME}/", f"{HOME}?"))
    plain = target.isascii() and target.isprintable() and "\\" not in target
    plain = plain and "//" not in target.partition("?")[0]
    again = target.startswith((LOGIN, f"{HOME}/logout", f"{HOME}/setup"))
    return target if below and plain and not again and len(target) <= LONGEST_NEXT else HOME
