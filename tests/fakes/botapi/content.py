"""Own the check of what a message holds: its text, after parsing, and its buttons."""

import re

from tests.fakes.botapi.entities import BadEntities, parse_html, parse_plain
from tests.fakes.botapi.params import structure
from tests.fakes.botapi.replies import ApiError, Json, bad_request, utf16_length

MAX_TEXT = 4_096
MAX_CAPTION = 1_024
MAX_CALLBACK_BYTES = 64

WEB_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s/]+(?:/\S*)?|tg://\S+", re.IGNORECASE)
"""What a button may open; a host without a dot, such as localhost, is refused."""


def check_button(button: Json) -> None:
    if not str(button.get("text", "")).strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    actions = [key for key in ("url", "callback_data") if button.get(key)]
    if len(actions) != 1:
        raise bad_request("BUTTON_TYPE_INVALID")
    if len(str(button.get("callback_data", "")).encode()) > MAX_CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    url = str(button.get("url", ""))
    if url and not WEB_ADDRESS.fullmatch(url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def content(params: Json, name: str, limit: int) -> Json:
    """Return the text or caption with its entities, checked after parsing.

    Raises:
        ApiError: 400 for broken markup, an empty text, or one over `limit` UTF-16 units.
    """
    raw = str(params.get(name, ""))
    mode = str(params.get("parse_mode", ""))
    if mode.lower() not in {"", "html"}:
        raise ApiError(400, f"Bad Request: the fake server plays no parse mode {mode!r}")
    try:
        text, entities = parse_html(raw) if mode else parse_plain(raw)
    except BadEntities as error:
        raise bad_request(f"can't parse entities: {error}") from error
    if not text and name == "text":
        raise bad_request("message text is empty")
    if utf16_length(text) > limit:
        raise bad_request(
            "message caption is too long" if name == "caption" else "message is too long"
        )
    shape: Json = {name: text} if text else {}
    if entities:
        shape["caption_entities" if name == "caption" else "entities"] = entities
    preview = structure(params, "link_preview_options")
    return shape | ({"link_preview_options": preview} if preview and name == "text" else {})
