"""The links in mails: yes to alerts and no more of them, by the owner's word alone."""

from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.responses import PlainTextResponse

from newsbot.channels import ChannelOptions, EmailOptions, open_channels, read_address
from newsbot.db import Database, facts
from newsbot.errors import Conflict, Invalid
from newsbot.pipeline import deliver
from newsbot.pipeline.deliver import DeliverTools
from newsbot.services import mailboxes
from newsbot.services import subscribers as service
from newsbot.services.desk import Desk
from newsbot.web.mail_links import MailLinks, behind_mail_links
from tests.factories import HOLDER, SteppedClock
from tests.fakes.mailserver import FakeMailServer

ANN = "ann@mail.example"
SECRET = "s" * 64
HOME = "https://news.example"


@pytest.fixture
async def desk(database: Database) -> Desk:
    async with database.transaction() as tx:
        await facts.settle(tx, mailboxes.SECRET, SECRET)
    return Desk(db=database, clock=SteppedClock(), actor="test", door="test")


@pytest.fixture
async def browser(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async def confirm(token: str) -> bool:
        return await mailboxes.confirm(desk, token)

    async def unsubscribe(token: str) -> bool:
        return await mailboxes.unsubscribe(desk, token)

    links = MailLinks(confirm=confirm, unsubscribe=unsubscribe)
    site = behind_mail_links(links, PlainTextResponse("the other pages"))
    transport = httpx.ASGITransport(app=site)
    async with httpx.AsyncClient(transport=transport, base_url=HOME) as client:
        yield client


async def state(desk: Desk) -> tuple[str, str]:
    [person] = await service.list_all(desk)
    return person.destinations[0].state, person.destinations[0].reason


def link(purpose: mailboxes.Purpose, address: str = ANN) -> str:
    return mailboxes.path(SECRET, purpose, address)


async def test_a_mailbox_waits_for_its_owners_word_and_a_look_at_the_page_is_none(
    desk: Desk, browser: httpx.AsyncClient
) -> None:
    await service.add(desk, f"email:{ANN}", read_address)
    assert await state(desk) == ("paused", "not confirmed by its owner yet")

    page = await browser.get(link("confirm"))
    assert (page.status_code, "<form" in page.text) == (200, True)
    assert (await state(desk))[0] == "paused", "mail programs look at links by themselves"
    await browser.post(link("confirm"))

    assert await state(desk) == ("active", "")


async def test_one_click_ends_the_mails_and_only_the_owner_begins_them_again(
    desk: Desk, browser: httpx.AsyncClient
) -> None:
    added = await service.add(desk, f"email:{ANN}", read_address, confirmed=True)
    one_click = {"List-Unsubscribe": "One-Click"}
    answer = await browser.post(link("unsubscribe"), data=one_click)
    assert answer.status_code == 200
    assert await state(desk) == ("paused", "unsubscribed by its owner")

    await service.pause(desk, added.id, resume=True)
    assert (await state(desk))[0] == "paused"
    await browser.post(link("confirm"))
    assert (await state(desk))[0] == "active"


@pytest.mark.parametrize("purpose", ["confirm", "unsubscribe"])
async def test_g11_a_link_that_nobody_was_sent_changes_nothing(
    desk: Desk, browser: httpx.AsyncClient, purpose: mailboxes.Purpose
) -> None:
    await service.add(desk, f"email:{ANN}", read_address)
    other: mailboxes.Purpose = "unsubscribe" if purpose == "confirm" else "confirm"
    token = link(other).rpartition("/")[2]  # of the same mailbox, for the other purpose
    for wrong in ("abc", "0" * 40, token, "%2e%2e"):
        answer = await browser.post(f"/{purpose}/{wrong}")
        assert answer.status_code == 404
        assert ANN not in answer.text
    assert await state(desk) == ("paused", "not confirmed by its owner yet")


async def test_the_other_pages_are_served_as_before(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/")).text == "the other pages"


async def test_an_operator_may_give_the_owners_word(desk: Desk) -> None:
    added = await service.add(desk, f"email:{ANN}", read_address)
    await mailboxes.confirm_for(desk, added.id)
    assert await state(desk) == ("active", "")
    with pytest.raises(Invalid, match="no mailbox that waits"):
        await mailboxes.confirm_for(desk, added.id)
    with pytest.raises(Conflict):
        await service.add(desk, f"email:{ANN}", read_address)


async def test_a_new_mailbox_gets_one_mail_that_asks_and_nothing_else(desk: Desk) -> None:
    await service.add(desk, f"email:{ANN}", read_address, language="fr")
    async with FakeMailServer() as server:
        options = EmailOptions(
            host="127.0.0.1",
            port=server.port,
            security="none",
            clock=desk.clock,
            sender="News <news@desk.example>",
            unsubscribe=lambda address: HOME + link("unsubscribe", address),
            confirm=lambda address: HOME + link("confirm", address),
        )
        channels = open_channels(ChannelOptions(email=options))
        tools = DeliverTools(db=desk.db, channels=channels, clock=desk.clock, holder=HOLDER)
        for _ in range(3):
            await deliver.run_once(tools)
        await channels.close()
    [mail] = server.mails
    assert HOME + link("confirm") in mail.part("plain")
    assert HOME + link("confirm") in mail.part("html")
    assert mail.message["Subject"] == "Voulez-vous des alertes dans cette boîte ?"
    assert "List-Unsubscribe" not in mail.message
