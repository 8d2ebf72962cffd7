"""Own the gate before every route that is not public: who asks, may they, is it their own wish.

Denied by default: a route stands behind the gate with the role that it needs, and a site with a
route beside the gate does not start. It decides nothing about single rows: owners are known to
the pages and the API.
"""

import hmac
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote

import structlog
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from newsbot.domain.account import Principal, Role, Scope
from newsbot.errors import Conflict, Invalid, NotFound, StoreError, UserError
from newsbot.services import logins, proofs
from newsbot.services.desk import Desk
from newsbot.services.logins import Refused, TooMany
from newsbot.web.auth.address import LOGIN, SESSION, VISIT, SiteAddress
from newsbot.web.auth.forms import Forms, PlainForms, read_form

log = structlog.get_logger(__name__)

Endpoint = Callable[[Request], Awaitable[Response]]

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing (RFC 9110, 9.2.1)."""

VISIT_LASTS_S: Final = 24 * 3600
PUBLIC: Final = frozenset({"/", "/style.css", "/health/live", "/health/ready", "/metrics"})
"""Paths beside the gate: they show nothing that is not public, or ask for a token of their own."""

HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
"""What every answer behind the gate carries unless it says otherwise (G10)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Say who may use a route: None is anybody, a role is that one and those above.

    An API key needs the scope besides.
    """

    role: Role | None
    scope: Scope = Scope.READ


class GuardedRoute(Route):
    """Be a route that says who may use it."""

    access: Access


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Let requests in; `desk` has no actor, each request gets its own."""

    desk: Desk
    address: SiteAddress
    forms: Forms = PlainForms()  # noqa: RUF009 - it holds nothing

    def route(
        self,
        path: str,
        endpoint: Endpoint,
        *,
        who: Role | None,
        methods: Sequence[str] = ("GET",),
        name: str | None = None,
    ) -> GuardedRoute:
        """Return a route of a page that only `who` may use; None opens it to anybody."""
        access = Access(role=who)

        async def guarded(request: Request) -> Response:
            return await self._let_in(request, endpoint, access)

        route = GuardedRoute(path, guarded, methods=list(methods), name=name or endpoint.__name__)
        route.access = access
        return route

    async def _let_in(self, request: Request, endpoint: Endpoint, access: Access) -> Response:
        visit = ""
        try:
            visit = await self._recognise(request)
            response = await self._check(request, access) or await endpoint(request)
        except UserError as exc:
            response = self.refuse(request, _status(exc), str(exc))
            if isinstance(exc, TooMany):
                response.headers["retry-after"] = str(int(exc.wait.total_seconds()) + 1)
        except StoreError:
            response = self.refuse(request, 503, "The database cannot answer now. Try again.")
            response.headers["retry-after"] = "10"
        except Exception:
            log.exception("page failed", action="page", path=request.url.path)
            response = self.refuse(request, 500, "This page failed because of a fault in newsbot.")
        if visit:
            self.address.set_cookie(response, VISIT, visit, max_age_s=VISIT_LASTS_S)
        for key, value in HEADERS.items():
            response.headers.setdefault(key, value)
        return response

    async def _recognise(self, request: Request) -> str:
        """Find out who asks; return the token of a new visit where a stranger has none."""
        request.state.principal = None
        token = self.address.read_cookie(request, SESSION)
        if token:
            request.state.principal = await logins.principal_of_session(self.desk, token)
        new_visit = ""
        if request.state.principal is None:
            token = self.address.read_cookie(request, VISIT)
            if not token:
                token = new_visit = proofs.new_token()
        request.state.csrf = csrf_token(token)
        who = request.state.principal
        request.state.desk = replace(self.desk, actor=who.name if who else "")
        return new_visit

    async def _check(self, request: Request, access: Access) -> Response | None:
        """Return the refusal of a request that may not pass, None for one that may."""
        principal: Principal | None = request.state.principal
        if access.role is not None and principal is None:
            return self._to_login(request)
        if request.method not in SAFE and not await self._is_meant(request):
            return self.refuse(
                request, 403, "This form is from another visit. Load the page again and repeat."
            )
        if access.role is not None and principal is not None and not principal.may(access.role):
            return self.refuse(request, 403, f"This needs the role {access.role}.")
        return None

    async def _is_meant(self, request: Request) -> bool:
        """Say whether a change comes from a page of ours that this visitor has open (CSRF)."""
        if not self.address.is_own_origin(request):
            return False
        given = request.headers.get("x-csrf-token") or (await read_form(request)).get("csrf", "")
        return hmac.compare_digest(given.encode("utf-8", "replace"), csrf_of(request).encode())

    def _to_login(self, request: Request) -> Response:
        wanted = request.url.path.removeprefix(self.address.prefix)
        if request.method in SAFE and request.url.query:
            wanted += f"?{request.url.query}"
        login = self.address.path(LOGIN)
        if request.method in SAFE:
            login += f"?next={quote(wanted, safe='')}"
        if "hx-request" in request.headers:
            return Response(status_code=401, headers={"hx-redirect": login})
        if request.method in SAFE:
            return RedirectResponse(login, status_code=303)
        return self.refuse(request, 401, "Your session is over. Log in again.")

    def refuse(self, request: Request, status: int, message: str) -> Response:
        """Return a page that says why there is nothing else to see."""
        return self.forms.page(request, "message", {"message": message}, status=status)


def csrf_token(cookie: str) -> str:
    """Return the CSRF token that belongs to a cookie; who cannot read the one has not the other."""
    return hmac.new(cookie.encode("utf-8", "replace"), b"csrf", "sha256").hexdigest()


def principal_of(request: Request) -> Principal:
    """Return who asks, on a route that is not open to anybody."""
    principal: Principal | None = getattr(request.state, "principal", None)
    if principal is None:
        raise RuntimeError("this route is open to anybody: it knows no principal")
    return principal


def csrf_of(request: Request) -> str:
    """Return the CSRF token for the forms of this answer."""
    token: str = request.state.csrf
    return token


def desk_of(request: Request) -> Desk:
    """Return the desk at which this request acts, under the name of who asks."""
    desk: Desk = request.state.desk
    return desk


def unguarded(routes: Iterable[BaseRoute]) -> list[str]:
    """Return the paths of routes that say of nobody who may use them: there should be none."""
    found: list[str] = []
    for route in routes:
        if isinstance(route, Mount):
            below = getattr(route, "guarded_routes", route.routes)
            found += [f"{route.path}{path}" for path in unguarded(below or ())]
            found += [] if below else [route.path]
        elif not isinstance(getattr(route, "access", None), Access):
            path = getattr(route, "path", type(route).__name__)
            found += [] if path in PUBLIC else [path]
    return found


def _status(error: UserError) -> int:
    match error:
        case NotFound():
            return 404
        case Conflict():
            return 409
        case Refused():
            return 403
        case TooMany():
            return 429
        case Invalid() | _:
            return 400
