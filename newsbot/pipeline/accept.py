"""Own the decision what of a reading is new, edited, known or resurfaced; it stores nothing."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from newsbot.db.arrivals import KnownEntry
from newsbot.domain.article import NewArticle, effective_time
from newsbot.domain.entry import Entry, Notice, SourceDocument
from newsbot.domain.source import Source
from newsbot.net.urls import page_key
from newsbot.pipeline.recognise import Recogniser, is_redated
from newsbot.sources.identity import IdPolicy, choose_policy, doubled_url_keys, entry_id

FLOOD_FLOOR = 6
"""So many new entries may be a busy hour; more, and most of the window, are a backlog."""

WHOLE_TEXT_CHARS = 1500
"""A feed's content this long is the article itself; shorter ones are mostly teasers."""

TELLING_CHARS = 120
"""Title and text of this length are the same by chance in no two articles of a source."""

TEXT_KEY_CHARS = 24
"""96 bits of a hash: enough to tell apart what one source ever says."""

ENOUGH_ENTRIES = 3
"""From so many entries on a window tells whether a source's ids are steady."""

LATE_AFTER = timedelta(days=7)
"""An article that a source we know shows first with so old a date is no news any more."""

TITLE_CHARS = 120

TEXT_CHARS = 200_000
"""Text kept of an article, some 30,000 words: judging takes 0.6 s for each million chars."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """Hold the outcome of one reading.

    `renamed` are known articles that only got a new id, `redated` ones that only got a new date.
    `is_gap` says that nothing of the window was known, so that entries may have been missed before
    it; `is_unsteady` that most of it was known under other ids.
    """

    new: tuple[NewArticle, ...]
    revisions: tuple[tuple[int, NewArticle], ...]
    renamed: tuple[tuple[int, NewArticle], ...]
    redated: tuple[tuple[int, NewArticle], ...]
    is_unsteady: bool
    is_gap: bool
    is_flood: bool


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


def steady_policy(document: SourceDocument) -> str:
    """Return what identifies the entries of a source whose guids change from poll to poll."""
    return choose_policy([replace(entry, id="") for entry in document.entries])


def _article(
    entry: Entry, identity: str, document: SourceDocument, source: Source, now: datetime
) -> NewArticle:
    claimed = entry.published or entry.updated
    title = entry.title or _first_line(entry.text)
    said = f"{_squeezed(title)}\x00{_squeezed(entry.text)}"
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
        content_hash=_hash(f"{said}\x00{_squeezed(entry.url)}"),
        text_key=_hash(said)[:TEXT_KEY_CHARS] if _is_telling(title, entry.text) else "",
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


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _is_telling(title: str, text: str) -> bool:
    """Say whether an article says enough to be known by its words."""
    return len(title) + len(text) >= TELLING_CHARS


def strangers(entries: Iterable[NewArticle], known: Iterable[KnownEntry]) -> list[NewArticle]:
    """Return the entries whose id is not known: of these, time and text are asked for too."""
    ids = {one.entry_id for one in known}
    return [one for one in entries if one.entry_id not in ids]


def accept(
    entries: Sequence[NewArticle], known: Sequence[KnownEntry], *, was_read: bool
) -> Accepted:
    """Divide the entries of one reading into new articles, edited ones and known ones.

    `was_read` says that an earlier reading of the source had entries.
    """
    recogniser = Recogniser(entries, known)
    new: list[NewArticle] = []
    revisions: list[tuple[int, NewArticle]] = []
    renamed: list[tuple[int, NewArticle]] = []
    redated: list[tuple[int, NewArticle]] = []
    recognised = otherwise = 0
    for entry in entries:
        before = recogniser.find(entry)
        if before is None:
            new.append(_arrived(entry, recogniser.text_of(entry), was_read=was_read))
            continue
        recognised += 1
        otherwise += before.entry_id != entry.entry_id
        if before.id is None:
            continue
        resurfaced = is_redated(entry, before)
        stated = _resurfaced(entry, before) if resurfaced else entry
        if before.content_hash != entry.content_hash:
            revisions.append((before.id, stated))
            continue
        if before.entry_id != entry.entry_id:
            renamed.append((before.id, stated))
        if resurfaced:
            redated.append((before.id, stated))
    flood = len(new) > FLOOD_FLOOR and len(new) * 2 > len(entries)
    if flood:
        new = [one if one.backlog else replace(one, backlog=True) for one in new]
    return Accepted(
        new=tuple(new),
        revisions=tuple(revisions),
        renamed=tuple(renamed),
        redated=tuple(redated),
        is_unsteady=len(entries) >= ENOUGH_ENTRIES and otherwise * 2 > len(entries),
        is_gap=was_read and bool(entries) and not recognised,
        is_flood=flood and was_read,
    )


def _resurfaced(entry: NewArticle, before: KnownEntry) -> NewArticle:
    """Return the entry marked as old news under a new date; it gives no alert as breaking."""
    told = f"first dated {before.claimed_at:%Y-%m-%d}" if before.claimed_at else "known before"
    notice = Notice(code="resurfaced", message=f"an old article under a new date: {told}")
    return replace(
        entry,
        backlog=True,
        effective_at=before.effective_at or entry.effective_at,
        warnings=(*entry.warnings, notice),
    )


def _arrived(entry: NewArticle, same: KnownEntry | None, *, was_read: bool) -> NewArticle:
    """Return a new article, marked when it is old: resurfaced, or seen late.

    What is merely late was never told, so it is told, and says how old it is.
    """
    if same is not None and is_redated(entry, same):
        return _resurfaced(entry, same)
    age = entry.first_seen_at - entry.effective_at
    if not was_read or entry.backlog or age <= LATE_AFTER:
        return entry
    notice = Notice(
        code="late", message=f"first seen {age.days} days after the date that its source states"
    )
    return replace(entry, warnings=(*entry.warnings, notice))
