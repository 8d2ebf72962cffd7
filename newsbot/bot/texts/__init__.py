"""Own the choice of a language; the wording itself stands in one file a language."""

from collections.abc import Mapping

from newsbot.bot.texts.english import ENGLISH
from newsbot.bot.texts.form import Texts
from newsbot.bot.texts.german import GERMAN
from newsbot.bot.texts.ukrainian import UKRAINIAN

LANGUAGES: Mapping[str, Texts] = {one.language: one for one in (ENGLISH, UKRAINIAN, GERMAN)}

__all__ = ["ENGLISH", "LANGUAGES", "Texts", "primary", "texts_of"]


def primary(tag: str) -> str:
    """Return the language of a tag (BCP 47) without region and script: `de` of `de-AT`."""
    return tag.replace("_", "-").partition("-")[0].lower()


def texts_of(language: str) -> Texts:
    """Return the wording for a language tag, English where there is none."""
    return LANGUAGES.get(primary(language), ENGLISH)
