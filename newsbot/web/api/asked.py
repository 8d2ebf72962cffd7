"""Own what the API takes: strict and bounded; what it means is judged by the services."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from newsbot.web.api.answers import LARGEST_ID


def _whole(value: object) -> object:
    """Return 5 for 5.0, which is the same JSON number (RFC 8259, 6)."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = BeforeValidator(_whole)

TEXT = r"^[^\x00]*$"
"""No NUL: PostgreSQL stores none."""

Line = Annotated[str, Field(pattern=TEXT, max_length=500)]
Address = Annotated[
    str, Field(pattern=TEXT, max_length=2000, examples=["https://paper.example/rss"])
]
Query = Annotated[
    str, Field(pattern=TEXT, min_length=1, max_length=2000, examples=["nato AND -sport"])
]
Select = Annotated[
    dict[
        Annotated[str, Field(max_length=20, pattern=TEXT)],
        Annotated[str, Field(pattern=TEXT, max_length=500)],
    ],
    Field(max_length=10),
]
Tags = Annotated[
    list[Annotated[str, Field(pattern=TEXT, min_length=1, max_length=60)]], Field(max_length=20)
]
Interval = Annotated[int, Whole, Field(ge=1, le=31_536_000, description="Seconds.", examples=[300])]
Key = Annotated[int, Whole, Field(ge=1, le=LARGEST_ID, examples=[1])]
Form = Annotated[str, Field(pattern=TEXT, min_length=1, max_length=200)]
Document = Annotated[str, Field(pattern=TEXT, max_length=3_000_000)]
Cadence = Literal["now", "silent", "hourly", "daily", "weekly"]
Updates = Literal["edit", "reply", "every"]
RoleName = Literal["viewer", "editor", "admin"]
ScopeName = Literal[
    "read", "sources", "rules", "stories", "subscribers", "deliveries", "feeds", "users", "audit"
]


class Asked(BaseModel):
    """Be a body: no field that is not named, no value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class NewSource(Asked):
    """A source to add. With kind `auto` the address of a web page is searched for its feed."""

    url: Address
    name: Line = ""
    title: Line = ""
    kind: Line = "auto"
    tags: Tags = []
    interval: Interval | None = None
    select: Select = {}


class SourceChanges(Asked):
    """What to change of a source."""

    url: Address | None = None
    title: Line | None = None
    interval: Interval | None = None
    tags: Tags | None = None
    licensed: bool | None = None
    select: Select | None = None


class Wanted(Asked):
    """An address to look at."""

    url: Address
    kind: Line = "auto"
    select: Select = {}


class Outlines(Asked):
    """An OPML document."""

    opml: Document
    dry_run: bool = False


class NewRule(Asked):
    """A rule to add; a user who belongs to a subscriber may only add rules of their own."""

    query: Query
    name: Line = ""
    owner: Key | None = None
    public: bool = False


class RuleChanges(Asked):
    """What to change of a rule."""

    query: Query | None = None
    name: Line | None = None
    public: bool | None = None


class Former(Asked):
    """The version to make the present one."""

    version: Annotated[int, Whole, Field(ge=1, le=LARGEST_ID, examples=[1])]


class Trial(Asked):
    """A query to try on stored articles; `rule` is a saved one to compare with."""

    query: Query
    days: Annotated[int, Whole, Field(ge=1, le=366)] = 30
    rule: Key | None = None
    shown: Annotated[int, Whole, Field(ge=0, le=200)] = 50


class Question(Asked):
    """A query to read or to forecast."""

    query: Query


class RuleFile(Asked):
    """Rules as TOML."""

    toml: Document
    dry_run: bool = False


class AliasChanges(Asked):
    """Forms to add and to remove, and what the set is for."""

    add: Annotated[list[Form], Field(max_length=500)] = []
    remove: Annotated[list[Form], Field(max_length=500)] = []
    note: Line | None = None


class NewAlias(Asked):
    """An alias set to add."""

    name: Annotated[str, Field(pattern=TEXT, min_length=1, max_length=60, examples=["ukraine"])]
    forms: Annotated[list[Form], Field(min_length=1, max_length=500)]
    note: Line = ""


class AliasFile(Asked):
    """Alias sets as TOML or JSON."""

    document: Document
    dry_run: bool = False


class NewSubscriber(Asked):
    """A subscriber to add."""

    destination: Annotated[str, Field(pattern=TEXT, max_length=2000, examples=["telegram:4242"])]
    name: Line = ""
    language: Line = "en"
    timezone: Line = "UTC"


class QuietHours(Asked):
    """Local hours in which a subscriber is left alone; `off` ends them."""

    hours: Annotated[str, Field(pattern=TEXT, max_length=20, examples=["22:00-07:00"])]
    silent: bool = False


class NewSubscription(Asked):
    """A subscription to add: to a rule, or to a query as a rule of its own."""

    subscriber: Key
    rule: Key | None = None
    query: Annotated[str, Field(pattern=TEXT, max_length=2000)] = ""
    to: Annotated[str, Field(pattern=TEXT, max_length=2000)] = ""
    cadence: Cadence = "now"
    at: Annotated[str, Field(pattern=TEXT, max_length=20)] = ""
    updates: Updates = "edit"


class SubscriptionChanges(Asked):
    """What to change of a subscription."""

    cadence: Cadence | None = None
    at: Annotated[str, Field(pattern=TEXT, max_length=20)] | None = None
    updates: Updates | None = None


class NewToken(Asked):
    """The private feed that a token opens."""

    feed: Annotated[str, Field(pattern=TEXT, max_length=60, examples=["rule/12"])]


class NewUser(Asked):
    """A user to add; the answer has the link by which they set their password."""

    name: Annotated[str, Field(pattern=TEXT, min_length=1, max_length=64, examples=["anna"])]
    role: RoleName = "viewer"
    subscriber: Key | None = None


class UserChanges(Asked):
    """What to change of a user; their sessions end."""

    role: RoleName | None = None
    state: Literal["active", "paused"] | None = None
    subscriber: Key | None = None


class NewKey(Asked):
    """An API key to make for a user."""

    name: Line = ""
    scopes: Annotated[list[ScopeName], Field(min_length=1, max_length=9)] = ["read"]
    days: Annotated[int, Whole, Field(ge=1, le=3660)] | None = None
