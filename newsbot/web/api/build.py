"""Own the putting together of the API: its routes, its refusals, its description."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Match, Mount
from starlette.types import ASGIApp

from newsbot import __version__
from newsbot.web.api import aliases, house, news, receivers, rules, sources
from newsbot.web.api.body import BodyGuard
from newsbot.web.api.caller import ApiTools
from newsbot.web.api.problems import problem
from newsbot.web.api.routing import HEADERS, ApiRoute, needs

PREFIX = "/api/v1"
ROUTERS = (
    sources.router,
    news.articles,
    news.story_router,
    news.why_router,
    rules.router,
    aliases.router,
    aliases.files,
    receivers.people,
    receivers.wishes,
    receivers.outbox,
    house.feeds,
    house.users,
    house.audit,
)
ABOUT = """Everything that the command line can do, in the same JSON shapes.

Send an API key as `Authorization: Bearer nbk_...`; make one with `newsbot users key add NAME`.
Lists are cut into pages: follow `Link: rel=next`. What is changed carries an `ETag`; send it back
as `If-Match`, and a change made meanwhile gives 412. A `POST` with an `Idempotency-Key` is done
once, however often it is sent within a day. Errors are problem documents (RFC 9457).
"""


class Api(FastAPI):
    """Describe itself with examples, keys and refusals. Has no page that asks other hosts."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI description."""
        if self.openapi_schema is None:
            self.openapi_schema = _described(self)
        return self.openapi_schema


def build_api(tools: ApiTools) -> Mount:
    """Return the API as a part of the site, below `PREFIX`."""
    api = Api(
        title="newsbot",
        version=__version__,
        description=ABOUT,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    api.router.route_class = ApiRoute
    api.state.tools = tools
    api.add_exception_handler(HTTPException, _refused)
    for router in ROUTERS:
        api.router.routes.extend(router.routes)

    @api.get("/openapi.json", include_in_schema=False)
    @needs(None)
    async def describe() -> JSONResponse:
        return JSONResponse(api.openapi())

    guarded: ASGIApp = BodyGuard(api)
    mount = Mount(PREFIX, app=guarded)
    mount.guarded_routes = api.routes  # type: ignore[attr-defined]  # read by `unguarded`
    return mount


async def _refused(request: Request, exc: Exception) -> Response:
    """Say that there is no such path, or which methods it has."""
    assert isinstance(exc, HTTPException)
    headers = dict(HEADERS)
    if exc.status_code == 405:  # noqa: PLR2004 - Method Not Allowed
        headers["allow"] = ", ".join(sorted(_methods(request.app.routes, request)))
        return problem(405, f"{request.method} is not a method of this path", headers=headers)
    if exc.status_code == 404:  # noqa: PLR2004 - Not Found
        return problem(404, f"there is no such path; see {PREFIX}/openapi.json", headers=headers)
    return problem(exc.status_code, str(exc.detail), headers=headers)


def _methods(routes: list[BaseRoute], request: Request) -> set[str]:
    """Return the methods of every route of a path: each has one of its own."""
    found: set[str] = set()
    for route in routes:
        match, _ = route.matches(request.scope)
        if match is not Match.NONE and isinstance(route, ApiRoute):
            found |= route.methods or set()
    return found


def _described(api: FastAPI) -> dict[str, Any]:
    described = get_openapi(
        title=api.title, version=api.version, description=ABOUT, routes=api.routes
    )
    described["servers"] = [{"url": PREFIX}]
    described["components"]["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "An API key: nbk_..."},
    }
    described["security"] = [{"key": []}]
    for route in api.routes:
        if isinstance(route, ApiRoute) and route.include_in_schema:
            _describe(described["paths"][route.path_format], route)
    return described


def _describe(path: dict[str, Any], route: ApiRoute) -> None:
    """Say who may call, and give refusals the media type that they have."""
    for method in route.methods or ():
        operation = path[method.lower()]
        needed = route.access
        told = f"Needs the role {needed.role}, and of a key the scope `{needed.scope}`."
        operation["description"] = f"{operation.get('description', '')}\n\n{told}".strip()
        for status, answer in operation["responses"].items():
            if status[0] in "45":
                answer["content"] = {
                    "application/problem+json": {
                        "schema": {"$ref": "#/components/schemas/ProblemShown"}
                    }
                }
        for parameter in operation.get("parameters", ()):
            if parameter["name"] == "If-Match" and route.reads_first:
                parameter["required"] = True
        if method == "POST" and not route.tells_secret:
            operation.setdefault("parameters", []).append(
                {
                    "name": "Idempotency-Key",
                    "in": "header",
                    "required": False,
                    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
                    "description": "The same for each repetition of one request.",
                }
            )
