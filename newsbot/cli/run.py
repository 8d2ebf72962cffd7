"""Own the commands that run: run, worker, web, bot and demo."""

import socket
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from newsbot.cli.context import run, settings_of
from newsbot.cli.output import say
from newsbot.cli.status import DONE, complain, status_of
from newsbot.errors import ConfigError, NewsbotError
from newsbot.settings import Settings

Host = Annotated[str | None, typer.Option(help="Address to listen on.")]
Port = Annotated[int | None, typer.Option(help="Port to listen on.")]


def register(root: typer.Typer) -> None:
    """Add the commands, which stand beside the nouns."""

    @root.command("run")
    def run_(context: typer.Context, host: Host = None, port: Port = None) -> None:
        """Read, group, match, alert and publish: all roles in one process."""
        _start(context, ("worker", "web", "bot"), host=host, port=port)

    @root.command()
    def worker(context: typer.Context) -> None:
        """Run the loops only: fetch, process, deliver, prune."""
        _start(context, ("worker",))

    @root.command()
    def web(
        context: typer.Context,
        host: Host = None,
        port: Port = None,
        workers: Annotated[int, typer.Option(help="Processes that share the port.")] = 1,
    ) -> None:
        """Serve the feeds, the pages and the API only."""
        _start(context, ("web",), host=host, port=port, workers=workers)

    @root.command()
    def bot(context: typer.Context) -> None:
        """Answer people in Telegram only."""
        _start(context, ("bot",))

    @root.command()
    def demo(
        once: Annotated[bool, typer.Option("--once", help="Check and stop.")] = False,
        port: Annotated[int, typer.Option(help="Port of the feeds; 0 takes a free one.")] = 0,
    ) -> None:
        """Show everything offline: a small news site is read, matched, alerted and published."""
        from newsbot import log
        from newsbot.app.show import show

        log.configure(level="warning")
        run(show(port=port, once=once, out=sys.stdout, say=_say_now))


def _say_now(text: str) -> None:
    say(text)
    sys.stdout.flush()


def _start(
    context: typer.Context,
    roles: tuple[str, ...],
    *,
    host: str | None = None,
    port: int | None = None,
    workers: int = 1,
) -> None:
    from newsbot.web.crew import Crew, check_count
    from newsbot.web.serve import listen

    check_count(workers)
    settings = settings_of(context, quiet=False, web__host=host, web__port=port)
    if roles == ("bot",) and not settings.telegram.token.get_secret_value():
        raise ConfigError(
            "the bot needs a token: make one with @BotFather and set NEWSBOT_TELEGRAM_TOKEN"
        )
    listener = listen(settings.web.host, settings.web.port) if "web" in roles else None
    if listener is None or workers == 1:
        _run_roles(settings, roles, listener, _announce)
        return

    def work(number: int) -> int:
        tell = _announce if number == 0 else _keep_quiet
        try:
            _run_roles(settings, roles, listener, tell, is_first=number == 0)
        except NewsbotError as exc:
            complain(str(exc))
            return status_of(exc)
        return DONE

    status = Crew(workers, work).run()
    if status:
        raise typer.Exit(status)


def _run_roles(
    settings: Settings,
    roles: tuple[str, ...],
    listener: socket.socket | None,
    announce: Callable[[str], None],
    *,
    is_first: bool = True,
) -> None:
    async def work() -> None:
        from newsbot.app import open_app
        from newsbot.app.run import run_roles

        async with open_app(settings, console=sys.stdout) as app:
            await run_roles(
                app,
                roles,
                announce=announce,
                listener=listener,
                at_terminal=sys.stderr.isatty(),
                invites=is_first,
            )

    run(work(), fast_loop=True)


def _announce(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def _keep_quiet(text: str) -> None:
    del text
