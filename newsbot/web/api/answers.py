"""Own the conventions of answers: pages by key with `Link`, tags with `If-Match`."""

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Final, TypeVar

from fastapi import Depends, Header, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from newsbot.errors import Invalid
from newsbot.services.shapes import plain
from newsbot.web.api.problems import Problem

T = TypeVar("T")

MOST: Final = 200
LARGEST_ID: Final = 2**53 - 1
"""The largest integer that every JSON parser reads exactly (RFC 8259, 6)."""


Id = Annotated[int, Path(ge=1, le=LARGEST_ID, description="Id of the row.", examples=[1])]
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at the most.")]
Cursor = Annotated[
    str,
    Query(
        max_length=100,
        pattern=r"^[A-Za-z0-9_-]*$",
        description="From the `Link: rel=next` of the page before; empty for the first.",
    ),
]
IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", max_length=500, description="The ETag that was read, or `*`."),
]


class Pager:
    """Cut lists into pages, and say in `Link` where the next one begins."""

    def __init__(
        self, request: Request, response: Response, cursor: Cursor = "", limit: Limit = 50
    ) -> None:
        self._url = request.url
        self._response = response
        self.cursor = cursor
        self.limit = limit
        self.wanted = limit + 1

    def give(self, rows: Sequence[T], place: Callable[[T], str]) -> Sequence[T]:
        """Return the page of rows that were read one beyond the limit."""
        if len(rows) > self.limit:
            rows = rows[: self.limit]
            cursor = base64.urlsafe_b64encode(place(rows[-1]).encode()).decode().rstrip("=")
            following = self._url.include_query_params(cursor=cursor)
            self._response.headers["link"] = f'<?{following.query}>; rel="next"'
        return rows

    def of(self, rows: Sequence[T], key: Callable[[T], int]) -> Sequence[T]:
        """Return the page of rows that are all there."""
        after = id_of(self.cursor) or 0
        behind = sorted((row for row in rows if key(row) > after), key=key)
        return self.give(behind, lambda row: str(key(row)))


Paging = Annotated[Pager, Depends()]


def place_of(cursor: str) -> str:
    """Return what a cursor stands for, "" for the first page. Raises `Invalid`."""
    try:
        return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError) as exc:
        raise _no_cursor() from exc


def id_of(cursor: str) -> int | None:
    """Return the id that a cursor stands for, None for the first page. Raises `Invalid`."""
    place = place_of(cursor)
    if not place:
        return None
    if not (place.isascii() and place.isdigit()) or int(place) > LARGEST_ID:
        raise _no_cursor()
    return int(place)


def moment_of(cursor: str) -> tuple[datetime, int] | None:
    """Return time and id that a cursor stands for. Raises `Invalid`."""
    place = place_of(cursor)
    if not place:
        return None
    at, _, key = place.partition(" ")
    try:
        moment, number = datetime.fromisoformat(at), int(key)
    except ValueError as exc:
        raise _no_cursor() from exc
    if moment.tzinfo is None or not 0 <= number <= LARGEST_ID:
        raise _no_cursor()
    return moment, number


def _no_cursor() -> Invalid:
    return Invalid("this cursor is not of ours; begin without one")


def tag_of(shown: Mapping[str, Any], keys: Collection[str]) -> str:
    """Return the entity tag over what people can change; a poll does not change it."""
    told = json.dumps(plain({key: shown[key] for key in keys}), sort_keys=True)
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:24]}"'


def check_match(given: str | None, tag: str, *, needed: bool = False) -> None:
    """See that a change is made to what the client has read. Raises `Problem` 412 or 428."""
    if given is None:
        if needed:
            raise Problem(428, "send If-Match with the ETag that you read, or * to overwrite")
        return
    tags = [one.strip() for one in given.split(",")]
    if "*" not in tags and tag not in tags:
        raise Problem(412, "it was changed meanwhile; read it again")
