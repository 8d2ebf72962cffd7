"""Own the question which rule is meant: a button for each, by pages, for all commands that ask."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from newsbot.bot.buttons import Verb, button
from newsbot.bot.handlers.listing import followed
from newsbot.bot.markup import Html
from newsbot.bot.pages import page_of, turns
from newsbot.bot.replies import Reply, column
from newsbot.bot.requests import Press
from newsbot.bot.texts import Texts
from newsbot.bot.visits import Visit

A_PAGE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Hold what is asked, and the verb of the buttons that answer."""

    verb: Verb
    text: Callable[[Texts], str]


UNFOLLOW, EDIT, SHARE, FEED = range(4)
"""What a button that turns a page carries; the numbers stand in old messages for ever."""

QUESTIONS: Mapping[int, Question] = {
    UNFOLLOW: Question(verb=Verb.UNFOLLOW, text=lambda texts: texts.unfollow_which),
    EDIT: Question(verb=Verb.EDIT_RULE, text=lambda texts: texts.rules.edit_which),
    SHARE: Question(verb=Verb.SHARE, text=lambda texts: texts.rules.share_which),
    FEED: Question(verb=Verb.FEED, text=lambda texts: texts.rules.feed_which),
}


async def ask(visit: Visit, kind: int, page: int = 0) -> Reply:
    """Ask which of the rules followed here, or else elsewhere in the chat, is meant."""
    here, elsewhere = await followed(visit)
    mine = [*here, *elsewhere]
    if not mine:
        return Reply(text=Html(visit.texts.rules_none))
    question = QUESTIONS[kind]
    shown = page_of(mine, page, A_PAGE)
    choices = column(
        button(f"{one.rule_id}. {one.rule_name}", question.verb, one.rule_id) for one in shown.items
    )
    text = Html(question.text(visit.texts))
    return Reply(text=text, buttons=(*choices, *turns(shown, Verb.TURN, kind)))


async def press_turn(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Turn to another page of the question."""
    kind, page = (*numbers, -1, 0)[:2]
    if kind not in QUESTIONS:
        return Reply(toast=visit.texts.old_button)
    return await ask(visit, kind, page)
