"""Own the shapes that go over the wire and the errors that Telegram answers with.

Descriptions are worded as the real server words them, since clients tell errors apart by them.
"""

from typing import Any

Json = dict[str, Any]


class ApiError(Exception):
    """Answer a call with `ok: false`."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> Json:
        """Return the reply as the Bot API shapes it."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(sentence: str, **parameters: int) -> ApiError:
    """Return a 400 with the given sentence."""
    return ApiError(400, f"Bad Request: {sentence}", **parameters)


def forbidden(sentence: str) -> ApiError:
    """Return a 403 with the given sentence."""
    return ApiError(403, f"Forbidden: {sentence}")


def too_many_requests(retry_after: int) -> ApiError:
    """Return a 429 that asks to wait `retry_after` seconds."""
    sentence = f"Too Many Requests: retry after {retry_after}"
    return ApiError(429, sentence, retry_after=retry_after)


def conflict(sentence: str) -> ApiError:
    """Return a 409 with the given sentence."""
    return ApiError(409, f"Conflict: {sentence}")


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 code units, the measure of the Bot API."""
    return len(text) + sum(character > "\uffff" for character in text)
