"""Own the choice of a language; the wording itself stands in one file a language."""

from collections.abc import Mapping

from newsbot.bot.texts.english import ENGLISH
from newsbot.bot.texts.form import Texts
from newsbot.bot.texts.german import GERMAN
from newsbot.bot.texts.ukrainian import UKRAINIAN

LANGUAGES: Mapping[str, Texts] = {one.language: one for one in (ENGLISH, UKRAINIAN, GERMAN)}

__all__ = ["ENGLISH", "LANGUAGES", "Texts", "texts_of"]


def texts_of(language: str) -> Texts:
    """Return the wording for a language tag (`uk`, `de-AT`), English where there is none."""
    primary = language.replace("_", "-").split("-", maxsplit=1)[0].lower()
    return LANGUAGES.get(primary, ENGLISH)
