"""Own the reading of forms, and the plainest pages that doors can have.

`Forms` is the seam: the admin pages bring their own look, the doors only say what is to be shown.
"""

from collections.abc import Mapping
from html import escape
from typing import Final, Protocol
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from newsbot.errors import Invalid

MAX_FORM_BYTES: Final = 1024 * 1024
MOST_FIELDS: Final = 1000

TITLES: Final = {
    "login": "Log in",
    "code": "Second factor",
    "setup": "Set up newsbot",
    "password": "Set your password",
    "message": "newsbot",
}


class Forms(Protocol):
    """Draw the pages of the doors."""

    def page(
        self, request: Request, name: str, values: Mapping[str, str], *, status: int = 200
    ) -> Response:
        """Return a page: login, code, setup (the first admin), password (by a link), message.

        `values` may hold action, csrf, next, name, message; `message` says what went wrong.
        """


async def read_form(request: Request) -> dict[str, str]:
    """Return the fields of a form, the last of a name. Raises `Invalid` for one too large.

    Read once: the gate looks for the CSRF token before the page does.
    """
    known: dict[str, str] | None = getattr(request.state, "form", None)
    if known is not None:
        return known
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_FORM_BYTES:
            raise Invalid(f"the form is larger than {MAX_FORM_BYTES // 1024} KiB")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    fields: dict[str, str] = {}
    if kind == "application/x-www-form-urlencoded":
        try:
            pairs = parse_qsl(
                body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS
            )
        except ValueError as exc:
            raise Invalid(f"the form has more than {MOST_FIELDS} fields") from exc
        fields = {name: value.replace("\0", "") for name, value in pairs}
        request.state.form_pairs = pairs
    request.state.form = fields
    return fields


class PlainForms:
    """Draw the doors without any style. Fits `Forms`."""

    def page(
        self, request: Request, name: str, values: Mapping[str, str], *, status: int = 200
    ) -> Response:
        """Return a page of labels and fields."""
        del request
        title = TITLES.get(name, "newsbot")
        message = values.get("message", "")
        said = f'<p role="alert">{escape(message)}</p>' if message else ""
        form = "" if name == "message" else _form(name, values)
        return HTMLResponse(
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<title>{escape(title)}</title><link rel="stylesheet" href="/style.css"></head>'
            f"<body><main><h1>{escape(title)}</h1>{said}{form}</main></body></html>",
            status_code=status,
        )


def _form(name: str, values: Mapping[str, str]) -> str:
    hidden = "".join(
        f'<input type="hidden" name="{key}" value="{escape(values[key])}">'
        for key in ("csrf", "next")
        if values.get(key)
    )
    who = escape(values.get("name", ""))
    fields = {
        "login": _field("name", "Name", "text", "username", who)
        + _field("password", "Password", "password", "current-password"),
        "code": _field("code", "Code of your authenticator", "text", "one-time-code"),
        "setup": _field("name", "Name", "text", "username", who)
        + _field("password", "Password, 12 characters or more", "password", "new-password"),
        "password": _field(
            "password", "Password, 12 characters or more", "password", "new-password"
        ),
    }
    return (
        f'<form method="post" action="{escape(values["action"])}">{hidden}{fields[name]}'
        "<button>Go on</button></form>"
    )


def _field(name: str, label: str, kind: str, fills: str, value: str = "") -> str:
    return (
        f'<p><label>{label}<br><input name="{name}" type="{kind}" autocomplete="{fills}" '
        f'value="{value}" required></label></p>'
    )
