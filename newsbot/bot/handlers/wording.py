"""Own the pieces of wording that several handlers put together: forecasts, names, lists."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from newsbot.bot.markup import Html, code, fill, shorten
from newsbot.bot.markup import measure as measure_html
from newsbot.bot.texts import Texts
from newsbot.bot.visits import Visit
from newsbot.channels.document import measure
from newsbot.channels.layout import Form, lay_out
from newsbot.channels.telegram_html import write_html
from newsbot.channels.wording import local_time, words_of
from newsbot.domain.message import Item, MarkedText, Message, Outlet, merge_marks
from newsbot.services.forecasts import Forecast, forecast
from newsbot.services.rules import Hit

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
NAME_SHOWN = 60
QUERY_SHOWN = 1_200
"""Longer than the longest query; a canonical form may be longer still and is cut."""

LIST_UNITS = 1_800
"""What a list of stories may take of a message: the rest is left for queries and notes."""

SHORTEST_LIST = 300
"""With less room than this for one headline a list says nothing."""

MESSAGE_UNITS = 4_000
"""What a reply may take in all: a little below what Telegram takes."""

LIST_ENTITIES = 60


def name_of(name: str) -> Html:
    """Return a rule's name as shown."""
    return code(shorten(name, NAME_SHOWN))


def query_of(query: str) -> Html:
    """Return a query as shown; one that a button reads back is never cut."""
    return code(shorten(query, QUERY_SHOWN))


async def foreseen(visit: Visit, query: str, *, shown: int = 0) -> Forecast:
    """Forecast a query; few at a time, as each keeps a processor busy. Raises `RefusedQuery`."""
    async with visit.house.forecasting:
        return await forecast(visit.desk, query, shown=shown)


def short_rate(texts: Texts, found: Forecast) -> str:
    """Return a rate in the few words that a button has room for."""
    if not found.stories:
        return texts.rules.rate_none
    per_week = found.per_day * (WEEK / DAY)
    if round(found.per_day) >= 1:
        return texts.rules.rate_day.format(n=round(found.per_day))
    if round(per_week) >= 1:
        return texts.rules.rate_week.format(n=round(per_week))
    return texts.rules.rate_seldom


def room_left(parts: Sequence[str]) -> int:
    """Return how many UTF-16 units a message of these parts, each a paragraph, has left."""
    return MESSAGE_UNITS - sum(measure_html(part) + 2 for part in parts)


def fitting_lines(lines: Sequence[Html], units: int) -> list[Html]:
    """Return the first lines that fit into so many UTF-16 units together."""
    kept: list[Html] = []
    for line in lines:
        units -= measure_html(line) + 1
        if units < 0:
            break
        kept.append(line)
    return kept


def volume(texts: Texts, found: Forecast) -> Html:
    """Say how much a query finds, for instance "12 stories in the last 7 days, about 2 a day"."""
    if not found.scanned:
        return Html(texts.found_empty)
    span = _span(texts, found)
    rate = Html(rate_of(texts, found.per_day))
    if found.is_estimate:
        return fill(
            texts.estimated if found.stories else texts.estimated_none, days=span, rate=rate
        )
    if not found.stories:
        return fill(texts.found_none, days=span)
    return fill(texts.counted(texts.found, found.stories), days=span, rate=rate)


def _span(texts: Texts, found: Forecast) -> Html:
    """Return the time that was looked at, in days; in hours up to one, or when it was cut short."""
    if found.is_cut and found.span < 2 * DAY:
        return Html(texts.counted(texts.hours, max(1, round(found.span / HOUR))))
    days = round(found.span / DAY)
    if days <= 1:
        return Html(texts.counted(texts.hours, DAY // HOUR))
    return Html(texts.counted(texts.days, days))


def rate_of(texts: Texts, per_day: float) -> str:
    """Return a rate in the largest unit in which it is a whole number."""
    per_week = per_day * (WEEK / DAY)
    if round(per_day) >= 1:
        return texts.counted(texts.per_day, round(per_day))
    if round(per_week) >= 1:
        return texts.counted(texts.per_week, round(per_week))
    return texts.seldom


def stories(visit: Visit, hits: tuple[Hit, ...], units: int = LIST_UNITS) -> Html:
    """Return articles as a list of links, the matched words of each headline marked."""
    if not hits or units < SHORTEST_LIST:
        return Html()
    form = Form(max_units=min(units, LIST_UNITS), max_entities=LIST_ENTITIES, defuse=True)
    message = Message(
        items=tuple(_item(hit) for hit in hits),
        time_zone=visit.time_zone,
        language=visit.texts.language,
    )
    document = lay_out(message, form)
    assert measure(document) <= LIST_UNITS
    return Html(write_html(document))


def _item(hit: Hit) -> Item:
    article = hit.article
    places = [(one.start, one.end) for one in hit.evidence if one.field == "title"]
    return Item(
        headline=MarkedText(text=article.title, marks=merge_marks(places, len(article.title))),
        url=article.url,
        outlets=(Outlet(name=article.source_title or article.source_name),),
        published=article.effective_at,
        language=article.language,
    )


def moment(visit: Visit, at: datetime) -> str:
    """Return a time as the chat reads it."""
    return local_time(at, visit.time_zone, words_of(visit.texts.language))
