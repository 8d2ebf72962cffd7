"""Own the pages about sources that are kept: their list, one of them, what it sends and how."""

from typing import Any, Final

from starlette.responses import Response

from newsbot.domain.account import Role
from newsbot.domain.source import Source, troubles
from newsbot.errors import Invalid, UserError
from newsbot.services import sourcelists, sources
from newsbot.services.selecting import PARTS, parse_select
from newsbot.sources.identity import IdPolicy
from newsbot.web.pages import fields
from newsbot.web.pages.routes import Page, act, look
from newsbot.web.pages.texts import gettext as _
from newsbot.web.pages.texts import ngettext
from newsbot.web.pages.visit import Visit

SHOWN: Final = 100

POLICIES: Final = (
    ("", _("chosen by what the source states")),
    (IdPolicy.GUID, _("the id that the source gives")),
    (IdPolicy.URL, _("the address of the article")),
    (IdPolicy.DIGEST, _("title and date")),
)


def standing(one: Source) -> list[tuple[str, str]]:
    """Return what a person should know of a source at a glance: tone and word."""
    if one.state != "active":
        tone = "warn" if one.state == "paused" else "bad"
        return [(tone, _("paused") if one.state == "paused" else _("gone"))]
    words = {
        "failing": ("bad", _("failing")),
        "silent": ("warn", _("silent")),
        "possible_gap": ("warn", _("gap")),
        "moving": ("", _("moving")),
    }
    found = [words.get(notice.code, ("warn", notice.code)) for notice in troubles(one)]
    if not found and one.last_success_at is None:
        return [("", _("not read yet"))]
    return found or [("good", _("well"))]


async def list_sources(visit: Visit) -> Response:
    """Show sources by name with how they do."""
    shown = sourcelists.read_standing(visit.asked("standing"))
    text, tag, after = visit.asked("q"), visit.asked("tag"), visit.asked("after")
    found = await sourcelists.page(
        visit.desk, text=text, tag=tag, standing=shown, after_name=after, limit=SHOWN
    )
    chosen = {"q": text, "tag": tag, "standing": shown}
    return visit.page(
        "sources.html",
        here="sources",
        listed=[(one, standing(one)) for one in found.sources],
        counts=found.counts,
        text=text,
        tag=tag,
        standing=shown,
        newer=visit.address("sources", **chosen) if after else "",
        older=visit.address("sources", **chosen, after=found.sources[-1].name)
        if found.has_more
        else "",
    )


async def show_source(visit: Visit) -> Response:
    """Show one source: how it does, what it sent, what happened to it, and what can be changed."""
    return await _show(visit, await sources.get(visit.desk, str(visit.id)))


async def _show(
    visit: Visit, one: Source, *, fault: str = "", typed: dict[str, str] | None = None
) -> Response:
    values = {
        "title": one.title,
        "name": one.name,
        "url": one.url,
        "interval": fields.spelled(one.interval),
        "language": one.language,
        "group": one.tags[0] if one.tags else "",
        "tags": ", ".join(one.tags[1:]),
        "identity": one.identity,
        **{f"select_{part}": one.select.get(part, "") for part in PARTS},
        **(typed or {}),
    }
    return visit.page(
        "source.html",
        here="sources",
        status=422 if fault else 200,
        source=one,
        standing=standing(one),
        troubles=troubles(one),
        events=await sources.history(visit.desk, str(one.id)),
        latest=await sourcelists.latest(visit.desk, one.id),
        values=values,
        policies=POLICIES,
        parts_of_page=PARTS,
        fault=fault,
        feed=f"{visit.tools.site.base_url}/feeds/source/{one.id}",
        rhythm=one.rhythm.mean_gap(visit.tools.clock.now()),
    )


async def save_source(visit: Visit) -> Response:
    """Change a source, or show what is wrong."""
    one = await sources.get(visit.desk, str(visit.id))
    typed = {name: visit.form.text(name) for name in visit.form if name != "csrf"}
    try:
        changes = _changes(visit, one)
        if changes:
            await sources.edit(visit.desk, str(one.id), changes)
    except UserError as exc:
        return await _show(visit, one, fault=str(exc), typed=typed)
    if not changes:
        return visit.to(f"sources/{one.id}", _("Nothing was changed."), tone="warn")
    return visit.to(f"sources/{one.id}", _("Saved."))


def _changes(visit: Visit, one: Source) -> dict[str, Any]:
    """Return what a form wants to be otherwise. Raises `Invalid`."""
    form = visit.form
    policy = form.text("identity")
    if policy not in {known for known, _name in POLICIES}:
        raise Invalid(_("There is no such way to tell articles apart."))
    name = form.text("name", one.name)
    if name != one.name and (name.isdigit() or sources.short_name(name, set()) != name):
        fit = sources.short_name(name, set())
        raise Invalid(
            _("%(name)r cannot be written in a rule; use %(fit)r") % {"name": name, "fit": fit}
        )
    wanted: dict[str, Any] = {
        "title": form.text("title"),
        "name": name,
        "url": form.text("url"),
        "language": form.text("language"),
        "tags": list(fields.tags(form.text("group"), form.text("tags"))),
        "licensed": form.flag("licensed"),
        "identity": policy,
        "interval": fields.interval(form.text("interval"), one.interval),
    }
    if one.kind == "webpage":
        wanted["select"] = read_select(visit)
    was = {
        **{key: getattr(one, key) for key in wanted},
        "tags": list(one.tags),
        "select": dict(one.select),
    }
    return {key: value for key, value in wanted.items() if value != was[key]}


def read_select(visit: Visit) -> dict[str, str]:
    """Return the selectors of a form by part. Raises `Invalid`."""
    given = [(part, visit.form.text(f"select_{part}")) for part in PARTS]
    return parse_select(f"{part}={text}" for part, text in given if text)


async def pause(visit: Visit) -> Response:
    """Stop polling a source, or take it up again."""
    resume = visit.form.flag("resume")
    one = await sources.pause(visit.desk, str(visit.id), resume=resume)
    told = _("%(name)s is polled again.") if resume else _("%(name)s is not polled any more.")
    return visit.to(f"sources/{one.id}", told % {"name": one.name})


async def poll(visit: Visit) -> Response:
    """Let a source be polled at once."""
    one = await sourcelists.poll_soon(visit.desk, str(visit.id))
    return visit.to(f"sources/{one.id}", _("It is polled with the next beat of the clock."))


async def remove(visit: Visit) -> Response:
    """Remove a source with its articles."""
    gone = await sources.remove(visit.desk, str(visit.id))
    return visit.to("sources", _("Removed %(name)s with its articles.") % {"name": gone.name})


async def change_many(visit: Visit) -> Response:
    """Pause the ticked sources or take them up again."""
    chosen = visit.form.text("act")
    if chosen not in {"pause", "resume"}:
        raise Invalid(_("There is nothing of that name to do."))
    names = [str(number) for number in visit.form.numbers("id")]
    number = await sourcelists.set_paused(visit.desk, names, paused=chosen == "pause")
    told = (
        ngettext("%(n)d source is paused.", "%(n)d sources are paused.", number)
        if chosen == "pause"
        else ngettext("%(n)d source is polled again.", "%(n)d sources are polled again.", number)
    )
    return visit.to("sources", told % {"n": number})


PAGES: Final[tuple[Page, ...]] = (
    look("/sources", list_sources),
    act("/sources/many", change_many, Role.ADMIN),
    look("/sources/{id:int}", show_source),
    act("/sources/{id:int}", save_source, Role.ADMIN),
    act("/sources/{id:int}/pause", pause, Role.ADMIN),
    act("/sources/{id:int}/poll", poll, Role.ADMIN),
    act("/sources/{id:int}/remove", remove, Role.ADMIN),
)
