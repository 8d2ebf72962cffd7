"""Own what the API's answers look like, field by field; each is a shape of `services.shapes`."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Moment = str
"""A time in RFC 3339, UTC."""


class Shown(BaseModel):
    """Be an answer: exactly its fields."""

    model_config = ConfigDict(extra="forbid")


class NoticeShown(Shown):
    """A warning."""

    code: str
    message: str


class SourceShown(Shown):
    """A place that is read."""

    id: int = Field(examples=[1])
    name: str = Field(examples=["guardian-world"])
    title: str
    url: str = Field(examples=["https://paper.example/rss"])
    homepage: str
    kind: str
    language: str
    tags: list[str]
    interval: int = Field(description="Seconds between polls.", examples=[300])
    state: str = Field(examples=["active"])
    reason: str
    licensed: bool
    error: str
    failures: int
    last_fetch: Moment | None
    last_success: Moment | None
    next_fetch: Moment | None
    warnings: list[NoticeShown]
    select: dict[str, str]
    created: Moment
    model_config = ConfigDict(extra="allow")


class EventShown(Shown):
    """Something that happened to a source."""

    at: Moment
    kind: str
    message: str
    model_config = ConfigDict(extra="allow")


class EnclosureShown(Shown):
    """A file that belongs to an entry."""

    url: str
    type: str
    length: int | None


class EntryShown(Shown):
    """An entry as it would be stored."""

    id: str
    url: str
    title: str
    author: str
    published: Moment | None
    updated: Moment | None
    summary: str
    content: str
    text: str
    tags: list[str]
    enclosures: list[EnclosureShown]


class PreviewShown(Shown):
    """What a source says now; nothing of it is stored."""

    kind: str
    title: str
    url: str
    language: str
    entries: list[EntryShown]
    warnings: list[NoticeShown]


class FoundShown(Shown):
    """A feed that was found by a web page."""

    url: str
    title: str
    kind: str
    model_config = ConfigDict(extra="allow")


class ImportedShown(Shown):
    """What became of an import."""

    added: list[str]
    known: list[str]
    refused: list[dict[str, str]] = []


class RuleShown(Shown):
    """A query that gives alerts. Of a private rule of somebody else only its being is told."""

    id: int = Field(examples=[1])
    name: str = Field(examples=["NATO"])
    query: str = Field(examples=["title:nato AND -sport"])
    canonical: str
    owner: int | None
    public: bool
    version: int
    created: Moment
    updated: Moment
    hidden: bool = False


class RuleKept(RuleShown):
    """A rule that was added or changed, with what the parser says about it."""

    warnings: list[NoticeShown]


class VersionShown(Shown):
    """What a rule was, by whom and since when."""

    version: int
    name: str
    query: str
    canonical: str
    by: str
    at: Moment


class EvidenceShown(Shown):
    """A place that made a rule match; offsets in characters of that field."""

    leaf: str
    field: str
    start: int
    end: int


class ArticleShown(Shown):
    """What was read and stored."""

    id: int
    title: str
    url: str
    source: str
    author: str
    lang: str
    tags: list[str]
    published: Moment | None
    first_seen: Moment
    effective: Moment
    revision: int
    story: int | None
    warnings: list[NoticeShown]
    text: str | None = None
    model_config = ConfigDict(extra="allow")


class HitShown(ArticleShown):
    """An article that a query hits, and why; `change` beside a saved rule."""

    evidence: list[EvidenceShown]
    change: str | None = None


class StoryShown(Shown):
    """Articles that tell the same event."""

    id: int
    headline: str
    url: str
    summary: str
    language: str
    first: Moment
    last: Moment
    articles: int
    model_config = ConfigDict(extra="allow")


class TestShown(Shown):
    """What a query would have hit: figures as of `rules test --summary`, and the newest hits."""

    query: str
    canonical: str
    since: Moment
    until: Moment
    read: int
    hits: int
    stories: int
    per_day: float
    stories_per_day: float
    peak_hour: dict[str, Any] | None
    hour_of_day: int | None
    days: list[dict[str, Any]]
    added: int | None = None
    dropped: int | None = None
    is_cut: bool
    warnings: list[NoticeShown]
    shown: list[HitShown]


class CheckShown(Shown):
    """How a query is read; its faults come as a problem with `errors`."""

    canonical: str
    warnings: list[NoticeShown]


class ForecastShown(Shown):
    """How many stories a day a query tells."""

    stories: int
    per_day: float
    is_estimate: bool


class LintShown(Shown):
    """Something odd about a rule."""

    rule: int
    severity: Literal["error", "warning", "hint"]
    code: str
    message: str
    clause: str
    fix: str
    other: int | None
    model_config = ConfigDict(extra="allow")


class AliasShown(Shown):
    """Words, forms and scripts of one thing under a name that rules use."""

    id: int
    name: str = Field(examples=["ukraine"])
    note: str
    forms: list[str] = Field(examples=[["Ukraine", "Україна"]])
    version: int
    edited: Moment


class DestinationShown(Shown):
    """An address on a channel."""

    id: int
    destination: str
    state: str
    reason: str
    model_config = ConfigDict(extra="allow")


class SubscriberShown(Shown):
    """A person or system that receives."""

    id: int
    name: str
    language: str
    timezone: str
    state: str
    destinations: list[DestinationShown]
    created: Moment
    model_config = ConfigDict(extra="allow")


class SubscriptionShown(Shown):
    """Who hears of which rule, where and how often."""

    id: int
    subscriber: int
    rule: int
    rule_name: str
    query: str
    destination: str
    cadence: str
    at: str
    updates: str
    state: str
    created: Moment
    model_config = ConfigDict(extra="allow")


class DeliveryShown(Shown):
    """One message to one destination, and what became of it."""

    id: int
    destination: str
    kind: str
    stories: list[int]
    alerts: list[int]
    state: str
    reason: str
    attempts: int
    created: Moment
    sent: Moment | None
    rules: list[int]
    model_config = ConfigDict(extra="allow")


class ReconciledShown(Shown):
    """Every alert by what became of it; `unaccounted` are carried by nothing."""

    matched: int
    unaccounted: list[int]
    model_config = ConfigDict(extra="allow")


class PathShown(Shown):
    """How far one article came for one subscription."""

    article_id: int
    title: str
    url: str
    missed: list[dict[str, Any]]
    model_config = ConfigDict(extra="allow")


class FeedShown(Shown):
    """A public feed."""

    title: str
    url: str


class TokenShown(Shown):
    """A token of a private feed; `url` only when it is made."""

    id: int
    feed: str
    created_at: Moment | None = None
    url: str | None = None


class UserShown(Shown):
    """Who administers."""

    id: int
    name: str
    role: Literal["viewer", "editor", "admin"]
    state: str
    subscriber: int | None
    has_password: bool
    second_factor: bool
    created: Moment
    last_login: Moment | None
    link: str | None = None


class KeyShown(Shown):
    """An API key; `key` only when it is made."""

    id: int
    user: int
    name: str
    hint: str
    scopes: list[str]
    created: Moment
    expires: Moment | None
    used: Moment | None
    key: str | None = None


class TrailShown(Shown):
    """Who changed what, through which door."""

    id: int
    at: Moment
    actor: str
    door: str
    action: str
    object: str
    before: Any
    after: Any


class ProblemShown(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["there is no rule 7; see: newsbot rules list"])
    errors: list[dict[str, Any]] | None = None
