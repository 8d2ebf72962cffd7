"""Own the bot as a role: the house it keeps by the settings, and its running beside the others."""

import asyncio
from collections.abc import Sequence

import structlog

from newsbot import starter
from newsbot.app.composition import App, telegram_options
from newsbot.bot import Access, Bot, House, Topic
from newsbot.errors import ConfigError, Invalid, Unauthorized
from newsbot.services import admission
from newsbot.services.queries import check_spelling
from newsbot.services.rules import read_rules_file
from newsbot.settings import Settings
from newsbot.web.hook import HOOK_PATH, Hook

log = structlog.get_logger(__name__)


def house_of(settings: Settings) -> House:
    """Return what the settings say of whom the bot serves and with what. Raises `ConfigError`."""
    telegram = settings.telegram
    return House(
        topics=topics_of(telegram.topics),
        rule_limit=telegram.rules_per_chat,
        access=Access(telegram.access),
        admins=frozenset(f"telegram:{number}" for number in telegram.admins),
        site_url=settings.web.public_url,
    )


def topics_of(listed: tuple[str, ...]) -> tuple[Topic, ...]:
    """Read topics, each `NAME: QUERY` or the name of a starter rule. Raises `ConfigError`."""
    lines = read_rules_file(starter.rules_toml(), "the starter rules")
    known = {line.name.casefold(): line.query for line in lines}
    topics = []
    for each in listed:
        name, _, query = (part.strip() for part in each.partition(":"))
        query = query or known.get(name.casefold(), "")
        if not name or not query:
            raise ConfigError(
                f"telegram.topics has {each!r}, which is no starter rule; write NAME: QUERY, "
                'such as "NATO: nato OR otan"'
            )
        try:
            check_spelling(query)
        except Invalid as exc:
            raise ConfigError(f"telegram.topics: the query of {name!r} is wrong: {exc}") from exc
        topics.append(Topic(name=name, query=query))
    return tuple(topics)


def build_bot(app: App, roles: Sequence[str]) -> Bot | None:
    """Return the bot that these roles need, None for none, or without a token.

    Where Telegram calls, the web answers for it. Raises `ConfigError`.
    """
    options = telegram_options(app.settings)
    is_hooked = app.settings.telegram.updates == "webhook"
    if options is None or ("web" if is_hooked else "bot") not in roles:
        if is_hooked and options is not None and "bot" in roles:
            raise ConfigError(
                "with telegram.updates = webhook the bot lives in the web role: "
                "start `newsbot web` or `newsbot run`"
            )
        return None
    return Bot(
        db=app.db,
        clock=app.clock,
        options=options,
        holder=app.holder,
        house=house_of(app.settings),
    )


def hook_of(settings: Settings, bot: Bot | None) -> Hook | None:
    """Return the door for Telegram's calls, None when the bot asks for updates itself.

    Raises `ConfigError` when the settings would leave that door open or out of reach.
    """
    if settings.telegram.updates != "webhook" or bot is None:
        return None
    secret = settings.telegram.webhook_secret.get_secret_value()
    if not secret:
        raise ConfigError(
            "telegram.updates = webhook needs a secret, else anybody could speak for Telegram: "
            "set NEWSBOT_TELEGRAM__WEBHOOK_SECRET to what `openssl rand -hex 32` prints"
        )
    if not settings.web.base_url.startswith("https://"):
        raise ConfigError(
            "telegram.updates = webhook needs web.base_url, the https address by which Telegram "
            "reaches this service; or set telegram.updates = poll"
        )
    return Hook(secret=secret, take=bot.take)


async def run_bot(
    bot: Bot, stop: asyncio.Event, *, alone: bool, settings: Settings, hook: Hook | None
) -> None:
    """Answer people in Telegram until a stop.

    A token that Telegram refuses ends a bot that runs alone; beside the other roles it is an
    alarm, and feeds stay up. Raises `Unauthorized`.
    """
    if hook is None:
        await bot.run(stop)
    else:
        await bot.run_hooked(stop, settings.web.base_url + HOOK_PATH, hook.secret)
    if bot.trouble and not stop.is_set():
        if alone:
            raise Unauthorized(bot.trouble)
        log.error("the bot answers nobody", action="poll", error=bot.trouble)


async def has_admin(app: App) -> bool:
    """Say whether somebody administers the bot."""
    bound = await admission.list_admins(app.desk())
    return bool(app.settings.telegram.admins or bound)
