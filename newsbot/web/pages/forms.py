"""Own the fields of a form as the pages want them; the bytes were read by `web.auth`.

Files are read into a text field by the browser, so that no parser for multipart bodies stands open
to anybody. What a field means is the business of each page.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from starlette.requests import Request

from newsbot.errors import Invalid
from newsbot.web.auth import read_form
from newsbot.web.pages.texts import gettext

ID_DIGITS: Final = 18
"""Longer numbers do not fit into 64 bits."""


class Form:
    """Hold the fields of a form by name, in the order of sending."""

    def __init__(self, fields: Sequence[tuple[str, str]]) -> None:
        self._fields: dict[str, list[str]] = defaultdict(list)
        for name, value in fields:
            self._fields[name].append(value)

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def text(self, name: str, default: str = "") -> str:
        """Return a field, stripped at both ends; line ends are those of Unix."""
        values = self._fields.get(name)
        return values[-1].replace("\r\n", "\n").strip() if values else default

    def raw(self, name: str) -> str:
        """Return a field as it was typed, but for the line ends."""
        values = self._fields.get(name)
        return values[-1].replace("\r\n", "\n") if values else ""

    def flag(self, name: str) -> bool:
        """Say whether a box was ticked."""
        return bool(self.text(name))

    def number(self, name: str) -> int:
        """Return a whole number. Raises `Invalid`."""
        return as_number(self.text(name))

    def numbers(self, name: str) -> list[int]:
        """Return the whole numbers of several boxes of one name. Raises `Invalid`."""
        return [as_number(value) for value in dict.fromkeys(self._fields.get(name, ()))]


def as_number(text: str) -> int:
    """Return an id. Raises `Invalid` for anything that is none."""
    if not (text.isascii() and text.isdigit() and len(text) <= ID_DIGITS):
        raise Invalid(gettext("%(text)r is no number") % {"text": text[:40]})
    return int(text)


async def form_of(request: Request) -> Form:
    """Return the form that a request brings, which the gate has read already."""
    await read_form(request)
    return Form(getattr(request.state, "form_pairs", []))
