"""Who may call what: every route of the API by every role, scope and owner (G11)."""

import re

import pytest
from starlette.routing import Mount

from newsbot.db import Database
from newsbot.domain.account import Role, Scope
from newsbot.services import accounts, logins, rules, subscribers
from newsbot.web.api.routing import ApiRoute, make_router
from newsbot.web.auth import unguarded
from newsbot.web.auth.gate import csrf_token
from tests.web.api_rig import SITE, ApiRig, open_rig

READING = {
    "sources": Role.VIEWER,
    "articles": Role.VIEWER,
    "stories": Role.VIEWER,
    "rules": Role.VIEWER,
    "aliases": Role.VIEWER,
    "alias-file": Role.VIEWER,
    "feeds": Role.VIEWER,
    "why": Role.ADMIN,
    "subscribers": Role.ADMIN,
    "subscriptions": Role.ADMIN,
    "deliveries": Role.ADMIN,
    "users": Role.ADMIN,
    "audit": Role.ADMIN,
}
"""Who may read what: chats of people and accounts are for admins."""

CHANGING = {"sources": Role.ADMIN}
"""Who may change what, where it is more than an editor and more than who reads it."""

EXCEPTIONS = {
    ("GET", "/users/me"): Role.VIEWER,
    ("GET", "/rules/lint"): Role.EDITOR,
    ("GET", "/feeds/tokens"): Role.EDITOR,
    ("POST", "/rules/test"): Role.VIEWER,
    ("POST", "/rules/check"): Role.VIEWER,
    ("POST", "/rules/forecast"): Role.VIEWER,
    # the owner of a rule needs no other role; whose rule it is, is asked in the endpoint
    ("POST", "/rules"): Role.VIEWER,
    ("PATCH", "/rules/{rule_id:int}"): Role.VIEWER,
    ("DELETE", "/rules/{rule_id:int}"): Role.VIEWER,
    ("POST", "/rules/{rule_id:int}/restore"): Role.VIEWER,
}
QUESTIONS = ("/rules/test", "/rules/check", "/rules/forecast")
"""What is asked by POST because it is long; nothing is changed."""


@pytest.fixture
async def rig(sqlite_database: Database) -> ApiRig:
    return await open_rig(sqlite_database)


def routes_of(rig: ApiRig) -> list[tuple[str, ApiRoute]]:
    (mount,) = [one for one in rig.app.routes if isinstance(one, Mount)]  # type: ignore[attr-defined]
    found = [one for one in mount.guarded_routes if isinstance(one, ApiRoute)]  # type: ignore[attr-defined]
    return [(method, one) for one in found for method in one.methods or ()]


async def test_every_route_has_the_role_that_its_noun_asks_for(rig: ApiRig) -> None:
    for method, route in routes_of(rig):
        if route.path == "/openapi.json":
            assert route.access.role is None
            continue
        reading = READING[route.path.split("/")[1]]
        changing = CHANGING.get(route.path.split("/")[1], Role.EDITOR)
        expected = reading if method == "GET" else max(reading, changing, key=list(Role).index)
        expected = EXCEPTIONS.get((method, route.path), expected)
        assert route.access.role is expected, (method, route.path)


async def test_every_change_needs_a_scope_of_its_own(rig: ApiRig) -> None:
    for method, route in routes_of(rig):
        if method != "GET" and route.path not in QUESTIONS:
            assert route.access.scope is not Scope.READ, (method, route.path)
    own = {"users": Scope.USERS, "audit": Scope.AUDIT}
    for method, route in routes_of(rig):
        noun = route.path.split("/")[1]
        if noun in own and route.path != "/users/me":
            assert route.access.scope is own[noun], (method, route.path)


@pytest.mark.parametrize("role", [None, *Role])
async def test_every_route_lets_in_who_covers_its_role_and_nobody_else(
    rig: ApiRig, role: Role | None
) -> None:
    key = await rig.key(role) if role else ""
    async with rig.client(key) as client:
        for method, route in routes_of(rig):
            path = re.sub(r"\{\w+:int\}", "999999", route.path).replace("{name}", "nothing")
            answer = await client.request(method, path, json={} if method != "GET" else None)
            needed = route.access.role
            if needed is None:
                assert answer.status_code == 200
            elif role is None:
                assert answer.status_code == 401, path
                assert answer.headers["www-authenticate"].startswith("Bearer")
            elif not role.covers(needed):
                assert answer.status_code == 403, path
            else:
                assert answer.status_code not in {401, 403, 500}, (path, answer.text)


async def test_a_key_may_not_more_than_its_scopes(rig: ApiRig) -> None:
    key = await rig.key(Role.ADMIN, Scope.READ)
    async with rig.client(key) as client:
        assert (await client.get("/rules")).status_code == 200
        for method, route in routes_of(rig):
            if route.access.scope is Scope.READ:
                continue
            path = re.sub(r"\{\w+:int\}", "1", route.path).replace("{name}", "nothing")
            answer = await client.request(method, path, json={} if method != "GET" else None)
            assert answer.status_code == 403, path


async def test_a_private_rule_is_its_owners_alone(rig: ApiRig) -> None:
    person = await subscribers.add(rig.desk, "console:", lambda _: ("console", ""))
    kept = await rules.add(rig.desk, "secret wish", owner_id=person.id)
    path = f"/rules/{kept.rule.id}"
    owner = await rig.key(Role.VIEWER, name="owner", subscriber_id=person.id)
    for name, role in (("eve", Role.EDITOR), ("boss", Role.ADMIN)):
        async with rig.client(await rig.key(role, name=name)) as client:
            listed = (await client.get("/rules")).json()[0]
            assert (listed["hidden"], listed["query"], listed["name"]) == (True, "", "")
            answers = [
                await client.patch(path, json={"query": "mine"}, headers={"if-match": "*"}),
                await client.delete(path),
                await client.get(f"{path}/versions"),
                await client.post(f"{path}/restore", json={"version": 1}),
                await client.get("/articles", params={"rule": kept.rule.id}),
                await client.post("/rules/test", json={"query": "a", "rule": kept.rule.id}),
                await client.post("/feeds/tokens", json={"feed": f"rule/{kept.rule.id}"}),
                await client.post("/subscriptions", json={"subscriber": 1, "rule": kept.rule.id}),
            ]
            assert {one.status_code for one in answers} <= {403, 404}
            told = [await client.get(one) for one in ("/rules/export", "/rules/lint", "/audit")]
            assert all("secret" not in one.text for one in told[:2])
    async with rig.client(owner) as client:
        assert (await client.get(path)).json()["query"] == "secret wish"
        changed = await client.patch(path, json={"query": "other"}, headers={"if-match": "*"})
        assert changed.json()["query"] == "other"
        assert (await client.post("/rules", json={"query": "a"})).status_code == 403
        mine = await client.post("/rules", json={"query": "a", "owner": person.id})
        assert mine.status_code == 201
        assert (await client.delete(path)).status_code == 204


async def test_an_admin_publishes_a_private_rule_and_changes_nothing_else(rig: ApiRig) -> None:
    person = await subscribers.add(rig.desk, "console:", lambda _: ("console", ""))
    kept = await rules.add(rig.desk, "wish", owner_id=person.id)
    path, over = f"/rules/{kept.rule.id}", {"if-match": "*"}
    async with rig.client(await rig.key(Role.ADMIN)) as client:
        both = await client.patch(path, json={"public": True, "query": "x"}, headers=over)
        public = await client.patch(path, json={"public": True}, headers=over)

    assert (both.status_code, public.status_code) == (403, 200)


async def test_a_browsers_session_needs_its_token_for_changes(rig: ApiRig) -> None:
    await accounts.add(rig.desk, "anna", Role.EDITOR, password="correct horse battery")
    opened = await logins.log_in(rig.desk, "anna", "correct horse battery", peer="192.0.2.1")
    cookie = {"cookie": f"__Host-newsbot={opened.token}"}
    token = {"x-csrf-token": csrf_token(opened.token)}
    async with rig.client() as client:
        read = await client.get("/rules", headers=cookie)
        without = await client.post("/rules", json={"query": "a"}, headers=cookie)
        foreign = await client.post(
            "/rules",
            json={"query": "a"},
            headers=cookie | token | {"origin": "https://evil.example"},
        )
        meant = await client.post(
            "/rules", json={"query": "a"}, headers=cookie | token | {"origin": SITE}
        )

    statuses = [one.status_code for one in (read, without, foreign, meant)]
    assert statuses == [200, 403, 403, 201]


async def test_an_endpoint_that_says_nothing_of_roles_cannot_be_served(rig: ApiRig) -> None:
    router = make_router("secrets")
    with pytest.raises(TypeError, match="does not say who may call"):

        @router.get("")
        async def forgotten() -> None: ...

    assert unguarded(rig.app.routes) == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("header", ["Bearer nbk_wrong", "Bearer", "Basic YTpi", "bearer \x80"])
async def test_a_wrong_key_is_no_stranger(rig: ApiRig, header: str) -> None:
    async with rig.client() as client:
        sent = {b"authorization": header.encode("latin-1")}
        answer = await client.get("/rules", headers=sent)

    assert answer.status_code == 401
    assert "invalid_token" in answer.headers["www-authenticate"]
