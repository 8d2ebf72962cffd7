"""The whole conversation on SQLite and on PostgreSQL: the bot's queries run on both."""

from telegram import Update

from newsbot.services.forecasts import forecast
from tests.bot.rig import ANNA, BORIS, FORUM, Rig

SUPERGROUP = -1_009_999_999_999


async def test_a_life_with_the_bot(rig_on_each: Rig) -> None:
    rig = rig_on_each
    await rig.publish("Dam breaks", "Dam mended", "Rain falls")
    start = await rig.say("/start", language="uk")
    await rig.press(start, "NATO")
    preview = await rig.say("dam")
    assert "2 події" in preview.text
    await rig.press(preview, "Стежити")
    nato, dam = await rig.follows()
    await rig.alert("https://paper.example/1", dam)
    assert "Dam breaks" in (await rig.say("/latest")).text
    assert "чекає на надсилання" in (await rig.say("/why https://paper.example/1")).text
    assert "Більше не стежу" in (await rig.say(f"/unfollow {nato.rule_id}")).text
    await rig.say("/pause")
    await rig.say("/resume")
    await rig.press(await rig.say("/forgetme"), "Стерти все")
    assert await rig.subscriber() is None


async def test_topics_and_a_move(rig_on_each: Rig) -> None:
    rig = rig_on_each
    for topic in (7, 8):
        await rig.say("/follow dam", FORUM, user=ANNA, topic=topic)
    move = rig.message("x", FORUM, user=ANNA)
    move["message"] |= {"migrate_to_chat_id": SUPERGROUP}
    await rig.handle(move)
    assert [one.destination for one in await rig.follows(SUPERGROUP)] == [
        f"telegram:{SUPERGROUP}/7",
        f"telegram:{SUPERGROUP}/8",
    ]


async def test_an_update_is_handled_once(rig_on_each: Rig) -> None:
    rig = rig_on_each
    update = Update.de_json(rig.message("/id", BORIS), None)
    for _ in range(3):
        await rig.bot.handle(update)
    assert len(rig.api.journal.of("sendMessage")) == 1


async def test_a_sampled_forecast(rig_on_each: Rig) -> None:
    rig = rig_on_each
    await rig.publish(*(f"Dam number {n}" for n in range(100)), hours=30)
    found = await forecast(rig.desk, "dam", limit=50)
    assert (found.every, found.stories) == (2, 50)


async def test_an_update_that_came_by_webhook_leaves_the_webhook(rig_on_each: Rig) -> None:
    rig = rig_on_each
    rig.api.world.webhook = {"url": "https://bot.example/hook"}
    await rig.say("/id")
    assert rig.api.world.webhook
