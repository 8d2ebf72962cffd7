"""Own the putting together of the pages: the table of all, each behind the gate, and the files.

What a page shows stands in its own module.
"""

from collections.abc import Awaitable, Callable, Sequence
from itertools import chain
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from newsbot.domain.account import Role
from newsbot.errors import NotFound
from newsbot.web.auth import Access, Gate, GuardedRoute, csrf_of, principal_of
from newsbot.web.pages import (
    aliases,
    articles,
    dashboard,
    rule_editor,
    rule_files,
    rules,
    source_adding,
    sources,
    stories,
)
from newsbot.web.pages.forms import form_of
from newsbot.web.pages.looks import ADMIN, Looks, serve_static
from newsbot.web.pages.routes import Page, look
from newsbot.web.pages.texts import gettext as _
from newsbot.web.pages.visit import PageTools, Visit

MODULES: Final = (
    dashboard,
    rules,
    rule_files,
    rule_editor,
    aliases,
    source_adding,
    sources,
    articles,
    stories,
)


async def _missing(visit: Visit) -> Response:
    raise NotFound(_("Nothing is at %(path)s.") % {"path": visit.request.url.path})


def every_page() -> Sequence[Page]:
    """Return the whole table; the last row catches what no other does."""
    found = list(chain.from_iterable(module.PAGES for module in MODULES))
    return (*found, look("/{rest:path}", _missing, Role.VIEWER))


def page_routes(gate: Gate, tools: PageTools, looks: Looks) -> Sequence[GuardedRoute]:
    """Return the routes of all pages; those with fixed words come before those with an id."""
    static = GuardedRoute(f"{ADMIN}/static/{{name}}", serve_static, name="admin_static")
    static.access = Access(role=None)
    return (static, *(_route(gate, tools, looks, page) for page in every_page()))


def _route(gate: Gate, tools: PageTools, looks: Looks, page: Page) -> GuardedRoute:
    return gate.route(
        f"{ADMIN}{page.path}",
        _endpoint(page, tools, looks),
        who=page.role,
        methods=(page.method,),
        name=f"admin {page.method} {page.path}",
    )


def _endpoint(
    page: Page, tools: PageTools, looks: Looks
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        visit = Visit(
            request=request,
            tools=tools,
            looks=looks,
            me=principal_of(request),
            csrf=csrf_of(request),
            form=await form_of(request),
        )
        return await page.answer(visit)

    return endpoint
