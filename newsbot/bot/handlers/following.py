"""Own the following of a query: at once, from a preview, or as one of the topics at the start."""

from dataclasses import replace

from newsbot.bot.buttons import Verb, button, fingerprint
from newsbot.bot.handlers.previewing import quoted, refused, warnings
from newsbot.bot.handlers.wording import foreseen, name_of, query_of, volume
from newsbot.bot.markup import Html, fill, join
from newsbot.bot.replies import Reply
from newsbot.bot.requests import Press
from newsbot.bot.visits import Visit
from newsbot.domain.message import Button
from newsbot.services import chats
from newsbot.services.chats import Followed, TooManyRules
from newsbot.services.queries import RefusedQuery, read_query


async def follow(visit: Visit, argument: str) -> Reply:
    """Follow a query at once."""
    if not argument:
        return Reply(text=Html(visit.texts.follow_what))
    try:
        return await _follow(visit, argument)
    except RefusedQuery as refusal:
        return await refused(visit, argument, refusal)


async def press_follow(visit: Visit, press: Press, numbers: tuple[int, ...]) -> Reply:
    """Follow the query that the message above the button shows."""
    query = quoted(press, numbers)
    if not query:
        return Reply(toast=visit.texts.old_button)
    try:
        return await _follow(visit, query)
    except RefusedQuery as refusal:
        return await refused(visit, query, refusal)


async def press_topic(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Follow one of the topics offered at the start."""
    topics = visit.house.topics
    number, mark = (*numbers, 0, 0)[:2]
    if number >= len(topics) or fingerprint(topics[number].query) != mark:
        return Reply(toast=visit.texts.old_button)
    done = await _follow(visit, topics[number].query, name=topics[number].name)
    return replace(done, stands_alone=True)


async def press_cancel(visit: Visit, _press: Press, _numbers: tuple[int, ...]) -> Reply:
    """Take the question away."""
    return Reply(text=Html(visit.texts.cancelled))


async def _follow(visit: Visit, query: str, name: str = "") -> Reply:
    origin, texts = visit.origin, visit.texts
    try:
        done = await chats.follow(
            visit.desk,
            origin.place,
            query,
            limit=visit.house.rule_limit,
            name=name,
            chat_name=origin.chat_name,
            language=visit.language,
        )
    except TooManyRules as full:
        return Reply(text=Html(texts.counted(texts.too_many, full.limit)))
    return await followed_reply(visit, done, query)


async def followed_reply(visit: Visit, done: Followed, query: str) -> Reply:
    """Tell what is followed from now on, and how much that is."""
    texts = visit.texts
    rule_id, rule_name = done.subscription.rule_id, done.subscription.rule_name
    template = texts.followed if done.is_new else texts.followed_already
    parts = [fill(template, name=name_of(rule_name), id=rule_id)]
    if done.is_new:
        if done.canonical not in {query, rule_name}:
            parts.append(fill(texts.read_as, canonical=query_of(done.canonical)))
        parts += warnings(visit, await read_query(visit.desk, query))
        parts.append(volume(texts, await foreseen(visit, query)))
    if visit.subscriber is not None and visit.subscriber.state == "paused":
        parts.append(Html(texts.still_paused))
    return Reply(text=join(parts), buttons=(_rule_buttons(visit, rule_id),))


def _rule_buttons(visit: Visit, rule_id: int) -> tuple[Button, ...]:
    texts = visit.texts
    return (
        button(texts.label_latest, Verb.LATEST, rule_id),
        button(texts.rules.label_card, Verb.CARD, rule_id),
        button(texts.label_unfollow, Verb.UNFOLLOW, rule_id),
    )
