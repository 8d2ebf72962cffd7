"""Own the menus of commands: which stand in the menu of whom; what they do stands in `handlers`.

https://core.telegram.org/bots/api#botcommandscope: the narrowest scope that fits is shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from telegram import (
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)

from newsbot.bot.texts import ENGLISH, LANGUAGES, Texts

EVERYBODY = ("follow", "rules", "latest", "digest", "quiet", "why", "settings", "help")
LOOKERS = ("rules", "latest", "why", "help")
"""What those in a group may do who are not its admins."""

HOUSE_ADMINS = (*EVERYBODY, "admin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """Hold one menu in one language; "" is for all who speak none of ours."""

    scope: BotCommandScope
    language: str
    commands: tuple[tuple[str, str], ...]


def menus() -> Iterator[Menu]:
    """Yield the menus of everybody."""
    yield from _spoken(BotCommandScopeAllPrivateChats(), EVERYBODY)
    yield from _spoken(BotCommandScopeAllGroupChats(), LOOKERS)
    yield from _spoken(BotCommandScopeAllChatAdministrators(), EVERYBODY)


def admin_menus(chat: int) -> Iterator[Menu]:
    """Yield the menus of a private chat that belongs to an admin of the house."""
    yield from _spoken(BotCommandScopeChat(chat), HOUSE_ADMINS)


def _spoken(scope: BotCommandScope, names: Sequence[str]) -> Iterator[Menu]:
    for language, texts in spoken():
        described = tuple((name, texts.commands[name]) for name in names)
        yield Menu(scope=scope, language=language, commands=described)


def spoken() -> Iterator[tuple[str, Texts]]:
    """Yield each wording with the language in which clients ask for it; English is everybody's."""
    yield "", ENGLISH
    yield from ((code, texts) for code, texts in LANGUAGES.items() if texts is not ENGLISH)
