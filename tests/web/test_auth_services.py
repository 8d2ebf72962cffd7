"""Users, logins and their proofs, without HTTP."""

from datetime import timedelta

import pytest

from newsbot.db import Database
from newsbot.domain import totp
from newsbot.domain.account import Role, Scope
from newsbot.errors import Conflict, Invalid, NotFound
from newsbot.services import accounts, factors, logins, passwords
from newsbot.services.desk import Desk
from newsbot.services.logins import Refused, TooMany
from tests.factories import SteppedClock

PASSWORD = "correct horse battery"
PEER = "192.0.2.1"


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
def desk(database: Database, clock: SteppedClock) -> Desk:
    return Desk(db=database, clock=clock, actor="tests", door="web")


async def enter(desk: Desk, name: str = "anna", password: str = PASSWORD) -> logins.Opened:
    return await logins.log_in(desk, name, password, peer=PEER)


async def test_a_session_ends_by_idleness_by_age_and_by_a_change_of_role(
    desk: Desk, clock: SteppedClock
) -> None:
    anna = await accounts.add(desk, "Anna", Role.EDITOR, password=PASSWORD)
    first = await enter(desk)
    principal = await logins.principal_of_session(desk, first.token)
    assert principal is not None
    assert (principal.name, principal.role) == ("anna", Role.EDITOR)

    clock.step(days=2)
    assert await logins.principal_of_session(desk, first.token) is None

    second = await enter(desk)
    for _ in range(20):
        clock.step(days=1)
        alive = await logins.principal_of_session(desk, second.token)
    assert alive is None

    third = await enter(desk)
    await accounts.edit(desk, anna.id, {"role": Role.VIEWER})
    assert await logins.principal_of_session(desk, third.token) is None


async def test_attempts_are_limited_for_known_and_unknown_names_alike(
    desk: Desk, clock: SteppedClock
) -> None:
    await accounts.add(desk, "anna", Role.VIEWER, password=PASSWORD)
    said: dict[str, list[str]] = {"anna": [], "nobody": []}
    for name, answers in said.items():
        for _ in range(logins.ACCOUNT_ATTEMPTS + 2):
            with pytest.raises((Refused, TooMany)) as refusal:
                await enter(desk, name, "wrong password")
            answers.append(str(refusal.value))

    assert said["anna"] == said["nobody"]
    assert said["anna"][-1].startswith("too many attempts")
    with pytest.raises(TooMany):
        await enter(desk)
    clock.step(minutes=15)
    assert (await enter(desk)).user.name == "anna"


async def test_one_peer_cannot_try_one_password_on_many_accounts(desk: Desk) -> None:
    for number in range(logins.PEER_ATTEMPTS):
        with pytest.raises(Refused):
            await enter(desk, f"user{number}", "wrong password")

    with pytest.raises(TooMany):
        await enter(desk, "somebody", "wrong password")
    with pytest.raises(Refused):
        await logins.log_in(desk, "somebody", "wrong", peer="198.51.100.7")


def test_addresses_of_one_ipv6_network_are_one_peer() -> None:
    assert logins.peer_key("2001:db8::1") == logins.peer_key("2001:db8::ffff:2")
    assert logins.peer_key("2001:db8::1") != logins.peer_key("2001:db8:0:1::1")
    assert logins.peer_key("::ffff:192.0.2.1") == logins.peer_key("192.0.2.1")


async def test_an_unknown_name_costs_a_hash_as_a_known_one_does(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await accounts.add(desk, "anna", Role.VIEWER, password=PASSWORD)
    compared: list[bool] = []
    verify = passwords.holds

    async def counted(password: str, known: str) -> tuple[bool, bool]:
        compared.append(bool(known))
        return await verify(password, known)

    monkeypatch.setattr(passwords, "holds", counted)
    for name in ("anna", "nobody"):
        with pytest.raises(Refused):
            await enter(desk, name, "wrong password")

    assert compared == [True, False]


async def test_a_second_factor_is_asked_and_the_session_id_changes(
    desk: Desk, clock: SteppedClock
) -> None:
    anna = await accounts.add(desk, "anna", Role.ADMIN, password=PASSWORD)
    enrolment = factors.enrol()
    with pytest.raises(Invalid):
        await factors.confirm(desk, anna.id, enrolment, "000000x")
    step = int(clock.now().timestamp()) // totp.STEP_S
    recovery = await factors.confirm(desk, anna.id, enrolment, totp.code(enrolment.secret, step))

    half = await enter(desk)
    assert half.is_half
    assert await logins.principal_of_session(desk, half.token) is None
    with pytest.raises(Refused):  # spent when it was confirmed
        await logins.give_code(desk, half.token, totp.code(enrolment.secret, step), peer=PEER)
    clock.step(seconds=totp.STEP_S)
    code = totp.code(enrolment.secret, step + 1)
    whole = await logins.give_code(desk, half.token, code, peer=PEER)

    assert whole.token != half.token
    assert await logins.principal_of_session(desk, whole.token) is not None
    with pytest.raises(Refused):  # the half session is used up
        await logins.give_code(desk, half.token, recovery[0], peer=PEER)
    again = await enter(desk)
    await logins.give_code(desk, again.token, recovery[0].upper(), peer=PEER)
    third = await enter(desk)
    with pytest.raises(Refused):
        await logins.give_code(desk, third.token, recovery[0], peer=PEER)


async def test_the_first_admin_comes_by_a_link_once_and_in_time(
    desk: Desk, clock: SteppedClock
) -> None:
    late = await factors.make_link(desk)
    clock.step(minutes=15)
    with pytest.raises(NotFound):
        await factors.follow_link(desk, late, name="anna", password=PASSWORD)
    token, other = await factors.make_link(desk), await factors.make_link(desk)
    with pytest.raises(Invalid):
        await factors.follow_link(desk, token, name="anna", password="short")

    made = await factors.follow_link(desk, token, name="Anna", password=PASSWORD)

    assert (made.name, made.role) == ("anna", Role.ADMIN)
    for used in (token, other):
        with pytest.raises(NotFound):
            await factors.follow_link(desk, used, name="eve", password=PASSWORD)
    with pytest.raises(Conflict):
        await factors.make_link(desk)


async def test_a_link_for_a_user_sets_that_password_and_no_role(desk: Desk) -> None:
    await accounts.add(desk, "boss", Role.ADMIN, password=PASSWORD)
    anna = await accounts.add(desk, "anna", Role.VIEWER)
    token = await factors.make_link(desk, anna.id)

    after = await factors.follow_link(desk, token, name="boss", password="another good one")

    assert (after.name, after.role, after.has_password) == ("anna", Role.VIEWER, True)
    assert (await enter(desk, "anna", "another good one")).user.id == anna.id


async def test_the_last_admin_who_can_log_in_stays(desk: Desk) -> None:
    boss = await accounts.add(desk, "boss", Role.ADMIN, password=PASSWORD)
    await accounts.add(desk, "asked", Role.ADMIN)  # has followed no link yet

    for changes in ({"role": Role.EDITOR}, {"state": "paused"}):
        with pytest.raises(Conflict):
            await accounts.edit(desk, boss.id, changes)
    with pytest.raises(Conflict):
        await accounts.remove(desk, boss.id)
    assert (await accounts.get(desk, boss.id)).role is Role.ADMIN


async def test_a_key_opens_what_its_scopes_say_until_it_is_over(
    desk: Desk, clock: SteppedClock
) -> None:
    anna = await accounts.add(desk, "anna", Role.EDITOR, password=PASSWORD)
    soon = clock.now() + timedelta(days=1)
    made, key = await accounts.add_key(
        desk, anna.id, "script", [Scope.READ, Scope.USERS], expires_at=soon
    )

    principal = await logins.principal_of_key(desk, key)
    assert principal is not None
    assert principal.may(Role.VIEWER, Scope.READ)
    assert not principal.may(Role.EDITOR, Scope.RULES)
    assert not principal.may(Role.ADMIN, Scope.USERS), "a key may no more than its user"
    clock.step(days=1)
    assert await logins.principal_of_key(desk, key) is None
    await accounts.revoke_key(desk, made.id)
    with pytest.raises(NotFound):
        await accounts.revoke_key(desk, made.id)


async def test_nothing_that_opens_a_door_is_stored(desk: Desk) -> None:
    import sqlalchemy as sa

    from newsbot.db.schema import metadata

    anna = await accounts.add(desk, "anna", Role.ADMIN, password=PASSWORD)
    _, key = await accounts.add_key(desk, anna.id, "script", [Scope.READ])
    opened = await enter(desk)
    link = await factors.make_link(desk, anna.id)

    rows = []
    async with desk.db.reading() as tx:
        for name in ("users", "sessions", "api_keys", "setup_links", "audit"):
            rows += [str(row) for row in await tx.execute(sa.select(metadata.tables[name]))]
    for secret in (PASSWORD, key, opened.token, link):
        assert not any(secret in row for row in rows)


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaaa", "passwordpassword", "x" * 201])
def test_guessable_passwords_are_refused(password: str) -> None:
    with pytest.raises(Invalid):
        passwords.check(password, "anna")


@pytest.mark.parametrize("name", ["", "a b", "Ännä", "-a", "a" * 65, "a\nb", "аnna"])
def test_names_that_look_like_others_are_refused(name: str) -> None:
    with pytest.raises(Invalid):
        accounts.check_name(name)
