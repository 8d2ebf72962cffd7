"""Own `/aliases`: list, add, change forms, remove; and all of them as one file."""

from typing import Annotated, Any, Literal

from fastapi import Path, Query
from starlette.responses import PlainTextResponse, Response

from newsbot.domain.account import Role, Scope
from newsbot.domain.aliasset import AliasSet
from newsbot.errors import Conflict, NotFound
from newsbot.services import aliases, aliasfiles, shapes
from newsbot.services.shapes import plain
from newsbot.web.api import asked, shown
from newsbot.web.api.answers import IfMatch, Paging, check_match, tag_of
from newsbot.web.api.caller import Calling
from newsbot.web.api.routing import make_router, needs

router = make_router("aliases")
files = make_router("alias-file")

EDITABLE = ("name", "note", "forms", "version")
Name = Annotated[
    str, Path(min_length=1, max_length=60, pattern=r"^[^\x00/]+$", examples=["ukraine"])
]


def _answer(response: Response, one: AliasSet) -> Any:
    shape = shapes.alias_set(one)
    response.headers["etag"] = tag_of(shape, EDITABLE)
    return plain(shape)


@router.get("", response_model=list[shown.AliasShown])
@needs(Role.VIEWER)
async def list_aliases(call: Calling, paging: Paging) -> Any:
    """List the alias sets by id."""
    found = [one.alias_set for one in await aliases.list_all(call.desk)]
    page = paging.of(found, lambda one: one.id)
    return [plain(shapes.alias_set(one)) for one in page]


@router.post("", response_model=shown.AliasShown, status_code=201)
@needs(Role.EDITOR, Scope.RULES)
async def add_alias(response: Response, call: Calling, body: asked.NewAlias) -> Any:
    """Add an alias set; rules may use it at once."""
    try:
        await aliases.get(call.desk, body.name)
    except NotFound:
        made = await aliases.edit(call.desk, body.name, add=body.forms, note=body.note, create=True)
        return _answer(response, made.alias_set)
    raise Conflict(f"there is an alias set {body.name!r} already")


@files.get("", response_class=PlainTextResponse)
@needs(Role.VIEWER)
async def export_aliases(
    call: Calling, form: Annotated[Literal["toml", "json"], Query()] = "toml"
) -> str:
    """Give the alias sets as TOML or JSON."""
    found = [one.alias_set for one in await aliases.list_all(call.desk)]
    write = aliasfiles.write_alias_toml if form == "toml" else aliasfiles.write_alias_json
    return write(found)


@files.post("", response_model=dict[str, list[str]])
@needs(Role.EDITOR, Scope.RULES)
async def import_aliases(call: Calling, body: asked.AliasFile) -> Any:
    """Give each set the forms of a document; rules follow."""
    sets = aliasfiles.read_alias_file(body.document, "the document")
    done = await aliasfiles.import_sets(call.desk, sets, dry_run=body.dry_run)
    return {"added": done.added, "changed": done.changed, "unchanged": done.unchanged}


@router.get("/{name}", response_model=shown.AliasShown)
@needs(Role.VIEWER)
async def show_alias(response: Response, call: Calling, name: Name) -> Any:
    """Show one alias set."""
    return _answer(response, await aliases.get(call.desk, name))


@router.patch("/{name}", response_model=shown.AliasShown)
@needs(Role.EDITOR, Scope.RULES, reads_first=True)
async def edit_alias(
    response: Response,
    call: Calling,
    name: Name,
    body: asked.AliasChanges,
    if_match: IfMatch = None,
) -> Any:
    """Add forms to a set that was read before, or take others out; rules follow."""
    before = await aliases.get(call.desk, name)
    check_match(if_match, tag_of(shapes.alias_set(before), EDITABLE), needed=True)
    edited = await aliases.edit(call.desk, name, add=body.add, remove=body.remove, note=body.note)
    return _answer(response, edited.alias_set)


@router.delete("/{name}", status_code=204, response_class=Response)
@needs(Role.EDITOR, Scope.RULES)
async def remove_alias(call: Calling, name: Name, if_match: IfMatch = None) -> None:
    """Delete a set that no rule uses."""
    before = await aliases.get(call.desk, name)
    check_match(if_match, tag_of(shapes.alias_set(before), EDITABLE))
    await aliases.remove(call.desk, name)
