"""Say how a message is composed."""

from newsbot.db.content import Content, StoryContent, Told
from newsbot.domain.delivery import DeliveryKind
from newsbot.domain.message import Outlet
from newsbot.domain.rule import Evidence
from newsbot.pipeline.compose import compose, mark
from tests.factories import NOON, delivery


def seen(text: str) -> Evidence:
    return Evidence(leaf=text.lower(), field="body", start=0, end=len(text), text=text)


def story(number: int, *rules: str) -> StoryContent:
    return StoryContent(
        story_id=number,
        headline=f"NATO in headline {number}",
        url=f"https://paper.example/{number}",
        summary="The story's own summary.",
        language="en",
        published=NOON,
        told=tuple(
            Told(rule_name=rule, evidence=(seen("NATO"),), summary="NATO met.") for rule in rules
        ),
        outlets=(Outlet(name="The Paper"),),
    )


def content(*stories: StoryContent, **given: object) -> Content:
    return Content(
        delivery=delivery(**given), stories=stories, language="en", time_zone="UTC", told_in=""
    )


def test_matched_words_are_marked_in_headline_and_summary() -> None:
    item = compose(content(story(1, "alliance"))).items[0]

    assert (item.headline.marks, item.summary.marks) == (((0, 4),), ((0, 4),))
    assert item.rules == ("alliance",)


def test_a_word_is_marked_only_where_it_stands_whole() -> None:
    marked = mark("A senator of NATO, not NATOs", {"NATO"})

    assert [marked.text[start:end] for start, end in marked.marks] == ["NATO"]


def test_words_of_a_script_without_spaces_are_marked_inside_the_line() -> None:
    marked = mark("今日北約開會", {"北約"})

    assert [marked.text[start:end] for start, end in marked.marks] == ["北約"]


def test_a_list_shows_what_met_most_rules_first() -> None:
    message = compose(
        content(story(1, "a"), story(2, "a", "b"), kind=DeliveryKind.LIST, story_id=None)
    )

    assert [item.url[-1] for item in message.items] == ["2", "1"]


def test_a_first_fetch_shows_its_five_best_and_counts_the_others() -> None:
    many = [story(number, "a") for number in range(1, 9)]

    message = compose(content(*many, kind=DeliveryKind.LIST, story_id=None, window="first:now"))

    assert (len(message.items), message.more) == (5, 3)


def labels(**given: object) -> list[str]:
    message = compose(content(story(1, "alliance"), **{"channel": "telegram", **given}))
    return [button.text for row in message.buttons for button in row]


def test_an_alert_and_its_edits_bear_buttons_in_telegram_alone() -> None:
    offered = ["More", "Fewer like this", "Mute story", "Mute source", "Snooze …"]
    assert labels(address="501") == labels(address="-1001", kind=DeliveryKind.EDIT) == offered
    assert labels(address="@headlines") == []
    assert labels(channel="email") == labels(kind=DeliveryKind.REPLY) == []
    assert labels(kind=DeliveryKind.LIST, story_id=None) == []
