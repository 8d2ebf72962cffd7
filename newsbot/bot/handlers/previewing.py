"""Own the answer to words: how a query is read, what it would have found, what else may be meant.

A button points to a query in code font; `quotes` keeps count of them. Nothing is changed here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from newsbot.bot.buttons import Verb, button
from newsbot.bot.handlers.wording import foreseen, query_of, room_left, short_rate, stories, volume
from newsbot.bot.markup import Html, fill, join, pointed
from newsbot.bot.replies import Keyboard, Reply
from newsbot.bot.requests import Press
from newsbot.bot.visits import Visit
from newsbot.domain.message import Button
from newsbot.matching import Parsed, QueryError, canonical
from newsbot.matching.query import And, Not, Term
from newsbot.matching.shape import make_and, make_or
from newsbot.services import wordforms
from newsbot.services.queries import RefusedQuery, read_query
from newsbot.services.wordforms import Forms

MAX_QUERY = 1_000
"""Characters of a query (rules: limits)."""

LONGEST_OFFERED = 250
"""Of a query offered below a preview: all of them, and the stories, must fit into one message."""

ERRORS_SHOWN = 2
FIXES_SHOWN = 2
WARNINGS_SHOWN = 3
FORMS_SHOWN = 2
FORMS_NAMED = 4
HITS_SHOWN = 5
BOTH = 2

TWO_READINGS = frozenset({"comma_or_line_break", "mixed_and_or"})
"""Faults of a query that can be read in two ways; the parser gives both."""

_OPERATOR = re.compile(r"\bAND\b|&&")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Offer another query: what to say of it, and what its button is called."""

    query: str
    line: Html
    label: str


@dataclass(slots=True)
class Quotes:
    """Count the queries that stand in a message in code font."""

    held: list[str] = field(default_factory=list)

    def offer(self, one: Offer, verb: Verb = Verb.PREVIEW) -> Button:
        """Return the button of an offer whose line comes next."""
        self.held.append(one.query)
        return button(one.label, verb, len(self.held) - 1)


async def preview(visit: Visit, query: str) -> Reply:
    """Show how a query is read and what it would have found."""
    try:
        parsed = await read_query(visit.desk, query)
    except RefusedQuery as refusal:
        return await refused(visit, query, refusal)
    texts, quotes = visit.texts, Quotes([query])
    head = [fill(texts.preview, query=query_of(query))]
    if parsed.canonical != query:
        quotes.held.append(parsed.canonical)
        head.append(fill(texts.read_as, canonical=query_of(parsed.canonical)))
    found = await foreseen(visit, query, shown=HITS_SHOWN)
    fixes = _fixes_of_warnings(visit, parsed)
    readings = [] if fixes else await _readings(visit, parsed, query)
    forms = await _forms(visit, query) if found.scanned else []
    rows: Keyboard = (
        (
            button(texts.label_follow, Verb.FOLLOW),
            button(texts.rules.label_edit, Verb.EDIT),
            button(texts.label_cancel, Verb.CANCEL),
        ),
        *((quotes.offer(one),) for one in fixes),
        tuple(quotes.offer(one) for one in readings),
        *((quotes.offer(one),) for one in forms),
    )
    text = [
        join(head),
        join([*warnings(visit, parsed), *(one.line for one in fixes)]),
        join([volume(texts, found), *(one.line for one in readings)]),
        join(one.line for one in forms),
    ]
    text.append(stories(visit, found.hits, room_left(text)))
    return Reply(text=join(text, "\n\n"), buttons=tuple(row for row in rows if row))


def warnings(visit: Visit, parsed: Parsed) -> list[Html]:
    """Say what was accepted and may not be meant."""
    texts = visit.texts
    return [
        fill(texts.warning, message=texts.problem(one.code, one.message))
        for one in parsed.warnings[:WARNINGS_SHOWN]
    ]


def _fixes_of_warnings(visit: Visit, parsed: Parsed) -> list[Offer]:
    """Return other queries that may be meant, the first of each warning."""
    fixes = [one.fixes[0] for one in parsed.warnings[:WARNINGS_SHOWN] if one.fixes]
    kept = [fix for fix in dict.fromkeys(fixes) if len(fix) <= LONGEST_OFFERED]
    return [_fix(visit, fix) for fix in kept[:FIXES_SHOWN]]


def _fix(visit: Visit, query: str) -> Offer:
    line = fill(visit.texts.bad_query_try, fix=query_of(query))
    return Offer(query=query, line=line, label=query)


async def _readings(visit: Visit, parsed: Parsed, query: str) -> list[Offer]:
    """Return both readings of plain words side by side; none for what is clear."""
    words = _plain_words(parsed, query)
    if not words or max(map(len, words)) > LONGEST_OFFERED:
        return []
    texts, (every, some) = visit.texts.rules, words
    is_pair = len(parsed.query.children if isinstance(parsed.query, And) else ()) == BOTH
    labels = (texts.label_both if is_pair else texts.label_all_words, texts.label_any)
    offers = []
    for label, one in zip(labels, (every, some), strict=True):
        rate = short_rate(visit.texts, await foreseen(visit, one))
        line = fill(texts.reading, reading=label, query=query_of(one), rate=rate)
        offers.append(Offer(query=one, line=line, label=f"{label}: {rate}"))
    return offers


def _plain_words(parsed: Parsed, query: str) -> tuple[str, str] | None:
    """Return a query of words side by side as all of them and as any; None for another one."""
    if not isinstance(parsed.query, And) or _OPERATOR.search(query):
        return None
    wanted = [one for one in parsed.query.children if isinstance(one, Term)]
    unwanted = [one for one in parsed.query.children if isinstance(one, Not)]
    if len(wanted) < BOTH or len(wanted) + len(unwanted) < len(parsed.query.children):
        return None
    every = " AND ".join(canonical(one) for one in wanted)
    without = "".join(f" {canonical(one)}" for one in unwanted)
    some = canonical(make_and([make_or(wanted), *unwanted]))
    return every + without, some


async def _forms(visit: Visit, query: str) -> list[Offer]:
    """Return the query with the word forms that it misses, each with how much that adds."""
    async with visit.house.forecasting:
        found = await wordforms.offers(visit.desk, query)
    offers = [_form(visit, one) for one in found]
    return [one for one in offers if len(one.query) <= LONGEST_OFFERED][:FORMS_SHOWN]


def _form(visit: Visit, one: Forms) -> Offer:
    texts = visit.texts.rules
    named = ", ".join(one.forms[:FORMS_NAMED])
    if len(one.forms) > FORMS_NAMED:
        named += ", …"
    is_short = len(one.with_or) <= LONGEST_OFFERED or not one.with_stem
    query = one.with_or if is_short else one.with_stem
    line = fill(visit.texts.counted(texts.forms, one.adds), forms=named, query=query_of(query))
    return Offer(query=query, line=line, label=texts.label_forms.format(forms=named))


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
    offers = await _mended(visit, refusal.errors)
    quotes = Quotes()
    rows = tuple((quotes.offer(one),) for one in offers)
    return Reply(text=join([*parts, *(one.line for one in offers)], "\n\n"), buttons=rows)


async def _mended(visit: Visit, errors: Sequence[QueryError]) -> list[Offer]:
    """Return the whole queries that mend the first error which can be mended."""
    for one in errors:
        fixes = [fix for fix in one.fixes if fix and len(fix) <= MAX_QUERY][:FIXES_SHOWN]
        if len(fixes) == BOTH and one.code in TWO_READINGS:
            return [await _reading(visit, one.code, fixes, place) for place in range(BOTH)]
        if fixes:
            return [_fix(visit, fix) for fix in fixes]
    return []


async def _reading(visit: Visit, code: str, fixes: Sequence[str], place: int) -> Offer:
    """Return one of two readings with its volume, which the button says too."""
    fix, texts = fixes[place], visit.texts
    try:
        found = await foreseen(visit, fix)
    except RefusedQuery:  # mended in one place, still wrong in another
        return _fix(visit, fix)
    rate = short_rate(texts, found)
    line = join([fill(texts.bad_query_try, fix=query_of(fix)), volume(texts, found)])
    name = fix
    if code == "comma_or_line_break":
        every = texts.rules.label_both if fix.count(" AND ") == 1 else texts.rules.label_all_words
        name = (every, texts.rules.label_any)[place]
    label = f"{name}: {rate}" if name != fix else f"{rate}: {fix}"
    return Offer(query=fix, line=line, label=label)


async def press_preview(visit: Visit, press: Press, numbers: tuple[int, ...]) -> Reply:
    """Preview the mended query that the message shows."""
    query = quoted(press, numbers)
    return await preview(visit, query) if query else Reply(toast=visit.texts.old_button)


def quoted(press: Press, numbers: tuple[int, ...]) -> str:
    """Return the piece in code font that a button points to, "" when it is not there."""
    at = numbers[0] if numbers else 0
    return press.quoted[at] if at < len(press.quoted) else ""
