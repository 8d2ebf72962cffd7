"""Own the running of roles: worker, web and bot side by side, started and stopped together."""

import asyncio
import socket
from collections.abc import Callable, Sequence

import structlog

from newsbot.app.composition import App
from newsbot.app.front import build_front, open_site
from newsbot.app.invitation import invite
from newsbot.app.roles import build_worker, plant, stopping_signals
from newsbot.app.telegram import build_bot, has_admin, hook_of, run_bot
from newsbot.services.feeds import Site
from newsbot.web.hook import Hook
from newsbot.web.serve import listen, serve
from newsbot.worker import Worker

log = structlog.get_logger(__name__)


async def run_roles(
    app: App,
    roles: Sequence[str],
    *,
    announce: Callable[[str], None],
    listener: socket.socket | None = None,
    at_terminal: bool = False,
    invites: bool = True,
) -> None:
    """Run roles until a signal asks to stop; one that fails stops the others.

    `at_terminal` says that a person reads what is announced, and nobody keeps it. Of several web
    processes one `invites` the first administrator.
    """
    stop = asyncio.Event()
    with stopping_signals(stop):
        bot = build_bot(app, roles)  # wrong settings are told before anything begins
        hook = hook_of(app.settings, bot)
        if "worker" in roles:
            await plant(app)
        worker = build_worker(app) if "worker" in roles else None
        front: tuple[Site, socket.socket] | None = None
        invitation = ""
        if "web" in roles:  # asked of the database while a refusal may still end the start
            web = app.settings.web
            sock = listener or listen(web.host, web.port)
            front = await open_site(app, sock), sock
            if invites:
                invitation = await invite(app, front[0].base_url, at_terminal=at_terminal)
        welcome = await _welcome(app, roles, invitation)
        async with asyncio.TaskGroup() as tasks:
            if worker is not None:
                tasks.create_task(worker.run(stop))
            if front is not None:
                tasks.create_task(serve_web(app, worker, *front, stop, hook=hook))
            if bot is not None:
                alone = tuple(roles) == ("bot",)
                answering = run_bot(bot, stop, alone=alone, settings=app.settings, hook=hook)
                tasks.create_task(answering)
            announce(welcome)
            await stop.wait()
    log.info("stopped", action="stop")


async def serve_web(
    app: App,
    worker: Worker | None,
    site: Site,
    listener: socket.socket,
    stop: asyncio.Event,
    *,
    hook: Hook | None = None,
) -> None:
    """Serve feeds, the public page and health on a listening socket, and Telegram's calls."""
    front = build_front(app, site, worker, hook=hook)
    await serve(front, listener, stop, trusted_proxies=app.settings.web.trusted_proxies)


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
        if not await has_admin(app):
            lines.append("admin:   nobody yet; newsbot setup makes you one")
    lines.append("stop:    Ctrl-C")
    return "\n".join(lines)
