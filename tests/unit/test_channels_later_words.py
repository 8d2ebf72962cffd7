"""How later words look: what kind they are, and dated lines below what was sent."""

from datetime import UTC, datetime

from newsbot.channels.document import measure, plain
from newsbot.channels.layout import Form, lay_out
from newsbot.channels.telegram_html import write_html
from newsbot.channels.wording import WORDS
from newsbot.domain.message import Change, Item, MarkedText, Message, Outlet

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def told(**given: object) -> Item:
    values = {
        "headline": MarkedText(text="The bridge is closed"),
        "url": "https://paper.example/1",
        "outlets": (Outlet(name="The Paper"),),
        "published": NOON,
    }
    return Item(**{**values, **given})  # type: ignore[arg-type]  # a test's own values


def test_a_correction_says_so_before_its_headline() -> None:
    message = Message(items=(told(label="correction"),))
    assert plain(lay_out(message, Form())).splitlines()[:2] == [
        "Correction",
        "The bridge is closed",
    ]


def test_in_a_list_each_later_word_says_what_it_is() -> None:
    items = (told(label="withdrawn"), told())
    text = plain(lay_out(Message(items=items, heading="list"), Form()))
    assert "1. Withdrawn by the outlet: The bridge is closed" in text
    assert "2. The bridge is closed" in text


def test_every_language_names_each_kind_of_later_word() -> None:
    for language, words in WORDS.items():
        labels = [words.label(kind) for kind in ("update", "headline", "correction", "withdrawn")]
        assert all(labels), language
        assert words.label("") == ""
        assert "{count}" in words.muted


def test_what_changed_is_a_dated_line_and_foreign_markup_stays_text() -> None:
    change = Change(at=NOON, label="headline", outlet="The Paper", text="<b>Torn</b> down")
    message = Message(items=(told(changes=(change,)),), time_zone="Europe/Kyiv")
    html = write_html(lay_out(message, Form()))
    assert "14 Mar 2026, 14:00 EET" in html
    assert "New headline, The Paper: &lt;b&gt;Torn&lt;/b&gt; down" in html


def test_many_long_changes_fit_into_a_message() -> None:
    changes = tuple(Change(at=NOON, outlet="P" * 90, text="word " * 400) for _ in range(10))
    summary = MarkedText(text="Sentence. " * 500)
    message = Message(items=(told(changes=changes, summary=summary),))
    assert measure(lay_out(message, Form(max_units=4096))) <= 4096
