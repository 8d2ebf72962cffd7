"""Channels are found by name, and an address says which one it means."""

import io
from typing import cast

import pytest

from newsbot.channels import (
    ChannelOptions,
    ConsoleOptions,
    TelegramOptions,
    open_channels,
    read_address,
)
from newsbot.channels.registry import Channels
from newsbot.domain.ports import Channel
from newsbot.errors import Invalid


def opened() -> Channels:
    return open_channels(
        ChannelOptions(
            console=ConsoleOptions(stream=io.StringIO()), telegram=TelegramOptions(token="1:x")
        )
    )


def test_only_what_is_set_up_is_opened() -> None:
    assert sorted(opened()) == ["console", "telegram"]
    assert list(open_channels(ChannelOptions())) == []


def test_an_unknown_channel_is_answered_with_those_that_exist() -> None:
    with pytest.raises(Invalid) as caught:
        opened()["fax"]
    assert str(caught.value) == (
        "there is no channel 'fax' here; those that exist: console, telegram"
    )


def test_asking_for_a_channel_is_no_error() -> None:
    assert "telegram" in opened()
    assert "fax" not in opened()
    assert opened().get("console") is not None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("telegram:77", ("telegram", "77")),
        (" Telegram: -100123/4", ("telegram", "-100123/4")),
        ("telegram:@News_Room", ("telegram", "@news_room")),
        ("console:", ("console", "")),
        ("email:Ann@Desk.Example", ("email", "Ann@desk.example")),
        ("webhook:https://Desk.Example/hook", ("webhook", "https://desk.example/hook")),
    ],
)
def test_every_address_is_spelled_whether_its_channel_is_set_up_or_not(
    text: str, found: tuple[str, str]
) -> None:
    assert read_address(text) == found


@pytest.mark.parametrize("text", ["77", "", "fax:1", "telegram:", "email:x", "console:x"])
def test_what_is_no_address_is_explained(text: str) -> None:
    with pytest.raises(Invalid):
        read_address(text)
    with pytest.raises(Invalid):
        opened().parse(text)


def test_an_address_of_a_channel_that_is_not_set_up_cannot_be_parsed() -> None:
    with pytest.raises(Invalid):
        opened().parse("email:ann@desk.example")


async def test_one_channel_that_fails_to_close_keeps_no_other_open() -> None:
    class Stubborn:
        name = "stubborn"

        async def close(self) -> None:
            raise OSError("no")

    class Willing:
        name = "willing"
        closed = False

        async def close(self) -> None:
            self.closed = True

    willing = Willing()
    channels = Channels(cast("list[Channel]", [willing, Stubborn()]))
    with pytest.raises(OSError, match="no"):
        await channels.close()
    assert willing.closed
