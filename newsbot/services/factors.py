"""Own set-up links and the second factor of a user: how an account comes to its proofs."""

import secrets
from dataclasses import dataclass, field

from newsbot.db import accounts, logins
from newsbot.domain import totp
from newsbot.domain.account import Role, User
from newsbot.errors import Conflict, Invalid, NotFound
from newsbot.services import passwords, proofs
from newsbot.services.accounts import LINK_LASTS, check_name, find, set_password
from newsbot.services.desk import Desk

ISSUER = "newsbot"
OVER = "this link is used up or older than 15 minutes; start newsbot again, or ask your admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """Hold what an authenticator needs; it is in force once a code of it was given."""

    secret: bytes = field(repr=False)

    @property
    def spelled(self) -> str:
        """Return the secret as people type it."""
        return totp.spelled(self.secret)

    def address(self, account: str) -> str:
        """Return the address that authenticators read from a picture."""
        return totp.address(self.secret, account=account, issuer=ISSUER)


async def has_users(desk: Desk) -> bool:
    """Say whether anybody can administer; until then a set-up link is shown."""
    async with desk.db.reading() as tx:
        return await accounts.count_admins(tx) > 0


async def make_link(desk: Desk, user_id: int | None = None) -> str:
    """Return the token of a new set-up link, for a user's password or for the first admin.

    Raises `Conflict` for the first admin where there is one already, `NotFound`.
    """
    token = proofs.new_token()
    async with desk.db.transaction() as tx:
        if user_id is None and await accounts.count_admins(tx):
            raise Conflict("there is an admin already; they add others")
        name = "first admin" if user_id is None else (await find(tx, user_id)).name
        expires_at = desk.clock.now() + LINK_LASTS
        await logins.add_link(tx, proofs.digest(token), user_id, expires_at)
        await desk.note(tx, "user.link", name)
    return token


async def linked_user(desk: Desk, token: str) -> User | None:
    """Return for whom a link is, None for the first admin. Raises `NotFound` when it is over."""
    async with desk.db.reading() as tx:
        found = await logins.find_link(tx, proofs.digest(token), desk.clock.now())
        if found is None or (found[0] is None and await accounts.count_admins(tx)):
            raise NotFound(OVER)
        return None if found[0] is None else await find(tx, found[0])


async def follow_link(desk: Desk, token: str, *, name: str, password: str) -> User:
    """Use up a link: make the first admin under `name`, or set the password of its user.

    Raises `NotFound` when it is over, `Invalid`, `Conflict`.
    """
    user = await linked_user(desk, token)
    if user is not None:
        return await set_password(desk, user.id, password)
    settled = check_name(name)
    known = await passwords.hashed(passwords.check(password, settled))
    async with desk.db.transaction() as tx:
        await accounts.lock(tx)
        if await accounts.count_admins(tx):  # another link was quicker
            raise NotFound(OVER)
        first = await accounts.find_by_name(tx, settled) or await accounts.add(
            tx, settled, Role.ADMIN, subscriber_id=None, now=desk.clock.now()
        )
        assert first is not None
        made = await accounts.edit(
            tx, first.id, {"password_hash": known, "role": Role.ADMIN, "state": "active"}
        )
        assert made is not None
        await logins.drop_links(tx, None)
        await desk.note(tx, "user.setup", settled, after={"role": Role.ADMIN})
    return made


def enrol() -> Enrolment:
    """Return a new secret for an authenticator; nothing is stored yet."""
    return Enrolment(secret=secrets.token_bytes(totp.SECRET_BYTES))


async def confirm(desk: Desk, user_id: int, enrolment: Enrolment, code: str) -> list[str]:
    """Put a second factor in force by a code of it; return the recovery codes, told only now.

    Raises `Invalid` for a wrong code.
    """
    step = totp.accepted_step(enrolment.secret, "".join(code.split()), desk.clock.now(), after=0)
    if step is None:
        raise Invalid("the code is wrong; see that the telephone's clock is right")
    codes = proofs.new_recovery_codes()
    async with desk.db.transaction() as tx:
        user = await find(tx, user_id)
        changes = {
            "totp_secret": enrolment.secret.hex(),
            "totp_step": step,
            "recovery": [proofs.recovery_digest(one) for one in codes],
        }
        await accounts.edit(tx, user_id, changes)
        await desk.note(tx, "user.totp", user.name, after={"second factor": True})
    return codes


async def drop(desk: Desk, user_id: int) -> User:
    """Take the second factor from a user; their sessions end. Raises `NotFound`."""
    async with desk.db.transaction() as tx:
        user = await find(tx, user_id)
        cleared = {"totp_secret": "", "totp_step": 0, "recovery": []}
        after = await accounts.edit(tx, user_id, cleared)
        await logins.close_sessions(tx, user_id)
        await desk.note(tx, "user.totp", user.name, after={"second factor": False})
    return after or user
