"""Own the full account of a story: under an alert, or asked for by /story; it changes nothing."""

from newsbot.bot.handlers.explaining import WEB_ADDRESS
from newsbot.bot.handlers.under_alerts import subject_of
from newsbot.bot.handlers.wording import fitting_lines, moment, name_of
from newsbot.bot.markup import Html, escape, fill, join, link, shorten, underlined
from newsbot.bot.replies import Reply
from newsbot.bot.requests import Press
from newsbot.bot.visits import Visit
from newsbot.errors import NotFound
from newsbot.services import briefs
from newsbot.services.briefs import Brief, Reason, Telling

HEADLINE_SHOWN = 300
SUMMARY_SHOWN = 1_500
TITLE_SHOWN = 120
OUTLET_SHOWN = 60
OUTLETS_UNITS = 1_300
REASONS_UNITS = 700
PLACES_SHOWN = 2
MAX_DIGITS = 18
"""Of a number that a database holds."""

CONTEXT_CHARS = 40
"""Of text on each side of a matched word: enough to see what is said of it."""


async def more(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Tell the alert's story in full."""
    subject = await subject_of(visit, numbers)
    if subject is None:
        return Reply(toast=visit.texts.old_button)
    try:
        found = await briefs.brief(visit.desk, subject.story_id, visit.subscriber)
    except NotFound:
        return Reply(toast=visit.texts.old_button)
    return Reply(text=told(visit, found), stands_alone=True)


async def story(visit: Visit, argument: str) -> Reply:
    """Tell the story of the article at an address, or with a number."""
    texts = visit.texts.stories
    found = WEB_ADDRESS.search(argument)
    number = argument.strip().removeprefix("#")
    try:
        if found is not None:
            story_id = await briefs.story_at(visit.desk, found[0])
        elif number.isascii() and number.isdigit() and len(number) <= MAX_DIGITS:
            story_id = int(number)
        else:
            return Reply(text=Html(texts.story_what))
        return Reply(text=told(visit, await briefs.brief(visit.desk, story_id, visit.subscriber)))
    except NotFound:
        return Reply(text=Html(texts.story_unknown))


def told(visit: Visit, one: Brief) -> Html:
    """Return the account as a message."""
    texts = visit.texts.stories
    headline = link(shorten(one.headline, HEADLINE_SHOWN), one.url)
    tellings = [_telling(visit, one, each) for each in one.tellings]
    shown = fitting_lines(tellings, OUTLETS_UNITS)
    if len(shown) < len(tellings):
        left = len(tellings) - len(shown)
        shown.append(Html(visit.texts.counted(visit.texts.rules_more, left)))
    reasons = fitting_lines([_reason(visit, each) for each in one.reasons], REASONS_UNITS)
    return join(
        [
            Html(f"<b>{headline}</b>"),
            escape(shorten(one.summary, SUMMARY_SHOWN)),
            join([visit.texts.counted(texts.outlets, len(tellings)), *shown]),
            join([texts.reasons, *reasons]) if reasons else "",
        ],
        "\n\n",
    )


def _telling(visit: Visit, one: Brief, each: Telling) -> Html:
    """Return an outlet with its time, and its headline when that is another one."""
    line = fill(
        visit.texts.stories.outlet_line,
        outlet=link(shorten(each.outlet, OUTLET_SHOWN), each.url),
        at=moment(visit, each.at),
    )
    if each.title == one.headline:
        return line
    return Html(f"{line}: {escape(shorten(each.title, TITLE_SHOWN))}")


def _reason(visit: Visit, one: Reason) -> Html:
    fields = {"title": one.article.title, "body": one.article.text}
    places = [
        _in_context(fields[place.field], place.start, place.end)
        for place in one.evidence
        if place.field in fields
    ]
    return fill(
        visit.texts.stories.reason_line,
        rule=name_of(one.rule_name),
        places=join(dict.fromkeys(places[:PLACES_SHOWN]), "; "),
    )


def _in_context(text: str, start: int, end: int) -> Html:
    """Return the neighbourhood of a matched word, the word underlined."""
    first, last = max(0, start - CONTEXT_CHARS), end + CONTEXT_CHARS
    before, after = text[first:start], text[end:last]
    if first:
        before = "…" + before.partition(" ")[2]
    if last < len(text):
        after = after.rpartition(" ")[0] + "…"
    return Html(f"{_kept(before)}{underlined(text[start:end])}{_kept(after)}")


def _kept(text: str) -> Html:
    """Return text escaped, with the blank that parts it from the word."""
    lead, tail = " " * text[:1].isspace(), " " * text[-1:].isspace()
    return Html(f"{lead}{escape(text)}{tail}")
