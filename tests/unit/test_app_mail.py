"""What the mail channel is told of the settings, and what must be set together."""

from pathlib import Path

import pytest

from newsbot.app.mail import apprise_options, email_options
from newsbot.errors import ConfigError
from newsbot.services import mailboxes
from newsbot.settings import Settings, load
from tests.factories import SteppedClock

SECRET = "s" * 64
SERVER = {"NEWSBOT_EMAIL__HOST": "mail.example", "NEWSBOT_EMAIL__SENDER": "News <n@desk.example>"}


def settings(folder: Path, **environ: str) -> Settings:
    return load(environ=environ, cwd=folder, home=folder)


def test_without_a_mail_server_there_is_no_mail(tmp_path: Path) -> None:
    assert email_options(settings(tmp_path), SteppedClock(), SECRET) is None
    assert apprise_options(settings(tmp_path)) is None


def test_a_mail_server_needs_a_sender(tmp_path: Path) -> None:
    given = settings(tmp_path, NEWSBOT_EMAIL__HOST="mail.example")
    with pytest.raises(ConfigError, match="NEWSBOT_EMAIL__SENDER"):
        email_options(given, SteppedClock(), SECRET)


def test_the_links_in_mails_begin_with_the_public_address(tmp_path: Path) -> None:
    given = settings(tmp_path, **SERVER, NEWSBOT_WEB_BASE_URL="https://news.example/")
    options = email_options(given, SteppedClock(), SECRET)
    assert options is not None
    assert options.unsubscribe is not None
    path = mailboxes.path(SECRET, "unsubscribe", "ann@mail.example")
    assert options.unsubscribe("ann@mail.example") == "https://news.example" + path
    assert options.unsubscribe("bob@mail.example") != options.unsubscribe("ann@mail.example")


def test_mail_without_a_public_address_or_encryption_is_warned_of(tmp_path: Path) -> None:
    given = settings(
        tmp_path, **SERVER, NEWSBOT_EMAIL__SECURITY="none", NEWSBOT_EMAIL__PASSWORD="p" * 9
    )
    told = " ".join(given.warnings())
    assert "web.base_url" in told
    assert "in clear" in told
    assert "p" * 9 in given.secrets()


def test_apprise_targets_are_opened_by_name(tmp_path: Path) -> None:
    options = apprise_options(settings(tmp_path, NEWSBOT_APPRISE__TARGETS="phone=json://host/x"))
    assert options is not None
    assert dict(options.targets) == {"phone": "json://host/x"}
