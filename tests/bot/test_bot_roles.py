"""Who may do what (G11): every command and every button for every kind of person, as a table."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from telegram import Update

from newsbot.bot import House
from newsbot.bot.buttons import Verb, fingerprint
from newsbot.bot.handlers import COMMANDS, PRESSES
from newsbot.bot.handlers.digests import Rhythm, pack
from newsbot.bot.updates import ANONYMOUS_ADMIN
from newsbot.db import rules as rule_queries
from newsbot.db import schema, sources, subscribers, tokens
from newsbot.services import chats, wishes
from newsbot.services import subscribers as service
from newsbot.services.chats import Place
from tests.bot.rig import ANNA, BORIS, FORUM, GROUP, STRANGER, TOPICS, Rig
from tests.fakes.botapi import Fault, Json

ARGUMENTS = {
    "follow": "dam",
    "unfollow": "{rule}",
    "why": "https://paper.example/1",
    "snooze": "1h",
    "quiet": "22:00-07:00",
    "timezone": "Berlin",
    "digest": "{rule} daily 08:00",
    "edit": "{rule} dam",
    "story": "https://paper.example/1",
    "share": "{rule}",
    "feed": "{rule}",
    "mute": "paper",
    "search": "dam",
    "language": "de",
    "languages": "de",
}
NUMBERS = {
    Verb.FOLLOW: (),
    Verb.PREVIEW: (),
    Verb.TOPIC: (0, fingerprint(TOPICS[0].query)),
    Verb.UNFOLLOW: ("{rule}",),
    Verb.LATEST: ("{rule}",),
    Verb.MUTE_STORY: (1,),
    Verb.UNMUTE_STORY: (1,),
    Verb.MUTE_SOURCE: (1,),
    Verb.UNMUTE_SOURCE: (1,),
    Verb.SNOOZE_HERE: (1,),
    Verb.SNOOZES_HERE: (1, 1),
    Verb.MORE: (1,),
    Verb.FEWER: (1,),
    Verb.EDIT_RULE: ("{rule}",),
    Verb.SAVE: ("{rule}", 0),
    Verb.CARD: ("{rule}",),
    Verb.SHARE: ("{rule}", 0),
    Verb.FEED: ("{rule}", 0),
    Verb.DISCREET: ("{rule}",),
    Verb.SEND_TO: ("{rule}", "{place}"),
    Verb.FOLLOW_AGAIN: ("{ended}",),
    Verb.RULES: (0,),
    Verb.TURN: (0, 0),
    Verb.MUTED: (0,),
    Verb.OLDER: ("{rule}", 1),
    Verb.LANGUAGES: (fingerprint("en"),),
    Verb.SEARCH: (0,),
    Verb.SOURCES: (0,),
    Verb.ADMIN: (2, 0),
    Verb.ADMIN_SOURCE: (1, 1),
    Verb.ADMIN_SUBSCRIBER: (1, 3),
    Verb.BROADCAST: (fingerprint("dam"),),
    Verb.UNSNOOZE_HERE: (1,),
    Verb.UNMUTE: (1,),
    Verb.SNOOZE: (1,),
    Verb.QUIET: (1220007000,),
    Verb.ZONE: (fingerprint("Europe/Berlin"),),
    Verb.DIGEST: ("{rule}", pack(Rhythm(cadence="daily", at="08:00"))),
    Verb.LANGUAGE: (fingerprint("de"),),
}
LOOKING = {
    "help",
    "id",
    "privacy",
    "rules",
    "latest",
    "why",
    "search",
    "sources",
    "cancel",
    "muted",
    "settings",
    "story",
}
ASKING = {"forgetme", "edit", "export", "channel"}
"""Commands for those who may change something, which ask before they do, or only tell."""

HOUSE = {"admin"}
"""Commands for the admins of the house, from their private chat."""

SHOWING = {
    Verb.LATEST,
    Verb.MORE,
    Verb.EDIT,
    Verb.RULES,
    Verb.SEARCH,
    Verb.SOURCES,
    Verb.MUTED,
    Verb.OLDER,
}
"""Buttons for everybody."""

OFFERING = {
    Verb.PREVIEW,
    Verb.CANCEL,
    Verb.SNOOZES_HERE,
    Verb.FEWER,
    Verb.EDIT_RULE,
    Verb.CARD,
    Verb.TURN,
}
"""Buttons for those who may change something, which do not yet change it."""

HOUSE_VERBS = {Verb.ADMIN, Verb.ADMIN_SOURCE, Verb.ADMIN_SUBSCRIBER, Verb.BROADCAST}
CHANGING = {
    "start",
    "follow",
    "edit",
    "share",
    "feed",
    "channel",
    "export",
    "mute",
    "stop",
    "unfollow",
    "pause",
    "resume",
    "forgetme",
    "snooze",
    "quiet",
    "timezone",
    "digest",
    "language",
    "languages",
}


@dataclass(frozen=True)
class Role:
    name: str
    chat: int
    user: int
    may_change: bool
    anonymous: bool = False


ROLES = [
    Role("owner of a private chat", ANNA, ANNA, may_change=True),
    Role("admin of a group", GROUP, ANNA, may_change=True),
    Role("admin in a topic", FORUM, ANNA, may_change=True),
    Role("anonymous admin", GROUP, ANONYMOUS_ADMIN, may_change=True, anonymous=True),
    Role("member of a group", GROUP, BORIS, may_change=False),
    Role("stranger in a group", GROUP, STRANGER, may_change=False),
]


def test_the_table_knows_every_command() -> None:
    assert {name for name, entry in COMMANDS.items() if entry.changes} == CHANGING
    assert {name for name, entry in COMMANDS.items() if not entry.changes} == LOOKING | HOUSE
    assert {name for name, entry in COMMANDS.items() if entry.house} == HOUSE
    assert {verb for verb, entry in PRESSES.items() if entry.house} == HOUSE_VERBS
    assert {verb for verb, entry in PRESSES.items() if not entry.changes} == SHOWING


async def state(rig: Rig, chat: int) -> list[Any]:
    """Return everything that a request could have changed about a chat."""
    found = await rig.subscriber(chat)
    if found is None:
        return []
    followed = await chats.following(rig.desk, found)
    places = [(place.address, place.state) for place in found.destinations]
    here = [place.id for place in found.destinations]
    muted = [one.mute for one in await wishes.named_mutes(rig.desk, here)]
    quiet = [await wishes.wishes_of(rig.desk, place) for place in here]
    rules = sorted((one.query, one.cadence, one.at, one.destination) for one in followed)
    async with rig.db.reading() as tx:
        hidden = [one.discreet for one in await rule_queries.list_all(tx)]
        opened = [one.feed for one in await tokens.list_all(tx)]
        shared = (await tx.execute(sa.select(schema.codes.c.purpose))).scalars().all()
        read = [one.state for one in await sources.list_all(tx)]
    known = [hidden, opened, [one for one in shared if one != "channel"], read]
    return [found.state, found.language, found.languages, places, rules, muted, quiet, known]


async def prepare(rig: Rig, role: Role, state: str = "paused") -> dict[str, int]:
    """Let the chat follow something, be told, mute that and be gone; return the numbers of it."""
    topic = "7" if role.chat == FORUM else ""
    place = Place(channel="telegram", chat=str(role.chat), topic=topic)
    done = await chats.follow(rig.desk, place, "flood", limit=50)
    await rig.publish("Flood recedes")
    await rig.alert("https://paper.example/1", done.subscription)
    destination, rule = done.subscription.destination_id, done.subscription.rule_id
    await service.mute(rig.desk, destination, "story", 1)
    await service.mute(rig.desk, destination, "source", 1, rule_id=rule)
    await service.snooze(rig.desk, destination, rig.clock.now() + timedelta(hours=9))
    rig.clock.step(minutes=1)
    async with rig.db.transaction() as tx:
        changes = {"state": state, "timezone": "Europe/Kyiv"}
        await subscribers.edit(tx, done.subscription.subscriber_id, changes)
        gone = {"state": "gone", "reason": "blocked"}
        await subscribers.edit_destination(tx, done.subscription.destination_id, gone)
    ended = await chats.follow(rig.desk, place, "rain", limit=50)
    me = await service.get(rig.desk, ended.subscription.subscriber_id)
    await chats.unfollow(rig.desk, me, ended.subscription.rule_id)
    async with rig.db.transaction() as tx:
        other = await subscribers.add_destination(
            tx, me.id, "telegram", f"{role.chat}/99", rig.clock.now()
        )
        await subscribers.edit_destination(tx, destination, gone)
    assert other is not None
    return {"rule": rule, "ended": ended.subscription.id, "place": other.id}


def written(rig: Rig, role: Role, text: str) -> Json:
    topic = 7 if role.chat == FORUM else 0
    update = rig.message(text, role.chat, user=role.user, topic=topic)
    if role.anonymous:
        update["message"]["from"]["is_bot"] = True
        update["message"]["sender_chat"] = update["message"]["chat"]
    return update


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
@pytest.mark.parametrize("name", sorted(COMMANDS))
async def test_a_command_changes_only_what_the_person_may(rig: Rig, role: Role, name: str) -> None:
    known = await prepare(rig, role, "active" if name in {"pause", "stop"} else "paused")
    before = await state(rig, role.chat)
    text = f"/{name} {ARGUMENTS.get(name, '').format(**known)}"
    replies = await rig.handle(written(rig, role, text))
    if name in HOUSE:  # none of these people: in a group it may be meant for another bot
        assert len(replies) == (role.chat > 0)
        assert await state(rig, role.chat) == before
        return
    assert len(replies) == (2 if name == "export" and role.may_change else 1)
    assert replies[0].chat == str(role.chat)
    changed = await state(rig, role.chat) != before
    assert changed == (name in CHANGING - ASKING and role.may_change)
    if name in CHANGING - {"start"} and not role.may_change:
        assert replies[0].text == "Only admins of this group can change that."


@pytest.mark.parametrize("role", [one for one in ROLES if not one.anonymous], ids=lambda r: r.name)
@pytest.mark.parametrize("verb", list(Verb))
async def test_a_button_changes_only_what_the_person_may(rig: Rig, role: Role, verb: Verb) -> None:
    known = await prepare(rig, role)
    quoting = {"text": "<code>dam</code>", "parse_mode": "HTML", "chat_id": role.chat}
    if role.chat == FORUM:
        quoting["message_thread_id"] = 7
    shown = rig.api._methods.call("sendMessage", quoting)
    before = await state(rig, role.chat)
    numbers = [str(number).format(**known) for number in NUMBERS.get(verb, ())]
    data = ":".join([verb, *numbers])
    update = rig.api.world.press(role.chat, shown["message_id"], data, user_id=role.user)
    await rig.handle(update)
    toast = rig.api.journal.of("answerCallbackQuery")[-1].params.get("text", "")
    changed = await state(rig, role.chat) != before
    if verb in HOUSE_VERBS:
        assert (changed, toast) == (False, "This button is too old. Send the command again.")
        return
    assert changed == (verb not in SHOWING | OFFERING and role.may_change)
    refused = PRESSES[verb].changes and not role.may_change
    assert (toast == "Only admins of this group can change that.") == refused


@pytest.mark.parametrize("verb", sorted(HOUSE_VERBS))
async def test_the_houses_admin_uses_its_buttons_in_private_alone(rig: Rig, verb: Verb) -> None:
    bot = rig.make_bot(house=House(admins=frozenset({f"telegram:{ANNA}"})))
    numbers = ":".join(str(number) for number in NUMBERS[verb])
    for chat, is_done in ((ANNA, True), (GROUP, False)):
        quoting = {"text": "<code>dam</code>", "parse_mode": "HTML", "chat_id": chat}
        shown = rig.api._methods.call("sendMessage", quoting)
        update = rig.api.world.press(chat, shown["message_id"], f"{verb}:{numbers}", user_id=ANNA)
        await rig.publish("Dam breaks")
        await bot.handle(Update.de_json(update, None))
        toast = str(rig.api.journal.of("answerCallbackQuery")[-1].params.get("text", ""))
        assert (toast == "") == is_done or "too old" in toast
    await bot.close()


async def test_admins_are_asked_for_each_time(rig: Rig) -> None:
    await rig.say("/follow dam", GROUP, user=ANNA)
    rig.api.world.chats[GROUP].admins = {BORIS}
    refusal = await rig.say("/follow flood", GROUP, user=ANNA)
    assert "Only admins" in refusal.text
    assert "Following" in (await rig.say("/follow flood", GROUP, user=BORIS)).text
    assert len(rig.api.journal.of("getChatAdministrators")) == 3


async def test_a_press_in_a_private_chat_by_somebody_else_does_nothing(rig: Rig) -> None:
    preview = await rig.say("dam")
    shown = rig.api.world.press(ANNA, preview.message_id or 0, "f", user_id=STRANGER)
    await rig.handle(shown)
    assert await rig.follows() == []


async def test_when_telegram_does_not_say_who_is_admin_nothing_changes(rig: Rig) -> None:
    rig.api.faults.add(Fault(method="getChatAdministrators", status=500))
    reply = await rig.say("/follow dam", GROUP, user=ANNA)
    assert "could not ask Telegram" in reply.text
    assert await rig.follows(GROUP) == []


async def test_nobody_reads_or_ends_the_rules_of_another_chat(rig: Rig) -> None:
    await rig.say("/follow dam")
    rule = (await rig.follows())[0].rule_id
    other = await rig.say(f"/unfollow {rule}", BORIS)
    assert "dam" not in other.text
    await rig.say("/follow flood", BORIS)
    for text in (f"/unfollow {rule}", f"/latest {rule}", "/rules", "/latest"):
        assert "dam" not in (await rig.say(text, BORIS)).text
    assert [one.query for one in await rig.follows()] == ["dam"]


async def test_the_update_type_matters_not_its_claims(rig: Rig) -> None:
    """A channel post and an edited message that hold a command change nothing."""
    update = rig.message("/follow dam", GROUP, user=ANNA)
    for kind in ("edited_message", "channel_post"):
        shape = {"update_id": update["update_id"] + 1, kind: update["message"]}
        await rig.bot.handle(Update.de_json(shape, None))
    assert await rig.follows(GROUP) == []
