"""Own the doors of the admin pages: login, second factor, logout, set-up links.

Each answers with a page of `Forms` or leads on; who is inside is the gate's matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from newsbot.domain.account import Principal, Role
from newsbot.errors import Conflict, Invalid
from newsbot.services import factors, logins
from newsbot.services.logins import HALF_LASTS, LASTS, Opened, Refused
from newsbot.web.auth.address import HALF, HOME, LOGIN, SESSION, VISIT, SiteAddress, inside
from newsbot.web.auth.forms import Forms, read_form
from newsbot.web.auth.gate import Gate, GuardedRoute, csrf_of, desk_of, principal_of

CODE = "/admin/login/code"
SETUP = "/admin/setup/{token}"


def door_routes(gate: Gate) -> Sequence[GuardedRoute]:
    """Return the routes of the doors."""
    doors = Doors(address=gate.address, forms=gate.forms)
    return (
        gate.route(LOGIN, doors.show_login, who=None, name="login"),
        gate.route(LOGIN, doors.log_in, who=None, methods=("POST",), name="log_in"),
        gate.route(CODE, doors.show_code, who=None, name="login_code"),
        gate.route(CODE, doors.give_code, who=None, methods=("POST",), name="give_code"),
        gate.route(
            "/admin/logout", doors.log_out, who=Role.VIEWER, methods=("POST",), name="log_out"
        ),
        gate.route(SETUP, doors.show_setup, who=None, name="setup"),
        gate.route(SETUP, doors.set_up, who=None, methods=("POST",), name="set_up"),
    )


def peer_of(request: Request) -> str:
    """Return the address that a request came from, as the server or a trusted proxy says."""
    return request.client.host if request.client else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """Answer those who are not inside yet, or want out."""

    address: SiteAddress
    forms: Forms

    async def show_login(self, request: Request) -> Response:
        """Ask for name and password."""
        if request.state.principal is not None:
            return self._go(inside(request.query_params.get("next", "")))
        return self._login(request, next_=request.query_params.get("next", ""))

    async def log_in(self, request: Request) -> Response:
        """Let somebody in, or ask for the second factor."""
        form = await read_form(request)
        name, target = form.get("name", ""), form.get("next", "")
        try:
            opened = await logins.log_in(
                desk_of(request),
                name,
                form.get("password", ""),
                peer=peer_of(request),
                agent=request.headers.get("user-agent", ""),
            )
        except Refused as exc:
            return self._login(request, next_=target, name=name, message=str(exc), status=401)
        if not opened.is_half:
            return await self._enter(request, opened, target)
        response = self._code(request, next_=target)
        lasts = int(HALF_LASTS.total_seconds())
        self.address.set_cookie(response, HALF, opened.token, max_age_s=lasts)
        return response

    async def show_code(self, request: Request) -> Response:
        """Ask for the code; who has given no password begins there."""
        if not self.address.read_cookie(request, HALF):
            return self._go(LOGIN)
        return self._code(request, next_=request.query_params.get("next", ""))

    async def give_code(self, request: Request) -> Response:
        """Let in who has the second factor."""
        form = await read_form(request)
        try:
            opened = await logins.give_code(
                desk_of(request),
                self.address.read_cookie(request, HALF),
                form.get("code", ""),
                peer=peer_of(request),
                agent=request.headers.get("user-agent", ""),
            )
        except Refused as exc:
            return self._code(request, next_=form.get("next", ""), message=str(exc), status=401)
        return await self._enter(request, opened, form.get("next", ""))

    async def log_out(self, request: Request) -> Response:
        """End the session."""
        principal = principal_of(request)
        if principal.session_id is not None:
            await logins.log_out(desk_of(request), principal.session_id, principal.user_id)
        response = self._go(LOGIN)
        self.address.drop_cookie(response, SESSION)
        response.headers["clear-site-data"] = '"cache", "storage"'
        return response

    async def show_setup(self, request: Request) -> Response:
        """Ask for what a set-up link is for: the first admin, or a password."""
        user = await factors.linked_user(desk_of(request), request.path_params["token"])
        return self._setup(request, is_first=user is None, name=user.name if user else "")

    async def set_up(self, request: Request) -> Response:
        """Use up a set-up link; whoever followed it logs in with what was set."""
        token = request.path_params["token"]
        form = await read_form(request)
        user = await factors.linked_user(desk_of(request), token)
        name = user.name if user else form.get("name", "")
        try:
            await factors.follow_link(
                desk_of(request), token, name=name, password=form.get("password", "")
            )
        except (Invalid, Conflict) as exc:
            return self._setup(
                request, is_first=user is None, name=name, message=str(exc), status=400
            )
        return self._go(LOGIN)

    def _go(self, path: str) -> Response:
        return RedirectResponse(self.address.path(path), status_code=303)

    async def _enter(self, request: Request, opened: Opened, target: str) -> Response:
        """Go inside with the new session; one that this browser had is over."""
        former: Principal | None = request.state.principal
        if former is not None and former.session_id is not None:
            await logins.log_out(desk_of(request), former.session_id, former.user_id)
        response = self._go(inside(target) if target else HOME)
        lasts = int(LASTS.total_seconds())
        self.address.set_cookie(response, SESSION, opened.token, max_age_s=lasts)
        self.address.drop_cookie(response, HALF)
        self.address.drop_cookie(response, VISIT)
        return response

    def _login(
        self, request: Request, *, next_: str, name: str = "", message: str = "", status: int = 200
    ) -> Response:
        values = {"action": self.address.path(LOGIN), "csrf": csrf_of(request), "name": name}
        values |= {"next": inside(next_) if next_ else "", "message": message}
        return self.forms.page(request, "login", values, status=status)

    def _code(
        self, request: Request, *, next_: str, message: str = "", status: int = 200
    ) -> Response:
        values = {"action": self.address.path(CODE), "csrf": csrf_of(request), "message": message}
        values |= {"next": inside(next_) if next_ else ""}
        return self.forms.page(request, "code", values, status=status)

    def _setup(
        self,
        request: Request,
        *,
        is_first: bool,
        name: str,
        message: str = "",
        status: int = 200,
    ) -> Response:
        action = self.address.path(SETUP.replace("{token}", request.path_params["token"]))
        values = {"action": action, "csrf": csrf_of(request), "name": name, "message": message}
        return self.forms.page(request, "setup" if is_first else "password", values, status=status)
