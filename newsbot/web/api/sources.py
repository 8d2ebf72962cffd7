"""Own `/sources`: list, add with discovery, preview, edit, pause, history, OPML."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import Query
from starlette.responses import Response

from newsbot.domain.account import Role, Scope
from newsbot.domain.ports import Fetched
from newsbot.domain.source import Source
from newsbot.errors import Invalid, NotFound, Unreachable
from newsbot.feeds import parse_opml, render_opml
from newsbot.services import finding, outlines, shapes, sources
from newsbot.services.selecting import check_select, selectors_of
from newsbot.services.shapes import plain
from newsbot.web.api import asked, shown
from newsbot.web.api.answers import Id, IfMatch, Paging, check_match, tag_of
from newsbot.web.api.caller import Caller, Calling
from newsbot.web.api.routing import make_router, needs

router = make_router("sources")

EDITABLE = ("name", "title", "url", "kind", "tags", "interval", "state", "licensed", "select")


def _answer(response: Response, one: Source) -> Any:
    shape = shapes.source(one)
    response.headers["etag"] = tag_of(shape, EDITABLE)
    return plain(shape)


@router.get("", response_model=list[shown.SourceShown])
@needs(Role.VIEWER)
async def list_sources(
    call: Calling,
    paging: Paging,
    state: Annotated[str, Query(max_length=20, examples=["active"])] = "",
) -> Any:
    """List the sources by id."""
    found = await sources.list_all(call.desk)
    chosen = [one for one in found if not state or one.state == state]
    page = paging.of(chosen, lambda one: one.id)
    return [plain(shapes.source(one)) for one in page]


@router.post("", response_model=shown.SourceShown, status_code=201)
@needs(Role.ADMIN, Scope.SOURCES)
async def add_source(response: Response, call: Calling, body: asked.NewSource) -> Any:
    """Add a source; it is polled at once by a running worker."""
    interval = call.tools.interval if body.interval is None else timedelta(seconds=body.interval)
    new = sources.NewSource(
        url=body.url,
        name=body.name,
        title=body.title,
        kind=body.kind,
        tags=tuple(body.tags),
        interval=interval,
        select=body.select,
    )
    await sources.check(call.desk, new)
    if body.kind == "auto":
        new = sources.NewSource(**{**_fields(new), "url": await _settle(call, body.url)})
    added = await sources.add(call.desk, new)
    response.headers["location"] = f"sources/{added.id}"
    return _answer(response, added)


def _fields(new: sources.NewSource) -> dict[str, Any]:
    return {name: getattr(new, name) for name in new.__dataclass_fields__}


async def _settle(call: Caller, url: str) -> str:
    """Return the feed behind an address; one that does not answer is tried again later."""
    searched = await finding.search(call.tools.fetcher, call.tools.reader, url)
    if searched.failure or searched.is_source or not (searched.found or searched.is_page):
        return url
    if not searched.found:
        raise finding.nothing_found(url)
    if len(searched.found) > 1:
        raise finding.several_found(url, searched.found)
    return searched.found[0].url


@router.get("/export", response_class=Response, responses={200: {"content": {"text/x-opml": {}}}})
@needs(Role.VIEWER)
async def export_sources(call: Calling) -> Response:
    """Give the sources as OPML."""
    found = await sources.list_all(call.desk)
    made = max((one.created_at for one in found), default=datetime(2000, 1, 1, tzinfo=UTC))
    document = render_opml("newsbot sources", outlines.as_outlines(found), made)
    return Response(document, media_type="text/x-opml")


@router.post("/import", response_model=shown.ImportedShown)
@needs(Role.ADMIN, Scope.SOURCES)
async def import_sources(call: Calling, body: asked.Outlines) -> Any:
    """Add the subscriptions of an OPML document; those that are known stay as they are."""
    done = await outlines.import_outlines(
        call.desk,
        parse_opml(body.opml.encode()),
        interval=call.tools.interval,
        dry_run=body.dry_run,
    )
    refused = [{"title": title, "reason": reason} for title, reason in done.refused]
    return {
        "added": [one.url for one in done.added],
        "known": list(done.known),
        "refused": refused,
    }


@router.post("/preview", response_model=shown.PreviewShown)
@needs(Role.ADMIN, Scope.SOURCES)
async def preview_source(call: Calling, body: asked.Wanted) -> Any:
    """Show the entries of a source as they would be stored; nothing is stored."""
    check_select(body.kind, body.select)
    url = sources.check_url(body.url)
    fetcher = call.tools.pages if body.kind == "webpage" else call.tools.fetcher
    fetched = await fetcher.get(url)
    if not isinstance(fetched, Fetched):
        raise NotFound(f"{url} sent nothing")
    if body.kind == "webpage":
        document = await call.tools.reader.read_page(fetched, selectors_of(body.select))
    else:
        document = await call.tools.reader.read(fetched)
    return plain(shapes.preview(document))


@router.post("/discover", response_model=list[shown.FoundShown])
@needs(Role.ADMIN, Scope.SOURCES)
async def discover_sources(call: Calling, body: asked.Wanted) -> Any:
    """Find the feeds that belong to a web page; nothing is added."""
    url = sources.check_url(body.url)
    searched = await finding.search(call.tools.fetcher, call.tools.reader, url)
    if searched.failure:
        raise Unreachable(searched.failure)
    return [plain(asdict(one)) for one in searched.found]


@router.get("/{source_id:int}", response_model=shown.SourceShown)
@needs(Role.VIEWER)
async def show_source(response: Response, call: Calling, source_id: Id) -> Any:
    """Show one source."""
    return _answer(response, await sources.get(call.desk, str(source_id)))


@router.patch("/{source_id:int}", response_model=shown.SourceShown)
@needs(Role.ADMIN, Scope.SOURCES)
async def edit_source(
    response: Response,
    call: Calling,
    source_id: Id,
    body: asked.SourceChanges,
    if_match: IfMatch = None,
) -> Any:
    """Change a source."""
    before = await sources.get(call.desk, str(source_id))
    check_match(if_match, tag_of(shapes.source(before), EDITABLE))
    changes: dict[str, Any] = body.model_dump(exclude_none=True)
    if not changes:
        raise Invalid("nothing to change was given")
    if "interval" in changes:
        changes["interval"] = timedelta(seconds=changes["interval"])
    return _answer(response, await sources.edit(call.desk, str(source_id), changes))


@router.delete("/{source_id:int}", status_code=204, response_class=Response)
@needs(Role.ADMIN, Scope.SOURCES)
async def remove_source(call: Calling, source_id: Id, if_match: IfMatch = None) -> None:
    """Remove a source with its articles."""
    before = await sources.get(call.desk, str(source_id))
    check_match(if_match, tag_of(shapes.source(before), EDITABLE))
    await sources.remove(call.desk, str(source_id))


@router.post("/{source_id:int}/pause", response_model=shown.SourceShown)
@needs(Role.ADMIN, Scope.SOURCES)
async def pause_source(response: Response, call: Calling, source_id: Id) -> Any:
    """Stop polling a source."""
    return _answer(response, await sources.pause(call.desk, str(source_id)))


@router.post("/{source_id:int}/resume", response_model=shown.SourceShown)
@needs(Role.ADMIN, Scope.SOURCES)
async def resume_source(response: Response, call: Calling, source_id: Id) -> Any:
    """Take a source up again, at once."""
    return _answer(response, await sources.pause(call.desk, str(source_id), resume=True))


@router.get("/{source_id:int}/history", response_model=list[shown.EventShown])
@needs(Role.VIEWER)
async def source_history(call: Calling, source_id: Id) -> Any:
    """Tell what happened to a source, the latest first."""
    return [plain(one) for one in await sources.history(call.desk, str(source_id))]
