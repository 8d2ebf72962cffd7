"""The apprise channel goes only to targets that the operator named, and tells no secrets."""

import logging
import sys

import pytest

from newsbot import errors
from newsbot.channels.apprise import AppriseChannel
from newsbot.channels.options import AppriseOptions
from newsbot.domain.message import Message
from tests.fakes.hookserver import FakeHookServer

SECRET = "s3cret-token"


def needs_apprise() -> None:
    pytest.importorskip("apprise", reason="the extra newsbot[apprise] is not installed")


def test_without_the_library_the_settings_are_at_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(errors.ConfigError, match=r"newsbot\[apprise\]"):
        AppriseChannel(AppriseOptions(targets={"phone": "json://127.0.0.1/"}))


def test_an_address_that_the_library_does_not_know_is_named_without_its_secret() -> None:
    needs_apprise()
    with pytest.raises(errors.ConfigError) as caught:
        AppriseChannel(AppriseOptions(targets={"phone": f"nosuch://{SECRET}/"}))
    assert "'phone'" in str(caught.value)
    assert SECRET not in str(caught.value)


def test_the_targets_never_show() -> None:
    assert SECRET not in repr(AppriseOptions(targets={"phone": f"json://{SECRET}/"}))


async def test_the_secret_of_a_target_is_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    needs_apprise()
    caplog.set_level(logging.DEBUG)
    async with FakeHookServer() as server:
        address = server.url.replace("http://", f"json://user:{SECRET}@")
        channel = AppriseChannel(AppriseOptions(targets={"phone": address}))
        server.answer_with(500)
        with pytest.raises(errors.Ambiguous):
            await channel.send("phone", Message(heading="hello"))
        await channel.close()
    assert SECRET not in caplog.text


async def test_the_first_line_is_the_title() -> None:
    needs_apprise()
    async with FakeHookServer() as server:
        server.answer_with(200)
        address = server.url.replace("http://", "json://")
        channel = AppriseChannel(AppriseOptions(targets={"phone": address}))
        await channel.send("phone", Message(heading="Paused.\nSend /start to go on."))
        await channel.close()
    assert server.posts[0].json["title"] == "Paused."
    assert server.posts[0].json["message"] == "Send /start to go on."
