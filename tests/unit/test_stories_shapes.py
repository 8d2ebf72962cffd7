"""Say that one article is read alike in every shape in which sources and files state it."""

import pytest

from newsbot.stories.article import StoryArticle
from newsbot.stories.features import features_of
from tests.factories import NOON

TITLE = "Elmstad closes its cracked harbour bridge"
LEAD = (
    "Engineers found cracks in two pillars of the bridge on Friday, said Mayor Ida Holm, who "
    "sent all commuters to the ferries across the harbour for the next six weeks at the least."
)
REST = "The pillars were last mended in 1987. A new bridge is to be built by the end of the decade."


def read(title: str, text: str) -> object:
    return features_of(StoryArticle(id=1, title=title, text=text, published=NOON))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("", f"{TITLE}\n{LEAD}\n{REST}"),
        (TITLE, f"{TITLE}\n{LEAD}\n{REST}"),
        (TITLE, f"{TITLE} {LEAD}\n{REST}"),
        (f" {TITLE} ", f"\n{TITLE}\n\n{LEAD}\n{REST}"),
    ],
)
def test_a_headline_that_the_text_repeats_counts_once(title: str, text: str) -> None:
    assert read(title, text) == read(TITLE, f"{LEAD}\n{REST}")


@pytest.mark.parametrize("title", [LEAD, LEAD[:120], f"{LEAD[:113]}…", f"{LEAD} {REST}"])
def test_the_first_words_of_a_text_are_no_headline(title: str) -> None:
    text = f"{LEAD} {REST}"

    assert read(title, text) == read("", text)


def test_a_short_text_that_its_headline_says_whole_keeps_the_headline() -> None:
    assert read(TITLE, TITLE) == read(TITLE, "")
