"""Own the building of everything long-lived from settings; it starts no loop."""

import os
import random
import secrets
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TextIO

from newsbot import matching
from newsbot.app.instance import Instance, SystemClock
from newsbot.app.mail import apprise_options, email_options
from newsbot.channels import (
    ChannelOptions,
    Channels,
    ConsoleOptions,
    Editing,
    TelegramOptions,
    TelegramPacing,
    WebhookOptions,
    open_channels,
)
from newsbot.db import Database, facts, leases, migrate
from newsbot.domain.attention import Budget
from newsbot.domain.lease import Holder, InHand
from newsbot.domain.ports import Clock, Fetcher
from newsbot.extract import PageExtractor
from newsbot.net import Limits, PageFetcher, WebClient, parse_allow
from newsbot.pipeline.deliver import DeliverSettings, DeliverTools
from newsbot.pipeline.enrich import PageText
from newsbot.pipeline.fetch import FetchSettings, FetchTools
from newsbot.pipeline.grouping import StoryIndex
from newsbot.pipeline.hubs import HubTools
from newsbot.pipeline.process import ProcessSettings, ProcessTools
from newsbot.pipeline.push import Intake
from newsbot.pipeline.rulebook import Rulebook
from newsbot.pipeline.site_lines import SiteLines
from newsbot.pipeline.snapshots import SnapshotFile
from newsbot.sandbox import Sandbox
from newsbot.services import aliases, mailboxes
from newsbot.services.desk import Desk
from newsbot.settings import Settings
from newsbot.sources import FeedReader

TURN_PATIENCE = timedelta(seconds=4)
"""A stop must be over before a supervisor kills (10 s), with time for a send in hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """Hold the long-lived parts of one process."""

    settings: Settings
    db: Database
    clock: Clock
    holder: Holder
    in_hand: InHand
    client: WebClient
    reader: FeedReader
    extractor: PageExtractor
    channels: Channels
    process: ProcessTools
    deliver: DeliverTools
    fetch: FetchTools
    hubs: HubTools | None
    intake: Intake | None
    operator: str = ""

    def desk(self, *, actor: str = "", door: str = "cli") -> Desk:
        """Return a desk for a use case, of the operator when nobody else is named."""
        return Desk(db=self.db, clock=self.clock, actor=actor or self.operator, door=door)


def telegram_options(settings: Settings) -> TelegramOptions | None:
    """Return what the Telegram channel and the bot need, None without a token."""
    telegram = settings.telegram
    token = telegram.token.get_secret_value()
    if not token:
        return None
    return TelegramOptions(
        token=token,
        api_url=telegram.api_url,
        read_timeout=telegram.timeout,
        link_previews=telegram.link_previews,
        pacing=TelegramPacing(
            enabled=telegram.pacing,
            bot_per_second=float(telegram.messages_per_second),
            chat_interval=telegram.chat_interval,
            group_per_minute=telegram.group_messages_per_minute,
        ),
    )


@asynccontextmanager
async def open_app(
    settings: Settings,
    *,
    console: TextIO | None = None,
    first_list_settle: timedelta | None = None,
    upgrade: bool = True,
) -> AsyncIterator[App]:
    """Build the app, bring the schema up to date, free what a former life held.

    `console` is where console alerts go. Raises `ConfigError`, `StoreError`.
    """
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        db = Database(settings.database_url.get_secret_value())
        stack.push_async_callback(db.close)
        instance = Instance(settings.data_dir)
        stack.callback(instance.close)
        if upgrade:
            await migrate.upgrade(db)
            at_start = Desk(db=db, clock=clock, actor="newsbot", door="start")
            await aliases.plant(at_start, matching.starter_alias_sets)
        async with db.transaction() as tx:
            await leases.take_over(tx, instance.holder)
            webhook_secret = await facts.settle(tx, "webhook_secret", secrets.token_hex(32))
            mail_secret = await facts.settle(tx, mailboxes.SECRET, secrets.token_hex(32))
            websub_key = await facts.settle(tx, "websub_key", secrets.token_hex(32))
        client = WebClient(
            user_agent=settings.net.user_agent,
            allow=parse_allow(",".join(settings.net.allow)),
            limits=Limits(total_s=settings.net.timeout.total_seconds()),
            host_concurrency=settings.net.connections_per_host,
            host_delay_s=settings.net.host_delay.total_seconds(),
        )
        stack.push_async_callback(client.close)
        pages: Fetcher = client
        if settings.fetch.respect_robots:
            pages = PageFetcher(client, user_agent=settings.net.user_agent)
        sandbox = Sandbox(workers=settings.worker.children, preload=("newsbot.sources.parse",))
        stack.push_async_callback(sandbox.close)
        reader = FeedReader(sandbox)
        extractor = PageExtractor(workers=settings.worker.children, clock=clock)
        stack.push_async_callback(extractor.close)
        channels = open_channels(
            ChannelOptions(
                console=ConsoleOptions(
                    stream=console or sys.stdout, no_color="NO_COLOR" in os.environ
                ),
                telegram=telegram_options(settings),
                email=email_options(settings, clock, mail_secret),
                apprise=apprise_options(settings),
                webhook=WebhookOptions(secret=webhook_secret, poster=client, clock=clock),
            )
        )
        stack.push_async_callback(channels.close)
        in_hand = InHand()
        base_url = settings.web.base_url if settings.fetch.websub else ""
        yield App(
            settings=settings,
            db=db,
            clock=clock,
            holder=instance.holder,
            in_hand=in_hand,
            client=client,
            reader=reader,
            extractor=extractor,
            channels=channels,
            process=ProcessTools(
                db=db,
                pages=PageText(
                    pages,
                    extractor,
                    enabled=settings.fetch.full_text,
                    lines=SiteLines(db, clock),
                ),
                rulebook=Rulebook(SnapshotFile(settings.data_dir, clock)),
                index=StoryIndex(settings.stories.window),
                clock=clock,
                holder=instance.holder,
                settings=_process_settings(settings, channels, first_list_settle),
                in_hand=in_hand,
            ),
            deliver=DeliverTools(
                db=db,
                channels=channels,
                clock=clock,
                holder=instance.holder,
                settings=DeliverSettings(
                    budget=Budget(
                        notifications=settings.alerts.budget,
                        window=settings.alerts.budget_window,
                    ),
                    turn_patience=TURN_PATIENCE,
                ),
                in_hand=in_hand,
            ),
            fetch=FetchTools(
                db=db,
                fetcher=client,
                pages=pages,
                reader=reader,
                clock=clock,
                holder=instance.holder,
                settings=FetchSettings(
                    concurrency=settings.fetch.concurrency,
                    jitter=random.random,
                ),
                in_hand=in_hand,
            ),
            hubs=HubTools(db=db, poster=client, clock=clock, key=websub_key, base_url=base_url)
            if base_url
            else None,
            intake=Intake(db=db, reader=reader, clock=clock, key=websub_key) if base_url else None,
        )


def _process_settings(
    settings: Settings, channels: Channels, settle: timedelta | None
) -> ProcessSettings:
    chosen = ProcessSettings(
        first_fetch=settings.alerts.first_fetch,
        summary_chars=settings.stories.summary_chars,
        editing_channels=tuple(
            name for name, channel in channels.items() if isinstance(channel, Editing)
        ),
    )
    return chosen if settle is None else replace(chosen, first_list_settle=settle)
