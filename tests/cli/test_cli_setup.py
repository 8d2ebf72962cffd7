"""`newsbot setup`: from a token to the first admin, also when nobody, or nothing, answers."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsbot.app import setup as steps
from newsbot.app.composition import App
from newsbot.app.setup import Invitation
from tests.cli.terminal import Terminal
from tests.fakes.botapi import TOKEN, Fault
from tests.fakes.botapi.thread import BotApiThread

ADMIN = 501
UNKNOWN = "123456789:AA" + "b" * 33


@pytest.fixture
def telegram(terminal: Terminal) -> Iterator[BotApiThread]:
    with BotApiThread() as thread:
        terminal.environment["NEWSBOT_TELEGRAM_API_URL"] = thread.api.url
        terminal.environment["NEWSBOT_DATA_DIR"] = str(terminal.home / "data")
        yield thread


@pytest.fixture
def pressed(telegram: BotApiThread, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let somebody open the link as soon as it is made; before that a stranger writes."""
    made = steps.invite

    async def invite(app: App, bot_name: str) -> Invitation:
        invitation = await made(app, bot_name)
        telegram.say(666, "/start")
        telegram.say(ADMIN, f"/start {invitation.code}")
        return invitation

    monkeypatch.setattr(steps, "invite", invite)


@pytest.mark.usefixtures("pressed")
def test_it_leads_from_a_token_to_an_admin_and_a_test_alert(
    terminal: Terminal, telegram: BotApiThread
) -> None:
    shown = terminal.done("setup", stdin=TOKEN + "\n")
    assert "The bot is @fake_newsbot." in shown.out
    assert "https://t.me/fake_newsbot?start=" in shown.out
    assert "█" in shown.out
    assert f"You are the admin now (telegram:{ADMIN})" in shown.out
    assert TOKEN not in shown.out + shown.err
    alert = telegram.api.journal.of("sendMessage", ADMIN)[-1]
    assert "this is how an alert looks" in alert.text
    kept = terminal.home / "data" / "telegram_token"
    assert kept.read_text() == TOKEN + "\n"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


@pytest.mark.usefixtures("pressed")
def test_for_scripts_it_prints_json_and_a_token_of_the_settings_is_not_copied(
    terminal: Terminal,
) -> None:
    begun, done = terminal.done("setup", "--json", NEWSBOT_TELEGRAM_TOKEN=TOKEN).rows
    assert begun["bot"] == "fake_newsbot"
    assert begun["token_file"] == ""
    assert done["admin"] == f"telegram:{ADMIN}"
    assert not (terminal.home / "data" / "telegram_token").exists()


def test_nobody_coming_is_told_and_the_first_stranger_is_no_admin(
    terminal: Terminal, telegram: BotApiThread
) -> None:
    telegram.say(666, "/start")
    shown = terminal.run("setup", "--wait", "1s", "--no-qr", NEWSBOT_TELEGRAM_TOKEN=TOKEN)
    assert shown.status == 1
    assert "nobody opened the link in time" in shown.err
    assert "█" not in shown.out


@pytest.mark.usefixtures("pressed")
def test_a_test_alert_that_does_not_arrive_is_told(
    terminal: Terminal, telegram: BotApiThread
) -> None:
    telegram.api.faults.add(
        Fault(method="sendMessage", status=403, description="Forbidden: bot was blocked", skip=2)
    )
    shown = terminal.run("setup", NEWSBOT_TELEGRAM_TOKEN=TOKEN)
    assert (shown.status, "did not arrive" in shown.err) == (1, True)


@pytest.mark.parametrize(
    ("stdin", "status", "said"),
    [
        ("", 2, "write /newbot to @BotFather"),
        ("\n", 2, "write /newbot to @BotFather"),
        ("nonsense\n", 2, "is not a Telegram bot token"),
        (UNKNOWN + "\n", 2, "Telegram refuses the bot token"),
    ],
)
@pytest.mark.usefixtures("telegram")
def test_a_wrong_token_is_told_with_its_remedy(
    terminal: Terminal, stdin: str, status: int, said: str
) -> None:
    shown = terminal.run("setup", stdin=stdin)
    assert shown.status == status
    assert said in shown.err
    assert UNKNOWN not in shown.out + shown.err


@pytest.mark.usefixtures("telegram")
def test_a_wrong_time_to_wait_is_told(terminal: Terminal) -> None:
    shown = terminal.run("setup", "--wait", "soon", NEWSBOT_TELEGRAM_TOKEN=TOKEN)
    assert (shown.status, "is not a duration" in shown.err) == (2, True)


def test_without_a_network_it_says_so(terminal: Terminal) -> None:
    terminal.environment["NEWSBOT_TELEGRAM_API_URL"] = "http://127.0.0.1:9"
    shown = terminal.run("setup", NEWSBOT_TELEGRAM_TOKEN=TOKEN)
    assert (shown.status, "no connection to Telegram" in shown.err) == (3, True)


def test_a_token_that_was_readable_by_others_is_written_anew(tmp_path: Path) -> None:
    (tmp_path / "telegram_token").write_text("old")
    (tmp_path / "telegram_token").chmod(0o644)
    kept = steps.keep_token(tmp_path, "new")
    assert (kept.read_text(), stat.S_IMODE(kept.stat().st_mode)) == ("new\n", 0o600)


def test_in_webhook_mode_the_webhook_stays_and_the_web_role_is_named(
    terminal: Terminal, telegram: BotApiThread
) -> None:
    telegram.api.world.webhook = {"url": "https://news.example/telegram/updates"}
    shown = terminal.run(
        "setup",
        "--wait",
        "1s",
        NEWSBOT_TELEGRAM_TOKEN=TOKEN,
        NEWSBOT_TELEGRAM__UPDATES="webhook",
        NEWSBOT_TELEGRAM__WEBHOOK_SECRET="s" * 20,
        NEWSBOT_WEB_BASE_URL="https://news.example",
    )
    assert (shown.status, "newsbot web does not run" in shown.err) == (1, True)
    assert telegram.api.world.webhook
    assert telegram.api.journal.of("deleteWebhook") == []
