"""Own the table of the pages: path, methods, the role that may, the function that answers.

There is no page that is not in the table, and none in it without a role: deny by default (G11).
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.responses import Response

from newsbot.domain.account import Role
from newsbot.web.pages.visit import Visit

Answer = Callable[[Visit], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Hold one row; `path` is below `/admin`, with Starlette's parameters."""

    path: str
    answer: Answer
    role: Role
    method: str = "GET"


def look(path: str, answer: Answer, role: Role = Role.VIEWER) -> Page:
    """Return the row of a page that only shows."""
    return Page(path=path, answer=answer, role=role)


def act(path: str, answer: Answer, role: Role = Role.EDITOR) -> Page:
    """Return the row of a form that changes something."""
    return Page(path=path, answer=answer, role=role, method="POST")
