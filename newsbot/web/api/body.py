"""Own what a request body may be, before any parser sees it: its size, its kind, its JSON."""

import json
import re
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from newsbot.web.api.problems import problem

MAX_BODY_BYTES: Final = 4 * 1024 * 1024
"""A rules file or an OPML list of ten thousand sources."""

LONGEST_PATH: Final = 500

MOST_DEPTH: Final = 20
"""Our deepest body has three levels; more is an attack on the parser."""


_MARKS: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
"""Texts as wholes, and brackets outside of them."""


class Unfit(Exception):
    """Say why a body is not read."""


class BodyGuard:
    """Refuse bodies that are too large, no JSON, or JSON that other parsers read otherwise."""

    def __init__(self, inner: ASGIApp) -> None:
        self._inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        if len(scope["path"]) > LONGEST_PATH:
            await problem(404, "there is no such path")(scope, receive, send)
            return
        body = bytearray()
        more = True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > MAX_BODY_BYTES:
                said = f"the body is larger than {MAX_BODY_BYTES // 2**20} MiB"
                await problem(413, said)(scope, receive, send)
                return
        if body:
            if _kind(scope) not in {"application/json", "application/merge-patch+json"}:
                said = "send JSON with Content-Type: application/json"
                await problem(415, said)(scope, receive, send)
                return
            try:
                check_json(bytes(body))
            except Unfit as unfit:
                await problem(400, str(unfit))(scope, receive, send)
                return
        await self._inner(scope, _again(bytes(body), receive), send)


def check_json(body: bytes) -> None:
    """Raise `Unfit` for what is no JSON (RFC 8259) or holds what no text of ours can."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as exc:
        raise Unfit("the body is not UTF-8") from exc
    if _depth(text) > MOST_DEPTH:
        raise Unfit(f"the body is nested more than {MOST_DEPTH} levels deep")
    try:
        value = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_once)
    except (ValueError, RecursionError) as exc:
        said = str(exc) if isinstance(exc, Unfitting) else "the body is no JSON"
        raise Unfit(said) from exc
    _check_texts(value)


class Unfitting(ValueError):
    """Carry our own words out of the parser."""


def _no_constant(name: str) -> None:
    raise Unfitting(f"{name} is no JSON number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unfitting("a name stands twice in one object")
    return found


def _depth(text: str) -> int:
    """Return how deep the brackets nest that stand outside of texts."""
    deepest = depth = 0
    for mark in _MARKS.finditer(text):
        if mark[0] in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif mark[0] in "]}":
            depth -= 1
    return deepest


def _check_texts(value: Any) -> None:
    """Refuse NUL, which PostgreSQL stores not, and half characters, which are no text."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            if "\0" in one or any("\ud800" <= char <= "\udfff" for char in one):
                raise Unfit("a text holds NUL or half of a surrogate pair")
        elif isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, dict):
            waiting.extend([*one.keys(), *one.values()])


def _kind(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"content-type":
            return str(value.decode("latin-1")).partition(";")[0].strip().lower()
    return ""


def _again(body: bytes, receive: Receive) -> Receive:
    """Return a channel that gives the body once, then what the server says."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
