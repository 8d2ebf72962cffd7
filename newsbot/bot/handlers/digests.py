"""Own the answers to /digest: how the stories of a rule come, at once or gathered."""

from collections.abc import Sequence
from dataclasses import dataclass

from newsbot.bot.buttons import Verb, button
from newsbot.bot.handlers import zones
from newsbot.bot.handlers.listing import LIST_UNITS, RULES_SHOWN, followed, named
from newsbot.bot.handlers.wording import fitting_lines, name_of
from newsbot.bot.markup import Html, code, fill, join
from newsbot.bot.replies import Keyboard, Reply, column
from newsbot.bot.requests import Press
from newsbot.bot.visits import Visit
from newsbot.domain.schedule import DAYS, read_at
from newsbot.domain.subscriber import CADENCES, Subscription
from newsbot.services import subscribers

ALL = 0
"""What a button carries in the place of a rule's number when it means every rule here."""

CODE_DIGITS = 6
TIMED = ("daily", "weekly")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """Hold a cadence with its `at`, spelled as subscriptions have it."""

    cadence: str
    at: str = ""


USUAL = (
    Rhythm(cadence="now"),
    Rhythm(cadence="hourly"),
    Rhythm(cadence="daily", at="08:00"),
    Rhythm(cadence="weekly", at="mon 08:00"),
)


async def digest(visit: Visit, argument: str) -> Reply:
    """Let a rule's stories come in this rhythm, or ask which rule and how."""
    here, elsewhere = await followed(visit)
    mine = here or elsewhere
    if not mine:
        return Reply(text=Html(visit.texts.rules_none))
    wanted, rhythm = read_wish(argument)
    if not wanted:
        if len(mine) > 1:
            return _which(visit, mine, rhythm)
        return _how(visit, mine[0]) if rhythm is None else await _set(visit, mine, rhythm)
    found = named(wanted, [*here, *elsewhere])
    if found is None:
        return Reply(text=fill(visit.texts.wishes.digest_bad, given=code(argument)))
    return _how(visit, found) if rhythm is None else await _set(visit, [found], rhythm)


async def press_digest(visit: Visit, _press: Press, numbers: tuple[int, ...]) -> Reply:
    """Take the rule of the button, and the rhythm when it names one."""
    here, elsewhere = await followed(visit)
    rule_id, packed = (*numbers, 0, 0)[:2]
    rhythm = unpack(packed)
    chosen = (here or elsewhere) if rule_id == ALL else _of_rule([*here, *elsewhere], rule_id)
    if not chosen or not numbers or (packed and rhythm is None):
        return Reply(toast=visit.texts.old_button)
    if rhythm is not None:
        return await _set(visit, chosen, rhythm)
    return _how(visit, chosen[0] if rule_id != ALL else None)


def _of_rule(mine: Sequence[Subscription], rule_id: int) -> list[Subscription]:
    return [one for one in mine if one.rule_id == rule_id][:1]


def read_wish(text: str) -> tuple[str, Rhythm | None]:
    """Return the rule that is meant, "" for none, and the rhythm: `2 daily 08:00`.

    The last word that begins a rhythm counts: a rule may be called after one.
    """
    words = text.split()
    for at in reversed(range(len(words))):
        rhythm = _read_rhythm(words[at].lower(), words[at + 1 :])
        if rhythm is not None:
            return " ".join(words[:at]), rhythm
    return " ".join(words), None


def _read_rhythm(cadence: str, rest: Sequence[str]) -> Rhythm | None:
    if cadence not in CADENCES:
        return None
    if cadence not in TIMED:
        return None if rest else Rhythm(cadence=cadence)
    known_day = bool(rest) and rest[0][:3].lower() in DAYS
    found = read_at(cadence, " ".join([rest[0][:3], *rest[1:]] if known_day else rest))
    if found is None or (known_day and cadence == "daily"):
        return None
    day, clock = found
    at = f"{clock:%H:%M}" if cadence == "daily" else f"{DAYS[day]} {clock:%H:%M}"
    return Rhythm(cadence=cadence, at=at)


def _which(visit: Visit, mine: Sequence[Subscription], rhythm: Rhythm | None) -> Reply:
    """Ask which rule is meant; each stands with how it comes now."""
    texts, packed = visit.texts, 0 if rhythm is None else pack(rhythm)
    lines = [
        fill("{id}. {name}: {rhythm}", id=one.rule_id, name=name_of(one.rule_name), rhythm=said)
        for one in mine
        for said in [told(visit, Rhythm(cadence=one.cadence, at=one.at))]
    ]
    choices = [
        button(f"{one.rule_id}. {one.rule_name}", Verb.DIGEST, one.rule_id, packed)
        for one in mine[:RULES_SHOWN]
    ]
    everything = button(texts.wishes.label_all, Verb.DIGEST, ALL, packed)
    return Reply(
        text=join([texts.wishes.digest_which, *fitting_lines(lines, LIST_UNITS)]),
        buttons=column([*choices, everything]),
    )


def _how(visit: Visit, one: Subscription | None) -> Reply:
    """Ask how a rule shall come, or every rule."""
    texts = visit.texts.wishes
    if one is None:
        return Reply(text=Html(texts.digest_how_all), buttons=_rhythms(visit, ALL))
    now = told(visit, Rhythm(cadence=one.cadence, at=one.at))
    text = fill(texts.digest_how, name=name_of(one.rule_name), rhythm=now)
    return Reply(text=text, buttons=_rhythms(visit, one.rule_id))


def _rhythms(visit: Visit, rule_id: int) -> Keyboard:
    texts = visit.texts.wishes
    labels = (texts.label_now, texts.label_hourly, texts.label_daily, texts.label_weekly)
    return column(
        button(label, Verb.DIGEST, rule_id, pack(one))
        for label, one in zip(labels, USUAL, strict=True)
    )


async def _set(visit: Visit, chosen: Sequence[Subscription], rhythm: Rhythm) -> Reply:
    texts = visit.texts.wishes
    for one in chosen:
        changes = {"cadence": rhythm.cadence, "at": rhythm.at}
        await subscribers.edit_subscription(visit.desk, one.id, changes)
    said = told(visit, rhythm)
    if len(chosen) == 1:
        text = fill(texts.digest_set, name=name_of(chosen[0].rule_name), rhythm=said)
    else:
        text = fill(texts.digest_set_all, rhythm=said)
    subscriber = visit.subscriber
    if rhythm.cadence not in TIMED or subscriber is None or not zones.is_unset(subscriber):
        return Reply(text=text)
    return Reply(text=join([text, texts.zone_hint]), buttons=await zones.offers(visit))


def told(visit: Visit, rhythm: Rhythm) -> Html:
    """Say a rhythm in the middle of a sentence."""
    texts = visit.texts.wishes
    found = read_at(rhythm.cadence, rhythm.at)
    assert found is not None, rhythm
    day, clock = found
    return fill(texts.rhythms[rhythm.cadence], at=f"{clock:%H:%M}", day=texts.weekdays[DAYS[day]])


def pack(rhythm: Rhythm) -> int:
    """Return a rhythm as the number that a button carries: cadence from 1, day, hour, minute."""
    found = read_at(rhythm.cadence, rhythm.at)
    assert found is not None, rhythm
    day, clock = found
    return int(f"{CADENCES.index(rhythm.cadence) + 1}{day}{clock:%H%M}")


def unpack(number: int) -> Rhythm | None:
    """Return the rhythm that a button carries, None when it carries none."""
    digits = str(number)
    if len(digits) != CODE_DIGITS or not 1 <= int(digits[0]) <= len(CADENCES):
        return None
    cadence, day = CADENCES[int(digits[0]) - 1], int(digits[1])
    if day >= len(DAYS):
        return None
    clock = f"{digits[2:4]}:{digits[4:]}"
    rest = {"daily": [clock], "weekly": [DAYS[day], clock]}.get(cadence, [])
    return _read_rhythm(cadence, rest)
