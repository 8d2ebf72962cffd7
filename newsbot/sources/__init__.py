"""Own the kinds of sources: what came over the network becomes a `SourceDocument`.

It fetches nothing by itself and stores nothing.
"""

from newsbot.sources.discovery import FoundSource, discover
from newsbot.sources.identity import (
    IdPolicy,
    choose_policy,
    doubled_ids,
    doubled_url_keys,
    entry_id,
    second_keys,
    title_digest,
)
from newsbot.sources.pages import PageSelectors
from newsbot.sources.reader import FeedReader

__all__ = [
    "FeedReader",
    "FoundSource",
    "IdPolicy",
    "PageSelectors",
    "choose_policy",
    "discover",
    "doubled_ids",
    "doubled_url_keys",
    "entry_id",
    "second_keys",
    "title_digest",
]
