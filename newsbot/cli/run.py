"""Own the commands that run: run, worker, web, bot and demo."""

import sys
from typing import Annotated

import typer

from newsbot.cli.context import run, settings_of
from newsbot.cli.output import say
from newsbot.errors import ConfigError

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
    def web(context: typer.Context, host: Host = None, port: Port = None) -> None:
        """Serve the feeds, the pages and the API only."""
        _start(context, ("web",), host=host, port=port)

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
) -> None:
    settings = settings_of(context, quiet=False, web__host=host, web__port=port)
    if roles == ("bot",) and not settings.telegram.token.get_secret_value():
        raise ConfigError(
            "the bot needs a token: make one with @BotFather and set NEWSBOT_TELEGRAM_TOKEN"
        )

    async def work() -> None:
        from newsbot.app import open_app
        from newsbot.app.run import run_roles
        from newsbot.web.serve import listen

        listener = listen(settings.web.host, settings.web.port) if "web" in roles else None
        async with open_app(settings, console=sys.stdout) as app:
            await run_roles(
                app,
                roles,
                announce=_announce,
                listener=listener,
                at_terminal=sys.stderr.isatty(),
            )

    run(work(), fast_loop=True)


def _announce(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
