"""Own the page by which rules come in and go out as files."""

from http import HTTPStatus
from typing import Any, Final

from starlette.responses import Response

from newsbot.domain.account import Role
from newsbot.errors import Invalid, NotFound, UserError
from newsbot.services import rulefiles, rulelists, rules
from newsbot.services.rulefiles import FORMS, MEDIA_TYPES
from newsbot.web.pages.routes import Page, act, look
from newsbot.web.pages.texts import gettext as _
from newsbot.web.pages.texts import ngettext
from newsbot.web.pages.visit import Visit


async def show(visit: Visit) -> Response:
    """Offer import and export."""
    return _page(visit)


def _page(visit: Visit, *, status: int = 200, **told: Any) -> Response:
    values: dict[str, Any] = {"text": "", "outcome": None, "fault": "", "forms": FORMS}
    return visit.page("rule_files.html", here="rules", status=status, **{**values, **told})


async def bring_in(visit: Visit) -> Response:
    """Show what a file would bring, or bring it: a file goes in whole or not at all."""
    text, is_trial = visit.form.text("file"), visit.form.flag("trial")
    try:
        if not text:
            raise Invalid(_("Choose a file, or paste its text."))
        lines = rulefiles.read(text, _("the file"))
        fresh, known = await rules.import_lines(visit.desk, lines, dry_run=is_trial)
    except UserError as exc:
        return _page(visit, text=text, fault=str(exc), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if is_trial:
        return _page(visit, text=text, outcome=(fresh, known))
    number = len(fresh)
    told = ngettext("%(n)d rule added.", "%(n)d rules added.", number) % {"n": number}
    return visit.to("rules", told)


async def take_out(visit: Visit) -> Response:
    """Give the rules that may be read as a file."""
    form = visit.request.path_params["form"]
    if form not in FORMS:
        raise NotFound(_("Rules are written as TOML, JSON or CSV."))
    every = await rules.list_all(visit.desk)
    shown = [one for one in every if not rulelists.is_private(one, visit.me.subscriber_id)]
    return visit.download(rulefiles.write(shown, form), MEDIA_TYPES[form], f"rules.{form}")


PAGES: Final[tuple[Page, ...]] = (
    look("/rules/files", show, Role.EDITOR),
    act("/rules/files", bring_in),
    look("/rules/export.{form}", take_out, Role.EDITOR),
)
