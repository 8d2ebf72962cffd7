"""Own the pages about alias sets: the list, one set with its effect, and files of sets."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final

from starlette.responses import Response

from newsbot.domain.account import Role
from newsbot.errors import Invalid, NotFound, UserError
from newsbot.services import aliases, aliasfiles, aliashistory, backtests
from newsbot.web.pages.routes import Page, act, look
from newsbot.web.pages.texts import gettext as _
from newsbot.web.pages.texts import ngettext
from newsbot.web.pages.trials import trial
from newsbot.web.pages.visit import Visit

SPAN: Final = timedelta(days=30)
PATIENCE: Final = timedelta(seconds=1)
HITS: Final = 10


def _name(visit: Visit) -> str:
    return aliases.bare_name(visit.request.path_params["name"])


def _forms(visit: Visit) -> list[str]:
    """Return the lines of the field, blank ones and repetitions left out."""
    lines = (" ".join(line.split()) for line in visit.form.text("forms").split("\n"))
    return list(dict.fromkeys(line for line in lines if line))


async def list_sets(visit: Visit) -> Response:
    """Show every set with the rules that use it."""
    return visit.page("aliases.html", here="aliases", listed=await aliases.list_all(visit.desk))


async def new_set(visit: Visit) -> Response:
    """Show an empty set."""
    return visit.page("alias.html", here="aliases", **_empty())


def _empty() -> dict[str, Any]:
    return {
        "one": None,
        "name": "",
        "note": "",
        "forms": "",
        "history": [],
        "users": 0,
        "fault": "",
    }


async def show_set(visit: Visit) -> Response:
    """Show a set in the editor, with its history."""
    return await _show(visit, _name(visit))


async def _show(visit: Visit, name: str, *, fault: str = "") -> Response:
    one = await aliases.get(visit.desk, name)
    users = {each.alias_set.name: each.rules for each in await aliases.list_all(visit.desk)}
    forms, note = "\n".join(one.forms), one.note
    if fault:
        forms, note = visit.form.text("forms"), visit.form.text("note")
    return visit.page(
        "alias.html",
        here="aliases",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK,
        one=one,
        name=one.name,
        note=note,
        forms=forms,
        history=await aliashistory.versions(visit.desk, one.name),
        users=users.get(one.name, 0),
        fault=fault,
    )


async def save_new(visit: Visit) -> Response:
    """Add a set, or show what is wrong with it."""
    name, forms = visit.form.text("name"), _forms(visit)
    note = visit.form.text("note")
    try:
        if not forms:
            raise Invalid(_("A set needs a form at least, such as Ukraine."))
        taken = {each.alias_set.name for each in await aliases.list_all(visit.desk)}
        if aliases.bare_name(name) in taken:
            raise Invalid(_("There is a set of this name already."))
        edited = await aliases.edit(visit.desk, name, add=forms, note=note, create=True)
    except UserError as exc:
        typed = {"name": name, "forms": "\n".join(forms), "note": note, "fault": str(exc)}
        return visit.page(
            "alias.html",
            here="aliases",
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            **{**_empty(), **typed},
        )
    stored = edited.alias_set.name
    return visit.to(f"aliases/{stored}", _("Saved. Write @%(name)s in rules.") % {"name": stored})


async def save(visit: Visit) -> Response:
    """Give a set the forms of the field; rules that use it follow."""
    name = _name(visit)
    try:
        edited = await aliashistory.replace(
            visit.desk, name, _forms(visit), note=visit.form.text("note")
        )
    except NotFound:
        raise
    except UserError as exc:
        return await _show(visit, name, fault=str(exc))
    number = len(edited.followed)
    told = ngettext("Saved. %(n)d rule follows it.", "Saved. %(n)d rules follow it.", number) % {
        "n": number
    }
    if edited.left:
        listed = ", ".join(map(str, edited.left))
        told += " " + _("These would become unreadable and keep the old forms: %(ids)s") % {
            "ids": listed
        }
    return visit.to(f"aliases/{name}", told, tone="warn" if edited.left else "good")


async def restore(visit: Visit) -> Response:
    """Make a former version the present one."""
    version = visit.form.number("version")
    await aliashistory.restore(visit.desk, _name(visit), version)
    told = _("Version %(n)d is in force again.") % {"n": version}
    return visit.to(f"aliases/{_name(visit)}", told)


async def remove(visit: Visit) -> Response:
    """Delete a set that no rule uses."""
    gone = await aliases.remove(visit.desk, _name(visit))
    return visit.to("aliases", _("Removed @%(name)s.") % {"name": gone.name})


async def preview(visit: Visit) -> Response:
    """Show what the forms of the field meet together."""
    forms = _forms(visit)
    if not forms:
        return visit.part("rule_preview.html", found=None)
    query = " OR ".join(one if one[:1] in '=#"' or " " not in one else f'"{one}"' for one in forms)
    try:
        found = await backtests.run(
            visit.desk,
            query,
            since=SPAN,
            limits=backtests.Limits(patience=PATIENCE, shown=HITS),
        )
    except Invalid as exc:
        return visit.part("note.html", message=str(exc))
    return visit.part("rule_preview.html", **trial(found, advises=False))


async def show_files(visit: Visit) -> Response:
    """Offer import and export of sets."""
    return _files(visit)


def _files(visit: Visit, *, status: int = 200, **told: Any) -> Response:
    values: dict[str, Any] = {"text": "", "outcome": None, "fault": ""}
    return visit.page("alias_files.html", here="aliases", status=status, **{**values, **told})


async def bring_in(visit: Visit) -> Response:
    """Show what a file would change, or change it."""
    text, is_trial = visit.form.text("file"), visit.form.flag("trial")
    try:
        if not text:
            raise Invalid(_("Choose a file, or paste its text."))
        sets = aliasfiles.read_alias_file(text, _("the file"))
        outcome = await aliasfiles.import_sets(visit.desk, sets, dry_run=is_trial)
    except UserError as exc:
        return _files(visit, text=text, fault=str(exc), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if is_trial:
        return _files(visit, text=text, outcome=outcome)
    told = _("%(new)d sets added, %(changed)d changed.") % {
        "new": len(outcome.added),
        "changed": len(outcome.changed),
    }
    return visit.to("aliases", told)


async def take_out(visit: Visit) -> Response:
    """Give all sets as a file."""
    sets = [each.alias_set for each in await aliases.list_all(visit.desk)]
    form = visit.request.path_params["form"]
    if form == "toml":
        return visit.download(aliasfiles.write_alias_toml(sets), "application/toml", "aliases.toml")
    if form == "json":
        return visit.download(aliasfiles.write_alias_json(sets), "application/json", "aliases.json")
    raise NotFound(_("Alias sets are written as TOML or JSON."))


PAGES: Final[tuple[Page, ...]] = (
    look("/aliases", list_sets),
    act("/aliases", save_new),
    look("/alias-new", new_set, Role.EDITOR),
    act("/alias-preview", preview, Role.VIEWER),
    look("/alias-files", show_files, Role.EDITOR),
    act("/alias-files", bring_in),
    look("/alias-export.{form}", take_out, Role.EDITOR),
    look("/aliases/{name}", show_set),
    act("/aliases/{name}", save),
    act("/aliases/{name}/restore", restore),
    act("/aliases/{name}/remove", remove),
)
