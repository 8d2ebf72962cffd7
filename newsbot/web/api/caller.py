"""Own who calls the API and what a call may use; it answers nothing."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated, Protocol

from fastapi import Depends
from starlette.requests import Request

from newsbot.domain.account import Principal
from newsbot.domain.entry import SourceDocument
from newsbot.domain.ports import Fetched, Fetcher
from newsbot.services import logins
from newsbot.services.desk import Desk
from newsbot.services.feeds import Site
from newsbot.sources import PageSelectors
from newsbot.web.api.problems import Problem
from newsbot.web.auth import Access, Gate
from newsbot.web.auth.address import SESSION
from newsbot.web.auth.gate import SAFE, csrf_token

CHALLENGE = {"www-authenticate": 'Bearer realm="newsbot"'}


class Reader(Protocol):
    """Read feeds, and pages that have none. Raises `Malformed`."""

    async def read(self, fetched: Fetched) -> SourceDocument:
        """Return what a feed says."""

    async def read_page(
        self, fetched: Fetched, selectors: PageSelectors | None = None
    ) -> SourceDocument:
        """Return the entries of a web page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiTools:
    """Hold what the API works with. `reader` reads feeds, `pages` fetches web pages politely."""

    gate: Gate
    site: Site
    fetcher: Fetcher
    pages: Fetcher
    reader: Reader
    read_address: Callable[[str], tuple[str, str]]
    interval: timedelta
    articles_kept: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Hold who calls, the desk that acts under that name, and the tools."""

    principal: Principal
    desk: Desk
    tools: ApiTools


async def admit(request: Request, access: Access) -> None:
    """Find out who calls and whether they may. Raises `Problem` 401 or 403."""
    request.state.principal = None
    if access.role is None:
        return
    gate: Gate = request.app.state.tools.gate
    principal = await _principal(request, gate)
    request.state.principal = principal
    if principal is None:
        said = "send an API key: Authorization: Bearer nbk_..."
        raise Problem(401, said, headers=CHALLENGE)
    if not principal.may(access.role, access.scope):
        said = f"this needs the role {access.role}"
        if principal.role.covers(access.role):
            said = f"this key needs the scope {access.scope}"
        raise Problem(403, said)
    if principal.session_id is not None and request.method not in SAFE:
        token = csrf_token(gate.address.read_cookie(request, SESSION))
        given = request.headers.get("x-csrf-token", "")
        same = hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())
        if not same or not gate.address.is_own_origin(request):
            raise Problem(403, "a browser's session needs X-CSRF-Token from a page of ours")


async def _principal(request: Request, gate: Gate) -> Principal | None:
    header = request.headers.get("authorization", "")
    if header:
        scheme, _, key = header.partition(" ")
        found = None
        if scheme.lower() == "bearer":
            found = await logins.principal_of_key(gate.desk, key.strip())
        if found is None:
            challenge = {"www-authenticate": 'Bearer realm="newsbot", error="invalid_token"'}
            raise Problem(401, "this API key opens nothing (any more)", headers=challenge)
        return found
    cookie = gate.address.read_cookie(request, SESSION)
    return await logins.principal_of_session(gate.desk, cookie) if cookie else None


def _caller(request: Request) -> Caller:
    tools: ApiTools = request.app.state.tools
    principal: Principal = request.state.principal
    desk = replace(tools.gate.desk, actor=principal.name, door=principal.door)
    return Caller(principal=principal, desk=desk, tools=tools)


Calling = Annotated[Caller, Depends(_caller)]
"""What each endpoint gets: it is there only when `admit` let the call in."""
