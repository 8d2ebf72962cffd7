"""Own the JSON shapes of contracts.md, the same by CLI and API; scripts depend on each key."""

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from newsbot.domain.account import ApiKey, User
from newsbot.domain.aliasset import AliasSet
from newsbot.domain.article import Article, Extracted
from newsbot.domain.entry import Entry, Notice, SourceDocument
from newsbot.domain.rule import Evidence, Rule, veiled
from newsbot.domain.source import Source, troubles
from newsbot.domain.story import Story, StoryEvent
from newsbot.domain.subscriber import Subscriber, Subscription

if TYPE_CHECKING:  # the database room takes most of a second to load; `--help` needs none of it
    from newsbot.db.journal import TrailLine
    from newsbot.db.ledger import LedgerRow, Path
    from newsbot.db.ruleversions import RuleVersion
    from newsbot.services.backtests import Backtest
    from newsbot.services.explanations import Verdict
    from newsbot.services.lint import Report
    from newsbot.services.rules import RuleLine
    from newsbot.services.volumes import Volume


def plain(value: Any) -> Any:
    """Return a value as JSON has it: times in RFC 3339 UTC, durations in seconds."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, timedelta):
        return int(value.total_seconds())
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(one) for one in value]
    return value


def notices(found: tuple[Notice, ...]) -> list[dict[str, str]]:
    """Return warnings as `{"code","message"}`."""
    return [{"code": one.code, "message": one.message} for one in found]


def entry(one: Entry) -> dict[str, Any]:
    """Return an entry of `sources preview`."""
    return {
        "id": one.id,
        "url": one.url,
        "title": one.title,
        "author": one.author,
        "published": one.published,
        "updated": one.updated,
        "summary": one.summary,
        "content": one.content,
        "text": one.text,
        "tags": list(one.tags),
        "enclosures": [
            {"url": each.url, "type": each.type, "length": each.length} for each in one.enclosures
        ],
    }


def preview(document: SourceDocument) -> dict[str, Any]:
    """Return the answer of `sources preview`."""
    return {
        "kind": document.kind,
        "title": document.title,
        "url": document.url,
        "language": document.language,
        "entries": [entry(one) for one in document.entries],
        "warnings": notices(document.warnings),
    }


def extracted(page: Extracted, summary: str) -> dict[str, Any]:
    """Return the answer of `articles extract`."""
    return {
        "title": page.title,
        "author": page.author,
        "published": page.published,
        "language": page.language,
        "canonical_url": page.canonical_url,
        "site": page.site,
        "text": page.text,
        "summary": summary,
        "warnings": notices(page.warnings),
    }


def source(one: Source) -> dict[str, Any]:
    """Return a stored source."""
    return {
        "id": one.id,
        "name": one.name,
        "title": one.title,
        "url": one.url,
        "homepage": one.homepage,
        "kind": one.kind,
        "language": one.language,
        "tags": list(one.tags),
        "interval": one.interval,
        "state": one.state,
        "reason": one.reason,
        "licensed": one.licensed,
        "error": one.error,
        "failures": one.failures,
        "last_fetch": one.last_fetch_at,
        "last_success": one.last_success_at,
        "next_fetch": one.next_fetch_at,
        "warnings": notices((*one.warnings, *troubles(one))),
        "select": dict(one.select),
        "hub": one.push.hub,
        "pushed_until": one.push.until,
        "last_push": one.push.pushed_at,
        "created": one.created_at,
    }


def rule(one: Rule) -> dict[str, Any]:
    """Return a stored rule, without its words when its owner hides them."""
    one = veiled(one)
    return {
        "id": one.id,
        "name": one.name,
        "query": one.query,
        "canonical": one.canonical,
        "owner": one.owner_id,
        "public": one.public,
        "version": one.version,
        "created": one.created_at,
        "updated": one.updated_at,
    }


def rule_line(one: "RuleLine") -> dict[str, Any]:
    """Return a rule as it stands in a file of rules; `name` is what it is called once stored."""
    return {"name": one.name or one.query, "query": one.query, "public": one.public}


def rule_version(one: "RuleVersion") -> dict[str, Any]:
    """Return a version of a rule."""
    return {
        "version": one.version,
        "name": one.name,
        "query": one.query,
        "canonical": one.canonical,
        "by": one.changed_by,
        "at": one.changed_at,
    }


def lint(one: "Report") -> dict[str, Any]:
    """Return a finding of `rules lint`; `other` is the rule it is compared with."""
    shown: dict[str, Any] = {
        "rule": one.rule.id,
        "severity": str(one.severity),
        "code": one.code,
        "message": one.message,
        "clause": one.clause,
        "fix": one.fix,
        "other": one.other,
    }
    if one.forms is not None:
        shown |= {
            "forms": list(one.forms.forms),
            "adds": one.forms.adds,
            "with_stem": one.forms.with_stem,
            "with_or": one.forms.with_or,
        }
    return shown


def alias_set(one: AliasSet) -> dict[str, Any]:
    """Return a stored alias set."""
    return {
        "id": one.id,
        "name": one.name,
        "note": one.note,
        "forms": list(one.forms),
        "version": one.version,
        "edited": one.edited_at,
    }


def subscriber(one: Subscriber) -> dict[str, Any]:
    """Return a stored subscriber."""
    return {
        "id": one.id,
        "name": one.name,
        "language": one.language,
        "languages": list(one.languages),
        "timezone": one.timezone,
        "state": one.state,
        "destinations": [
            {
                "id": place.id,
                "destination": place.spelled,
                "state": place.state,
                "reason": place.reason,
            }
            for place in one.destinations
        ],
        "created": one.created_at,
    }


def subscription(one: Subscription) -> dict[str, Any]:
    """Return a stored subscription."""
    return {
        "id": one.id,
        "subscriber": one.subscriber_id,
        "rule": one.rule_id,
        "rule_name": one.rule_name,
        "query": one.query,
        "destination": one.destination,
        "cadence": one.cadence,
        "at": one.at,
        "updates": one.updates,
        "urgent": one.urgent,
        "state": one.state,
        "created": one.created_at,
    }


def delivery(row: "LedgerRow") -> dict[str, Any]:
    """Return a row of `deliveries list`."""
    one = row.delivery
    return {
        "id": one.id,
        "destination": f"{one.channel}:{one.address}",
        "kind": str(one.kind),
        "stories": list(row.stories),
        "alerts": list(row.alerts),
        "state": str(one.state),
        "reason": one.reason,
        "attempts": one.attempts + one.ambiguous,
        "created": one.created_at,
        "sent": one.sent_at,
        "rules": list(row.rules),
    }


def path(one: "Path", missed: "Sequence[Verdict]") -> dict[str, Any]:
    """Return a row of `why`; `missed` are the subscribed rules that the article did not meet."""
    return {each.name: getattr(one, each.name) for each in fields(one)} | {
        "missed": [
            {
                "rule": verdict.rule_id,
                "rule_name": verdict.rule_name,
                "clause": verdict.missed,
                "nearest": verdict.nearest,
            }
            for verdict in missed
        ]
    }


def evidence(found: tuple[Evidence, ...]) -> list[dict[str, Any]]:
    """Return evidence as `{"leaf","field","start","end"}`."""
    return [
        {"leaf": one.leaf, "field": one.field, "start": one.start, "end": one.end} for one in found
    ]


def volume(query: str, found: "Backtest", figures: "Volume") -> dict[str, Any]:
    """Return the figures of `rules test --summary`; `added` and `dropped` beside a saved rule."""
    peak = figures.peak
    shown: dict[str, Any] = {
        "query": query,
        "canonical": found.canonical,
        "since": found.since,
        "until": found.until,
        "read": found.compared.read,
        "hits": figures.hits,
        "stories": figures.stories,
        "per_day": round(figures.per_day, 2),
        "stories_per_day": round(figures.stories_per_day, 2),
        "peak_hour": None if peak is None else {"start": peak.start, "hits": peak.hits},
        "hour_of_day": figures.hour_of_day,
        "days": [{"date": f"{day:%Y-%m-%d}", "hits": hits} for day, hits in figures.days],
    }
    if found.saved:
        shown |= {"added": figures.added, "dropped": figures.dropped}
    return shown


def article(one: Article, *, text: bool = False) -> dict[str, Any]:
    """Return a stored article; with its text when asked."""
    shown: dict[str, Any] = {
        "id": one.id,
        "title": one.title,
        "url": one.url,
        "source": one.source_name,
        "author": one.author,
        "lang": one.language,
        "tags": list(one.tags),
        "published": one.claimed_at,
        "first_seen": one.first_seen_at,
        "effective": one.effective_at,
        "revision": one.revision,
        "story": one.story_id,
        "warnings": notices(one.warnings),
    }
    if text:
        shown["text"] = one.text
    return shown


def story_event(one: StoryEvent) -> dict[str, Any]:
    """Return what happened to a story; `before`, `after` and `story` where there is one."""
    told = {"before": one.before, "after": one.after, "story": one.other_id}
    shown: dict[str, Any] = {"at": one.at, "kind": one.kind, "article": one.article_id}
    return shown | {key: value for key, value in told.items() if value}


def story(one: Story) -> dict[str, Any]:
    """Return a stored story."""
    return {
        "id": one.id,
        "headline": one.headline,
        "url": one.url,
        "summary": one.summary,
        "language": one.language,
        "first": one.first_at,
        "last": one.last_at,
        "articles": one.article_count,
    }


def user(one: User) -> dict[str, Any]:
    """Return a user; nothing that a proof is compared with."""
    return {
        "id": one.id,
        "name": one.name,
        "role": str(one.role),
        "state": one.state,
        "subscriber": one.subscriber_id,
        "has_password": one.has_password,
        "second_factor": one.has_totp,
        "created": one.created_at,
        "last_login": one.last_login_at,
    }


def api_key(one: ApiKey) -> dict[str, Any]:
    """Return an API key as it is listed, without the key."""
    return {
        "id": one.id,
        "user": one.user_id,
        "name": one.name,
        "hint": one.hint,
        "scopes": [str(scope) for scope in one.scopes],
        "created": one.created_at,
        "expires": one.expires_at,
        "used": one.used_at,
    }


def trail_line(one: "TrailLine") -> dict[str, Any]:
    """Return a line of the audit trail."""
    return {
        "id": one.id,
        "at": one.at,
        "actor": one.actor,
        "door": one.door,
        "action": one.action,
        "object": one.object_,
        "before": one.before,
        "after": one.after,
    }
