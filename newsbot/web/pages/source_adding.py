"""Own the pages by which sources come and go: an address looked at first, or an OPML file."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Final

from starlette.responses import Response

from newsbot.domain.account import Role
from newsbot.domain.article import effective_time
from newsbot.domain.entry import SourceDocument
from newsbot.errors import Invalid, UserError
from newsbot.feeds import parse_opml, render_opml
from newsbot.services import outlines, sources
from newsbot.services.selecting import PARTS
from newsbot.web.pages import fields
from newsbot.web.pages.looking import Looking, Seen
from newsbot.web.pages.routes import Page, act, look
from newsbot.web.pages.sources import read_select
from newsbot.web.pages.texts import gettext as _
from newsbot.web.pages.texts import ngettext
from newsbot.web.pages.visit import Visit

ENTRIES: Final = 10
TEXT_CHARS: Final = 220

_looking: Final = Looking()
"""Pages fetched a moment ago, for all who try selectors in this process."""


async def new_source(visit: Visit) -> Response:
    """Ask for an address."""
    return _page(visit, Seen(url=visit.asked("url"), kind="auto"), is_asked=False)


async def look_at(visit: Visit) -> Response:
    """Show what is at an address, and how it would be read."""
    url, kind = visit.form.text("url"), visit.form.text("kind", "auto")
    try:
        select = read_select(visit) if kind == "webpage" else {}
        seen = await _looking.at(visit.tools, url, kind=kind, select=select)
    except UserError as exc:
        seen = Seen(url=url, kind=kind, fault=str(exc))
    if visit.is_part:
        return visit.part("source_seen.html", **_shown(visit, seen))
    return _page(visit, seen, is_asked=True)


def _page(
    visit: Visit, seen: Seen, *, is_asked: bool, fault: str = "", status: int = 200
) -> Response:
    return visit.page(
        "source_new.html",
        here="sources",
        status=status,
        is_asked=is_asked,
        fault=fault,
        **_shown(visit, seen),
    )


def _shown(visit: Visit, seen: Seen) -> dict[str, Any]:
    typed = {f"select_{part}": visit.form.text(f"select_{part}") for part in PARTS}
    document = seen.document
    name = ""
    if document is not None:
        name = sources.short_name(document.title or seen.url.split("/")[2], set())
    return {
        "seen": seen,
        "document": document,
        "entries": _entries(visit, document) if document else [],
        "typed": typed,
        "parts_of_page": PARTS,
        "suggested": name,
        "interval": fields.spelled(visit.tools.interval),
    }


def _entries(visit: Visit, document: SourceDocument) -> list[dict[str, Any]]:
    """Return entries as they would be stored: with the time that would count, and plain text."""
    now = visit.tools.clock.now()
    return [
        {
            "title": one.title,
            "url": one.url,
            "author": one.author,
            "at": effective_time(one.published, now),
            "undated": one.published is None,
            "raw": one.published_raw,
            "text": one.text[:TEXT_CHARS] + ("…" if len(one.text) > TEXT_CHARS else ""),
            "chars": len(one.text),
            "tags": one.tags[:6],
            "enclosures": len(one.enclosures),
        }
        for one in document.entries[:ENTRIES]
    ]


async def add(visit: Visit) -> Response:
    """Add what was looked at; it is polled with the next beat of the clock."""
    form = visit.form
    kind = form.text("kind", "auto")
    seen = Seen(url=form.text("url"), kind=kind)
    try:
        new = sources.NewSource(
            url=form.text("url"),
            name=form.text("name"),
            kind=kind,
            tags=fields.tags(form.text("group"), form.text("tags")),
            interval=fields.interval(form.text("interval"), visit.tools.interval),
            select=read_select(visit) if kind == "webpage" else {},
        )
        added = await sources.add(visit.desk, new)
        if form.flag("licensed"):
            added = await sources.edit(visit.desk, str(added.id), {"licensed": True})
    except UserError as exc:
        return _page(
            visit, seen, is_asked=False, fault=str(exc), status=HTTPStatus.UNPROCESSABLE_ENTITY
        )
    return visit.to(
        f"sources/{added.id}",
        _("Added. It is read at once; its first articles come as one list, if at all."),
    )


async def show_files(visit: Visit) -> Response:
    """Offer import and export."""
    return _files(visit)


def _files(visit: Visit, *, status: int = 200, **told: Any) -> Response:
    values: dict[str, Any] = {"text": "", "outcome": None, "fault": ""}
    return visit.page("source_files.html", here="sources", status=status, **{**values, **told})


async def import_opml(visit: Visit) -> Response:
    """Show what an OPML file would bring, or bring it."""
    text, is_trial = visit.form.text("file"), visit.form.flag("trial")
    try:
        if not text:
            raise Invalid(_("Choose a file, or paste its text."))
        outcome = await outlines.import_outlines(
            visit.desk, parse_opml(text.encode()), interval=visit.tools.interval, dry_run=is_trial
        )
    except UserError as exc:
        return _files(visit, text=text, fault=str(exc), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if is_trial or outcome.refused:
        return _files(visit, text=text, outcome=outcome, is_trial=is_trial)
    number = len(outcome.added)
    return visit.to(
        "sources", ngettext("%(n)d source added.", "%(n)d sources added.", number) % {"n": number}
    )


async def export_opml(visit: Visit) -> Response:
    """Give all sources as OPML."""
    found = await sources.list_all(visit.desk)
    made = max((one.created_at for one in found), default=datetime(2000, 1, 1, tzinfo=UTC))
    body = render_opml("newsbot sources", outlines.as_outlines(found), made)
    return visit.download(body, "text/x-opml; charset=utf-8", "sources.opml")


PAGES: Final[tuple[Page, ...]] = (
    look("/sources/new", new_source, Role.ADMIN),
    act("/sources/look", look_at, Role.ADMIN),
    act("/sources", add, Role.ADMIN),
    look("/sources/files", show_files, Role.ADMIN),
    act("/sources/files", import_opml, Role.ADMIN),
    look("/sources/export.opml", export_opml, Role.ADMIN),
)
