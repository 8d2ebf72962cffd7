"""What people do with their own account in a browser, and cannot do with another's."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette

from newsbot.db import Database
from newsbot.domain import totp
from newsbot.domain.account import Role, Scope
from newsbot.services import accounts, logins
from newsbot.services.desk import Desk
from newsbot.web.auth import Gate, SiteAddress, account_routes, door_routes, unguarded
from newsbot.web.auth.gate import csrf_token
from tests.factories import SteppedClock

PASSWORD = "correct horse battery"
SITE = "https://news.example"


@pytest.fixture
def desk(sqlite_database: Database) -> Desk:
    return Desk(db=sqlite_database, clock=SteppedClock(), door="web")


@pytest.fixture
async def client(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """Give a browser in which anna is logged in."""
    await accounts.add(desk, "anna", Role.VIEWER, password=PASSWORD)
    opened = await logins.log_in(desk, "anna", PASSWORD, peer="192.0.2.1")
    gate = Gate(desk=desk, address=SiteAddress(base_url=SITE))
    app = Starlette(routes=[*door_routes(gate), *account_routes(gate)])
    assert unguarded(app.routes) == []
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app),
        base_url=SITE,
        headers={"origin": SITE, "x-csrf-token": csrf_token(opened.token)},
        cookies={"__Host-newsbot": opened.token},
    ) as client:
        yield client


async def test_a_new_password_needs_the_present_one_and_ends_other_sessions(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    other = await logins.log_in(desk, "anna", PASSWORD, peer="192.0.2.1")
    form = {"password": "wrong", "new": "another good one"}
    wrong = await client.post("/admin/account/password", data=form)
    right = await client.post("/admin/account/password", data=form | {"password": PASSWORD})

    assert (wrong.status_code, right.status_code) == (403, 303)
    assert (await client.get("/admin/account")).status_code == 200
    assert await logins.principal_of_session(desk, other.token) is None


async def test_a_second_factor_is_switched_on_by_a_code_of_it(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    page = (await client.get("/admin/account/second-factor")).text
    (secret,) = re.findall(r'name="secret" value="(\w+)"', page)
    step = int(desk.clock.now().timestamp()) // totp.STEP_S
    form = {"secret": secret, "password": PASSWORD, "code": "000000"}
    wrong = await client.post("/admin/account/second-factor", data=form)
    form["code"] = totp.code(bytes.fromhex(secret), step)
    short = await client.post("/admin/account/second-factor", data=form | {"secret": "00"})
    right = await client.post("/admin/account/second-factor", data=form)

    assert [one.status_code for one in (wrong, short, right)] == [400, 400, 200]
    assert len(re.findall(r"<code>([a-z2-7-]{19})</code>", right.text)) == 10
    assert (await logins.log_in(desk, "anna", PASSWORD, peer="192.0.2.1")).is_half
    dropped = await client.post("/admin/account/second-factor/drop", data={"password": PASSWORD})
    assert dropped.status_code == 303
    assert (await client.get("/admin/account")).status_code == 303, "every session ended"


async def test_an_own_key_is_made_with_the_password_and_shown_once(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    form = {"name": "script", "scope-read": "on", "scope-users": "on", "password": PASSWORD}
    unasked = await client.post("/admin/account/keys", data=form | {"password": ""})
    made = await client.post("/admin/account/keys", data=form)
    (key,) = re.findall(r"nbk_[\w-]+", made.text)

    assert unasked.status_code == 403
    principal = await logins.principal_of_key(desk, key)
    assert principal is not None
    assert not principal.may(Role.ADMIN, Scope.USERS), "a viewer's key is no admin's"
    assert key not in (await client.get("/admin/account")).text


async def test_nobody_ends_the_sessions_or_keys_of_another_by_guessing_ids(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    bob = await accounts.add(desk, "bob", Role.ADMIN, password=PASSWORD)
    session = await logins.log_in(desk, "bob", PASSWORD, peer="192.0.2.1")
    made, _ = await accounts.add_key(desk, bob.id, "script", [Scope.READ])

    ended = await client.post(f"/admin/account/sessions/{session.session.id}/end")
    revoked = await client.post(f"/admin/account/keys/{made.id}/revoke")

    assert (ended.status_code, revoked.status_code) == (404, 404)
    assert await logins.principal_of_session(desk, session.token) is not None


async def test_what_a_browser_calls_itself_is_no_markup(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    agent = "<script>alert(1)</script>"
    await logins.log_in(desk, "anna", PASSWORD, peer="192.0.2.1", agent=agent)

    assert "<script>" not in (await client.get("/admin/account")).text
