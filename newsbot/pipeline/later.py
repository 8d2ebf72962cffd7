"""Own the decision what those who heard of a story hear later; runs in the process transaction.

`updates` of a subscription says how it wants a further article: *edit* brings the sent message up
to date (`db.edits`), *reply* tells it below that message, *every* as a message of its own. Whatever
was chosen, a correction, a withdrawal, and after some hours what is really new come as a reply.
Who follows by digest finds all that in the next one. It sends nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsbot.db import Tx, digests, later, mutes
from newsbot.db.later import Heard, Word
from newsbot.db.mutes import Mute
from newsbot.domain.alert import AlertState
from newsbot.domain.article import Article
from newsbot.domain.delivery import DeliveryKind
from newsbot.domain.schedule import digest_window, zone_or_utc
from newsbot.domain.story import StoryEvent, StoryEventKind
from newsbot.pipeline.happenings import Placed
from newsbot.pipeline.muting import covers
from newsbot.pipeline.tell import first_fetch_state
from newsbot.stories import is_news_beside

AT_ONCE = frozenset({"now", "silent"})
UNTRUE = frozenset({StoryEventKind.CORRECTION, StoryEventKind.WITHDRAWN})
LOUDNESS = ("edit", "reply", "every")

CALM = timedelta(hours=3)
"""After so long without a word on a story, what is new in it is news again and not an edit."""

GATHER = timedelta(minutes=1)
"""Outlets follow each other: one reply for those that come within a minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Further:
    """Hold what may be told later: an article, with the event when it corrects."""

    article: Article
    story_id: int
    event: StoryEvent | None = None


async def tell_later(
    tx: Tx, placed: Sequence[Placed], happened: Sequence[StoryEvent], now: datetime
) -> None:
    """Give everybody who heard of these stories the words that they want to hear."""
    further = list(_further(placed, happened, now))
    if not further:
        return
    story_ids = [one.story_id for one in further]
    found = await later.heard(
        tx,
        story_ids,
        everyone=any(one.event is not None for one in further),
        calm_since=now - CALM,
    )
    if not found:
        return
    told = await later.last_told(tx, story_ids)
    muted = await mutes.in_force(tx, [one.destination_id for one in found], now)
    chats: dict[tuple[int, int], list[Heard]] = defaultdict(list)
    for one in found:
        chats[one.story_id, one.destination_id].append(one)
    words: list[Word] = []
    for what in further:
        calm: list[Sequence[Heard]] = []
        for (story_id, place), alerts in chats.items():
            heard = _listening(alerts, what, muted, now) if story_id == what.story_id else []
            if heard and (what.event is not None or _wish(heard) != "edit"):
                words.append(_word(what, heard, now))
            elif heard and _is_calm(heard, told.get((place, story_id)), now):
                calm.append(heard)
        if calm and await _is_news(tx, what):
            words += [_word(what, heard, now) for heard in calm]
    windows = {
        (one.destination_id, one.window.name): one.window for one in words if one.window is not None
    }
    opened = await digests.opened(tx, windows, now) if windows else {}
    await later.add(tx, words, opened)


def _further(
    placed: Sequence[Placed], happened: Sequence[StoryEvent], now: datetime
) -> Iterator[_Further]:
    """Go through what is worth a word: corrections first, then articles that joined a story.

    What a first fetch brought, and old news under a new date, tell nobody anything (G3).
    """
    articles = {one.article.id: one.article for one in placed}
    corrected: set[int] = set()
    for event in happened:
        article = articles.get(event.article_id or 0)
        if event.kind in UNTRUE and article is not None:
            corrected.add(article.id)
            yield _Further(article=article, story_id=event.story_id, event=event)
    for one in placed:
        is_fresh = first_fetch_state(one.article, now, "none")[0] == AlertState.PENDING
        if one.joined and is_fresh and one.article.id not in corrected:
            yield _Further(article=one.article, story_id=one.story_id)


def _listening(
    alerts: Sequence[Heard], what: _Further, muted: Iterable[Mute], now: datetime
) -> list[Heard]:
    """Return the alerts of a chat that a word follows; none where the chat hears of it anyway.

    A story that still waits is told in its latest state, and so is one whose rule matched only
    now; only who wants every article gets this one beside it.
    """
    heard = [one for one in alerts if not _is_muted(one, what, muted)]
    if any(one.created_at >= now for one in heard):
        return []
    if what.event is None:
        wants_every = any(one.updates == "every" for one in heard)
        return [one for one in heard if one.is_told or wants_every]
    return [one for one in heard if one.is_told]


def _is_muted(one: Heard, what: _Further, muted: Iterable[Mute]) -> bool:
    return any(
        mute.destination_id == one.destination_id
        and covers(mute, one.rule_id, what.article.source_id, what.story_id)
        for mute in muted
    )


def _wish(heard: Sequence[Heard]) -> str:
    """Return the loudest wish of a chat: it gets one message, whatever its rules ask for."""
    return max((one.updates for one in heard), key=LOUDNESS.index)


def _is_calm(heard: Sequence[Heard], last: datetime | None, now: datetime) -> bool:
    """Say whether a chat has heard nothing of the story for so long that news come as a reply."""
    return last is not None and last <= now - CALM and _at_once(heard)


def _at_once(heard: Sequence[Heard]) -> bool:
    return any(one.cadence in AT_ONCE for one in heard)


async def _is_news(tx: Tx, what: _Further) -> bool:
    known = await later.known_texts(tx, what.story_id, what.article.id)
    article = what.article
    return is_news_beside(article.title, article.text, known, language=article.language)


def _word(what: _Further, heard: Sequence[Heard], now: datetime) -> Word:
    first = heard[0]
    own = _wish(heard) == "every" and what.event is None
    gathers = not own and what.event is None
    window = None
    if not _at_once(heard):
        window = digest_window(first.cadence, first.at, zone_or_utc(first.timezone), now)
    return Word(
        destination_id=first.destination_id,
        story_id=what.story_id,
        article_id=what.article.id,
        alert_ids=tuple(one.alert_id for one in heard),
        kind=DeliveryKind.STORY if own else DeliveryKind.REPLY,
        decided_at=now,
        due_at=now + GATHER if gathers else now,
        event_id=what.event.id if what.event is not None else None,
        gathers=gathers,
        silent=all(one.cadence == "silent" for one in heard),
        urgent=any(one.urgent for one in heard),
        window=window,
    )
