"""Own what a handler answers, as a value; how it is sent is the matter of `outgoing`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from newsbot.bot.markup import Html
from newsbot.domain.message import Button
from newsbot.services.chats import Place

Keyboard = tuple[tuple[Button, ...], ...]

MAX_TOAST = 200
"""https://core.telegram.org/bots/api#answercallbackquery"""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """Hold a document as it is sent."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """Hold a plain text for many chats; `report` words how many got it and how many did not."""

    places: tuple[Place, ...]
    text: str
    report: Callable[[int, int], Html]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Answer a request.

    After a press the text takes the place of the message with the button, and `toast` is shown
    over the chat for a moment (plain, `MAX_TOAST` at the most); without a text only the toast is
    shown; `stands_alone` leaves the message with the button as it is, and `swaps_buttons` leaves
    its text and puts `buttons` in the place of those below it. `forgets` ends what is still kept
    about the chat once the reply has left. `to` is another place than the one that was asked in;
    `file` is sent after the text, and `letters` go out behind it, at the bot's own pace.
    `shows_admin_menu` lets the menu of the chat have what is for the house's admins.
    """

    text: Html = field(default_factory=Html)
    buttons: Keyboard = ()
    toast: str = ""
    stands_alone: bool = False
    swaps_buttons: bool = False
    forgets: bool = False
    to: Place | None = None
    file: File | None = None
    letters: Letters | None = None
    shows_admin_menu: bool = False


def column(buttons: Iterable[Button]) -> Keyboard:
    """Return buttons one below the other."""
    return tuple((one,) for one in buttons)
