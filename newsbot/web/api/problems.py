"""Own how an error becomes an answer of the API (RFC 9457); it decides none."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi.exceptions import RequestValidationError
from starlette.responses import JSONResponse

from newsbot.errors import (
    Conflict,
    NewsbotError,
    NotFound,
    StoreError,
)
from newsbot.services.logins import TooMany
from newsbot.services.queries import RefusedQuery

PROBLEM = "application/problem+json"
RETRY_S = 10


class Problem(Exception):
    """Refuse a request with a status of HTTP."""

    def __init__(
        self, status: int, detail: str, *, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.headers = dict(headers or {})


def problem(
    status: int,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    errors: Sequence[Mapping[str, Any]] = (),
) -> JSONResponse:
    """Return a problem document; `errors` name each thing that is wrong."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if errors:
        body["errors"] = list(errors)
    return JSONResponse(body, status, dict(headers or {}), media_type=PROBLEM)


def of_error(error: NewsbotError) -> JSONResponse:
    """Return the problem of an error that newsbot foresees."""
    match error:
        case RefusedQuery():
            errors = [
                {
                    "start": one.start,
                    "end": one.end,
                    "code": one.code,
                    "message": one.message,
                    "fix": one.fix,
                }
                for one in error.errors
            ]
            return problem(422, str(error), errors=errors)
        case NotFound():
            return problem(404, str(error))
        case Conflict():
            return problem(409, str(error))
        case TooMany():
            wait = {"retry-after": str(int(error.wait.total_seconds()) + 1)}
            return problem(429, str(error), headers=wait)
        case StoreError():
            return problem(503, "the database cannot answer now", headers={"retry-after": "10"})
        case _:  # an address that does not answer too: it was the caller's to choose
            return problem(422, str(error))


def of_fields(error: RequestValidationError) -> JSONResponse:
    """Return the problem of a request that has not the form of its description."""
    errors = [
        {"field": ".".join(str(part) for part in one["loc"]), "message": one["msg"]}
        for one in error.errors()
    ]
    return problem(422, "the request has not the form that its description says", errors=errors)
