"""The change of a rule: what it would tell is shown first, it is saved, and it can be undone."""

from newsbot.services import rules as rule_service
from newsbot.services import subscribers as service
from tests.bot.rig import ANNA, BORIS, GROUP, Rig, buttons
from tests.bot.test_bot_under_alerts import FEWER
from tests.fakes.botapi import Call


def quoted(call: Call) -> list[str]:
    return [
        call.text[one["offset"] : one["offset"] + one["length"]]
        for one in call.entities
        if one["type"] == "code"
    ]


async def test_an_edit_shows_what_it_adds_and_drops_before_it_is_saved(rig: Rig) -> None:
    await rig.publish("NATO meets", "NATO cup in football", "OTAN meets")
    await rig.say("/follow nato")
    shown = await rig.say("/edit 1 (nato OR otan) -football")
    assert quoted(shown) == ["nato", "(nato OR otan) -football"]
    assert "adds 1 and drops 1" in shown.text
    added, _, dropped = shown.text.partition("Dropped")
    assert "OTAN meets" in added
    assert "NATO cup" in dropped
    assert [one.query for one in await rig.follows()] == ["nato"]
    [saved], _ = await rig.press(shown, "Save")
    assert quoted(saved) == ["(nato OR otan) -football", "nato"]
    assert [one.query for one in await rig.follows()] == ["(nato OR otan) -football"]
    [undone], _ = await rig.press(saved, "Undo")
    assert quoted(undone)[0] == "nato"
    assert [one.query for one in await rig.follows()] == ["nato"]


async def test_a_rule_without_a_name_of_its_own_is_named_anew(rig: Rig) -> None:
    await rig.say("/follow nato")
    await rig.press(await rig.say("/edit nato otan"), "Save")
    assert [one.rule_name for one in await rig.follows()] == ["otan"]


async def test_a_rule_of_the_house_is_copied_not_changed(rig: Rig) -> None:
    house = (await rule_service.add(rig.desk, "NATO", name="Alliance", public=True)).rule
    await rig.say("/start")
    found = await rig.subscriber()
    assert found is not None
    subscription = await service.subscribe(
        rig.desk, found.id, lambda _: ("", ""), rule_id=house.id, cadence="daily", at="09:00"
    )
    shown = await rig.say(f"/edit {house.id} otan")
    [saved], _ = await rig.press(shown, "Save")
    assert (await rule_service.get(rig.desk, house.id)).query == "NATO"
    [mine] = await rig.follows()
    assert (mine.query, mine.cadence, mine.at) == ("otan", "daily", "09:00")
    assert mine.id != subscription.id
    [undone], _ = await rig.press(saved, "Undo")
    assert "NATO" in undone.text


async def test_an_edit_that_cannot_be_read_says_where(rig: Rig) -> None:
    await rig.say("/follow nato")
    reply = await rig.say("/edit 1 (nato")
    assert "never closed" in reply.text
    assert "1,000" in (await rig.say(f"/edit 1 {'nato ' * 300}")).text


async def test_an_edit_asks_which_rule_and_gives_the_command_to_be_changed(rig: Rig) -> None:
    assert "Nothing is followed" in (await rig.say("/edit")).text
    await rig.say("/follow nato OR otan")
    asked = await rig.say("/edit")
    [given], _ = await rig.press(asked, buttons(asked)[0][0])
    assert quoted(given) == ["/edit 1 nato OR otan"]
    assert quoted(await rig.say("/edit 1")) == ["/edit 1 nato OR otan"]
    assert "do not find that rule" in (await rig.say("/edit 9 nato")).text


async def test_nobody_edits_the_rule_of_another_chat(rig: Rig) -> None:
    await rig.say("/follow nato")
    await rig.say("/follow otan", BORIS)
    shown = await rig.say("/edit 2 rain", BORIS)
    _, toast = await rig.press_data(shown, "v:1:1", user=BORIS)
    assert "too old" in toast
    assert [one.query for one in await rig.follows()] == ["nato"]


async def alerted(rig: Rig, chat: int = ANNA) -> Call:
    headlines = ["NATO cup in football", "NATO meets", "Football and NATO share a stadium"]
    await rig.publish(*headlines, *(f"Weather of day {number}" for number in range(40)))
    await rig.say("/follow nato", chat, user=ANNA)
    subscription = (await rig.follows(chat))[0]
    await rig.alert("https://paper.example/1", subscription)
    return await rig.tell(subscription)


async def test_fewer_like_this_shows_what_a_word_left_out_would_have_kept_away(rig: Rig) -> None:
    offered, _ = await rig.press(await alerted(rig), FEWER)
    shown = offered[0]
    assert shown.method == "sendMessage"
    assert "Without football, 2 of 3 stories would not have come" in shown.text
    assert quoted(shown)[0] == "nato -football"
    assert [one.query for one in await rig.follows()] == ["nato"]
    [saved], _ = await rig.press(shown, "Without football")
    assert [one.query for one in await rig.follows()] == ["nato -football"]
    await rig.press(saved, "Undo")
    assert [one.query for one in await rig.follows()] == ["nato"]


async def test_words_left_out_of_alternatives_count_for_all_of_them(rig: Rig) -> None:
    await rig.publish("NATO cup in football", "OTAN meets", *(f"Day {n}" for n in range(40)))
    await rig.say("/follow nato OR otan")
    subscription = (await rig.follows())[0]
    await rig.alert("https://paper.example/1", subscription)
    [shown], _ = await rig.press(await rig.tell(subscription), FEWER)
    assert quoted(shown)[0] == "(nato OR otan) -football"


async def test_where_no_word_sets_a_story_apart_that_is_said(rig: Rig) -> None:
    await rig.publish("NATO", "Rain")
    await rig.say("/follow nato")
    subscription = (await rig.follows())[0]
    await rig.alert("https://paper.example/1", subscription)
    [shown], _ = await rig.press(await rig.tell(subscription), FEWER)
    assert "I find no word" in shown.text
    assert buttons(shown) == []


async def test_in_a_group_only_its_admins_are_offered_fewer(rig: Rig) -> None:
    alert = await alerted(rig, GROUP)
    replies, toast = await rig.press(alert, FEWER, user=BORIS)
    assert (replies, toast) == ([], "Only admins of this group can change that.")
