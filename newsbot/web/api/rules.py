"""Own `/rules`: list, add, edit with If-Match, trial, forecast, lint, files.

Rules that their owners keep private are told to nobody else by more than their being (G17).
"""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import Query
from starlette.responses import PlainTextResponse, Response

from newsbot.domain.account import Principal, Role, Scope
from newsbot.domain.rule import Rule
from newsbot.errors import Invalid, NotFound
from newsbot.services import (
    backtests,
    forecasts,
    lint,
    queries,
    rules,
    ruleversions,
    shapes,
    volumes,
)
from newsbot.services.rules import Kept
from newsbot.services.shapes import plain
from newsbot.web.api import asked, shown
from newsbot.web.api.answers import (
    LARGEST_ID,
    Id,
    IfMatch,
    Paging,
    check_match,
    tag_of,
)
from newsbot.web.api.caller import Caller, Calling
from newsbot.web.api.problems import Problem
from newsbot.web.api.routing import make_router, needs

router = make_router("rules")

EDITABLE = ("name", "query", "public", "version")
PATIENCE = timedelta(seconds=8)
"""A call waits so long for a trial on stored articles; `is_cut` tells when it was not enough."""


def is_hidden(rule: Rule, principal: Principal) -> bool:
    """Say whether a rule is its owner's own business."""
    return rule.owner_id is not None and not rule.public and not principal.owns(rule.owner_id)


def shape_for(rule: Rule, principal: Principal) -> dict[str, Any]:
    """Return the shape of a rule for who asks; a hidden one has neither name nor query."""
    shape = shapes.rule(rule)
    if is_hidden(rule, principal):
        shape |= {"name": "", "query": "", "canonical": "", "hidden": True}
    return shape


async def _changeable(call: Caller, rule_id: int) -> Rule:
    """Return a rule that the caller may change: the house's as editor, else only their own.

    Raises `NotFound`, `Problem` 403.
    """
    rule = await rules.get(call.desk, rule_id)
    if rule.owner_id is not None and not call.principal.owns(rule.owner_id):
        raise Problem(403, "this rule belongs to a subscriber, who alone changes it")
    if rule.owner_id is None and not call.principal.role.covers(Role.EDITOR):
        raise Problem(403, f"this needs the role {Role.EDITOR}")
    return rule


def _answer(response: Response, kept: Kept, call: Caller) -> Any:
    shape = shape_for(kept.rule, call.principal)
    response.headers["etag"] = tag_of(shape, EDITABLE)
    warnings = [{"code": one.code, "message": one.message} for one in kept.warnings]
    return plain(shape | {"warnings": warnings})


@router.get("", response_model=list[shown.RuleShown], response_model_exclude_defaults=True)
@needs(Role.VIEWER)
async def list_rules(
    call: Calling,
    paging: Paging,
    owner: Annotated[int | None, Query(ge=1, le=LARGEST_ID)] = None,
) -> Any:
    """List the rules in force by id."""
    found = await rules.list_all(call.desk, owner_id=owner)
    page = paging.of(found, lambda one: one.id)
    return [plain(shape_for(one, call.principal)) for one in page]


@router.post("", response_model=shown.RuleKept, status_code=201)
@needs(Role.VIEWER, Scope.RULES)
async def add_rule(response: Response, call: Calling, body: asked.NewRule) -> Any:
    """Add a rule; it is in force for the next article."""
    own = call.principal.owns(body.owner)
    if not own and not call.principal.role.covers(Role.EDITOR):
        raise Problem(403, f"this needs the role {Role.EDITOR}, or your own subscriber as owner")
    if body.owner is not None and not own:
        raise Problem(403, "rules of a subscriber are added by themselves")
    kept = await rules.add(
        call.desk, body.query, name=body.name, owner_id=body.owner, public=body.public
    )
    response.headers["location"] = f"rules/{kept.rule.id}"
    return _answer(response, kept, call)


@router.post("/test", response_model=shown.TestShown)
@needs(Role.VIEWER)
async def try_query(call: Calling, body: asked.Trial) -> Any:
    """Show which stored articles a query would have hit, and how many a day to expect."""
    if body.rule is not None and is_hidden(await rules.get(call.desk, body.rule), call.principal):
        raise NotFound(f"there is no rule {body.rule} that you may read")
    found = await backtests.run(
        call.desk,
        body.query,
        since=timedelta(days=body.days),
        rule_id=body.rule,
        limits=backtests.Limits(shown=body.shown, patience=PATIENCE),
    )
    hits = [
        shapes.article(one.article)
        | {"evidence": shapes.evidence(one.evidence)}
        | ({"change": one.change} if found.saved else {})
        for one in found.shown
    ]
    warnings = [{"code": one.code, "message": one.message} for one in found.warnings]
    figures = shapes.volume(body.query, found, volumes.volume(found))
    cut = {"is_cut": found.compared.is_cut, "warnings": warnings, "shown": hits}
    return plain(figures | cut)


@router.post("/check", response_model=shown.CheckShown)
@needs(Role.VIEWER)
async def check_query(call: Calling, body: asked.Question) -> Any:
    """Read a query: its canonical form, or each fault with its place and remedy."""
    parsed = await queries.read_query(call.desk, body.query)
    warnings = [{"code": one.code, "message": one.message} for one in parsed.warnings]
    return {"canonical": parsed.canonical, "warnings": warnings}


@router.post("/forecast", response_model=shown.ForecastShown)
@needs(Role.VIEWER)
async def forecast_query(call: Calling, body: asked.Question) -> Any:
    """Tell how many stories a day a query would give, from the last week."""
    found = await forecasts.forecast(call.desk, body.query, shown=0)
    return {
        "stories": found.stories,
        "per_day": round(found.per_day, 2),
        "is_estimate": found.is_estimate,
    }


@router.get("/lint", response_model=list[shown.LintShown])
@needs(Role.EDITOR)
async def lint_rules(
    call: Calling, rule: Annotated[int | None, Query(ge=1, le=LARGEST_ID)] = None
) -> Any:
    """Say what is odd about one rule, or about all that one may read."""
    chosen = None if rule is None else await rules.get(call.desk, rule)
    found = await lint.lint(call.desk, chosen)
    open_ = [one for one in found if not is_hidden(one.rule, call.principal)]
    return [plain(shapes.lint(one)) for one in open_]


@router.get("/export", response_class=PlainTextResponse)
@needs(Role.VIEWER)
async def export_rules(call: Calling) -> str:
    """Give the rules that one may read as TOML."""
    found = await rules.list_all(call.desk)
    return rules.write_rules_file([one for one in found if not is_hidden(one, call.principal)])


@router.post("/import", response_model=shown.ImportedShown)
@needs(Role.EDITOR, Scope.RULES)
async def import_rules(call: Calling, body: asked.RuleFile) -> Any:
    """Add the rules of a TOML document; those of a known name stay as they are."""
    lines = rules.read_rules_file(body.toml, "the document")
    added, known = await rules.import_lines(call.desk, lines, dry_run=body.dry_run)
    return {
        "added": [one.name or one.query for one in added],
        "known": [one.name or one.query for one in known],
    }


@router.get("/{rule_id:int}", response_model=shown.RuleShown, response_model_exclude_defaults=True)
@needs(Role.VIEWER)
async def show_rule(response: Response, call: Calling, rule_id: Id) -> Any:
    """Show one rule."""
    shape = shape_for(await rules.get(call.desk, rule_id), call.principal)
    response.headers["etag"] = tag_of(shape, EDITABLE)
    return plain(shape)


@router.patch("/{rule_id:int}", response_model=shown.RuleKept)
@needs(Role.VIEWER, Scope.RULES, reads_first=True)
async def edit_rule(
    response: Response,
    call: Calling,
    rule_id: Id,
    body: asked.RuleChanges,
    if_match: IfMatch = None,
) -> Any:
    """Change a rule that was read before; its former version is kept.

    Who administers may publish a subscriber's rule, and change nothing else of it.
    """
    changes = body.model_dump(exclude_none=True)
    if not changes:
        raise Invalid("nothing to change was given")
    before = await rules.get(call.desk, rule_id)
    publishes = set(changes) == {"public"} and call.principal.role.covers(Role.ADMIN)
    if not publishes:
        await _changeable(call, rule_id)
    tag = tag_of(shape_for(before, call.principal), EDITABLE)
    check_match(if_match, tag, needed=True)
    version = None if if_match == "*" else before.version  # two that read the same: one is first
    kept = await rules.edit(call.desk, rule_id, only_version=version, **changes)
    return _answer(response, kept, call)


@router.delete("/{rule_id:int}", status_code=204, response_class=Response)
@needs(Role.VIEWER, Scope.RULES)
async def remove_rule(call: Calling, rule_id: Id, if_match: IfMatch = None) -> None:
    """Take a rule out of force, with its subscriptions."""
    before = await _changeable(call, rule_id)
    check_match(if_match, tag_of(shape_for(before, call.principal), EDITABLE))
    await rules.remove(call.desk, rule_id)


@router.get("/{rule_id:int}/versions", response_model=list[shown.VersionShown])
@needs(Role.VIEWER)
async def rule_history(call: Calling, rule_id: Id) -> Any:
    """List the versions of a rule, the latest first; of a subscriber's to themselves alone.

    That a rule was published says nothing of what it was before.
    """
    rule = await rules.get(call.desk, rule_id)
    if rule.owner_id is not None and not call.principal.owns(rule.owner_id):
        raise Problem(403, "only the owner of this rule reads its versions")
    told = await ruleversions.versions(call.desk, rule_id)
    return [plain(shapes.rule_version(one)) for one in told]


@router.post("/{rule_id:int}/restore", response_model=shown.RuleKept)
@needs(Role.VIEWER, Scope.RULES)
async def restore_rule(response: Response, call: Calling, rule_id: Id, body: asked.Former) -> Any:
    """Make a former version the present one, as a version of its own."""
    await _changeable(call, rule_id)
    kept = await ruleversions.restore(call.desk, rule_id, body.version)
    return _answer(response, kept, call)
