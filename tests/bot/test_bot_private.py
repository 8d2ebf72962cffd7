"""A person alone with the bot: begins, tries words, follows, looks, leaves."""

from newsbot.services import rules
from tests.bot.rig import ANNA, Rig, buttons


async def test_start_explains_in_three_lines_and_offers_topics(rig: Rig) -> None:
    reply = await rig.say("/start")
    assert len(reply.text.splitlines()) == 3
    assert [label for label, _ in buttons(reply)] == ["NATO", "Ukraine"]


async def test_a_topic_button_follows(rig: Rig) -> None:
    start = await rig.say("/start")
    replies, toast = await rig.press(start, "Ukraine")
    assert "Following Ukraine" in replies[0].text
    assert toast == ""
    assert [one.rule_name for one in await rig.follows()] == ["Ukraine"]


async def test_plain_words_are_answered_with_a_preview(rig: Rig) -> None:
    await rig.publish("NATO meets in Vilnius", "Weather stays fine", "NATO and Ukraine talk")
    reply = await rig.say("nato")
    assert "2 stories" in reply.text
    assert "NATO meets in Vilnius" in reply.text
    assert "Weather" not in reply.text
    assert await rig.follows() == []
    replies, _ = await rig.press(reply, "Follow")
    assert replies[0].method == "editMessageText"
    assert [one.query for one in await rig.follows()] == ["nato"]


async def test_cancel_takes_the_preview_away(rig: Rig) -> None:
    replies, _ = await rig.press(await rig.say("nato"), "Cancel")
    assert replies[0].text == "Cancelled."
    assert buttons(replies[0]) == []
    assert await rig.follows() == []


async def test_follow_rules_unfollow(rig: Rig) -> None:
    assert "Following nato" in (await rig.say("/follow nato")).text
    listed = await rig.say("/rules")
    assert "1 rule is followed here" in listed.text
    rule_id = (await rig.follows())[0].rule_id
    ended = await rig.say(f"/unfollow {rule_id}")
    assert "No longer following" in ended.text
    assert await rig.follows() == []
    replies, _ = await rig.press(ended, "Follow again")
    assert [one.query for one in await rig.follows()] == ["nato"]
    assert "Following" in replies[0].text


async def test_the_same_query_is_followed_once(rig: Rig) -> None:
    await rig.say("/follow nato")
    assert "already" in (await rig.say("/follow nato")).text
    assert len(await rig.follows()) == 1


async def test_a_rule_made_in_a_chat_is_private_and_its_own(rig: Rig) -> None:
    await rig.say("/follow nato")
    found = await rig.subscriber(ANNA)
    assert found is not None
    (rule,) = await rules.list_all(rig.desk)
    assert (rule.public, rule.owner_id) == (False, found.id)


async def test_forgetme_asks_and_then_forgets(rig: Rig) -> None:
    await rig.say("/follow nato")
    asked = await rig.say("/forgetme")
    assert await rig.subscriber() is not None
    replies, _ = await rig.press(asked, "Erase everything")
    assert "forgotten" in replies[0].text
    assert await rig.subscriber() is None
