"""Own the web role's parts put together: feeds in front, then the public page, doors and health."""

import socket
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from starlette.types import ASGIApp

from newsbot.app.administration import administration_routes, build_gate
from newsbot.app.composition import App
from newsbot.channels import read_address
from newsbot.db import ledger, reading, sources
from newsbot.domain.feed import Outline
from newsbot.domain.source import troubles
from newsbot.services import feeds as feed_service
from newsbot.services import mailboxes
from newsbot.services.feeds import Site
from newsbot.web.api import ApiTools, build_api
from newsbot.web.auth import account_routes, door_routes
from newsbot.web.feeds import FeedApp
from newsbot.web.hook import Hook, behind_hook
from newsbot.web.mail_links import MailLinks, behind_mail_links
from newsbot.web.shelf import Shelf
from newsbot.web.site import build_site
from newsbot.web.websub import WebSubApp
from newsbot.worker import Worker


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthPulse:
    """Tell the public feeds and what is not well. Fits `web.site.Pulse`."""

    app: App
    site: Site
    worker: Worker | None

    async def outlines(self) -> list[Outline]:
        """Return the public feeds."""
        return await feed_service.outlines(self.app.db, self.site)

    async def counts(self) -> dict[str, dict[str, int]]:
        """Return how much is stored, by noun and state. Raises `StoreError`."""
        async with self.app.db.reading() as tx:
            stored = await sources.list_all(tx)
            troubled = Counter(notice.code for one in stored for notice in troubles(one))
            return {
                "sources": dict(Counter(source.state for source in stored)),
                "source_troubles": dict(troubled),
                "articles": await reading.count_articles(tx),
                "alerts": await ledger.count_alerts(tx),
                "deliveries": await ledger.count_deliveries(tx),
            }

    async def troubles(self) -> list[str]:
        """Return what is not well now. Raises `StoreError`."""
        async with self.app.db.reading() as tx:
            del tx  # that it opens is the check
        found = dict(self.worker.trouble) if self.worker is not None else {}
        return [f"{name}: {trouble}" for name, trouble in found.items()]


def build_front(
    app: App, site: Site, worker: Worker | None, *, hook: Hook | None = None
) -> ASGIApp:
    """Return everything that is served at the public address."""
    gate = build_gate(app, site)
    admin = administration_routes(app, site, gate)
    api = build_api(
        ApiTools(
            gate=gate,
            site=site,
            fetcher=app.client,
            pages=app.fetch.pages or app.client,
            reader=app.reader,
            read_address=read_address,
            interval=app.settings.fetch.interval,
            articles_kept=app.settings.retention.articles,
        )
    )
    pages = build_site(
        HealthPulse(app=app, site=site, worker=worker),
        metrics_token=app.settings.web.metrics_token.get_secret_value(),
        guarded=(*door_routes(gate), *account_routes(gate), api, *admin),
    )
    inner = behind_mail_links(mail_links(app), behind_hook(hook, pages))
    if app.intake is not None:
        inner = WebSubApp(app.intake, inner)
    return FeedApp(Shelf(app.db, site, max_age_s=max_age(app.settings.fetch.interval)), inner)


def mail_links(app: App) -> MailLinks:
    """Return what becomes of the word that the owner of a mailbox gives by a link."""
    desk = app.desk(actor="owner", door="mail")

    async def confirm(token: str) -> bool:
        return await mailboxes.confirm(desk, token)

    async def unsubscribe(token: str) -> bool:
        return await mailboxes.unsubscribe(desk, token)

    return MailLinks(confirm=confirm, unsubscribe=unsubscribe)


async def open_site(app: App, listener: socket.socket) -> Site:
    """Return the site at its public address; a port of 0 is the one that was given out."""
    base_url = app.settings.web.public_url
    if not app.settings.web.base_url and app.settings.web.port == 0:
        base_url = base_url.removesuffix(":0") + f":{listener.getsockname()[1]}"
    return await feed_service.open_site(app.db, base_url, app.clock.now())


def max_age(interval: timedelta) -> int:
    """Return for how many seconds a feed may be cached: a fifth of the time between polls."""
    return max(1, min(300, int(interval.total_seconds() / 5)))
