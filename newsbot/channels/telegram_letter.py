"""Own a message as Telegram takes it: text in HTML, preview, buttons; it sends nothing."""

import json
import logging
from dataclasses import dataclass, replace
from functools import lru_cache

from telegram import LinkPreviewOptions
from telegram.constants import ParseMode

from newsbot.channels.cleaning import clean_line, safe_url
from newsbot.channels.document import plain
from newsbot.channels.layout import Form, lay_out
from newsbot.channels.telegram_html import write_html
from newsbot.domain.message import Button, Message
from newsbot.errors import Rejected

MAX_TEXT_UNITS = 4_096
"""After entities are parsed (https://core.telegram.org/bots/api#sendmessage)."""

MAX_ENTITIES = 100
"""Telegram drops further ones without a word (https://core.telegram.org/api/entities)."""

MAX_BUTTONS = 100
MAX_CALLBACK_BYTES = 64
"""https://core.telegram.org/bots/api#inlinekeyboardbutton"""

LETTERS_KEPT = 256
"""Stories told at the same time; a letter has 4 KiB at most."""

FORM = Form(max_units=MAX_TEXT_UNITS, max_entities=MAX_ENTITIES, defuse=True)
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Hold a message as Telegram takes it; `keyboard` is JSON, "" without buttons."""

    text: str
    parse_mode: str | None = ParseMode.HTML
    preview: LinkPreviewOptions
    keyboard: str = ""


def write_letter(message: Message, *, link_previews: bool) -> Letter:
    """Return the message within Telegram's limits.

    Raises:
        Rejected: The message says nothing.
    """
    same_for_all = replace(message, key="", reply_to="", silent=False, buttons=())
    letter = _write(same_for_all, link_previews)
    return replace(letter, keyboard=_keyboard(message.buttons)) if message.buttons else letter


@lru_cache(maxsize=LETTERS_KEPT)
def _write(message: Message, link_previews: bool) -> Letter:  # noqa: FBT001 - a key of the cache
    """Write what a letter says; the same story goes to many chats, one after the other."""
    text = write_html(lay_out(message, FORM))
    if not text.strip():
        raise Rejected("the message says nothing")
    preview = _preview(message) if link_previews else NO_PREVIEW
    return Letter(text=text, preview=preview)


def _preview(message: Message) -> LinkPreviewOptions:
    """Preview the article of a single story, small; nothing else is previewed."""
    is_story = len(message.items) == 1 and not message.more
    url = safe_url(message.items[0].url) if is_story else ""
    if not url:
        return NO_PREVIEW
    return LinkPreviewOptions(url=url, prefer_small_media=True, show_above_text=False)


def simpler(letter: Letter, message: Message, refusal: str) -> Letter | None:
    """Return the letter without the part that a 400 complains of, None if it names none."""
    complaint = refusal.lower()
    if "parse entities" in complaint or "entity" in complaint:
        text = plain(lay_out(message, replace(FORM, show_urls=True)))
        return replace(letter, text=text, parse_mode=None)
    if any(word in complaint for word in ("webpage", "preview")):
        return replace(letter, preview=NO_PREVIEW)
    if letter.keyboard and any(word in complaint for word in ("button", "keyboard", "markup")):
        return replace(letter, keyboard="")
    return None


def _keyboard(rows: tuple[tuple[Button, ...], ...]) -> str:
    """Return the buttons that Telegram can take, as JSON; one bad button costs no message.

    The library's own objects would take a fifth of the time of sending a message.
    """
    made: list[list[dict[str, str]]] = []
    count = 0
    for row in rows:
        buttons = [made_button for button in row if (made_button := _button(button))]
        count += len(buttons)
        if count > MAX_BUTTONS:
            logger.warning("more than %d buttons, the rest is left out", MAX_BUTTONS)
            break
        if buttons:
            made.append(buttons)
    return json.dumps({"inline_keyboard": made}) if made else ""


_label = lru_cache(maxsize=LETTERS_KEPT)(clean_line)


def _button(button: Button) -> dict[str, str]:
    """Return https://core.telegram.org/bots/api#inlinekeyboardbutton, empty for a bad one."""
    text = _label(button.text)
    if text and button.data and len(button.data.encode("utf-8", "replace")) <= MAX_CALLBACK_BYTES:
        return {"text": text, "callback_data": button.data}
    url = safe_url(button.url)
    if text and url:
        return {"text": text, "url": url}
    logger.warning("button %r fits no message and is left out", text)
    return {}
