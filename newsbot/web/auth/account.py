"""Own the account page: password, second factor, sessions and API keys of whoever is inside.

What matters asks for the password once more. Everybody sees and changes their own account only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from newsbot.domain.account import ApiKey, Role, Scope, Session, User
from newsbot.errors import Invalid
from newsbot.services import accounts, factors, logins
from newsbot.services.factors import Enrolment
from newsbot.web.auth.address import SiteAddress
from newsbot.web.auth.doors import peer_of
from newsbot.web.auth.forms import read_form
from newsbot.web.auth.gate import Gate, GuardedRoute, csrf_of, desk_of, principal_of

ACCOUNT = "/admin/account"
FACTOR = f"{ACCOUNT}/second-factor"
SECRET_HEX = 40


def account_routes(gate: Gate) -> Sequence[GuardedRoute]:
    """Return the routes of the account page."""
    pages = Account(address=gate.address)

    def act(path: str, endpoint: str) -> GuardedRoute:
        return gate.route(
            ACCOUNT + path,
            getattr(pages, endpoint),
            who=Role.VIEWER,
            methods=("POST",),
            name=f"account_{endpoint}",
        )

    return (
        gate.route(ACCOUNT, pages.show, who=Role.VIEWER, name="account"),
        gate.route(FACTOR, pages.show_factor, who=Role.VIEWER, name="account_factor"),
        act("/password", "set_password"),
        act("/second-factor", "confirm_factor"),
        act("/second-factor/drop", "drop_factor"),
        act("/sessions/{session_id:int}/end", "end_session"),
        act("/keys", "add_key"),
        act("/keys/{key_id:int}/revoke", "revoke_key"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Answer for the one who is inside."""

    address: SiteAddress

    async def show(self, request: Request) -> Response:
        """Show the account."""
        desk, me = desk_of(request), principal_of(request)
        user = await accounts.get(desk, me.user_id)
        sessions = await logins.list_sessions(desk, me.user_id)
        keys = await accounts.list_keys(desk, me.user_id)
        return self._page(
            f"{user.name}, {user.role}",
            self._logout(request),
            self._password(request),
            self._factor(request, user),
            self._sessions(request, sessions, me.session_id),
            self._keys(request, keys),
        )

    async def set_password(self, request: Request) -> Response:
        """Set another password; other sessions end."""
        form = await self._confirmed(request)
        me = principal_of(request)
        await accounts.set_password(
            desk_of(request), me.user_id, form.get("new", ""), keep_session=me.session_id
        )
        return self._back()

    async def show_factor(self, request: Request) -> Response:
        """Offer a secret for an authenticator; it is in force once a code of it was given."""
        made, me = factors.enrol(), principal_of(request)
        fields = (
            f'<input type="hidden" name="secret" value="{made.secret.hex()}">'
            + _field("code", "Code that it shows", "text", "one-time-code")
            + _field("password", "Your password", "password", "current-password")
        )
        address = escape(made.address(me.name))
        return self._page(
            "Second factor",
            f"<p>Add this to your authenticator: <code>{made.spelled}</code>, or open "
            f'<a href="{address}">its address</a> on the telephone.</p>',
            self._form(request, FACTOR, fields, "Switch on"),
        )

    async def confirm_factor(self, request: Request) -> Response:
        """Switch the second factor on, and show the recovery codes this once."""
        form = await self._confirmed(request)
        secret = form.get("secret", "")
        try:
            enrolment = Enrolment(secret=bytes.fromhex(secret))
        except ValueError as exc:
            raise Invalid("the form lost its secret; begin again") from exc
        if len(secret) != SECRET_HEX:
            raise Invalid("the form lost its secret; begin again")
        me = principal_of(request)
        codes = await factors.confirm(desk_of(request), me.user_id, enrolment, form.get("code", ""))
        listed = "".join(f"<li><code>{one}</code></li>" for one in codes)
        return self._page(
            "Recovery codes",
            "<p>Each opens once, should the telephone be lost. They are shown only now.</p>",
            f"<ul>{listed}</ul>",
            f'<p><a href="{self.address.path(ACCOUNT)}">I have written them down</a></p>',
        )

    async def drop_factor(self, request: Request) -> Response:
        """Switch the second factor off; every session ends."""
        await self._confirmed(request)
        await factors.drop(desk_of(request), principal_of(request).user_id)
        return self._back()

    async def end_session(self, request: Request) -> Response:
        """End another session, or this one."""
        session_id = request.path_params["session_id"]
        await logins.log_out(desk_of(request), session_id, principal_of(request).user_id)
        return self._back()

    async def add_key(self, request: Request) -> Response:
        """Make an API key and show it this once."""
        form = await self._confirmed(request)
        scopes = accounts.check_scopes([one for one in Scope if form.get(f"scope-{one}")])
        me = principal_of(request)
        _, key = await accounts.add_key(desk_of(request), me.user_id, form.get("name", ""), scopes)
        return self._page(
            "API key",
            f"<p><code>{escape(key)}</code></p><p>It is shown only now.</p>",
            f'<p><a href="{self.address.path(ACCOUNT)}">I have copied it</a></p>',
        )

    async def revoke_key(self, request: Request) -> Response:
        """End one of one's own keys."""
        me = principal_of(request)
        key_id = request.path_params["key_id"]
        await accounts.revoke_key(desk_of(request), key_id, user_id=me.user_id)
        return self._back()

    async def _confirmed(self, request: Request) -> dict[str, str]:
        """Return the form of somebody who knows the password. Raises `Refused`, `TooMany`."""
        form = await read_form(request)
        await logins.check_password(
            desk_of(request),
            principal_of(request).user_id,
            form.get("password", ""),
            peer=peer_of(request),
        )
        return form

    def _back(self) -> Response:
        return RedirectResponse(self.address.path(ACCOUNT), status_code=303)

    def _page(self, title: str, *parts: str) -> Response:
        return HTMLResponse(
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<title>{escape(title)} - newsbot</title><link rel="stylesheet" '
            f'href="{self.address.path("/style.css")}"></head><body><main>'
            f"<h1>{escape(title)}</h1>{''.join(parts)}</main></body></html>"
        )

    def _form(self, request: Request, path: str, fields: str, button: str) -> str:
        return (
            f'<form method="post" action="{self.address.path(path)}">'
            f'<input type="hidden" name="csrf" value="{csrf_of(request)}">{fields}'
            f"<button>{button}</button></form>"
        )

    def _logout(self, request: Request) -> str:
        return self._form(request, "/admin/logout", "", "Log out")

    def _password(self, request: Request) -> str:
        fields = _field("password", "Present password", "password", "current-password")
        fields += _field("new", "New one, 12 characters or more", "password", "new-password")
        return "<h2>Password</h2>" + self._form(request, f"{ACCOUNT}/password", fields, "Change")

    def _factor(self, request: Request, user: User) -> str:
        if not user.has_totp:
            return f'<h2>Second factor</h2><p><a href="{self.address.path(FACTOR)}">Set up</a></p>'
        fields = _field("password", "Your password", "password", "current-password")
        form = self._form(request, f"{FACTOR}/drop", fields, "Switch off")
        return f"<h2>Second factor</h2><p>It is on.</p>{form}"

    def _sessions(self, request: Request, found: Sequence[Session], mine: int | None) -> str:
        rows = "".join(
            f"<li>{escape(one.agent) or 'unknown browser'}, last used "
            f"{one.seen_at:%Y-%m-%d %H:%M} UTC{', this one' if one.id == mine else ''} "
            + self._form(request, f"{ACCOUNT}/sessions/{one.id}/end", "", "End")
            + "</li>"
            for one in found
        )
        return f"<h2>Sessions</h2><ul>{rows}</ul>"

    def _keys(self, request: Request, found: Sequence[ApiKey]) -> str:
        rows = "".join(
            f"<li>{escape(one.name)}, {escape(one.hint)}..., {', '.join(one.scopes)} "
            + self._form(request, f"{ACCOUNT}/keys/{one.id}/revoke", "", "Revoke")
            + "</li>"
            for one in found
        )
        boxes = "".join(
            f'<label><input type="checkbox" name="scope-{one}"> {one}</label> ' for one in Scope
        )
        fields = (
            _field("name", "What it is for", "text", "off")
            + f"<fieldset><legend>What it may</legend>{boxes}</fieldset>"
            + _field("password", "Your password", "password", "current-password")
        )
        form = self._form(request, f"{ACCOUNT}/keys", fields, "Make a key")
        return f"<h2>API keys</h2><ul>{rows}</ul>{form}"


def _field(name: str, label: str, kind: str, fills: str) -> str:
    return (
        f'<p><label>{label}<br><input name="{name}" type="{kind}" autocomplete="{fills}" '
        "required></label></p>"
    )
