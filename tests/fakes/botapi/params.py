"""Own the reading of parameters: forms carry everything as text, objects as JSON."""

import json
from typing import Any

from aiohttp import web

from tests.fakes.botapi.replies import Json, bad_request


async def read_params(request: web.Request) -> Json:
    """Return the parameters of a call from query, form, multipart or JSON; files are bytes."""
    params: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            params |= json.loads(await request.read() or b"{}")
        except (ValueError, TypeError):
            return params
        return {key: value for key, value in params.items() if value is not None}
    for key, value in (await request.post()).items():
        params[key] = value.file.read() if isinstance(value, web.FileField) else value
    return params


def structure(params: Json, name: str) -> Any:
    """Return a parameter that is an object or a list; forms carry it as JSON."""
    value = params.get(name)
    if not isinstance(value, str) or not value:
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise bad_request(f"can't parse {name} JSON object") from error


def integer(params: Json, name: str, default: int | None = None) -> int:
    """Return a whole number, whichever way it came."""
    try:
        return int(params[name])
    except (KeyError, TypeError, ValueError) as error:
        if default is not None and name not in params:
            return default
        raise bad_request(f"invalid {name} specified") from error


def boolean(params: Json, name: str) -> bool:
    """Return a truth value, whichever way it came."""
    return str(params.get(name, "")).lower() in {"true", "1"}
