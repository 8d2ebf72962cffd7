"""The list of rules by pages, the card of one, its private feed, and what else can be looked up."""

import json

from newsbot.bot import House
from newsbot.services import feedtokens
from newsbot.services import rules as rule_service
from tests.bot.rig import ANNA, BORIS, GROUP, TOPICS, Rig, buttons

SITE = "https://news.example"


async def test_rules_are_paged_and_each_opens_its_card(rig: Rig) -> None:
    for number in range(23):
        await rig.say(f"/follow word{number}")
        rig.clock.step(seconds=5)  # nobody writes faster than the bot listens
    first = await rig.say("/rules")
    assert "23 rules are followed here" in first.text
    assert "10. word9" in first.text
    assert "11. word10" not in first.text
    [second], _ = await rig.press(first, "›")
    [third], _ = await rig.press(second, "›")
    assert "23. word22" in third.text
    [card], _ = await rig.press(third, "23")
    assert "Rule 23: word22" in card.text
    assert "It comes at once." in card.text
    [back], _ = await rig.press(card, "‹ Back")
    assert "1. word0" in back.text


async def test_a_page_beyond_the_end_is_the_last_one(rig: Rig) -> None:
    listed = await rig.say("/follow dam")
    [shown], _ = await rig.press_data(listed, "R:99")
    assert "1. dam" in shown.text


async def test_what_is_unfollowed_comes_back_as_it_was(rig: Rig) -> None:
    await rig.say("/follow dam")
    await rig.say("/digest 1 daily 09:30")
    [ended], _ = await rig.press((await rig.say("/unfollow")), "1. dam")
    assert await rig.follows() == []
    [back], _ = await rig.press(ended, "Follow again")
    assert "Following dam, as number 1" in back.text
    [mine] = await rig.follows()
    assert (mine.query, mine.cadence, mine.at) == ("dam", "daily", "09:30")
    assert (await rule_service.get(rig.desk, 1)).query == "dam"


async def test_nobody_revives_the_rule_of_another_chat(rig: Rig) -> None:
    await rig.say("/follow dam")
    await rig.say("/unfollow dam")
    other = await rig.say("/follow rain", BORIS)
    _, toast = await rig.press_data(other, "U:1")
    assert "too old" in toast
    assert await rig.follows() == []


async def test_the_words_of_a_rule_are_hidden_and_shown_again(rig: Rig) -> None:
    await rig.say("/follow dam")
    [card], _ = await rig.press(await rig.say("/rules"), "1")
    [hidden], _ = await rig.press(card, "Hide words")
    assert "hidden from the operator's pages" in hidden.text
    assert (await rule_service.get(rig.desk, 1)).discreet
    await rig.press(hidden, "Show words")
    assert not (await rule_service.get(rig.desk, 1)).discreet


async def test_a_private_feed_is_shown_once_renewed_and_closed(rig: Rig) -> None:
    await rig.move_into(House(topics=TOPICS, site_url=SITE))
    await rig.say("/follow dam")
    made = await rig.say("/feed 1")
    token = made.text.partition("?token=")[2].split("\n")[0]
    assert f"{SITE}/feeds/rule/1.rss?token={token}" in made.text
    assert await feedtokens.opens(rig.db, [token], "rule/1")
    known = await rig.say("/feed dam")
    assert "showed once" in known.text
    assert "token=" not in known.text
    [renewed], _ = await rig.press(known, "New address")
    fresh = renewed.text.partition("?token=")[2].split("\n")[0]
    assert not await feedtokens.opens(rig.db, [token], "rule/1")
    assert await feedtokens.opens(rig.db, [fresh], "rule/1")
    [asked], _ = await rig.press(renewed, "Close feed")
    assert await feedtokens.opens(rig.db, [fresh], "rule/1")
    await rig.press(asked, "Close feed")
    assert not await feedtokens.opens(rig.db, [fresh], "rule/1")


async def test_nobody_opens_the_feed_of_anothers_rule(rig: Rig) -> None:
    await rig.say("/follow dam")
    code = (await rig.say("/share dam")).text.partition("?start=")[2].split("\n")[0]
    await rig.say(f"/start {code}", BORIS)
    assert "not yours" in (await rig.say("/feed dam", BORIS)).text
    assert "not yours" in (await rig.say("/share dam", BORIS)).text
    assert await feedtokens.list_all(rig.desk) == []


async def test_a_search_is_paged_and_can_be_followed(rig: Rig) -> None:
    await rig.publish(*(f"Dam number {number}" for number in range(12)), "Rain")
    found = await rig.say("/search dam")
    assert found.text.count("Dam number") == 5
    assert "Dam number 11" in found.text
    [older], _ = await rig.press(found, "›")
    [oldest], _ = await rig.press(older, "›")
    assert oldest.text.count("Dam number") == 2
    assert "›" not in dict(buttons(oldest))
    await rig.press(oldest, "Follow")
    assert [one.query for one in await rig.follows()] == ["dam"]
    assert "Nothing in the last 30 days" in (await rig.say("/search flood")).text
    assert "never closed" in (await rig.say("/search (flood")).text


async def test_sources_are_listed_with_their_language(rig: Rig) -> None:
    assert "No source is read yet" in (await rig.say("/sources")).text
    await rig.publish("Dam breaks")
    assert "The Paper (en)" in (await rig.say("/sources")).text


async def test_a_source_is_muted_by_name_and_the_way_back_is_a_button(rig: Rig) -> None:
    await rig.publish("Dam breaks")
    await rig.say("/follow dam")
    done = await rig.say("/mute the paper")
    assert "The Paper is muted here" in done.text
    assert "The Paper" in (await rig.say("/muted")).text
    await rig.press(done, "Unmute")
    assert "Nothing is muted" in (await rig.say("/muted")).text
    assert "Do you mean paper?" in (await rig.say("/mute pap")).text


async def test_an_export_holds_what_the_chat_has_set_and_nothing_of_others(rig: Rig) -> None:
    await rig.say("/follow dam")
    await rig.say("/follow secret", BORIS)
    await rig.say("/timezone Kyiv")
    text, _ = await rig.handle(rig.message("/export"))
    assert "as a file" in text.text
    kept = json.loads(rig.api.world.files[-1])
    assert kept["timezone"] == "Europe/Kyiv"
    assert [one["query"] for one in kept["rules"]] == ["dam"]
    assert kept["places"][0]["address"] == f"telegram:{ANNA}"
    assert "secret" not in json.dumps(kept)


async def test_members_of_a_group_may_turn_pages_but_not_open_cards(rig: Rig) -> None:
    await rig.say("/follow dam", GROUP, user=ANNA)
    listed = await rig.say("/rules", GROUP, user=BORIS)
    replies, toast = await rig.press(listed, "1", user=BORIS)
    assert (replies, toast) == ([], "Only admins of this group can change that.")
