"""Own the tables, their keys, states and indexes; invariants are constraints before they are code.

Read top to bottom it is the path of the data: sources, articles, stories, rules and matches,
subscribers, alerts, deliveries, and last what the loops need among themselves, and who administers.
The search index is another table on each database, and `search` describes it.
"""

from newsbot.db.schema.asking import (
    alias_sets,
    alias_versions,
    destinations,
    matches,
    rule_aliases,
    rule_versions,
    rules,
    subscribers,
    subscriptions,
)
from newsbot.db.schema.columns import metadata
from newsbot.db.schema.house import (
    audit,
    bans,
    chat_admins,
    codes,
    counters,
    facts,
    feed_tokens,
    handled_updates,
    leases,
)
from newsbot.db.schema.news import (
    article_versions,
    articles,
    seen_entries,
    source_events,
    source_hubs,
    source_lines,
    sources,
    stories,
    story_events,
)
from newsbot.db.schema.people import (
    api_keys,
    kept_answers,
    login_attempts,
    sessions,
    setup_links,
    users,
)
from newsbot.db.schema.telling import (
    alerts,
    deliveries,
    delivery_alerts,
    delivery_reports,
    mutes,
    pacing,
)

__all__ = [
    "alerts",
    "alias_sets",
    "alias_versions",
    "api_keys",
    "article_versions",
    "articles",
    "audit",
    "bans",
    "chat_admins",
    "codes",
    "counters",
    "deliveries",
    "delivery_alerts",
    "delivery_reports",
    "destinations",
    "facts",
    "feed_tokens",
    "handled_updates",
    "kept_answers",
    "leases",
    "login_attempts",
    "matches",
    "metadata",
    "mutes",
    "pacing",
    "rule_aliases",
    "rule_versions",
    "rules",
    "seen_entries",
    "sessions",
    "setup_links",
    "source_events",
    "source_hubs",
    "source_lines",
    "sources",
    "stories",
    "story_events",
    "subscribers",
    "subscriptions",
    "users",
]
