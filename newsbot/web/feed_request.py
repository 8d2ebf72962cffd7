"""Own what the feed handler reads of a request: query, credentials, conditions.

It decides nothing; a secret that it finds goes into `Credentials` and nowhere else.
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl

from starlette.types import Scope

from newsbot.web.feed_port import Credentials

_MOST_FIELDS: Final = 32
"""Our own queries have three fields; more than this is an attack on the parser."""

_WANTED: Final = {
    b"accept-encoding": "accept_encoding",
    b"if-none-match": "if_none_match",
    b"if-modified-since": "if_modified_since",
    b"authorization": "authorization",
}


class BadQuery(Exception):
    """Say that the query of the request cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRequest:
    """Hold what matters of a request; headers are b"" when absent, lists joined by commas."""

    query: Mapping[str, str]
    query_string: bytes = field(repr=False)
    credentials: Credentials | None
    root_path: str
    accept_encoding: bytes
    if_none_match: bytes
    if_modified_since: bytes


def read_request(scope: Scope) -> FeedRequest:
    """Return the request of a scope. Raises `BadQuery`."""
    headers: dict[str, bytes] = {}
    for name, value in scope["headers"]:
        wanted = _WANTED.get(name)
        if wanted is not None:
            headers[wanted] = headers[wanted] + b"," + value if wanted in headers else value
    query_string: bytes = scope["query_string"]
    query = _read_query(query_string)
    token = query.pop("token", "")
    authorization = headers.get("authorization", b"")
    credentials = _read_authorization(authorization) if authorization else None
    if credentials is None and token:
        credentials = Credentials(scheme="query", token=token)
    return FeedRequest(
        query=query,
        query_string=query_string,
        credentials=credentials,
        root_path=scope.get("root_path", ""),
        accept_encoding=headers.get("accept_encoding", b""),
        if_none_match=headers.get("if_none_match", b""),
        if_modified_since=headers.get("if_modified_since", b""),
    )


def _read_query(query_string: bytes) -> dict[str, str]:
    if not query_string:
        return {}
    try:
        return dict(
            parse_qsl(
                query_string.decode("latin-1"), keep_blank_values=True, max_num_fields=_MOST_FIELDS
            )
        )
    except ValueError:
        raise BadQuery(f"The query has more than {_MOST_FIELDS} fields.") from None


def _read_authorization(value: bytes) -> Credentials | None:
    """Return what the Authorization header says (RFC 7617, RFC 6750), None for other schemes.

    What cannot be decoded is empty credentials: wrong ones, not none.
    """
    scheme, _, rest = value.decode("latin-1").strip().partition(" ")
    if scheme.lower() == "bearer":
        return Credentials(scheme="bearer", token=rest.strip())
    if scheme.lower() != "basic":
        return None
    try:
        decoded = base64.b64decode(rest.strip(), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return Credentials(scheme="basic")
    user, _, password = decoded.partition(":")
    return Credentials(scheme="basic", user=user, password=password)
