"""Own the tables of the settings file: each key with its kind, bounds, default and description.

It reads nothing. A new setting is one field here; environment name, example file and reference
follow from it.
"""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from newsbot.settings import values
from newsbot.settings.kinds import (
    NO_SECRET,
    Chat,
    Duration,
    Networks,
    Number,
    Peers,
    People,
    Targets,
    Texts,
    Token,
    UserAgent,
    WebAddress,
    WebhookSecret,
)

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


class Section(BaseModel):
    """Be one frozen table of the settings file."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", hide_input_in_errors=True, validate_default=True
    )


class Telegram(Section):
    """The bot that sends alerts and answers people. Without a token newsbot runs all the same."""

    token: Token = Field(
        default=NO_SECRET,
        description="Token of the bot, from @BotFather. Better kept out of this file.",
    )
    api_url: WebAddress = Field(
        default="https://api.telegram.org", description="Address of the Bot API server."
    )
    chat_id: Chat = Field(
        default="",
        description="Chat that receives the alerts of the starter rules: its number, "
        "@channelname, or either with /TOPIC_ID.",
    )
    admins: People = Field(
        default=(),
        description="Numbers of the people who administer newsbot from Telegram (/id tells one's "
        "own); others become admins by the code of `newsbot setup`.",
    )
    access: Annotated[Literal["open", "invite", "closed"], BeforeValidator(values.lower_case)] = (
        Field(
            default="open",
            description="Whom the bot serves: everybody who writes to it, those with an "
            "invitation, or nobody new.",
        )
    )
    rules_per_chat: Number = Field(
        default=50, ge=1, le=1000, description="Rules that one chat may follow, topics included."
    )
    topics: Texts = Field(
        default=("NATO: @nato", "Ukraine: @ukraine", "EU: @eu", "Climate: @climate-change"),
        description="What /start offers as buttons: NAME: QUERY each, or the name of a starter "
        "rule.",
    )
    updates: Annotated[Literal["poll", "webhook"], BeforeValidator(values.lower_case)] = Field(
        default="poll",
        description="How the bot hears of what people write: by asking Telegram, or by Telegram "
        "calling web.base_url, which must then be a public https address.",
    )
    webhook_secret: WebhookSecret = Field(
        default=NO_SECRET,
        description="What Telegram shows when it calls: 16 to 256 letters, digits, _ and -. "
        "Needed for updates = webhook.",
    )
    timeout: Duration = Field(
        default=timedelta(seconds=30),
        ge=timedelta(seconds=5),
        description="How long to wait for an answer; what comes later is an unclear outcome.",
    )
    link_previews: bool = Field(
        default=True, description="Let Telegram show a preview of the first link."
    )
    pacing: bool = Field(
        default=True,
        description="Keep to the three limits below, which are Telegram's. "
        "Off only for a Bot API server of one's own.",
    )
    messages_per_second: Number = Field(
        default=30, ge=1, le=1000, description="Pace of the whole bot, over all chats."
    )
    chat_interval: Duration = Field(
        default=timedelta(seconds=1),
        ge=timedelta(0),
        description="Time between two messages to one chat.",
    )
    group_messages_per_minute: Number = Field(
        default=20, ge=1, le=1000, description="Pace within one group or channel."
    )


class Email(Section):
    """The mail server that alerts and digests go out by. Without a host there is no e-mail."""

    host: str = Field(default="", description="Name of the mail server; empty for no e-mail.")
    port: Number = Field(
        default=587, ge=1, le=65_535, description="Port of the mail server; 465 for security = tls."
    )
    security: Annotated[Literal["starttls", "tls", "none"], BeforeValidator(values.lower_case)] = (
        Field(
            default="starttls",
            description="How the connection is encrypted; none only on one's own machine.",
        )
    )
    username: str = Field(default="", description="Account at the mail server; empty for none.")
    password: SecretStr = Field(default=NO_SECRET, description="Password of the account.")
    sender: str = Field(
        default="",
        description="What stands in the From line, such as News <news@example.org>; "
        "needed with a host.",
    )
    timeout: Duration = Field(
        default=timedelta(seconds=30),
        ge=timedelta(seconds=1),
        le=MINUTE,
        description="Longest time for each step of the dialogue.",
    )
    mails_per_second: Number = Field(
        default=10, ge=1, le=1000, description="Pace of the mail server, over all mailboxes."
    )


class Apprise(Section):
    """Further services, by the library apprise: pip install newsbot[apprise]."""

    targets: Targets = Field(
        default=NO_SECRET,
        description="A name and apprise's address for each target, as phone=ntfy://host/topic, "
        "with a blank or a new line between them; write apprise:phone to send there.",
    )

    @property
    def by_name(self) -> dict[str, str]:
        """Return the address of each target by its name."""
        return values.parse_targets(self.targets.get_secret_value())


class Web(Section):
    """The feeds, the pages and the API."""

    host: str = Field(default="127.0.0.1", min_length=1, description="Address to listen on.")
    port: Number = Field(
        default=8420, ge=0, le=65_535, description="Port to listen on; 0 takes a free one."
    )
    base_url: WebAddress = Field(
        default="",
        description="Public address of the service, used in feeds and messages; "
        "empty for http://HOST:PORT.",
    )
    trusted_proxies: Networks = Field(
        default=(),
        description="Addresses or networks of reverse proxies whose forwarding headers count.",
    )
    metrics_token: SecretStr = Field(
        default=NO_SECRET, description="Bearer token that opens /metrics; empty closes it."
    )

    @property
    def public_url(self) -> str:
        """Return the address that links start with, without a final slash."""
        if self.base_url:
            return self.base_url
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104  # only compared
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


class Net(Section):
    """The way out to the web, for sources and article pages."""

    allow: Peers = Field(
        default=(),
        description="Hosts, addresses or networks, each with optional :port, that may be read "
        "although they are not public.",
    )
    timeout: Duration = Field(
        default=MINUTE,
        ge=timedelta(seconds=1),
        le=timedelta(minutes=5),
        description="Longest time for one fetch, redirects and all.",
    )
    user_agent: UserAgent = Field(
        default="",
        description="How newsbot introduces itself to the hosts that it reads; "
        "empty for newsbot/VERSION.",
    )
    connections_per_host: Number = Field(
        default=2, ge=1, le=100, description="Connections open at once to one host."
    )
    host_delay: Duration = Field(
        default=timedelta(0),
        ge=timedelta(0),
        le=MINUTE,
        description="Pause between two requests to one host.",
    )


class Log(Section):
    """What newsbot says on standard error."""

    level: Annotated[
        Literal["debug", "info", "warning", "error"], BeforeValidator(values.lower_case)
    ] = Field(default="info", description="The least important lines that are shown.")
    format: Annotated[Literal["text", "json"], BeforeValidator(values.lower_case)] = Field(
        default="text", description="Lines for people, or one JSON object a line."
    )


class Fetch(Section):
    """How sources are polled."""

    interval: Duration = Field(
        default=timedelta(minutes=5),
        ge=timedelta(seconds=1),
        description="Time between two polls of a source that has no interval of its own.",
    )
    concurrency: Number = Field(
        default=50, ge=1, le=1000, description="Sources polled at the same time."
    )
    full_text: bool = Field(
        default=True,
        description="Read the article's page when the source carries only a teaser.",
    )
    websub: bool = Field(
        default=True,
        description="Let the hubs of sources push what is new (WebSub); "
        "needs web.base_url, at which they call.",
    )
    respect_robots: bool = Field(
        default=True,
        description="Keep to robots.txt and to reservations against text and data mining "
        "when article pages are read.",
    )


class Alerts(Section):
    """How loud newsbot may be."""

    first_fetch: Annotated[Literal["digest", "none", "all"], BeforeValidator(values.lower_case)] = (
        Field(
            default="digest",
            description="What a new source or rule sends of what is there already: "
            "one list, nothing, or each article.",
        )
    )
    budget: Number = Field(
        default=6,
        ge=0,
        description="Notifications a chat gets within budget_window before the rest "
        "becomes one list; 0 turns this off.",
    )
    budget_window: Duration = Field(
        default=timedelta(minutes=15),
        ge=timedelta(seconds=1),
        description="The time over which the budget is counted.",
    )


class Retention(Section):
    """How long things are kept."""

    articles: Duration = Field(default=90 * DAY, ge=DAY, description="Articles and their stories.")


class Stories(Section):
    """How articles are grouped."""

    window: Duration = Field(
        default=4 * DAY,
        ge=timedelta(hours=1),
        description="How long after its last article a story takes in another one.",
    )
    summary_chars: Number = Field(
        default=400, ge=80, le=3000, description="Longest summary, in characters."
    )


class Worker(Section):
    """How the loops run."""

    tick: Duration = Field(
        default=timedelta(seconds=1),
        ge=timedelta(milliseconds=50),
        le=MINUTE,
        description="Time between two looks for due work.",
    )
    grace: Duration = Field(
        default=timedelta(seconds=20),
        ge=timedelta(0),
        le=timedelta(minutes=10),
        description="How long a stop waits for work in hand.",
    )
    children: Number = Field(
        default=2, ge=1, le=64, description="Child processes that parse what comes from outside."
    )
