"""Own the API on a database of a test's own, with a caller for each role."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
from starlette.types import ASGIApp

from newsbot.db import Database
from newsbot.domain.account import Role, Scope
from newsbot.domain.ports import Fetched
from newsbot.services import accounts, feeds
from newsbot.services.desk import Desk
from newsbot.web.api import ApiTools, build_api
from newsbot.web.auth import Gate, SiteAddress, door_routes
from newsbot.web.site import build_site
from tests.factories import NOON, SteppedClock, document, entry
from tests.fakes.newsroom import FEED
from tests.fakes.world import FakeFetcher, FakeReader

SITE = "https://news.example"


class NoPulse:
    """Tell nothing of health."""

    async def outlines(self) -> list[Any]:
        return []

    async def troubles(self) -> list[str]:
        return []

    async def counts(self) -> dict[str, dict[str, int]]:
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiRig:
    """Hold the desk and the application."""

    desk: Desk
    app: ASGIApp

    async def key(
        self, role: Role, *scopes: Scope, name: str = "", subscriber_id: int | None = None
    ) -> str:
        """Return an API key of a new user; without scopes it has all."""
        user = await accounts.add(
            self.desk, name or f"key.{role}", role, subscriber_id=subscriber_id
        )
        _, key = await accounts.add_key(self.desk, user.id, "test", scopes or tuple(Scope))
        return key

    @asynccontextmanager
    async def client(self, key: str = "") -> AsyncIterator[httpx.AsyncClient]:
        """Give a client that bears a key."""
        headers = {"authorization": f"Bearer {key}"} if key else {}
        transport = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(
            transport=transport, base_url=f"{SITE}/api/v1", headers=headers
        ) as client:
            yield client


async def open_rig(db: Database) -> ApiRig:
    """Return the API on a database."""
    desk = Desk(db=db, clock=SteppedClock(), door="web")
    gate = Gate(desk=desk, address=SiteAddress(base_url=SITE))
    fetcher = FakeFetcher()
    fetcher.answers[FEED] = Fetched(url=FEED, body=b"feed")
    tools = ApiTools(
        gate=gate,
        site=await feeds.open_site(db, SITE, NOON),
        fetcher=fetcher,
        pages=fetcher,
        reader=FakeReader(documents={FEED: document(entry(1))}),
        read_address=lambda spelled: (spelled.partition(":")[0], spelled.partition(":")[2]),
        interval=timedelta(minutes=5),
        articles_kept=timedelta(days=90),
    )
    app = build_site(NoPulse(), guarded=(*door_routes(gate), build_api(tools)))
    return ApiRig(desk=desk, app=app)
