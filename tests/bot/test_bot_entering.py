"""The door: whom the bot serves, what a code opens, and who is shown out."""

from datetime import timedelta

import pytest

from newsbot.bot import Access, House, menus
from newsbot.services import admission
from newsbot.services.admission import Purpose
from tests.bot.rig import ANNA, BORIS, GROUP, NEWS_CHANNEL, STRANGER, TOPICS, Rig, button, buttons

INVITED = "by invitation"


async def open_house(rig: Rig, access: Access) -> None:
    await rig.move_into(House(topics=TOPICS, access=access))


@pytest.mark.parametrize(
    "text", ["/start", "/start no-such-code", "nato", "/follow nato", "/rules"]
)
async def test_a_stranger_is_not_served_without_an_invitation(rig: Rig, text: str) -> None:
    await open_house(rig, Access.INVITE)
    assert INVITED in (await rig.say(text)).text
    assert await rig.subscriber() is None


@pytest.mark.parametrize("text", ["/help", "/privacy", "/id", "/cancel"])
async def test_anybody_may_ask_what_the_bot_is(rig: Rig, text: str) -> None:
    await open_house(rig, Access.INVITE)
    assert INVITED not in (await rig.say(text)).text


async def test_an_invitation_lets_one_chat_in(rig: Rig) -> None:
    await open_house(rig, Access.INVITE)
    code = await admission.issue(rig.desk, Purpose.INVITE)
    assert "I read the news" in (await rig.say(f"/start {code}")).text
    assert "Looking for" in (await rig.say("nato")).text
    refused = await rig.say(f"/start {code}", BORIS)
    assert "used up or too old" in refused.text
    assert await rig.subscriber(BORIS) is None


async def test_an_invitation_ends_after_a_week(rig: Rig) -> None:
    await open_house(rig, Access.INVITE)
    code = await admission.issue(rig.desk, Purpose.INVITE)
    rig.clock.step(seconds=timedelta(days=7).total_seconds() + 1)
    assert "used up or too old" in (await rig.say(f"/start {code}")).text


async def test_who_is_served_may_bring_a_group_and_a_stranger_may_not(rig: Rig) -> None:
    await rig.say("/start")
    await open_house(rig, Access.INVITE)
    rig.api.world.chats[GROUP].admins = {ANNA, STRANGER}
    assert INVITED in (await rig.say("/follow nato", GROUP, user=STRANGER)).text
    assert "Following" in (await rig.say("/follow nato", GROUP, user=ANNA)).text


async def test_a_closed_house_takes_nobody_new_and_keeps_whom_it_has(rig: Rig) -> None:
    await rig.say("/start")
    code = await admission.issue(rig.desk, Purpose.INVITE)
    await open_house(rig, Access.CLOSED)
    for text in ("/start", f"/start {code}", "nato"):
        assert "takes nobody new" in (await rig.say(text, BORIS)).text
    assert "Looking for" in (await rig.say("nato")).text


async def test_a_press_by_a_stranger_is_refused_at_the_door(rig: Rig) -> None:
    started = await rig.say("/start")
    await rig.press(await rig.say("/forgetme"), "Erase everything")
    await open_house(rig, Access.INVITE)
    replies, toast = await rig.press_data(started, button(started, "NATO"))
    assert (replies, INVITED in toast) == ([], True)


async def test_the_code_of_the_set_up_makes_one_admin(rig: Rig) -> None:
    await open_house(rig, Access.CLOSED)
    code = await admission.issue(rig.desk, Purpose.ADMIN)
    in_group = await rig.say(f"/start {code}", GROUP, user=ANNA)
    assert "private chat" in in_group.text
    assert "You administer this bot" in (await rig.say(f"/start {code}")).text
    assert await admission.list_admins(rig.desk) == [f"telegram:{ANNA}"]
    assert await admission.admin_of_code(rig.desk, code) == f"telegram:{ANNA}"
    assert "takes nobody new" in (await rig.say(f"/start {code}", BORIS)).text
    assert await admission.list_admins(rig.desk) == [f"telegram:{ANNA}"]
    assert "Administration" in (await rig.say("/admin")).text
    menu = rig.api.world.menus["chat", ANNA, ""]
    assert [one["command"] for one in menu] == list(menus.HOUSE_ADMINS)
    assert "do not know this command" in (await rig.say("/admin", BORIS)).text


async def test_the_first_start_makes_nobody_an_admin(rig: Rig) -> None:
    await rig.say("/start")
    assert await admission.list_admins(rig.desk) == []
    assert "do not know this command" in (await rig.say("/admin")).text


async def test_an_admin_code_ends_after_a_quarter_of_an_hour(rig: Rig) -> None:
    code = await admission.issue(rig.desk, Purpose.ADMIN)
    rig.clock.step(seconds=timedelta(minutes=15).total_seconds() + 1)
    await rig.say(f"/start {code}")
    assert await admission.list_admins(rig.desk) == []


async def test_who_is_banned_is_served_no_more_not_even_after_forgetme(rig: Rig) -> None:
    await rig.say("/follow nato", BORIS)
    found = await rig.subscriber(BORIS)
    assert found is not None
    listed = await rig.say("/rules", BORIS)
    await admission.ban(rig.desk, found.id)
    for text in ("/start", "nato", "/resume", "/forgetme"):
        assert "ended its service" in (await rig.say(text, BORIS)).text
    _, toast = await rig.press_data(listed, "R:0")
    assert "ended its service" in toast
    assert await rig.handle(rig.message("/follow nato", GROUP, user=BORIS)) == []
    now = await rig.subscriber(BORIS)
    assert now is not None
    assert now.state == "paused"
    await admission.unban(rig.desk, found.id)
    assert "nato" in (await rig.say("/rules", BORIS)).text


async def test_a_ban_names_nobody_in_the_database(rig: Rig) -> None:
    await rig.say("/follow nato", BORIS)
    found = await rig.subscriber(BORIS)
    assert found is not None
    await admission.ban(rig.desk, found.id)
    await admission.unban(rig.desk, found.id)
    await rig.press(await rig.say("/forgetme", BORIS), "Erase everything")
    await rig.say("/start", BORIS)
    again = await rig.subscriber(BORIS)
    assert again is not None
    await admission.ban(rig.desk, again.id)
    assert "ended its service" in (await rig.say("/start", BORIS)).text


async def test_a_shared_rule_is_followed_by_its_link_as_its_owner_changes_it(rig: Rig) -> None:
    await rig.say("/follow nato")
    shared = await rig.say("/share nato")
    code = shared.text.partition("?start=")[2].split("\n")[0]
    assert len(code) <= 64
    assert "Following nato" in (await rig.say(f"/start {code}", BORIS)).text
    assert "already" in (await rig.say(f"/start {code}", BORIS)).text
    assert "Following nato" in (await rig.say(f"/start {code}", GROUP, user=ANNA)).text
    await rig.press(await rig.say("/edit 1 otan"), "Save")
    assert [one.query for one in await rig.follows(BORIS)] == ["otan"]
    await rig.press(await rig.say("/edit 1 rain", BORIS), "Save")
    assert [one.query for one in await rig.follows()] == ["otan"]


async def test_a_link_that_is_not_shared_any_more_opens_nothing(rig: Rig) -> None:
    await rig.say("/follow nato")
    shared = await rig.say("/share nato")
    code = shared.text.partition("?start=")[2].split("\n")[0]
    [asked], _ = await rig.press(shared, "End sharing")
    assert await admission.look_at(rig.desk, code) is not None
    await rig.press(asked, "End sharing")
    await rig.say(f"/start {code}", BORIS)
    assert await rig.follows(BORIS) == []


async def test_a_group_follows_a_shared_rule_by_its_admins_alone(rig: Rig) -> None:
    await rig.say("/follow nato")
    code = (await rig.say("/share nato")).text.partition("?start=")[2].split("\n")[0]
    await rig.say(f"/start {code}", GROUP, user=BORIS)
    assert await rig.follows(GROUP) == []


async def test_forgetting_its_owner_ends_a_shared_link_and_an_admins_rights(rig: Rig) -> None:
    admin = await admission.issue(rig.desk, Purpose.ADMIN)
    await rig.say(f"/start {admin}")
    await rig.say("/follow nato")
    code = (await rig.say("/share nato")).text.partition("?start=")[2].split("\n")[0]
    await rig.press(await rig.say("/forgetme"), "Erase everything")
    assert await admission.list_admins(rig.desk) == []
    assert await admission.look_at(rig.desk, code) is None


async def channel_code(rig: Rig) -> str:
    return (await rig.say("/channel")).text.partition("/link ")[2].split("\n")[0]


async def test_a_channel_is_linked_by_a_code_and_told_what_is_sent_there(rig: Rig) -> None:
    await rig.say("/follow nato")
    code = await channel_code(rig)
    [linked] = await rig.handle(rig.post(f"/link {code}"))
    assert linked.chat == str(ANNA)
    assert "News is linked" in linked.text
    assert await rig.handle(rig.post(f"/link {code}")) == []
    listed = await rig.say("/rules")
    [card], _ = await rig.press(listed, "1")
    [sent], _ = await rig.press(card, "Send to News")
    assert "Sent to News" in sent.text
    assert [one.destination for one in await rig.follows()] == [f"telegram:{NEWS_CHANNEL}"]
    assert "nato → News" in (await rig.say("/rules")).text
    [back], _ = await rig.press(sent, "Send to this chat")
    assert "Sent to" not in back.text


async def test_alerts_in_a_linked_channel_have_no_buttons(rig: Rig) -> None:
    await rig.say("/follow nato")
    await rig.handle(rig.post(f"/link {await channel_code(rig)}"))
    [card], _ = await rig.press(await rig.say("/rules"), "1")
    await rig.press(card, "Send to News")
    await rig.publish("NATO meets")
    subscription = (await rig.follows())[0]
    await rig.alert("https://paper.example/1", subscription)
    assert buttons(await rig.tell(subscription)) == []


async def test_a_channel_of_somebody_else_is_not_taken_over(rig: Rig) -> None:
    await rig.say("/start")
    await rig.handle(rig.post(f"/link {await channel_code(rig)}"))
    await rig.say("/start", BORIS)
    made = (await rig.say("/channel", BORIS)).text.partition("/link ")[2].split("\n")[0]
    [refused] = await rig.handle(rig.post(f"/link {made}"))
    assert refused.chat == str(BORIS)
    assert "belongs to somebody else" in refused.text


@pytest.mark.parametrize("text", ["/link", "/link x", "/follow nato", "nato", "/start"])
async def test_in_a_channel_nothing_else_is_heard(rig: Rig, text: str) -> None:
    assert await rig.handle(rig.post(text)) == []
    assert await rig.subscriber(NEWS_CHANNEL) is None


async def test_many_links_of_one_rule_are_kept_to_the_newest(rig: Rig) -> None:
    made = []
    for _ in range(25):
        rig.clock.step(seconds=1)
        made.append(await admission.issue(rig.desk, Purpose.SHARE, subject=1, uses=None))
    good = [code for code in made if await admission.look_at(rig.desk, code) is not None]
    assert good == made[-20:]
