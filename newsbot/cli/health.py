"""Own `newsbot doctor` and `newsbot healthcheck`: is it well, and what to do if not."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime

import typer

from newsbot.cli.context import run, settings_of
from newsbot.cli.output import print_json, say
from newsbot.cli.sources import Json
from newsbot.cli.status import DONE, NOT_SO
from newsbot.errors import ChannelError, NewsbotError
from newsbot.settings import Settings

DISK_FLOOR_BYTES = 200 * 1024 * 1024
"""Below this a day of news may fill the disk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Hold one check: what was looked at, whether it is well, and what to do if not."""

    check: str
    well: bool
    message: str


def register(root: typer.Typer) -> None:
    """Add the commands, which stand beside the nouns."""

    @root.command()
    def doctor(context: typer.Context, json: Json = False) -> None:
        """Check settings, database, disk, clock and token, and say what to do."""
        settings = settings_of(context)
        findings = [*_folders(settings), *run(_services(settings))]
        for one in findings:
            if json:
                print_json(one)
            else:
                say(f"{'ok  ' if one.well else 'BAD '} {one.check}: {one.message}")
        if not all(one.well for one in findings):
            raise typer.Exit(NOT_SO)

    @root.command()
    def healthcheck(context: typer.Context) -> None:
        """Ask the running service whether it is ready: status 0 or 1, for supervisors."""
        raise typer.Exit(DONE if _is_ready(context) else NOT_SO)


def _folders(settings: Settings) -> Iterator[Finding]:
    yield Finding(check="settings", well=True, message="readable")
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".doctor"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as exc:
        message = f"{folder} cannot be written: {exc.strerror}; set NEWSBOT_DATA_DIR"
        yield Finding(check="data folder", well=False, message=message)
        return
    yield Finding(check="data folder", well=True, message=str(folder))
    free = shutil.disk_usage(folder).free
    yield Finding(
        check="disk",
        well=free > DISK_FLOOR_BYTES,
        message=f"{free // 2**20} MiB free" + ("" if free > DISK_FLOOR_BYTES else "; make room"),
    )
    year = datetime.now(UTC).year
    clock_well = year >= 2026  # noqa: PLR2004 - the year of this release
    yield Finding(
        check="clock",
        well=clock_well,
        message=f"the year is {year}" + ("" if clock_well else "; set the system's clock"),
    )


async def _services(settings: Settings) -> list[Finding]:
    from newsbot.app.composition import telegram_options
    from newsbot.channels.telegram import TelegramChannel
    from newsbot.db import Database, migrate

    findings: list[Finding] = []
    try:
        db = Database(settings.database_url.get_secret_value())
        try:
            present = await migrate.current(db)
        finally:
            await db.close()
        if present == migrate.HEAD:
            findings.append(Finding(check="database", well=True, message="up to date"))
        else:
            said = "the schema is another version's; run: newsbot db upgrade"
            said = said if present else "empty; `newsbot run` fills it"
            findings.append(Finding(check="database", well=not present, message=said))
    except NewsbotError as exc:
        findings.append(Finding(check="database", well=False, message=str(exc)))
    options = telegram_options(settings)
    if options is None:
        said = "no token; alerts go to the console (set NEWSBOT_TELEGRAM_TOKEN)"
        findings.append(Finding(check="telegram", well=True, message=said))
        return findings
    channel = TelegramChannel(options)
    try:
        name = await channel.check()
        findings.append(Finding(check="telegram", well=True, message=f"the bot is @{name}"))
    except ChannelError as exc:
        findings.append(Finding(check="telegram", well=False, message=str(exc)))
    finally:
        await channel.close()
    return findings


def _is_ready(context: typer.Context) -> bool:
    """Ask /health/ready of the service on this host; any failure is a no."""
    import http.client

    try:
        web = settings_of(context).web
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(web.host, web.host)  # noqa: S104 - compared
        with closing(http.client.HTTPConnection(host, web.port, timeout=5)) as connection:
            connection.request("GET", "/health/ready")
            return connection.getresponse().status == http.client.OK
    except (OSError, NewsbotError, http.client.HTTPException):
        return False
