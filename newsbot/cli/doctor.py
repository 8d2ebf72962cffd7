"""Own the checks of `newsbot doctor`: what was looked at, and what to do if it is not well.

It mends nothing. What only deserves a word (a variable that is not used) is a note and no fault.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from newsbot.domain.source import Source
from newsbot.errors import ChannelError, NewsbotError, SourceError
from newsbot.settings import Settings

if TYPE_CHECKING:
    from newsbot.db import Database

DISK_FLOOR_BYTES = 200 * 1024 * 1024
"""Below this a day of news may fill the disk."""

CLOCK_SLACK = timedelta(minutes=5)
"""Codes of a second factor are wrong from 30 s on; hosts' own clocks are seldom worse than this."""

PROXY_VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
SOURCES_ASKED = 3
PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Hold one check: what was looked at, whether it is well, and what to do if not."""

    check: str
    well: bool
    message: str
    note: bool = False


def on_this_host(settings: Settings) -> Iterator[Finding]:
    """Yield what can be seen without asking anybody."""
    yield from _folders(settings)
    yield from _variables()
    yield _address(settings)


def _variables() -> Iterator[Finding]:
    for name in PROXY_VARIABLES:
        if os.environ.get(name) or os.environ.get(name.lower()):
            message = (
                f"{name} is set, and newsbot does not use it: it asks hosts directly, so that no "
                "address inside is reached by way of a proxy; let its requests out instead"
            )
            yield Finding(check="proxy", well=True, message=message, note=True)


def _address(settings: Settings) -> Finding:
    web = settings.web
    if web.base_url.startswith("https://") and not web.trusted_proxies:
        message = (
            f"{web.base_url}; if a proxy stands before newsbot, name it in "
            "NEWSBOT_WEB_TRUSTED_PROXIES, or all people share one address when logins are limited"
        )
        return Finding(check="public address", well=True, message=message, note=True)
    if not web.base_url:
        message = f"{web.public_url} (set NEWSBOT_WEB_BASE_URL to what readers use)"
        return Finding(check="public address", well=True, message=message)
    if not web.base_url.startswith("https://") and web.host not in {"127.0.0.1", "::1"}:
        message = f"{web.base_url}: without TLS passwords and keys can be read on their way"
        return Finding(check="public address", well=True, message=message, note=True)
    return Finding(check="public address", well=True, message=web.base_url)


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


async def beyond(settings: Settings) -> list[Finding]:
    """Return what the database, Telegram and the network say."""
    from newsbot.db import Database, migrate

    findings: list[Finding] = []
    known: list[Source] = []
    try:
        db = Database(settings.database_url.get_secret_value())
        try:
            present = await migrate.current(db)
            if present == migrate.HEAD:
                findings.append(Finding(check="database", well=True, message="up to date"))
                findings.append(await _admin(db))
                known = await _active_sources(db)
            else:
                said = "the schema is another version's; run: newsbot db upgrade"
                said = said if present else "empty; `newsbot run` fills it"
                findings.append(Finding(check="database", well=not present, message=said))
        finally:
            await db.close()
    except NewsbotError as exc:
        findings.append(Finding(check="database", well=False, message=str(exc)))
    findings.append(await _telegram(settings))
    findings += await _network(settings, known)
    return findings


async def _admin(db: "Database") -> Finding:
    from newsbot.db import accounts

    async with db.reading() as tx:
        admins = await accounts.count_admins(tx)
    if admins:
        return Finding(check="admins", well=True, message=f"{admins} can log in")
    said = "nobody can log in yet; `newsbot run` shows a set-up link, or: newsbot users add NAME"
    return Finding(check="admins", well=True, message=f"{said} --role admin", note=True)


async def _active_sources(db: "Database") -> list[Source]:
    """Return the sources that can tell whether the network is there, the best first."""
    from newsbot.db import sources

    async with db.reading() as tx:
        found = [one for one in await sources.list_all(tx) if one.state == "active"]
    return sorted(found, key=lambda one: (one.failures, one.id))[:SOURCES_ASKED]


async def _telegram(settings: Settings) -> Finding:
    from newsbot.app.composition import telegram_options
    from newsbot.channels.telegram import TelegramChannel

    options = telegram_options(settings)
    if options is None:
        said = "no token; alerts go to the console (set NEWSBOT_TELEGRAM_TOKEN)"
        return Finding(check="telegram", well=True, message=said)
    channel = TelegramChannel(options)
    try:
        name = await channel.check()
    except ChannelError as exc:
        return Finding(check="telegram", well=False, message=str(exc))
    finally:
        await channel.close()
    return Finding(check="telegram", well=True, message=f"the bot is @{name}")


async def _network(settings: Settings, known: Sequence[Source]) -> list[Finding]:
    """Ask sources as a poll would: one that answers shows that requests come out."""
    from newsbot.net import Limits, WebClient, parse_allow

    if not known:
        return [Finding(check="network", well=True, message="no source to ask yet", note=True)]
    client = WebClient(
        user_agent=settings.net.user_agent,
        allow=parse_allow(",".join(settings.net.allow)),
        limits=Limits(total_s=PATIENCE_S),
    )
    failed = []
    try:
        for one in known:
            try:
                _, headers = await client.get_with_headers(one.url)
            except SourceError as exc:
                failed.append(f"{one.name}: {exc}")
                continue
            answered = Finding(check="network", well=True, message=f"{one.name} answered")
            return [answered, *_skew(headers.get("Date", ""))]
    finally:
        await client.close()
    said = f"no source answered ({'; '.join(failed)}); see that newsbot's requests are let out"
    return [Finding(check="network", well=False, message=said)]


def _skew(date: str) -> list[Finding]:
    """Compare our clock with that of a host which told its own (RFC 9110, 6.6.1)."""
    try:
        told = parsedate_to_datetime(date)
    except ValueError:
        return []
    if told.tzinfo is None:
        return []
    off = abs(datetime.now(UTC) - told)
    if off <= CLOCK_SLACK:
        return []
    minutes = int(off.total_seconds() / 60)
    said = f"a host's clock is {minutes} min away from ours; set the system's clock (NTP)"
    return [Finding(check="clock", well=False, message=said)]
