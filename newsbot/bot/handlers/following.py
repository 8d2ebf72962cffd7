"""Own the way from words to a rule: preview, follow, and the mending of a query."""

from newsbot.bot.buttons import Verb, button, fingerprint
from newsbot.bot.handlers.wording import name_of, query_of, stories, volume
from newsbot.bot.markup import Html, fill, join, pointed
from newsbot.bot.replies import Reply, column
from newsbot.bot.requests import Press
from newsbot.bot.visits import Visit
from newsbot.domain.message import Button
from newsbot.matching import Parsed, QueryError
from newsbot.services import chats
from newsbot.services.chats import TooManyRules
from newsbot.services.forecasts import forecast
from newsbot.services.rules import RefusedQuery, check_query

MAX_QUERY = 1_000
"""Characters of a query (rules: limits)."""

ERRORS_SHOWN = 2
FIXES_SHOWN = 2
WARNINGS_SHOWN = 3
HITS_SHOWN = 5


async def follow(visit: Visit, argument: str) -> Reply:
    """Follow a query at once."""
    if not argument:
        return Reply(text=Html(visit.texts.follow_what))
    try:
        return await _follow(visit, argument)
    except RefusedQuery as refusal:
        return refused(visit, argument, refusal)


async def preview(visit: Visit, query: str) -> Reply:
    """Show how a query is read and what it would have found."""
    try:
        parsed = check_query(query)
    except RefusedQuery as refusal:
        return refused(visit, query, refusal)
    found = await forecast(visit.desk, query, shown=HITS_SHOWN)
    texts = visit.texts
    head = [fill(texts.preview, query=query_of(query))]
    if parsed.canonical != query:
        head.append(fill(texts.read_as, canonical=query_of(parsed.canonical)))
    return Reply(
        text=join(
            [
                join(head),
                warnings(visit, parsed),
                volume(texts, found),
                stories(visit, found.hits),
            ],
            "\n\n",
        ),
        buttons=(
            (button(texts.label_follow, Verb.FOLLOW), button(texts.label_cancel, Verb.CANCEL)),
        ),
    )


def warnings(visit: Visit, parsed: Parsed) -> Html:
    """Say what was accepted and may not be meant."""
    return join(
        fill(visit.texts.warning, message=one.message) for one in parsed.warnings[:WARNINGS_SHOWN]
    )


def refused(visit: Visit, query: str, refusal: RefusedQuery) -> Reply:
    """Show the place of each error, and offer the mended query as a button."""
    texts = visit.texts
    shown = refusal.errors[:ERRORS_SHOWN]
    fixes = _fixes(refusal.errors)
    parts = [
        join([fill(texts.bad_query, message=one.message), pointed(query, one.start, one.end)])
        for one in shown
    ]
    parts += [fill(texts.bad_query_try, fix=query_of(fix)) for fix in fixes]
    return Reply(
        text=join(parts, "\n\n"),
        buttons=column(button(fix, Verb.PREVIEW, number) for number, fix in enumerate(fixes)),
    )


def _fixes(errors: tuple[QueryError, ...]) -> list[str]:
    """Return the whole queries that mend the first error which can be mended."""
    for one in errors:
        fixes = [fix for fix in (one.fixes or (one.fix,)) if fix and len(fix) <= MAX_QUERY]
        if fixes:
            return fixes[:FIXES_SHOWN]
    return []


async def press_follow(visit: Visit, press: Press, numbers: tuple[int, ...]) -> Reply:
    """Follow the query that the message above the button shows."""
    query = quoted(press, numbers)
    if not query:
        return Reply(toast=visit.texts.old_button)
    try:
        return await _follow(visit, query)
    except RefusedQuery as refusal:
        return refused(visit, query, refusal)


async def press_preview(visit: Visit, press: Press, numbers: tuple[int, ...]) -> Reply:
    """Preview the mended query that the message shows."""
    query = quoted(press, numbers)
    return await preview(visit, query) if query else Reply(toast=visit.texts.old_button)


async def press_topic(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Follow one of the topics offered at the start."""
    topics = visit.house.topics
    number, mark = (*numbers, 0, 0)[:2]
    if number >= len(topics) or fingerprint(topics[number].query) != mark:
        return Reply(toast=visit.texts.old_button)
    return await _follow(visit, topics[number].query, name=topics[number].name)


async def press_cancel(visit: Visit, _press: Press, _numbers: tuple[int, ...]) -> Reply:
    """Take the question away."""
    return Reply(text=Html(visit.texts.cancelled))


def quoted(press: Press, numbers: tuple[int, ...]) -> str:
    """Return the piece in code font that a button points to, "" when it is not there."""
    at = numbers[0] if numbers else 0
    return press.quoted[at] if at < len(press.quoted) else ""


async def _follow(visit: Visit, query: str, name: str = "") -> Reply:
    texts, origin = visit.texts, visit.origin
    try:
        done = await chats.follow(
            visit.desk,
            origin.place,
            query,
            limit=visit.house.rule_limit,
            name=name,
            chat_name=origin.chat_name,
            language=texts.language,
        )
    except TooManyRules as full:
        return Reply(text=Html(texts.counted(texts.too_many, full.limit)))
    rule_id, rule_name = done.subscription.rule_id, done.subscription.rule_name
    template = texts.followed if done.is_new else texts.followed_already
    parts = [fill(template, name=name_of(rule_name), id=rule_id)]
    if done.is_new:
        if done.canonical not in {query, rule_name}:
            parts.append(fill(texts.read_as, canonical=query_of(done.canonical)))
        parts.append(warnings(visit, check_query(query)))
        parts.append(volume(texts, await forecast(visit.desk, query, shown=0)))
    return Reply(text=join(parts), buttons=(_rule_buttons(visit, rule_id),))


def _rule_buttons(visit: Visit, rule_id: int) -> tuple[Button, ...]:
    texts = visit.texts
    return (
        button(texts.label_latest, Verb.LATEST, rule_id),
        button(texts.label_unfollow, Verb.UNFOLLOW, rule_id),
    )
