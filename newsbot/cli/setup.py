"""Own `newsbot setup`: from a bot's token to the first alert and the first admin, step by step."""

import getpass
import io
import sys
from datetime import timedelta
from typing import Annotated, Any

import typer

from newsbot.cli.context import run, settings_of
from newsbot.cli.output import print_json, say
from newsbot.cli.sources import Json
from newsbot.cli.status import NOT_SO, complain
from newsbot.errors import ChannelError, ConfigError, Invalid, Unauthorized
from newsbot.settings import Settings
from newsbot.settings.values import format_duration, parse_duration, parse_token

HOW_TO_GET_ONE = (
    "write /newbot to @BotFather in Telegram, and copy the token that it answers, such as "
    "123456789:AAabc...xyz"
)


def register(root: typer.Typer) -> None:
    """Add the command, which stands beside the nouns."""

    @root.command()
    def setup(
        context: typer.Context,
        wait: Annotated[
            str, typer.Option(help="How long to wait for you in Telegram; 0 does not wait.")
        ] = "15m",
        qr: Annotated[
            bool, typer.Option("--qr/--no-qr", help="Draw the link for a phone to read.")
        ] = True,
        json: Json = False,
    ) -> None:
        """Set up Telegram: token, bot, first admin, test alert; asks for what is missing."""
        patience = _patience(wait)
        settings, given = _with_token(context, json=json)
        run(_set_up(settings, patience, given=given, qr=qr, json=json))


def _patience(text: str) -> timedelta:
    try:
        return parse_duration(text)
    except ValueError as exc:
        raise Invalid(f"--wait {text}: {exc}") from exc


def _with_token(context: typer.Context, *, json: bool) -> tuple[Settings, str]:
    """Return settings that hold a token, and the token when it was asked for just now."""
    settings = settings_of(context)
    if settings.telegram.token.get_secret_value():
        return settings, ""
    token = _asked(json=json)
    return settings_of(context, telegram__token=token), token


def _asked(*, json: bool) -> str:
    """Ask for the token; from a terminal it is not shown, from a pipe it is the first line."""
    if sys.stdin.isatty():
        if not json:
            say(f"A bot needs a token: {HOW_TO_GET_ONE}")
        token = getpass.getpass("Token (not shown): ", stream=sys.stderr).strip()
    else:
        token = sys.stdin.readline().strip()
    if not token:
        raise ConfigError(f"there is no token: {HOW_TO_GET_ONE}; then run newsbot setup again")
    try:
        return parse_token(token)
    except ValueError as exc:  # without the token itself: it may be one, with a slip
        raise ConfigError(f"what was typed in {exc}") from exc


async def _set_up(
    settings: Settings, patience: timedelta, *, given: str, qr: bool, json: bool
) -> None:
    from newsbot.app import open_app
    from newsbot.app import setup as steps

    async with open_app(settings) as app:
        try:
            bot_name = await steps.introduce(app)
        except Unauthorized as exc:
            raise ConfigError(f"{exc}; check it with @BotFather (/mybots), then try again") from exc
        kept = _keep(settings, given) if given else ""
        invitation = await steps.invite(app, bot_name)
        shown: dict[str, Any] = {"bot": bot_name, "link": invitation.link, "token_file": kept}
        if json:
            print_json(shown)
        else:
            _show(bot_name, invitation.link, kept, qr=qr)
        if not patience:
            return
        if not json:
            say(f"Waiting for you there ({format_duration(patience)} at the most, Ctrl-C ends) ...")
            sys.stdout.flush()
        waiting = steps.Waiting(app, invitation)
        address = await waiting.admin(patience)
        if not address:
            complain(
                waiting.trouble or "nobody opened the link in time; run newsbot setup once more"
            )
            raise typer.Exit(NOT_SO)
        await _test(app, address)
    if json:
        print_json({"bot": bot_name, "admin": address})
        return
    say(f"You are the admin now ({address}), and a test alert is in your chat.")
    say("Next: newsbot run, then write to your bot; /admin there is for you alone.")


def _keep(settings: Settings, token: str) -> str:
    """Keep a token that was typed in; where that fails it is said, and set-up goes on."""
    from newsbot.app.setup import keep_token

    try:
        return str(keep_token(settings.data_dir, token))
    except OSError as exc:
        complain(f"the token could not be kept in {settings.data_dir}: {exc.strerror}")
        return ""


def _show(bot_name: str, link: str, kept: str, *, qr: bool) -> None:
    say(f"The bot is @{bot_name}.")
    if kept:
        say(f"Its token is kept in {kept}; let newsbot find it there from now on:")
        say(f"  export NEWSBOT_TELEGRAM_TOKEN_FILE={kept}")
    say("\nOpen this link in Telegram and press Start. It works once, within 15 minutes, and makes")
    say("you the admin, so show it to nobody:\n")
    if qr:
        _draw(link)
    say(f"  {link}\n")


def _draw(link: str) -> None:
    """Draw the link with half blocks, where the terminal has them."""
    import segno

    drawn = io.StringIO()
    segno.make(link, error="l", micro=False).terminal(drawn, compact=True, border=2)
    try:
        drawn.getvalue().encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return
    say(drawn.getvalue())


async def _test(app: Any, address: str) -> None:
    from newsbot.app.setup import send_test

    try:
        await send_test(app, address)
    except ChannelError as exc:
        complain(f"the test alert did not arrive: {exc}")
        raise typer.Exit(NOT_SO) from exc
