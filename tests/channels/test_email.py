"""The e-mail channel says when nothing was sent, and sends what a mail program shows well."""

import asyncio
import ssl
import subprocess
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import which

import pytest

from newsbot import errors
from newsbot.channels.mail import EmailChannel
from newsbot.channels.options import EmailOptions
from newsbot.domain.message import Button, Item, MarkedText, Message, Outlet
from tests.channels.rigs import FixedClock
from tests.fakes.mailserver import HANG_UP, SILENCE, FakeMailServer

READER = "reader@mail.example"
STORY = Message(
    items=(
        Item(
            headline=MarkedText(text="Überraschung in <Vilnius>", marks=((0, 12),)),
            url="https://news.example/1?a=1&b=2",
            summary=MarkedText(text=".\nOne line.\n.\nAnother."),
            outlets=(Outlet(name="Nordpost"),),
            published=datetime(2026, 11, 25, 7, tzinfo=UTC),
            rules=("allies",),
        ),
    ),
    key="42-1",
    language="de",
)
Opener = Callable[..., EmailChannel]


@pytest.fixture
async def server() -> AsyncIterator[FakeMailServer]:
    async with FakeMailServer() as opened:
        yield opened


@pytest.fixture
async def open_channel(server: FakeMailServer) -> AsyncIterator[Opener]:
    opened: list[EmailChannel] = []

    def opener(**changes: object) -> EmailChannel:
        options = EmailOptions(
            host="127.0.0.1",
            clock=FixedClock(),
            port=server.port,
            security="none",
            sender="Ann <ann@desk.example>",
        )
        opened.append(EmailChannel(replace(options, **changes)))  # type: ignore[arg-type]
        return opened[-1]

    yield opener
    for channel in opened:
        await channel.close()


async def test_a_mail_has_text_and_html_with_marked_words(
    server: FakeMailServer, open_channel: Opener
) -> None:
    receipt = await open_channel().send(READER, STORY)
    (mail,) = server.mails
    message = mail.message
    assert (mail.sender, mail.recipient) == ("ann@desk.example", READER)
    assert message["Subject"] == "Überraschung in <Vilnius>"
    assert message["From"] == "Ann <ann@desk.example>"
    assert message["Date"] == "Wed, 25 Nov 2026 08:00:00 +0000"
    assert message["Message-ID"] == receipt.id
    assert message["Auto-Submitted"] == "auto-generated"
    assert "https://news.example/1?a=1&b=2" in mail.part("plain")
    html = mail.part("html")
    assert '<html lang="de">' in html
    assert "<mark>Überraschung</mark> in &lt;Vilnius&gt;</strong></a>" in html
    assert 'href="https://news.example/1?a=1&amp;b=2"' in html
    assert mail.content.isascii()
    assert max(map(len, mail.content.split(b"\r\n"))) < 999


async def test_lines_of_a_single_dot_arrive(server: FakeMailServer, open_channel: Opener) -> None:
    await open_channel().send(READER, Message(heading="one\n.\n..\nend", footer="."))
    assert server.mails[0].part("plain").splitlines() == ["one", ".", "..", "end", "", "."]


async def test_a_second_attempt_has_the_same_message_id(open_channel: Opener) -> None:
    channel = open_channel()
    first, second = [await channel.send(READER, STORY) for _ in range(2)]
    other = await channel.send("other@mail.example", STORY)
    assert first == second != other


async def test_a_reply_names_the_mail_that_it_answers(
    server: FakeMailServer, open_channel: Opener
) -> None:
    channel = open_channel()
    first = await channel.send(READER, STORY)
    await channel.send(READER, replace(STORY, key="2", reply_to=first.id))
    assert server.mails[1].message["In-Reply-To"] == first.id
    assert server.mails[1].message["References"] == first.id


async def test_one_click_takes_a_reader_off_the_list(
    server: FakeMailServer, open_channel: Opener
) -> None:
    channel = open_channel(unsubscribe=lambda reader: f"https://desk.example/off?who={reader}")
    await channel.send(READER, STORY)
    mail = server.mails[0]
    assert mail.message["List-Unsubscribe"] == f"<https://desk.example/off?who={READER}>"
    assert mail.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"Abbestellen: https://desk.example/off?who={READER}" in mail.part("plain")


async def test_buttons_with_an_address_become_links(
    server: FakeMailServer, open_channel: Opener
) -> None:
    buttons = ((Button(text="All", url="https://desk.example/"), Button(text="x", data="y")),)
    await open_channel().send(READER, replace(STORY, buttons=buttons))
    assert '<a href="https://desk.example/">All</a>' in server.mails[0].part("html")


@pytest.mark.parametrize(
    ("replies", "error"),
    [
        ({"greeting": "554 not today"}, errors.Unavailable),
        ({"greeting": HANG_UP}, errors.Unavailable),
        ({"EHLO": HANG_UP}, errors.Unavailable),
        ({"MAIL": "451 later"}, errors.Unavailable),
        ({"MAIL": "550 no such sender"}, errors.Unauthorized),
        ({"MAIL": HANG_UP}, errors.Unavailable),
        ({"RCPT": "452 4.2.2 full for now"}, errors.Unavailable),
        ({"RCPT": "550 5.1.1 unknown"}, errors.DestinationGone),
        ({"RCPT": "553 bad name"}, errors.DestinationGone),
        ({"RCPT": "550 5.7.1 blocked by policy"}, errors.Rejected),
        ({"RCPT": "552 5.2.2 mailbox full"}, errors.Rejected),
        ({"RCPT": HANG_UP}, errors.Unavailable),
        ({"DATA": "451 later"}, errors.Unavailable),
        ({"DATA": "554 no"}, errors.Rejected),
        ({"DATA": HANG_UP}, errors.Unavailable),
        ({"content": "452 no room"}, errors.Unavailable),
        ({"content": "554 spam"}, errors.Rejected),
        ({"content": HANG_UP}, errors.Ambiguous),
    ],
)
async def test_g2_each_reply_says_what_comes_next(
    server: FakeMailServer,
    open_channel: Opener,
    replies: dict[str, str],
    error: type[errors.ChannelError],
) -> None:
    server.replies |= replies
    channel = open_channel()
    with pytest.raises(errors.ChannelError) as caught:
        await channel.send(READER, STORY)
    assert type(caught.value) is error
    assert "\n" not in str(caught.value)
    server.replies.clear()
    await channel.send(READER, STORY)


@pytest.mark.parametrize(
    ("step", "error"),
    [("greeting", errors.Unavailable), ("RCPT", errors.Unavailable), ("content", errors.Ambiguous)],
)
async def test_g2_silence_is_ambiguous_only_after_the_mail(
    server: FakeMailServer, open_channel: Opener, step: str, error: type[errors.ChannelError]
) -> None:
    server.replies[step] = SILENCE
    channel = open_channel(timeout=timedelta(milliseconds=200))
    with pytest.raises(errors.ChannelError) as caught:
        await channel.send(READER, STORY)
    assert type(caught.value) is error


async def test_nobody_there_is_unavailable(open_channel: Opener) -> None:
    channel = open_channel(port=1)
    with pytest.raises(errors.Unavailable):
        await channel.send(READER, STORY)


async def test_a_connection_serves_many_mails_and_is_renewed_when_it_broke(
    server: FakeMailServer, open_channel: Opener
) -> None:
    channel = open_channel(connections=1)
    for _ in range(3):
        await channel.send(READER, STORY)
    assert server.connections == 1
    server.replies["NOOP"] = HANG_UP
    await channel.send(READER, STORY)
    assert (server.connections, len(server.mails)) == (2, 4)


async def test_the_account_is_used_and_a_wrong_one_stops_the_channel(
    server: FakeMailServer, open_channel: Opener
) -> None:
    server.account = ("ann", "pass word")
    await open_channel(username="ann", password="pass word").send(READER, STORY)
    with pytest.raises(errors.Unauthorized) as caught:
        await open_channel(username="ann", password="s3cret-wrong").send(READER, STORY)
    assert "s3cret-wrong" not in str(caught.value)
    options = EmailOptions(host="x", clock=FixedClock(), password="s3cret-wrong")
    assert "s3cret-wrong" not in repr(options)


async def test_an_account_that_the_server_does_not_ask_for_is_explained(
    open_channel: Opener,
) -> None:
    with pytest.raises(errors.Unauthorized):
        await open_channel(username="ann", password="x").send(READER, STORY)


async def test_a_server_that_cannot_encrypt_gets_nothing_in_plain(
    server: FakeMailServer, open_channel: Opener
) -> None:
    with pytest.raises(errors.Unauthorized) as caught:
        await open_channel(security="starttls", username="a", password="b").send(READER, STORY)
    assert "email.security" in str(caught.value)
    assert set(server.commands) == {"EHLO"}


async def test_a_busy_server_is_waited_for_only_so_long(
    server: FakeMailServer, open_channel: Opener
) -> None:
    server.replies["content"] = SILENCE
    channel = open_channel(connections=1, patience=timedelta(milliseconds=20))
    first = asyncio.ensure_future(channel.send(READER, STORY))
    await asyncio.sleep(0)
    with pytest.raises(errors.Unavailable):
        await channel.send(READER, STORY)
    await channel.close()
    with pytest.raises(errors.ChannelError):
        await first


async def test_closing_cuts_off_a_mail_on_its_way(
    server: FakeMailServer, open_channel: Opener
) -> None:
    server.replies["content"] = SILENCE
    channel = open_channel()
    sending = asyncio.ensure_future(channel.send(READER, STORY))
    while "DATA" not in server.commands:  # noqa: ASYNC110 - the far end of a thread
        await asyncio.sleep(0)
    await channel.close()
    with pytest.raises(errors.Ambiguous):
        await sending


def test_a_sender_that_is_none_is_a_fault_of_the_settings() -> None:
    with pytest.raises(errors.ConfigError, match=r"email\.sender"):
        EmailChannel(EmailOptions(host="x", clock=FixedClock(), sender="nobody"))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    openssl = which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    subprocess.run(
        (
            *(openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "2", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(path), "-out", str(path)),
        ),
        check=True,
        capture_output=True,
    )
    return path


async def test_the_mail_is_encrypted_and_the_certificate_is_checked(
    server: FakeMailServer, open_channel: Opener, certificate: Path
) -> None:
    server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.tls.load_cert_chain(certificate)
    trusting = ssl.create_default_context(cafile=str(certificate))
    await open_channel(security="starttls", tls=trusting).send(READER, STORY)
    assert server.commands[:3] == ["EHLO", "STARTTLS", "EHLO"]
    with pytest.raises(errors.Unavailable):
        await open_channel(security="starttls").send(READER, STORY)
    assert len(server.mails) == 1
