"""Own the running of roles: worker, web and bot side by side, started and stopped together."""

import asyncio
import socket
from collections.abc import Callable, Sequence

import structlog

from newsbot import starter
from newsbot.app.composition import App, telegram_options
from newsbot.app.front import build_front, open_site
from newsbot.app.invitation import invite
from newsbot.app.roles import build_worker, plant, stopping_signals
from newsbot.bot import Bot, Topic
from newsbot.errors import Unauthorized
from newsbot.services.rules import read_rules_file
from newsbot.web.serve import listen, serve
from newsbot.worker import Worker

log = structlog.get_logger(__name__)

STARTER_TOPICS = ("NATO", "Ukraine")
"""The starter rules that /start offers as buttons."""


async def run_roles(
    app: App,
    roles: Sequence[str],
    *,
    announce: Callable[[str], None],
    listener: socket.socket | None = None,
    at_terminal: bool = False,
) -> None:
    """Run roles until a signal asks to stop; one that fails stops the others.

    `at_terminal` says that a person reads what is announced, and nobody keeps it.
    """
    stop = asyncio.Event()
    with stopping_signals(stop):
        if "worker" in roles:
            await plant(app)
        worker = build_worker(app) if "worker" in roles else None
        invitation = ""
        async with asyncio.TaskGroup() as tasks:
            if worker is not None:
                tasks.create_task(worker.run(stop))
            if "web" in roles:
                web = app.settings.web
                sock = listener or listen(web.host, web.port)
                site = await open_site(app, sock)
                invitation = await invite(app, site.base_url, at_terminal=at_terminal)
                tasks.create_task(serve_web(app, worker, sock, stop))
            if "bot" in roles:
                tasks.create_task(_run_bot(app, stop, alone=tuple(roles) == ("bot",)))
            announce(await _welcome(app, roles, invitation))
            await stop.wait()
    log.info("stopped", action="stop")


async def serve_web(
    app: App, worker: Worker | None, listener: socket.socket, stop: asyncio.Event
) -> None:
    """Serve feeds, the public page and health on a listening socket."""
    site = await open_site(app, listener)
    proxies = app.settings.web.trusted_proxies
    await serve(build_front(app, site, worker), listener, stop, trusted_proxies=proxies)


async def _run_bot(app: App, stop: asyncio.Event, *, alone: bool) -> None:
    """Answer people in Telegram; without a token there is nobody to answer.

    A token that Telegram refuses ends a bot that runs alone; beside the other roles it is an
    alarm, and feeds stay up. Raises `ChannelError`.
    """
    options = telegram_options(app.settings)
    if options is None:
        return
    lines = read_rules_file(starter.rules_toml(), "the starter rules")
    bot = Bot(
        db=app.db,
        clock=app.clock,
        options=options,
        holder=app.holder,
        starter_topics=[
            Topic(name=line.name, query=line.query) for line in lines if line.name in STARTER_TOPICS
        ],
    )
    await bot.run(stop)
    if bot.trouble and not stop.is_set():
        if alone:
            raise Unauthorized(bot.trouble)
        log.error("the bot answers nobody", action="poll", error=bot.trouble)


async def _welcome(app: App, roles: Sequence[str], invitation: str) -> str:
    """Return what a person should know at the start."""
    settings = app.settings
    lines = [f"newsbot runs: {', '.join(roles)}"]
    if "web" in roles:
        lines.append(f"feeds:   {settings.web.public_url}/")
        lines.append(invitation or f"admin:   {settings.web.public_url}/admin")
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
    lines.append("stop:    Ctrl-C")
    return "\n".join(lines)
