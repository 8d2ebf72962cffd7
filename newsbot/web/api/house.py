"""Own `/feeds`, `/users` and `/audit`: what is published, who administers, and who did what."""

import csv
import io
import json
from datetime import timedelta
from typing import Annotated, Any

from fastapi import Query
from starlette.responses import Response

from newsbot.domain.account import Role, Scope, User
from newsbot.errors import Invalid
from newsbot.services import accounts, factors, feedtokens, rules, shapes, trail
from newsbot.services import feeds as feed_service
from newsbot.services.shapes import plain
from newsbot.web.api import asked, shown
from newsbot.web.api.answers import Id, IfMatch, Paging, check_match, id_of, tag_of
from newsbot.web.api.caller import Calling
from newsbot.web.api.problems import Problem
from newsbot.web.api.routing import make_router, needs
from newsbot.web.api.rules import is_hidden

feeds = make_router("feeds")
users = make_router("users")
audit = make_router("audit")

USER_EDITABLE = ("role", "state", "subscriber")
EXPORTED = 100_000
"""Lines of one export; ask for the time before with `cursor` where there are more."""

Word = Annotated[str, Query(max_length=100, pattern=r"^[^\x00]*$")]


@feeds.get("", response_model=list[shown.FeedShown])
@needs(Role.VIEWER)
async def list_feeds(call: Calling) -> Any:
    """List the public feeds with their addresses."""
    found = await feed_service.outlines(call.desk.db, call.tools.site)
    return [{"title": one.title, "url": one.xml_url} for one in found]


@feeds.get("/tokens", response_model=list[shown.TokenShown])
@needs(Role.EDITOR)
async def list_tokens(call: Calling, paging: Paging) -> Any:
    """List the tokens of private feeds; the tokens themselves are not stored."""
    page = paging.of(await feedtokens.list_all(call.desk), lambda one: one.id)
    return [plain(one) for one in page]


@feeds.post("/tokens", response_model=shown.TokenShown, status_code=201)
@needs(Role.EDITOR, Scope.FEEDS, tells_secret=True)
async def add_token(call: Calling, body: asked.NewToken) -> Any:
    """Make a secret address for the feed of a private rule; it is shown only now."""
    kind, _, key = body.feed.partition("/")
    if kind == "rule" and key.isascii() and key.isdigit():
        rule = await rules.get(call.desk, int(key))
        if is_hidden(rule, call.principal):
            raise Problem(403, "only the owner of a private rule opens its feed")
    made, secret = await feedtokens.make(call.desk, body.feed)
    url = f"{call.tools.site.base_url}/feeds/{made.feed}.rss?token={secret}"
    return {"id": made.id, "feed": made.feed, "url": url}


@feeds.delete("/tokens/{token_id:int}", status_code=204, response_class=Response)
@needs(Role.EDITOR, Scope.FEEDS)
async def revoke_token(call: Calling, token_id: Id) -> None:
    """Close what a token opens."""
    await feedtokens.revoke(call.desk, token_id)


def _user(response: Response, one: User) -> dict[str, Any]:
    shape = shapes.user(one)
    response.headers["etag"] = tag_of(shape, USER_EDITABLE)
    found: dict[str, Any] = plain(shape)
    return found


@users.get("", response_model=list[shown.UserShown], response_model_exclude_defaults=True)
@needs(Role.ADMIN, Scope.USERS)
async def list_users(call: Calling, paging: Paging) -> Any:
    """List the users."""
    page = paging.of(await accounts.list_all(call.desk), lambda one: one.id)
    return [plain(shapes.user(one)) for one in page]


@users.post("", response_model=shown.UserShown, status_code=201)
@needs(Role.ADMIN, Scope.USERS, tells_secret=True)
async def add_user(response: Response, call: Calling, body: asked.NewUser) -> Any:
    """Add a user; by the link of the answer they set their password within 15 minutes."""
    role = accounts.check_role(body.role)
    added = await accounts.add(call.desk, body.name, role, subscriber_id=body.subscriber)
    token = await factors.make_link(call.desk, added.id)
    response.headers["location"] = f"users/{added.id}"
    link = f"{call.tools.site.base_url}/admin/setup/{token}"
    return _user(response, added) | {"link": link}


@users.get("/keys", response_model=list[shown.KeyShown], response_model_exclude_defaults=True)
@needs(Role.ADMIN, Scope.USERS)
async def list_keys(call: Calling, paging: Paging) -> Any:
    """List the API keys of all users; the keys themselves are not stored."""
    page = paging.of(await accounts.list_keys(call.desk), lambda one: one.id)
    return [plain(shapes.api_key(one)) for one in page]


@users.delete("/keys/{key_id:int}", status_code=204, response_class=Response)
@needs(Role.ADMIN, Scope.USERS)
async def revoke_key(call: Calling, key_id: Id) -> None:
    """End an API key at once."""
    await accounts.revoke_key(call.desk, key_id)


@users.get("/me", response_model=shown.UserShown, response_model_exclude_defaults=True)
@needs(Role.VIEWER)
async def show_me(call: Calling) -> Any:
    """Show whom the key or the session stands for."""
    return plain(shapes.user(await accounts.get(call.desk, call.principal.user_id)))


@users.get("/{user_id:int}", response_model=shown.UserShown, response_model_exclude_defaults=True)
@needs(Role.ADMIN, Scope.USERS)
async def show_user(response: Response, call: Calling, user_id: Id) -> Any:
    """Show one user."""
    return _user(response, await accounts.get(call.desk, user_id))


@users.patch("/{user_id:int}", response_model=shown.UserShown, response_model_exclude_defaults=True)
@needs(Role.ADMIN, Scope.USERS)
async def edit_user(
    response: Response,
    call: Calling,
    user_id: Id,
    body: asked.UserChanges,
    if_match: IfMatch = None,
) -> Any:
    """Change role, state or subscriber of a user; their sessions end."""
    changes = body.model_dump(exclude_none=True)
    if not changes:
        raise Invalid("nothing to change was given")
    before = await accounts.get(call.desk, user_id)
    check_match(if_match, tag_of(shapes.user(before), USER_EDITABLE))
    if "subscriber" in changes:
        changes["subscriber_id"] = changes.pop("subscriber")
    if "role" in changes:
        changes["role"] = accounts.check_role(changes["role"])
    return _user(response, await accounts.edit(call.desk, user_id, changes))


@users.delete("/{user_id:int}", status_code=204, response_class=Response)
@needs(Role.ADMIN, Scope.USERS)
async def remove_user(call: Calling, user_id: Id) -> None:
    """Remove a user with sessions and keys."""
    await accounts.remove(call.desk, user_id)


@users.post("/{user_id:int}/link", response_model=dict[str, str])
@needs(Role.ADMIN, Scope.USERS, tells_secret=True)
async def link_user(call: Calling, user_id: Id) -> Any:
    """Make a link by which a user sets a new password within 15 minutes."""
    token = await factors.make_link(call.desk, user_id)
    return {"link": f"{call.tools.site.base_url}/admin/setup/{token}"}


@users.post("/{user_id:int}/keys", response_model=shown.KeyShown, status_code=201)
@needs(Role.ADMIN, Scope.USERS, tells_secret=True)
async def add_key(call: Calling, user_id: Id, body: asked.NewKey) -> Any:
    """Make an API key for a user; it is shown only now."""
    scopes = accounts.check_scopes(body.scopes)
    ends = None if body.days is None else call.desk.clock.now() + timedelta(days=body.days)
    made, key = await accounts.add_key(call.desk, user_id, body.name, scopes, expires_at=ends)
    return plain(shapes.api_key(made) | {"key": key})


@audit.get("", response_model=list[shown.TrailShown])
@needs(Role.ADMIN, Scope.AUDIT)
async def list_audit(
    call: Calling, paging: Paging, actor: Word = "", action: Word = "", door: Word = ""
) -> Any:
    """List changes, the newest first; `action` may be its first word, such as rule."""
    wanted = trail.Wanted(actor=actor, action=action, door=door)
    before = id_of(paging.cursor)
    found = await trail.page(call.desk, wanted, limit=paging.wanted, before_id=before)
    page = paging.give(found, lambda one: str(one.id))
    return [plain(shapes.trail_line(trail.veiled(one))) for one in page]


@audit.get("/export", response_class=Response, responses={200: {"content": {"text/csv": {}}}})
@needs(Role.ADMIN, Scope.AUDIT)
async def export_audit(
    call: Calling, form: Annotated[str, Query(pattern="^(csv|jsonl)$", examples=["csv"])] = "csv"
) -> Response:
    """Give the trail as CSV or as JSON lines, the newest first."""
    out = io.StringIO()
    writer = csv.writer(out)
    if form == "csv":
        writer.writerow(trail.COLUMNS)
    async for one in trail.walk(call.desk, trail.Wanted(), limit=EXPORTED):
        shape = plain(shapes.trail_line(trail.veiled(one)))
        if form == "csv":
            writer.writerow(trail.cells(shape))
        else:
            out.write(json.dumps(shape, ensure_ascii=False) + "\n")
    kind = "text/csv" if form == "csv" else "application/jsonl"
    return Response(out.getvalue(), media_type=kind)
