"""Whatever people write or press, the bot answers or keeps silent, and never breaks: a storm."""

import random
from collections.abc import Sequence

import pytest
from structlog.testing import capture_logs
from telegram import Update

from newsbot.bot import House
from newsbot.bot.buttons import Verb
from newsbot.bot.handlers import COMMANDS
from tests.bot.rig import ANNA, BORIS, FORUM, GROUP, NEWS_CHANNEL, STRANGER, TOPICS, Rig
from tests.fakes.botapi import Json

PIECES = (
    "nato", "NATO OR otan", "(", ")", '"', "-", "*", "/", "@nato", "@", "#x", "title:", "stem:run",
    "1", "2", "0", "-1", "9" * 18, "9" * 40, "daily 08:00", "weekly fri 25:00", "22:00-07:00",
    "off", "morning", "Berlin", "de", "uk", "paper", "broadcast x", "sources", "https://paper.example/1",
    "<b>", "&amp;", "{n}", "%s", "\u202e", "\u0000", "\ud83d\ude00", "غزة", "ж" * 300, "\n\n", " ",
)  # fmt: skip
CHATS = ((ANNA, ANNA), (BORIS, BORIS), (GROUP, ANNA), (GROUP, STRANGER), (FORUM, ANNA))
STEPS = 120


def written(chance: random.Random) -> str:
    words = " ".join(chance.choices(PIECES, k=chance.randrange(5)))
    if chance.random() < 0.7:
        return f"/{chance.choice(sorted(COMMANDS))}{chance.choice(('', '@fake_newsbot'))} {words}"
    return words


def carried(chance: random.Random) -> str:
    numbers = (0, 1, 2, 3, 5, 7, 99, 10**9, 10**17)
    shown = [str(chance.choice(numbers)) for _ in range(chance.randrange(4))]
    return ":".join([chance.choice([*Verb, "!", ""]), *shown])


async def storm(rig: Rig, chance: random.Random) -> Sequence[str]:
    """Let everybody write and press at random; return what went wrong by the log."""
    with capture_logs() as logs:
        for number in range(STEPS):
            rig.clock.step(seconds=40)
            chat, user = chance.choice(CHATS)
            update: Json
            known = [key for key in rig.api.world.messages if key[0] == chat]
            if known and chance.random() < 0.5:
                update = rig.api.world.press(
                    chat, chance.choice(known)[1], carried(chance), user_id=user
                )
            elif chance.random() < 0.05:
                update = rig.post(written(chance), NEWS_CHANNEL)
            else:
                topic = 7 if chat == FORUM else 0
                update = rig.message(written(chance), chat, user=user, topic=topic)
            if chance.random() < 0.02:
                await rig.publish(f"NATO meets {number}", f"Otan dam {number}")
            await rig.bot.handle(Update.de_json(update, None))
    return [str(line) for line in logs if line["log_level"] in {"warning", "error"}]


@pytest.mark.parametrize("seed", range(4))
async def test_nothing_that_people_send_breaks_the_bot(rig: Rig, seed: int) -> None:
    admins = frozenset({f"telegram:{ANNA}"}) if seed % 2 else frozenset()
    await rig.move_into(House(topics=TOPICS, admins=admins, site_url="https://news.example"))
    assert await storm(rig, random.Random(seed)) == []
