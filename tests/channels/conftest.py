"""Fixtures of the channels' tests: a fake Bot API server for each test."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes.botapi import FakeBotApi, FloodLimits


@pytest.fixture
async def api() -> AsyncIterator[FakeBotApi]:
    """Serve the Bot API without flood control; what broke its description fails the test."""
    server = FakeBotApi(limits=FloodLimits.off())
    async with server:
        yield server
    assert server.journal.problems == []
