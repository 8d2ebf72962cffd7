"""Own the pages of the administration on a database of a test's own, with a browser's manners."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import httpx
from starlette.types import ASGIApp

from newsbot.db import Database
from newsbot.domain.account import Role
from newsbot.domain.ports import Fetched
from newsbot.matching import Document
from newsbot.services import accounts, aliases, feeds, rules
from newsbot.services.desk import Desk
from newsbot.web.auth import Gate, SiteAddress, account_routes, door_routes
from newsbot.web.pages import Doors, Looks, PageTools, page_routes
from newsbot.web.site import build_site
from tests.factories import NOON, SteppedClock, document, entry
from tests.fakes.archive import add_source, store
from tests.fakes.newsroom import FEED
from tests.fakes.world import FakeFetcher, FakeReader
from tests.web.api_rig import SITE, NoPulse

PASSWORD: Final = "correct horse battery"
HOSTILE: Final = '<script>alert("x")</script>\'"><img src=x onerror=alert(1)> NATO {{ 7*7 }}'
"""A headline that would run, were it not escaped; it holds no word of the pages' own."""


@dataclass(slots=True, kw_only=True)
class Visitor:
    """Hold a logged-in browser; `csrf` is what its forms bring back."""

    http: httpx.AsyncClient
    csrf: str = ""

    async def get(self, path: str) -> httpx.Response:
        """Open a page below `/admin`."""
        return await self.http.get(f"/admin{path}")

    async def post(self, path: str, **fields: str) -> httpx.Response:
        """Send a form as its page would."""
        sent = {"csrf": self.csrf, **fields}
        return await self.http.post(f"/admin{path}", data=sent, headers={"origin": SITE})


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesRig:
    """Hold the desk and the application."""

    desk: Desk
    app: ASGIApp

    @asynccontextmanager
    async def browser(self) -> AsyncIterator[httpx.AsyncClient]:
        """Give a browser that nobody logged in with."""
        transport = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(transport=transport, base_url=SITE) as client:
            yield client

    @asynccontextmanager
    async def visitor(self, role: Role) -> AsyncIterator[Visitor]:
        """Give a browser of a new user with that role."""
        name = f"user.{role}"
        await accounts.add(self.desk, name, role, password=PASSWORD)
        async with self.browser() as client:
            fields = {"csrf": await _token(client, "/admin/login"), "name": name}
            fields["password"] = PASSWORD
            entered = await client.post("/admin/login", data=fields, headers={"origin": SITE})
            assert entered.status_code == 303, entered.text
            yield Visitor(http=client, csrf=await _token(client, "/admin/account"))


async def _token(client: httpx.AsyncClient, path: str) -> str:
    found = re.search(r'name="csrf" value="(\w+)"', (await client.get(path)).text)
    assert found is not None
    return found[1]


async def open_pages(db: Database) -> PagesRig:
    """Return the pages on a database."""
    desk = Desk(db=db, clock=SteppedClock(), door="web")
    address = SiteAddress(base_url=SITE)
    gate = Gate(
        desk=desk, address=address, forms=Doors(looks=Looks(address.prefix), clock=desk.clock)
    )
    fetcher = FakeFetcher()
    fetcher.answers[FEED] = Fetched(url=FEED, body=b"feed")
    tools = PageTools(
        db=db,
        clock=desk.clock,
        site=await feeds.open_site(db, SITE, NOON),
        fetcher=fetcher,
        pages=fetcher,
        reader=FakeReader(documents={FEED: document(entry(1, title=HOSTILE))}),
        interval=timedelta(minutes=5),
        secure=True,
    )
    pages = page_routes(gate, tools, Looks(address.prefix))
    app = build_site(NoPulse(), guarded=(*door_routes(gate), *account_routes(gate), *pages))
    return PagesRig(desk=desk, app=app)


async def fill(desk: Desk) -> None:
    """Put one of everything in: a source, an article with a hostile headline, a rule, a set.

    Each is the first of its kind, so that its id is 1.
    """
    source_id = await add_source(desk.db, "paper")
    text = Document(title=HOSTILE, body=f"About NATO. {HOSTILE}", url="https://paper.example/1")
    await store(desk.db, source_id, [text])
    await aliases.edit(desk, "alliance", add=["NATO", "OTAN"], create=True)
    await rules.add(desk, "NATO", name="<b>Alliance</b>", public=True)
