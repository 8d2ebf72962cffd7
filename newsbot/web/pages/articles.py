"""Own the pages about stored articles: the newest, those that a query meets, one in full."""

from datetime import datetime, timedelta
from typing import Any, Final

from starlette.responses import Response

from newsbot.errors import Invalid
from newsbot.services import backtests, explanations, rulelists, storyviews, subscribers
from newsbot.services.queries import RefusedQuery
from newsbot.web.pages.routes import Page, look
from newsbot.web.pages.texts import gettext as _
from newsbot.web.pages.trials import hits_of
from newsbot.web.pages.visit import Visit

SHOWN: Final = 50
SPANS: Final = ("1", "7", "30", "90", "365")
PATIENCE: Final = timedelta(seconds=3)


async def list_articles(visit: Visit) -> Response:
    """Show the newest articles, or those that a query meets."""
    query, days = visit.asked("q"), visit.asked("span", "30")
    if days not in SPANS:
        raise Invalid(_("There is no such time; choose one from the list."))
    values: dict[str, Any] = {
        "query": query,
        "spans": SPANS,
        "span": days,
        "problems": [],
        "hits": [],
        "articles": [],
        "found": None,
        "newer": "",
        "older": "",
    }
    if query:
        values |= await _search(visit, query, timedelta(days=int(days)))
    else:
        values |= await _newest(visit)
    return visit.page("articles.html", here="articles", **values)


async def _search(visit: Visit, query: str, since: timedelta) -> dict[str, Any]:
    limits = backtests.Limits(hits=SHOWN, shown=SHOWN, patience=PATIENCE)
    try:
        found = await backtests.run(visit.desk, query, since=since, limits=limits)
    except RefusedQuery as refused:
        return {"problems": [(one.message, one.fixes) for one in refused.errors]}
    except Invalid as exc:
        return {"problems": [(str(exc), ())]}
    return {"found": found, "hits": hits_of(found)}


async def _newest(visit: Visit) -> dict[str, Any]:
    before = _place(visit.asked("before"))
    found = await storyviews.newest_articles(visit.desk, before=before, limit=SHOWN + 1)
    shown = found[:SHOWN]
    older = ""
    if len(found) > SHOWN:
        last = shown[-1]
        older = visit.address("articles", before=f"{last.effective_at.isoformat()}_{last.id}")
    return {
        "articles": shown,
        "newer": visit.address("articles") if before else "",
        "older": older,
    }


def _place(text: str) -> tuple[datetime, int] | None:
    """Return the place that a page begins behind. Raises `Invalid`."""
    if not text:
        return None
    at, _bar, article_id = text.partition("_")
    try:
        moment = datetime.fromisoformat(at.replace(" ", "+"))
        number = int(article_id)
    except ValueError as exc:
        raise Invalid(_("That page is not there; begin with the first one.")) from exc
    if moment.tzinfo is None:
        raise Invalid(_("That page is not there; begin with the first one."))
    return moment, number


async def show_article(visit: Visit) -> Response:
    """Show one article with its text and what is known of it."""
    one = await storyviews.article(visit.desk, visit.id)
    return visit.page("article.html", here="articles", article=one)


async def show_why(visit: Visit) -> Response:
    """Show how far an article came, and what a subscriber's rules say of it."""
    url = visit.asked("url")
    subscriber = visit.asked_number("subscriber")
    found = []
    if url:
        if subscriber is not None:
            await subscribers.get(visit.desk, subscriber)
        found = await explanations.explain(visit.desk, url, subscriber)
    ids = [verdict.rule_id for one in found for verdict in one.verdicts]
    return visit.page(
        "why.html",
        here="why",
        url_asked=url,
        subscriber=subscriber,
        found=found,
        open_rules=await rulelists.readable(visit.desk, ids, reader=visit.me.subscriber_id),
    )


PAGES: Final[tuple[Page, ...]] = (
    look("/articles", list_articles),
    look("/articles/{id:int}", show_article),
    look("/why", show_why),
)
