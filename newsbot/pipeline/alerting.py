"""Own the decision who hears of an article, when and how; runs inside the process transaction.

Every active subscription of a matched rule whose subscriber reads the article's language gets
exactly one alert for the story (G1): told now, in a digest, on a first-fetch list, or ended at once
with the reason.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from newsbot.db import Tx, alerts, mutes, rules, subscribers
from newsbot.db.alerts import NewAlert
from newsbot.db.mutes import Mute
from newsbot.db.subscribers import Wanting
from newsbot.domain.alert import AlertState
from newsbot.domain.article import Article
from newsbot.domain.rule import Match
from newsbot.domain.schedule import Window, digest_window, zone_or_utc
from newsbot.domain.subscriber import reads
from newsbot.pipeline.muting import covers
from newsbot.pipeline.tell import first_fetch_state

AT_ONCE = frozenset({"now", "silent"})


async def alert(
    tx: Tx,
    article: Article,
    found: Sequence[tuple[Match, str]],
    story_id: int,
    *,
    first_fetch: str,
    settle: timedelta,
    now: datetime,
) -> None:
    """Record what matched and give every subscription its alert with a way out."""
    match_ids = await rules.record_matches(tx, article.id, article.revision, found, now)
    subscribed = await subscribers.subscribed_to(tx, sorted(match_ids))
    # no alert for what is not read: the story may still come in a language that is
    wanted = [one for one in subscribed if reads(one.languages, article.language)]
    if not wanted:
        return
    places = [one.subscription.destination_id for one in wanted]
    muted = await mutes.in_force(tx, places, now)
    held_back = first_fetch_state(article, now, first_fetch)
    new: list[NewAlert] = []
    for one in wanted:
        state, reason = _state(one, article, story_id, muted, held_back)
        new.append(
            NewAlert(
                subscription_id=one.subscription.id,
                destination_id=one.subscription.destination_id,
                story_id=story_id,
                match_id=match_ids[one.subscription.rule_id],
                rule_id=one.subscription.rule_id,
                state=state,
                reason=reason,
                silent=one.subscription.cadence == "silent",
                urgent=one.urgent,
                window=_window(one, now),
            )
        )
    added = await alerts.add(tx, new, now)
    pending = {key: one for key, one in added.items() if one.state == AlertState.PENDING}
    await _end_mutes(tx, story_id, pending.values(), muted)
    waiting = {key: one for key, one in pending.items() if one.window is not None}
    at_once = {key: one for key, one in pending.items() if one.window is None}
    if waiting:
        at_once |= await alerts.digest(tx, waiting, now)
    if not at_once:
        return
    if article.backlog and first_fetch == "digest":
        await alerts.list_first(tx, at_once, settle, now)
    else:
        await alerts.deliver(tx, story_id, at_once, now)


def _state(
    one: Wanting,
    article: Article,
    story_id: int,
    muted: Iterable[Mute],
    held_back: tuple[AlertState, str],
) -> tuple[AlertState, str]:
    """Return the state in which an alert begins: what hinders, then what is muted, then age."""
    if one.hindrance:
        return AlertState.SUPPRESSED, one.hindrance
    for mute in muted:
        if (
            mute.kind != "story"  # ends when another rule matches, see below
            and mute.destination_id == one.subscription.destination_id
            and covers(mute, one.subscription.rule_id, article.source_id, story_id)
        ):
            return AlertState.MUTED, f"{mute.kind} muted"
    return held_back


async def _end_mutes(
    tx: Tx, story_id: int, told: Iterable[NewAlert], muted: Iterable[Mute]
) -> None:
    """End the mute of a story in the chats where another rule now matches it.

    Whoever muted it had heard of it by the rules that matched then: a new alert is another one's.
    """
    places = {one.destination_id for one in told}
    for mute in muted:
        if mute.kind == "story" and mute.key == story_id and mute.destination_id in places:
            await mutes.remove(tx, mute.id)


def _window(one: Wanting, now: datetime) -> Window | None:
    cadence = one.subscription.cadence
    if cadence in AT_ONCE:
        return None
    return digest_window(cadence, one.subscription.at, zone_or_utc(one.timezone), now)
