"""Own the form of the wording: every sentence that the bot can say, in a language still unnamed.

A language is one `Texts` value; the type checker tells which sentence it lacks. Sentences hold
Telegram's HTML and named places, which `markup.fill` fills; labels of buttons are plain text.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from newsbot.bot.texts.admin import AdminTexts
from newsbot.bot.texts.house import HouseTexts
from newsbot.bot.texts.rules import RuleTexts
from newsbot.bot.texts.stories import StoryTexts
from newsbot.bot.texts.wishes import WishTexts

_QUOTED = re.compile(r"`([^`]*)`")
"""How the parser sets words off; chats show the mark itself."""

PluralRule = Callable[[int], str]
"""Return the plural category of a number (CLDR: one, few, many, other)."""


def one_or_other(number: int) -> str:
    """Choose as English and German do (CLDR)."""
    return "one" if number == 1 else "other"


def one_few_many(number: int) -> str:
    """Choose as Ukrainian does (CLDR): 1 and 21; 2 to 4 and 22; 5 to 20; 11 to 14 are many."""
    if number % 100 in range(11, 15):
        return "many"
    if number % 10 == 1:
        return "one"
    return "few" if number % 10 in range(2, 5) else "many"


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Hold all wording of one language."""

    language: str
    plural: PluralRule

    # beginning
    start: str
    start_group: str
    back_again: str
    still_paused: str
    help: str
    help_group: str
    address: str

    # following
    follow_what: str
    text_only: str
    bad_query: str
    bad_query_try: str
    warning: str
    preview: str
    read_as: str
    found: Mapping[str, str]
    found_none: str
    found_empty: str
    estimated: str
    estimated_none: str
    per_day: Mapping[str, str]
    per_week: Mapping[str, str]
    seldom: str
    days: Mapping[str, str]
    hours: Mapping[str, str]
    followed: str
    followed_already: str
    too_many: Mapping[str, str]

    # what is followed
    rules_none: str
    rules_head: Mapping[str, str]
    rule_line: str
    rules_more: Mapping[str, str]
    rule_elsewhere: Mapping[str, str]
    unfollow_which: str
    unfollowed: str
    not_followed: str
    latest_head: str
    latest_all: str
    latest_none: str

    # why
    why_what: str
    why_unknown: str
    why_article: str
    why_waiting: str
    why_failed: str
    why_no_rules: str
    why_states: Mapping[str, str]
    why_not_told: str
    why_unread: str
    why_missed: str
    why_nearest: str

    # the chat itself
    paused: str
    resumed: str
    nothing_yet: str
    forget_ask: str
    forgotten: str

    # what stands in the way
    admins_only: str
    admins_unknown: str
    unknown_command: str
    old_button: str
    cancelled: str
    nothing_to_cancel: str
    refused: str
    busy: str
    broken: str
    slow_down: str
    missed: str

    # labels of buttons
    label_follow: str
    label_cancel: str
    label_unfollow: str
    label_follow_again: str
    label_latest: str
    label_resume: str
    label_erase: str

    # what an empty chat shows before /start, plain
    about: str

    # what a chat wishes about its alerts
    wishes: WishTexts

    # readings, edits, exclusions
    rules: RuleTexts

    # stories in full, sources
    stories: StoryTexts

    # the door, channels, what is kept
    house: HouseTexts

    # for admins of the house
    admin: AdminTexts

    # the menu of commands, by name
    commands: Mapping[str, str]

    # what the parser says, by its code; what is missing here is said in its own words
    problems: Mapping[str, str] = field(default_factory=dict)

    def counted(self, forms: Mapping[str, str], number: int) -> str:
        """Return the form for a number, the number put in; other places stay open."""
        return forms[self.plural(number)].replace("{n}", f"{number}")

    def problem(self, code: str, message: str) -> str:
        """Return what a fault of a query is called in this language, else the parser's message."""
        return self.problems.get(code, _QUOTED.sub("“\\1”", message))
