"""Doors and gate over HTTP: CSRF, cookies, roles, and that nothing is open by default."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from newsbot.db import Database
from newsbot.domain.account import Role
from newsbot.services import accounts, factors
from newsbot.services.desk import Desk
from newsbot.web.auth import Gate, SiteAddress, door_routes, principal_of, unguarded
from newsbot.web.auth.address import inside
from tests.factories import SteppedClock

PASSWORD = "correct horse battery"
SITE = "https://news.example"


async def page(request: Request) -> Response:
    return PlainTextResponse(f"hello {principal_of(request).name}")


async def broken(request: Request) -> Response:
    raise RuntimeError(request.url.path)


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    return Desk(db=sqlite_database, clock=SteppedClock(), door="web")


@pytest.fixture
async def client(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    gate = Gate(desk=desk, address=SiteAddress(base_url=SITE))
    app = Starlette(
        routes=[
            *door_routes(gate),
            gate.route("/admin", page, who=Role.VIEWER),
            gate.route("/admin/edit", page, who=Role.EDITOR, methods=("GET", "POST")),
            gate.route("/admin/users", page, who=Role.ADMIN),
            gate.route("/admin/broken", broken, who=Role.VIEWER),
        ]
    )
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url=SITE) as client:
        yield client


async def token_of(client: httpx.AsyncClient, path: str = "/admin/login") -> str:
    found = re.search(r'name="csrf" value="(\w+)"', (await client.get(path)).text)
    assert found is not None
    return found[1]


async def enter(
    client: httpx.AsyncClient, name: str, next_: str = "", password: str = PASSWORD
) -> httpx.Response:
    fields = {"csrf": await token_of(client), "name": name, "password": password, "next": next_}
    return await client.post("/admin/login", data=fields, headers={"origin": SITE})


async def test_a_stranger_is_led_to_the_login_and_back(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    await accounts.add(desk, "anna", Role.VIEWER, password=PASSWORD)

    refused = await client.get("/admin?page=2")
    assert refused.status_code == 303
    assert refused.headers["location"] == "/admin/login?next=%2Fadmin%3Fpage%3D2"
    entered = await enter(client, "anna", "/admin?page=2")

    assert (entered.status_code, entered.headers["location"]) == (303, "/admin?page=2")
    assert (await client.get("/admin")).text == "hello anna"


async def test_cookies_are_bound_to_the_host_and_hidden_from_scripts(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    await accounts.add(desk, "anna", Role.VIEWER, password=PASSWORD)

    cookies = (await enter(client, "anna")).headers.get_list("set-cookie")

    session = next(one for one in cookies if one.startswith("__Host-newsbot="))
    parts = {part.strip().lower() for part in session.split(";")[1:]}
    assert {"httponly", "secure", "path=/", "samesite=lax"} <= parts
    assert not any(part.startswith("domain") for part in parts)


async def test_the_login_itself_needs_the_token_of_the_visit(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    await accounts.add(desk, "anna", Role.VIEWER, password=PASSWORD)
    right = {"name": "anna", "password": PASSWORD}

    without = await client.post("/admin/login", data=right)
    token = await token_of(client)
    foreign = await client.post(
        "/admin/login", data={**right, "csrf": token}, headers={"origin": "https://evil.example"}
    )
    cross = await client.post(
        "/admin/login", data={**right, "csrf": token}, headers={"sec-fetch-site": "cross-site"}
    )
    client.cookies.clear()
    other_visit = await client.post(
        "/admin/login", data={**right, "csrf": token}, headers={"origin": SITE}
    )

    assert [one.status_code for one in (without, foreign, cross, other_visit)] == [403] * 4


async def test_a_session_that_was_there_before_the_login_is_not_taken_over(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    await accounts.add(desk, "anna", Role.VIEWER, password=PASSWORD)
    client.cookies.set("__Host-newsbot", "planted", domain="news.example", path="/")

    await enter(client, "anna")

    assert "planted" not in [cookie.value for cookie in client.cookies.jar]


async def test_a_new_login_ends_the_session_that_the_browser_had(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    from newsbot.web.auth.gate import csrf_token

    await accounts.add(desk, "anna", Role.VIEWER, password=PASSWORD)
    await enter(client, "anna")
    former = client.cookies["__Host-newsbot"]
    fields = {"csrf": csrf_token(former), "name": "anna", "password": PASSWORD}
    await client.post("/admin/login", data=fields, headers={"origin": SITE})
    assert client.cookies["__Host-newsbot"] != former

    client.cookies.clear()
    client.cookies.set("__Host-newsbot", former)

    assert (await client.get("/admin")).status_code == 303


async def test_a_change_needs_a_token_that_ends_with_the_session(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    await accounts.add(desk, "anna", Role.EDITOR, password=PASSWORD)
    before = await token_of(client)
    await enter(client, "anna")

    refused = await client.post("/admin/edit", data={"csrf": before}, headers={"origin": SITE})

    assert refused.status_code == 403
    assert (await client.post("/admin/logout", headers={"origin": SITE})).status_code == 403


async def test_logging_out_ends_the_session_on_the_server(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    from newsbot.web.auth.gate import csrf_token

    await accounts.add(desk, "anna", Role.EDITOR, password=PASSWORD)
    await enter(client, "anna")
    cookie = client.cookies["__Host-newsbot"]
    headers = {"origin": SITE, "x-csrf-token": csrf_token(cookie)}
    assert (await client.post("/admin/edit", headers=headers)).status_code == 200

    left = await client.post("/admin/logout", headers=headers)

    assert left.headers["location"] == "/admin/login"
    client.cookies.set("__Host-newsbot", cookie)
    assert (await client.get("/admin")).status_code == 303


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    ("path", "needed"),
    [("/admin", Role.VIEWER), ("/admin/edit", Role.EDITOR), ("/admin/users", Role.ADMIN)],
)
async def test_each_role_may_what_it_covers(
    client: httpx.AsyncClient, desk: Desk, role: Role, path: str, needed: Role
) -> None:
    await accounts.add(desk, "anna", role, password=PASSWORD)
    await enter(client, "anna")

    assert (await client.get(path)).status_code == (200 if role.covers(needed) else 403)


async def test_a_wrong_login_says_the_same_for_every_name(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    await accounts.add(desk, "anna", Role.VIEWER, password=PASSWORD)

    known = await enter(client, "anna", password="wrong password")
    unknown = await enter(client, "nobody", password="wrong password")

    assert known.status_code == unknown.status_code == 401
    assert known.text.replace("anna", "") == unknown.text.replace("nobody", "")


async def test_a_fault_shows_no_detail_and_no_answer_is_cached(
    client: httpx.AsyncClient, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    await accounts.add(desk, "anna", Role.VIEWER, password=PASSWORD)
    await enter(client, "anna")

    answer = await client.get("/admin/broken")

    assert answer.status_code == 500
    assert "RuntimeError" not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "unsafe-inline" not in answer.headers["content-security-policy"]
    del caplog


async def test_the_set_up_link_makes_the_first_admin(client: httpx.AsyncClient, desk: Desk) -> None:
    path = f"/admin/setup/{await factors.make_link(desk)}"
    fields = {"csrf": await token_of(client, path), "name": "anna", "password": "short"}
    short = await client.post(path, data=fields, headers={"origin": SITE})
    fields["password"] = PASSWORD
    done = await client.post(path, data=fields, headers={"origin": SITE})

    assert (short.status_code, done.status_code) == (400, 303)
    assert (await client.get(path)).status_code == 404
    assert (await enter(client, "anna")).headers["location"] == "/admin"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "/admin//evil.example",
        "/admin\\evil",
        "/\\evil.example",
        "/administrator",
        "/admin/\r\nset-cookie: x",
        "/admin/logout",
        "javascript:alert(1)",
        "/admin/" + "a" * 600,
        "/admin/ü",
    ],
)
def test_no_login_leads_out_of_the_admin_pages(target: str) -> None:
    assert inside(target) == "/admin"


def test_a_login_leads_back_to_where_it_began() -> None:
    assert inside("/admin/sources?url=https://x.example") == "/admin/sources?url=https://x.example"


def test_a_route_beside_the_gate_is_found() -> None:
    assert unguarded([Route("/admin/secret", page), Route("/", page)]) == ["/admin/secret"]
