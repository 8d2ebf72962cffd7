"""Processes of all roles when the database goes away in the moment that they begin."""

import asyncio
import os
import signal
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import httpx
import pytest

from newsbot.app import open_app
from newsbot.app.run import run_roles
from newsbot.db import Database, Tx
from newsbot.errors import StoreError
from newsbot.settings import load
from newsbot.web.serve import listen

PATIENCE_S = 20


def gone(database: Database) -> AbstractAsyncContextManager[Tx]:
    del database
    raise StoreError("the database is away")


async def test_g15_a_database_that_leaves_at_the_start_ends_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load(flags={"data_dir": str(tmp_path)}, environ={})
    announced = asyncio.Event()

    def announce(text: str) -> None:
        del text
        monkeypatch.setattr(Database, "transaction", gone)
        monkeypatch.setattr(Database, "reading", gone)
        announced.set()

    async with open_app(settings) as app, httpx.AsyncClient() as client:
        listener = listen("127.0.0.1", 0)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/health"
        running = asyncio.create_task(
            run_roles(app, ("worker", "web"), announce=announce, listener=listener)
        )
        async with asyncio.timeout(PATIENCE_S):
            await announced.wait()
            live = await client.get(f"{address}/live")
            ready = await client.get(f"{address}/ready")
        os.kill(os.getpid(), signal.SIGTERM)
        async with asyncio.timeout(PATIENCE_S):
            await running
        monkeypatch.undo()

    assert live.status_code == 200
    assert ready.status_code == 503
