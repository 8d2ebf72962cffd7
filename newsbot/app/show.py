"""Own the demo: the built-in news site read, grouped, matched, alerted and published, offline.

It runs the real loops on a database of its own; nothing is staged but the news themselves.
"""

import asyncio
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

from newsbot.app.composition import App, open_app
from newsbot.app.front import open_site
from newsbot.app.instance import SystemClock
from newsbot.app.roles import heartbeat, stopping_signals
from newsbot.app.run import serve_web
from newsbot.db import ledger, reading, stories
from newsbot.demo import DemoSite
from newsbot.errors import NewsbotError
from newsbot.pipeline import deliver, fetch, process
from newsbot.services import feeds as feed_service
from newsbot.services import rules, seed, sources
from newsbot.settings import Settings, load
from newsbot.web.serve import listen

FORMS = ("rss", "atom", "json")


class DemoFailed(NewsbotError):
    """Say which part of the demo did not come out as it must."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Hold what came out, to be checked and told."""

    articles: int
    stories: int
    alerts: int
    told: int


@contextmanager
def demo_settings(port: int, news_address: str) -> Iterator[Settings]:
    """Give settings for a database in a temporary folder and for the demo's site only."""
    with tempfile.TemporaryDirectory(prefix="newsbot-demo-") as folder:
        yield load(
            flags={
                "data_dir": folder,
                "web.port": port,
                "net.allow": news_address,
                "log.level": "warning",
            },
            environ={},
            cwd=Path(folder),
            home=Path(folder),
        )


async def show(*, port: int, once: bool, out: TextIO, say: Callable[[str], None]) -> Outcome:
    """Run the demo; with `once` return after checking, else serve until a signal.

    Raises `DemoFailed` when alerts or feeds did not come out.
    """
    async with DemoSite(now=SystemClock().now()) as site:
        with demo_settings(port, urlsplit(site.base_url).netloc) as settings:
            opening = open_app(settings, console=out, first_list_settle=timedelta(0))
            async with opening as app, heartbeat(app):
                return await _play(app, site, once=once, say=say)


async def _play(app: App, site: DemoSite, *, once: bool, say: Callable[[str], None]) -> Outcome:
    stop = asyncio.Event()
    listener = listen(app.settings.web.host, app.settings.web.port)
    home = await open_site(app, listener)
    with stopping_signals(stop):
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(serve_web(app, None, home, listener, stop))
            try:
                outcome = await _tell(app, site, say)
                await _check(app, outcome, home)
                _sum_up(outcome, home.base_url, site.base_url, say)
                if not once:
                    say("\nCtrl-C ends the demo.")
                    await stop.wait()
            finally:
                stop.set()
    return outcome


async def _tell(app: App, site: DemoSite, say: Callable[[str], None]) -> Outcome:
    """Read the site twice, with its growth between, and send what the rules caught."""
    desk = app.desk(actor="demo", door="demo")
    for url in site.source_urls:
        await sources.add(desk, sources.NewSource(url=url))
    for rule in site.press.rules:
        await rules.add(desk, rule.query, name=rule.name, public=True)
    await seed.ensure_receiver(desk, chat="")
    names = ", ".join(rule.name for rule in site.press.rules)
    say(f"Three outlets on {site.base_url}, four rules: {names}.\n")
    say("First reading: what is there already comes as one list, never as a flood.\n")
    await _round(app)
    site.grow()
    say("The news goes on. Second reading: each new story is one alert.\n")
    await _round(app)
    async with app.db.reading() as tx:
        articles = await reading.count_articles(tx)
        states = await ledger.count_alerts(tx)
        grouped = await stories.latest(tx, limit=1000)
    return Outcome(
        articles=sum(articles.values()),
        stories=len(grouped),
        alerts=sum(states.values()),
        told=states.get("sent", 0) + states.get("merged", 0),
    )


async def _round(app: App) -> None:
    desk = app.desk()
    polled = await fetch.run_once(app.fetch, only=[one.id for one in await sources.list_all(desk)])
    failed = [f"{one.source.name}: {one.error}" for one in polled if one.error]
    if failed:
        raise DemoFailed(f"the demo's sources could not be read: {'; '.join(failed)}")
    while await process.run_once(app.process):
        pass
    while await deliver.run_once(app.deliver):
        pass


async def _check(app: App, outcome: Outcome, home: feed_service.Site) -> None:
    """Make sure that alerts were told and that every feed has entries."""
    if outcome.told == 0:
        raise DemoFailed("no alert came out of the demo; please report it")
    public = await feed_service.outlines(app.db, home)
    for outline in public:
        path = outline.xml_url.removeprefix(f"{home.base_url}/feeds/").removesuffix(".rss")
        kind, _, key = path.rpartition("/")
        selected = await feed_service.select(app.db, home, kind or "feed", key)
        if not selected.entries:
            raise DemoFailed(f"the feed {outline.title!r} is empty; please report it")
        for form in FORMS:
            body = await _get(outline.xml_url.removesuffix("rss") + form)
            if selected.entries[0].id.encode() not in body:
                raise DemoFailed(f"the {form} feed {outline.title!r} lacks its first entry")


async def _get(url: str) -> bytes:
    """Fetch one of our own feeds as a reader would."""
    from newsbot.net import WebClient, parse_allow

    client = WebClient(user_agent="newsbot demo", allow=parse_allow(urlsplit(url).netloc))
    try:
        fetched = await client.get(url)
    finally:
        await client.close()
    return getattr(fetched, "body", b"")


def _sum_up(outcome: Outcome, home: str, news: str, say: Callable[[str], None]) -> None:
    say(
        f"{outcome.articles} articles became {outcome.stories} stories; "
        f"{outcome.alerts} alerts, {outcome.told} told.\n"
    )
    say(f"Feeds:      {home}/   (for instance {home}/feeds/all.rss)")
    say(f"The news:   {news}/")
    say("Your own:   newsbot run                     reads 25 public sources")
    say("            newsbot rules add '\"climate change\" OR heatwave'")
    say("            NEWSBOT_TELEGRAM_TOKEN=... newsbot run   sends to Telegram")
