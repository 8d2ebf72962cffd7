"""Own the way of each call: let in, done once, answered or refused; and how paths say who may.

An endpoint without `needs` cannot be made into a route: nothing is open by forgetting.
"""

import hashlib
import json
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any, Final, TypeVar

import structlog
from fastapi import APIRouter
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from newsbot.domain.account import Principal, Role, Scope
from newsbot.errors import NewsbotError
from newsbot.services import repetitions
from newsbot.web.api.caller import ApiTools, admit
from newsbot.web.api.problems import Problem, of_error, of_fields, problem
from newsbot.web.api.shown import ProblemShown
from newsbot.web.auth import Access

log = structlog.get_logger(__name__)

F = TypeVar("F", bound=Callable[..., Any])
Handler = Callable[[Request], Coroutine[Any, Any, Response]]

KEPT_HEADERS: Final = ("content-type", "etag", "location")
HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "vary": "Authorization, Cookie",
}


REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": ProblemShown, "description": text}
    for status, text in {
        400: "The body is no JSON that is read.",
        401: "No key, or one that opens nothing.",
        403: "Role or scope are not enough.",
        404: "There is no such thing.",
        409: "It is there already, or used.",
        412: "It was changed meanwhile.",
        413: "The body is too large.",
        415: "The body is no JSON.",
        422: "The request breaks a rule of its form; `errors` say which.",
        428: "`If-Match` is missing.",
        429: "Too many attempts.",
        503: "The database cannot answer now.",
    }.items()
}


def make_router(noun: str) -> APIRouter:
    """Return a router for the paths of a noun, whose routes know who may call them."""
    return APIRouter(prefix=f"/{noun}", tags=[noun], route_class=ApiRoute, responses=dict(REFUSALS))


def needs(
    role: Role | None,
    scope: Scope = Scope.READ,
    *,
    tells_secret: bool = False,
    reads_first: bool = False,
) -> Callable[[F], F]:
    """Say who may call an endpoint.

    An answer that tells a secret is not kept for repetitions. What `reads_first` changes needs
    the tag that was read.
    """

    def mark(endpoint: F) -> F:
        endpoint.access = Access(role=role, scope=scope)  # type: ignore[attr-defined]  # read by ApiRoute
        endpoint.tells_secret = tells_secret  # type: ignore[attr-defined]
        endpoint.reads_first = reads_first  # type: ignore[attr-defined]
        return endpoint

    return mark


class ApiRoute(APIRoute):
    """Be a route of the API: it knows who may call it."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        access = getattr(endpoint, "access", None)
        if not isinstance(access, Access):
            raise TypeError(f"{path} does not say who may call it")
        self.access = access
        self.tells_secret: bool = getattr(endpoint, "tells_secret", False)
        self.reads_first: bool = getattr(endpoint, "reads_first", False)
        super().__init__(path, endpoint, **options)

    def get_route_handler(self) -> Handler:
        """Return what answers a request."""
        inner = super().get_route_handler()

        async def handle(request: Request) -> Response:
            response = await self._answer(request, inner)
            for name, value in HEADERS.items():
                response.headers.setdefault(name, value)
            return response

        return handle

    async def _answer(self, request: Request, inner: Handler) -> Response:
        try:
            await admit(request, self.access)
            key = request.headers.get("idempotency-key")
            if key is None or request.method != "POST" or self.tells_secret:
                return await inner(request)
            return await _once(request, key, inner)
        except Problem as exc:
            return problem(exc.status, str(exc), headers=exc.headers)
        except RequestValidationError as exc:
            return of_fields(exc)
        except NewsbotError as exc:
            return of_error(exc)
        except HTTPException as exc:
            return problem(exc.status_code, str(exc.detail))
        except Exception:
            log.exception("call failed", action="api", path=self.path)
            return problem(500, "the call failed because of a fault in newsbot")


async def _once(request: Request, key: str, inner: Handler) -> Response:
    """Do a request that has a key once, and give its answer again to each repetition."""
    tools: ApiTools = request.app.state.tools
    principal: Principal = request.state.principal
    desk = replace(tools.gate.desk, actor=principal.name)
    spelled = repetitions.spelled(principal.user_id, key)
    asked = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
    digest = hashlib.sha256(asked + await request.body()).hexdigest()
    kept = await repetitions.begin(desk, spelled, digest)
    if kept is not None:
        headers = {**json.loads(kept.headers), "idempotency-replayed": "true"}
        return Response(kept.body, kept.status, headers)
    is_done = False
    try:
        response = await inner(request)
        is_done = response.status_code < 300  # noqa: PLR2004 - the class of success
    finally:
        if not is_done:
            await repetitions.drop(desk, spelled)
    if is_done:
        headers = {
            name: response.headers[name] for name in KEPT_HEADERS if name in response.headers
        }
        body = bytes(response.body).decode()
        status = response.status_code
        await repetitions.finish(
            desk, spelled, status=status, headers=json.dumps(headers), body=body
        )
    return response
