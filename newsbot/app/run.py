"""Own the running of roles: worker, web and bot side by side, started and stopped together."""

import asyncio
import socket
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from newsbot.app.composition import App
from newsbot.app.roles import build_worker, plant, stopping_signals
from newsbot.app.telegram import build_bot, has_admin, hook_of, run_bot
from newsbot.db import ledger, reading, sources
from newsbot.domain.feed import Outline
from newsbot.domain.source import troubles
from newsbot.services import feeds as feed_service
from newsbot.services import mailboxes
from newsbot.services.feeds import Site
from newsbot.web.feeds import FeedApp
from newsbot.web.hook import Hook, behind_hook
from newsbot.web.mail_links import MailLinks, behind_mail_links
from newsbot.web.serve import listen, serve
from newsbot.web.shelf import Shelf
from newsbot.web.site import build_site
from newsbot.web.websub import WebSubApp
from newsbot.worker import Worker

log = structlog.get_logger(__name__)


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


async def run_roles(
    app: App,
    roles: Sequence[str],
    *,
    announce: Callable[[str], None],
    listener: socket.socket | None = None,
) -> None:
    """Run roles until a signal asks to stop; one that fails stops the others."""
    stop = asyncio.Event()
    with stopping_signals(stop):
        bot = build_bot(app, roles)  # wrong settings are told before anything begins
        hook = hook_of(app.settings, bot)
        if "worker" in roles:
            await plant(app)
        worker = build_worker(app) if "worker" in roles else None
        async with asyncio.TaskGroup() as tasks:
            if worker is not None:
                tasks.create_task(worker.run(stop))
            if "web" in roles:
                web = app.settings.web
                sock = listener or listen(web.host, web.port)
                tasks.create_task(serve_web(app, worker, sock, stop, hook=hook))
            if bot is not None:
                alone = tuple(roles) == ("bot",)
                answering = run_bot(bot, stop, alone=alone, settings=app.settings, hook=hook)
                tasks.create_task(answering)
            announce(await _welcome(app, roles))
            await stop.wait()
    log.info("stopped", action="stop")


async def serve_web(
    app: App,
    worker: Worker | None,
    listener: socket.socket,
    stop: asyncio.Event,
    *,
    hook: Hook | None = None,
) -> None:
    """Serve feeds, the public page and health on a listening socket, and Telegram's calls."""
    site = await open_site(app, listener)
    pulse = HealthPulse(app=app, site=site, worker=worker)
    shelf = Shelf(app.db, site, max_age_s=max_age(app.settings.fetch.interval))
    pages = build_site(pulse, metrics_token=app.settings.web.metrics_token.get_secret_value())
    inner = behind_mail_links(mail_links(app), behind_hook(hook, pages))
    if app.intake is not None:
        inner = WebSubApp(app.intake, inner)
    await serve(
        FeedApp(shelf, inner),
        listener,
        stop,
        trusted_proxies=app.settings.web.trusted_proxies,
    )


async def open_site(app: App, listener: socket.socket) -> Site:
    """Return the site at its public address; a port of 0 is the one that was given out."""
    base_url = app.settings.web.public_url
    if not app.settings.web.base_url and app.settings.web.port == 0:
        base_url = base_url.removesuffix(":0") + f":{listener.getsockname()[1]}"
    return await feed_service.open_site(app.db, base_url, app.clock.now())


def mail_links(app: App) -> MailLinks:
    """Return what becomes of the word that the owner of a mailbox gives by a link."""
    desk = app.desk(actor="owner", door="mail")

    async def confirm(token: str) -> bool:
        return await mailboxes.confirm(desk, token)

    async def unsubscribe(token: str) -> bool:
        return await mailboxes.unsubscribe(desk, token)

    return MailLinks(confirm=confirm, unsubscribe=unsubscribe)


def max_age(interval: timedelta) -> int:
    """Return for how many seconds a feed may be cached: a fifth of the time between polls."""
    return max(1, min(300, int(interval.total_seconds() / 5)))


async def _welcome(app: App, roles: Sequence[str]) -> str:
    """Return what a person should know at the start."""
    settings = app.settings
    lines = [f"newsbot runs: {', '.join(roles)}"]
    if "web" in roles:
        lines.append(f"feeds:   {settings.web.public_url}/")
    lines.append(f"data:    {settings.data_dir}")
    if not settings.telegram.token.get_secret_value():
        lines.append(
            "alerts:  in this terminal; for Telegram set NEWSBOT_TELEGRAM_TOKEN "
            "(from @BotFather) and start again"
        )
    elif settings.telegram.chat_id:
        lines.append(f"alerts:  Telegram chat {settings.telegram.chat_id}")
    else:
        lines.append("alerts:  to everybody who follows a rule; write /start to your bot")
        if not await has_admin(app):
            lines.append("admin:   nobody yet; newsbot setup makes you one")
    lines.append("stop:    Ctrl-C")
    return "\n".join(lines)
