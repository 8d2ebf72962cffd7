"""Give end-to-end tests a newspaper, a fake Bot API process and an installation of newsbot."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from tests.e2e.newsroom import CHAT, Newsroom
from tests.e2e.processes import BotApiProcess, Installation
from tests.fakes.feedthread import FeedThread


@pytest.fixture(autouse=True)
def untouched_logging() -> Iterator[None]:
    """Put logging back: commands that run in this process set it up."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)


@pytest.fixture
def site() -> Iterator[FeedThread]:
    """Give a web server on the loopback."""
    with FeedThread() as server:
        yield server


@pytest.fixture
def botapi(tmp_path: Path) -> Iterator[BotApiProcess]:
    """Give a fake Bot API server that does not limit anybody."""
    with BotApiProcess(tmp_path, {"limits": None}) as server:
        yield server


@pytest.fixture
def installation(tmp_path: Path, site: FeedThread, botapi: BotApiProcess) -> Installation:
    """Give an installation on SQLite that reads the site and alerts a chat quickly."""
    return Installation(
        folder=tmp_path / "newsbot",
        settings={
            **botapi.settings,
            "NEWSBOT_TELEGRAM_CHAT_ID": str(CHAT),
            "NEWSBOT_TELEGRAM__CHAT_INTERVAL": "0s",
            "NEWSBOT_TELEGRAM__TIMEOUT": "5s",
            "NEWSBOT_NET_ALLOW": site.address,
            "NEWSBOT_FETCH__INTERVAL": "1s",
            "NEWSBOT_FETCH__FULL_TEXT": "false",
            "NEWSBOT_WORKER__TICK": "100ms",
            "NEWSBOT_ALERTS__BUDGET": "0",
        },
    )


@pytest.fixture
def postgres_newsroom(
    installation: Installation, site: FeedThread, botapi: BotApiProcess, postgres_url: str
) -> Newsroom:
    """Give a newsroom on PostgreSQL, whose work two processes share."""
    installation.settings["NEWSBOT_DATABASE_URL"] = postgres_url.replace("+psycopg", "")
    return Newsroom(installation=installation, site=site, botapi=botapi, workers=2)


@pytest.fixture(params=["small_newsroom", "postgres_newsroom"], ids=["sqlite", "postgres"])
def newsroom(request: pytest.FixtureRequest) -> Newsroom:
    """Give a newsroom on each database in turn."""
    found: Newsroom = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def small_newsroom(installation: Installation, site: FeedThread, botapi: BotApiProcess) -> Newsroom:
    """Give a newsroom on SQLite."""
    return Newsroom(installation=installation, site=site, botapi=botapi)
