"""Own the way from words to a rule: preview, follow, and the mending of a query."""

from collections.abc import Sequence

from newsbot.bot.buttons import Verb, button, fingerprint
from newsbot.bot.handlers.wording import foreseen, name_of, query_of, stories, volume
from newsbot.bot.markup import Html, fill, join, pointed
from newsbot.bot.replies import Reply, column
from newsbot.bot.requests import Press
from newsbot.bot.visits import Visit
from newsbot.domain.message import Button
from newsbot.matching import Parsed, QueryError
from newsbot.services import chats
from newsbot.services.chats import TooManyRules
from newsbot.services.queries import RefusedQuery, read_query

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
        return await refused(visit, argument, refusal)


async def preview(visit: Visit, query: str) -> Reply:
    """Show how a query is read and what it would have found."""
    try:
        parsed = await read_query(visit.desk, query)
    except RefusedQuery as refusal:
        return await refused(visit, query, refusal)
    texts = visit.texts
    quotes = [query]
    head = [fill(texts.preview, query=query_of(query))]
    if parsed.canonical != query:
        quotes.append(parsed.canonical)
        head.append(fill(texts.read_as, canonical=query_of(parsed.canonical)))
    found = await foreseen(visit, query, shown=HITS_SHOWN)
    offers = _offers(parsed)
    text = [
        join(head),
        join([*warnings(visit, parsed), *_suggestions(visit, offers)]),
        volume(texts, found),
        stories(visit, found.hits),
    ]
    choice = (button(texts.label_follow, Verb.FOLLOW), button(texts.label_cancel, Verb.CANCEL))
    return Reply(
        text=join(text, "\n\n"),
        buttons=(choice, *column(_preview_buttons(offers, first=len(quotes)))),
    )


def warnings(visit: Visit, parsed: Parsed) -> list[Html]:
    """Say what was accepted and may not be meant."""
    texts = visit.texts
    return [
        fill(texts.warning, message=texts.problem(one.code, one.message))
        for one in parsed.warnings[:WARNINGS_SHOWN]
    ]


def _offers(parsed: Parsed) -> list[str]:
    """Return other queries that may be meant, the first of each warning."""
    fixes = [one.fixes[0] for one in parsed.warnings[:WARNINGS_SHOWN] if one.fixes]
    return [fix for fix in dict.fromkeys(fixes) if len(fix) <= MAX_QUERY][:FIXES_SHOWN]


def _suggestions(visit: Visit, fixes: Sequence[str]) -> list[Html]:
    return [fill(visit.texts.bad_query_try, fix=query_of(fix)) for fix in fixes]


def _preview_buttons(fixes: Sequence[str], *, first: int = 0) -> list[Button]:
    """Return a button for each query; they stand in code font from the place `first` on."""
    return [button(fix, Verb.PREVIEW, place) for place, fix in enumerate(fixes, first)]


async def refused(visit: Visit, query: str, refusal: RefusedQuery) -> Reply:
    """Show the place of each error, and offer the mended query as a button.

    Where a query can be read in two ways, each reading is shown with what it would find.
    """
    texts = visit.texts
    parts = [
        join(
            [
                fill(texts.bad_query, message=texts.problem(one.code, one.message)),
                pointed(query, one.start, one.end),
            ]
        )
        for one in refusal.errors[:ERRORS_SHOWN]
    ]
    fixes = _fixes(refusal.errors)
    for fix in fixes:
        found = await _volume_of(visit, fix) if len(fixes) > 1 else Html()
        parts.append(join([fill(texts.bad_query_try, fix=query_of(fix)), found]))
    return Reply(text=join(parts, "\n\n"), buttons=column(_preview_buttons(fixes)))


async def _volume_of(visit: Visit, query: str) -> Html:
    try:
        return volume(visit.texts, await foreseen(visit, query))
    except RefusedQuery:  # mended in one place, still wrong in another
        return Html()


def _fixes(errors: Sequence[QueryError]) -> list[str]:
    """Return the whole queries that mend the first error which can be mended."""
    for one in errors:
        fixes = [fix for fix in one.fixes if fix and len(fix) <= MAX_QUERY]
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
        return await refused(visit, query, refusal)


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
            language=visit.language,
        )
    except TooManyRules as full:
        return Reply(text=Html(texts.counted(texts.too_many, full.limit)))
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
        button(texts.label_unfollow, Verb.UNFOLLOW, rule_id),
    )
