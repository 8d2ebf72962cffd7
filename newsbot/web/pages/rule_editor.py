"""Own the page of one rule: written with an answer to each change, saved, restored, published.

Three answers come one after another while one types: at once what the parser says; then what
stored articles it would have met; last what may be better. Each is a part of the page.
"""

from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final

from starlette.responses import Response

from newsbot.domain.account import Role
from newsbot.domain.rule import Rule
from newsbot.errors import Conflict, Invalid
from newsbot.matching import Parsed, QueryError, QueryWarning
from newsbot.services import backtests, drafts, rulelists, rules, ruleversions
from newsbot.services.queries import RefusedQuery, read_query
from newsbot.web.pages.routes import Page, act, look
from newsbot.web.pages.spoken import speak
from newsbot.web.pages.texts import gettext as _
from newsbot.web.pages.trials import trial
from newsbot.web.pages.visit import Visit

SPANS: Final = ("1", "7", "30", "90")
SPAN: Final = "30"
"""Days of stored articles that a draft is tried on, at first."""

HITS: Final = 15
PATIENCE: Final = timedelta(seconds=1)
"""Who types sees the newest hits within this time, and is told when they are not all."""


async def new_rule(visit: Visit) -> Response:
    """Show an empty editor, or one with a query that came by the address."""
    return await _editor(visit, None, query=visit.asked("query"), name="", public=False)


async def show_rule(visit: Visit) -> Response:
    """Show a rule in the editor, with its history."""
    rule = await rulelists.open_rule(visit.desk, visit.id, reader=visit.me.subscriber_id)
    return await _editor(visit, rule, query=rule.query, name=rule.name, public=rule.public)


async def _editor(
    visit: Visit,
    rule: Rule | None,
    *,
    query: str,
    name: str,
    public: bool,
    fault: str = "",
    status: int = 200,
) -> Response:
    listed = None if rule is None else (await rulelists.with_volumes(visit.desk, [rule]))[0]
    history = [] if rule is None else await ruleversions.versions(visit.desk, rule.id)
    return visit.page(
        "rule.html",
        here="rules",
        status=status,
        rule=rule,
        listed=listed,
        history=history,
        query=query,
        name=name,
        public=public,
        fault=fault,
        spans=SPANS,
        span=SPAN,
        feed=f"{visit.tools.site.base_url}/feeds/rule/{rule.id}" if rule else "",
        **await _checked(visit, query),
    )


async def check(visit: Visit) -> Response:
    """Answer to a change of the text: what is wrong and where, or how it is read."""
    query = visit.form.raw("query")
    return visit.part(
        "rule_check.html",
        query=query,
        rule_id=visit.form.text("rule_id"),
        **await _checked(visit, query),
    )


async def _checked(visit: Visit, query: str) -> dict[str, Any]:
    """Return what the parser says: marks, problems with their fixes, and the reading."""
    if not query.strip():
        return {"marks": [], "problems": [], "reading": None, "spoken": None}
    try:
        parsed = await read_query(visit.desk, query)
    except RefusedQuery as refused:
        problems: list[QueryError | QueryWarning] = list(refused.errors)
        return {
            "marks": _marks(query, problems),
            "problems": [_problem(query, one) for one in problems],
            "reading": None,
            "spoken": None,
        }
    except Invalid as exc:
        problem = {"tone": "bad", "message": str(exc), "fixes": (), "part": ""}
        return {"marks": [], "problems": [problem], "reading": None, "spoken": None}
    return _accepted(query, parsed)


def _accepted(query: str, parsed: Parsed) -> dict[str, Any]:
    assert parsed.query is not None
    return {
        "marks": _marks(query, parsed.warnings),
        "problems": [_problem(query, one) for one in parsed.warnings],
        "reading": parsed.canonical,
        "spoken": speak(parsed.query),
    }


def _tone(one: QueryError | QueryWarning) -> str:
    return "bad" if isinstance(one, QueryError) else "warn"


def _problem(query: str, one: QueryError | QueryWarning) -> dict[str, Any]:
    return {
        "tone": _tone(one),
        "message": one.message,
        "fixes": one.fixes,
        "part": query[one.start : one.end],
    }


def _marks(
    query: str, problems: list[QueryError | QueryWarning] | tuple[QueryWarning, ...]
) -> list[dict[str, Any]]:
    """Return the places to be marked, in the UTF-16 units that browsers count in."""

    def units(place: int) -> int:
        return len(query[:place].encode("utf-16-le", "surrogatepass")) // 2

    return [
        {"start": units(one.start), "end": units(one.end), "tone": _tone(one)} for one in problems
    ]


async def preview(visit: Visit) -> Response:
    """Answer with what a query would have met: hits, words, a day's volume, the difference."""
    query, rule_id, days = _tried(visit)
    try:
        found = await backtests.run(
            visit.desk,
            query,
            since=timedelta(days=days),
            rule_id=rule_id,
            limits=backtests.Limits(patience=PATIENCE, shown=HITS),
        )
    except RefusedQuery:
        return visit.part("rule_preview.html", found=None)
    return visit.part("rule_preview.html", **trial(found, advises=True))


async def advise(visit: Visit) -> Response:
    """Answer with what may be better: word forms that are missed, and what is odd."""
    query, rule_id, _days = _tried(visit)
    try:
        advice = await drafts.advise(visit.desk, query, rule_id=rule_id)
    except RefusedQuery:
        advice = None
    return visit.part("rule_advice.html", advice=advice)


def _tried(visit: Visit) -> tuple[str, int | None, int]:
    days = visit.form.text("span", SPAN)
    if days not in SPANS:
        raise Invalid(_("There is no such time; choose one from the list."))
    rule_id = visit.form.number("rule_id") if visit.form.text("rule_id") else None
    return visit.form.raw("query"), rule_id, int(days)


async def save_new(visit: Visit) -> Response:
    """Add a rule, or show what is wrong with it."""
    query, name = visit.form.raw("query"), visit.form.text("name")
    public = visit.form.flag("public")
    try:
        kept = await rules.add(visit.desk, query, name=name, public=public)
    except Invalid:
        return await _editor(
            visit,
            None,
            query=query,
            name=name,
            public=public,
            fault=_("Not saved: the rule cannot be read yet. See what is marked."),
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    return visit.to(
        f"rules/{kept.rule.id}",
        _("Saved. It is in force for the next article.")
        + (" " + " ".join(one.message for one in kept.warnings) if kept.warnings else ""),
    )


async def save(visit: Visit) -> Response:
    """Save a rule as its next version, unless somebody else did meanwhile."""
    rule = await rulelists.open_rule(visit.desk, visit.id, reader=visit.me.subscriber_id)
    query, name = visit.form.raw("query"), visit.form.text("name")
    public = visit.form.flag("public")
    fault, status = "", HTTPStatus.OK
    if visit.form.number("version") != rule.version:
        fault = _("Not saved: somebody changed the rule meanwhile. Compare, and save again.")
        status = HTTPStatus.CONFLICT
    elif (query, name, public) == (rule.query, rule.name, rule.public):
        return visit.to(f"rules/{rule.id}", _("Nothing was changed."), tone="warn")
    else:
        try:
            await rules.edit(visit.desk, rule.id, query=query, name=name, public=public)
        except Invalid:
            fault = _("Not saved: the rule cannot be read yet. See what is marked.")
            status = HTTPStatus.UNPROCESSABLE_ENTITY
    if fault:
        return await _editor(
            visit, rule, query=query, name=name, public=public, fault=fault, status=status
        )
    return visit.to(f"rules/{rule.id}", _("Saved. It is in force for the next article."))


async def restore(visit: Visit) -> Response:
    """Make a former version the present one."""
    await rulelists.open_rule(visit.desk, visit.id, reader=visit.me.subscriber_id)
    version = visit.form.number("version")
    try:
        await ruleversions.restore(visit.desk, visit.id, version)
    except RefusedQuery as exc:
        raise Conflict(_("Today's language does not read that version any more.")) from exc
    return visit.to(f"rules/{visit.id}", _("Version %(n)d is in force again.") % {"n": version})


async def remove(visit: Visit) -> Response:
    """Take a rule out of force."""
    rule = await rulelists.open_rule(visit.desk, visit.id, reader=visit.me.subscriber_id)
    await rules.remove(visit.desk, rule.id)
    return visit.to("rules", _("Removed the rule “%(name)s”.") % {"name": rule.name})


PAGES: Final[tuple[Page, ...]] = (
    look("/rules/new", new_rule, Role.EDITOR),
    look("/rules/{id:int}", show_rule),
    act("/rules/check", check, Role.VIEWER),
    act("/rules/preview", preview, Role.VIEWER),
    act("/rules/advice", advise, Role.VIEWER),
    act("/rules", save_new),
    act("/rules/{id:int}", save),
    act("/rules/{id:int}/restore", restore),
    act("/rules/{id:int}/remove", remove),
)
