"""Own the decision what of a reading is new, edited or known; pure, it stores nothing."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from newsbot.db.articles import KnownEntry
from newsbot.domain.article import NewArticle, effective_time
from newsbot.domain.entry import Entry, Notice, SourceDocument
from newsbot.domain.source import Source
from newsbot.net.urls import page_key
from newsbot.sources.identity import IdPolicy, choose_policy, doubled_url_keys, entry_id

FLOOD_FLOOR = 6
"""So many new entries may be a busy hour; more, and most of the window, are a backlog."""

WHOLE_TEXT_CHARS = 1500
"""A feed's content this long is the article itself; shorter ones are mostly teasers."""

TITLE_CHARS = 120

TEXT_CHARS = 200_000
"""Text kept of an article, some 30,000 words: judging takes 0.6 s for each million chars."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """Hold the outcome of one reading."""

    new: tuple[NewArticle, ...]
    revisions: tuple[tuple[int, NewArticle], ...]
    identity: str


def read_entries(
    document: SourceDocument, source: Source, now: datetime
) -> tuple[str, list[NewArticle]]:
    """Turn entries into articles-to-be, each id once, the newest first; return the id policy too.

    Two entries that claim the same id are told apart by the policy; if it still finds them equal
    the first one counts, as the document's own order is newest first.
    """
    settled = source.identity in list(IdPolicy)
    policy = IdPolicy(source.identity) if settled else choose_policy(document.entries)
    shared = doubled_url_keys(document.entries)
    found: dict[str, NewArticle] = {}
    for entry in document.entries:
        identity = entry_id(entry, policy)
        if identity not in found:
            article = _article(entry, identity, document, source, now)
            # one page with many news is the page of none of them
            found[identity] = replace(article, url_key="") if article.url_key in shared else article
    newest_first = sorted(found.values(), key=lambda one: one.effective_at, reverse=True)
    return policy, newest_first


def _article(
    entry: Entry, identity: str, document: SourceDocument, source: Source, now: datetime
) -> NewArticle:
    claimed = entry.published or entry.updated
    title = entry.title or _first_line(entry.text)
    return NewArticle(
        source_id=source.id,
        entry_id=identity,
        url=entry.url,
        url_key=page_key(entry.url),
        title=title,
        author=entry.author,
        language=entry.language or document.language or source.language,
        text=entry.text[:TEXT_CHARS],
        teaser=entry.summary,
        tags=entry.tags,
        enclosures=entry.enclosures,
        image=entry.image,
        claimed_at=claimed,
        first_seen_at=now,
        effective_at=effective_time(claimed, now),
        content_hash=_content_hash(title, entry.text, entry.url),
        backlog=source.baseline_at is None,
        whole_text=bool(entry.content) and len(entry.text) >= WHOLE_TEXT_CHARS,
        warnings=_notices(entry.text),
    )


def _notices(text: str) -> tuple[Notice, ...]:
    if len(text) <= TEXT_CHARS:
        return ()
    message = f"the text has {len(text):,} characters; what is behind {TEXT_CHARS:,} is not read"
    return (Notice(code="text_cut", message=message),)


def _first_line(text: str) -> str:
    line = text.strip().partition("\n")[0]
    if len(line) <= TITLE_CHARS:
        return line
    return line[:TITLE_CHARS].rsplit(" ", 1)[0] + "…"


def _content_hash(*parts: str) -> str:
    joined = "\x00".join(" ".join(part.split()) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "replace")).hexdigest()


def accept(entries: Sequence[NewArticle], known: Sequence[KnownEntry], policy: str) -> Accepted:
    """Divide the entries of one reading into new articles and revisions of known ones.

    The second key makes a changed guid harmless: an unknown id at an address that exactly one
    known entry outside this window has is that entry under a new id.
    """
    by_id = {one.entry_id: one for one in known}
    present = {one.entry_id for one in entries}
    addresses = Counter(one.url_key for one in entries if one.url_key)
    by_address: dict[str, list[KnownEntry]] = {}
    for one in known:
        if one.url_key and one.entry_id not in present:
            by_address.setdefault(one.url_key, []).append(one)
    new: list[NewArticle] = []
    revisions: list[tuple[int, NewArticle]] = []
    for entry in entries:
        before = by_id.get(entry.entry_id)
        if before is None and addresses[entry.url_key] == 1:
            same_place = by_address.get(entry.url_key, [])
            before = same_place[0] if len(same_place) == 1 else None
        if before is None:
            new.append(entry)
        elif before.id is not None and (
            before.content_hash != entry.content_hash or before.entry_id != entry.entry_id
        ):
            revisions.append((before.id, entry))
    flood = len(new) > FLOOD_FLOOR and len(new) * 2 > len(entries)
    if flood:
        new = [replace(one, backlog=True) for one in new]
    return Accepted(new=tuple(new), revisions=tuple(revisions), identity=policy)
