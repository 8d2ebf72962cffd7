"""Own the answer to /languages: which languages the chat reads, each with how much comes in it."""

import re

from newsbot.bot.buttons import Verb, button, fingerprint
from newsbot.bot.markup import Html, code, fill, join
from newsbot.bot.replies import Reply
from newsbot.bot.requests import Press
from newsbot.bot.visits import Visit
from newsbot.domain.message import Button
from newsbot.errors import Invalid
from newsbot.services import wishes

ALL = 0
"""What a button carries in the place of a language when it means every one."""

SHOWN = 24
IN_A_ROW = 3
CHOSEN = "✓ "

NAMES = {
    "ar": "العربية",
    "cs": "Čeština",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "en": "English",
    "es": "Español",
    "fa": "فارسی",
    "fi": "Suomi",
    "fr": "Français",
    "he": "עברית",
    "it": "Italiano",
    "ja": "日本語",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "ro": "Română",
    "ru": "Русский",
    "sv": "Svenska",
    "tr": "Türkçe",
    "uk": "Українська",
    "zh": "中文",
}
"""Languages as those who read them call them; others go by their code."""


async def languages(visit: Visit, argument: str) -> Reply:
    """Tell only what is written in these languages, or show which they are."""
    if visit.subscriber is None:
        return Reply(text=Html(visit.texts.nothing_yet))
    wanted = [one.lower() for one in re.split(r"[\s,]+", argument) if one]
    if not wanted:
        return await _shown(visit, visit.subscriber.languages)
    tags = [] if wanted == ["all"] else [_tag_of(one) for one in wanted]
    try:
        return await _shown(visit, await _set(visit, tags))
    except Invalid:
        return Reply(text=fill(visit.texts.wishes.languages_bad, given=code(argument)))


def _tag_of(text: str) -> str:
    """Return the code of a language that is called by its name; else the text itself."""
    return next((tag for tag, name in NAMES.items() if name.lower() == text), text)


async def press_languages(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Read the language of the button too, or no longer; the last one to go leaves all."""
    if visit.subscriber is None or not numbers:
        return Reply(toast=visit.texts.old_button)
    if numbers[0] == ALL:
        return await _shown(visit, await _set(visit, []))
    kept = list(visit.subscriber.languages)
    for tag in (*await wishes.written_languages(visit.desk), *kept):
        if fingerprint(tag) == numbers[0]:
            chosen = [one for one in kept if one != tag] if tag in kept else [*kept, tag]
            return await _shown(visit, await _set(visit, chosen))
    return Reply(toast=visit.texts.old_button)


async def _set(visit: Visit, tags: list[str]) -> tuple[str, ...]:
    assert visit.subscriber is not None
    return await wishes.set_languages(visit.desk, visit.subscriber.id, tags)


async def _shown(visit: Visit, kept: tuple[str, ...]) -> Reply:
    texts = visit.texts.wishes
    written = await wishes.written_languages(visit.desk)
    tags = list(dict.fromkeys([*kept, *written]))[:SHOWN]
    made = [_button(tag, written.get(tag, 0), is_chosen=tag in kept) for tag in tags]
    rows = tuple(tuple(made[at : at + IN_A_ROW]) for at in range(0, len(made), IN_A_ROW))
    everything = button(f"{'' if kept else CHOSEN}{texts.label_languages}", Verb.LANGUAGES, ALL)
    said = fill(texts.languages_are, names=", ".join(map(name_of_language, kept)))
    text = join([said if kept else texts.languages_all, texts.languages_how])
    return Reply(text=text, buttons=((everything,), *rows))


def _button(tag: str, articles: int, *, is_chosen: bool) -> Button:
    mark = CHOSEN if is_chosen else ""
    return button(f"{mark}{name_of_language(tag)} {articles}", Verb.LANGUAGES, fingerprint(tag))


def name_of_language(tag: str) -> str:
    """Return what a language is called."""
    return NAMES.get(tag, tag)
