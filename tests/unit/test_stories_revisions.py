"""Say which edits of an article are news to those who read it, and which are nobody's business."""

import pytest

from newsbot.stories import Change, Wording, compare, is_corrected_title

TITLE = "Bridge over the Vesla reopens after repairs"
TEXT = (
    "The bridge over the river Vesla reopened to traffic on Monday morning. "
    "Engineers had worked on its pillars for eleven weeks. "
    "The mayor said that the repairs cost 4.2 million crowns."
)


def change(title: str = TITLE, text: str = TEXT, *, gone: bool = False) -> Change:
    before = Wording(title=TITLE, text=TEXT)
    return compare(before, Wording(title=title, text=text), gone=gone).change


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (TITLE, TEXT),
        (TITLE.upper(), TEXT),
        (f"{TITLE} | The Daily Vesla", TEXT),
        (TITLE, TEXT.replace("eleven", "ten")),
        (TITLE, TEXT + " Cyclists rang their bells as they crossed it for the first time."),
        (TITLE, "The bridge over the river Vesla reopened to traffic on Monday morning."),
        (TITLE, ""),
        ("", TEXT),
    ],
)
def test_small_edits_and_texts_that_only_got_shorter_are_cosmetic(title: str, text: str) -> None:
    assert change(title, text) == Change.COSMETIC


def test_two_new_sentences_that_weigh_are_an_update_told_by_the_first() -> None:
    added = (
        "A truck broke through the railing shortly after noon, the police reported. "
        "Its driver was pulled from the water by a fishing crew."
    )
    found = compare(Wording(title=TITLE, text=TEXT), Wording(title=TITLE, text=f"{TEXT} {added}"))

    assert found.change == Change.UPDATE
    assert found.after == added.split(". ", maxsplit=1)[0] + "."


def test_a_changed_headline_is_told_with_both_wordings() -> None:
    after = "Bridge over the Vesla closes again hours after reopening"
    found = compare(Wording(title=TITLE, text=TEXT), Wording(title=after, text=TEXT))

    assert (found.change, found.before, found.after) == (Change.HEADLINE, TITLE, after)


@pytest.mark.parametrize(
    "notice",
    [
        "Correction: The repairs cost 4.2 million crowns, not 42 million.",
        "An earlier version of this article misstated the cost of the repairs.",
        "(Corrects paragraph 3 to say that the repairs cost 4.2 million)",
        "Editor's note: this story has been corrected to give the right sum.",
        "In einer früheren Version dieses Artikels stand eine falsche Summe.",
        "Une première version de cet article donnait un montant erroné.",
        "Исправление: ремонт стоил 4,2 миллиона крон.",
        "У попередній версії новини було вказано хибну суму.",
    ],
)
def test_a_sentence_that_corrects_is_a_correction_told_once(notice: str) -> None:
    corrected = Wording(title=TITLE, text=f"{TEXT}\n\n{notice}")

    first = compare(Wording(title=TITLE, text=TEXT), corrected)
    again = compare(corrected, Wording(title=TITLE, text=f"{TEXT} Right.\n\n{notice}"))

    assert (first.change, first.after) == (Change.CORRECTION, notice)
    assert again.change == Change.COSMETIC


@pytest.mark.parametrize(
    "title",
    [
        "Correction: Bridge repairs cost 4.2 million",
        "CORRECTED-Bridge repairs cost 4.2 million",
        "Bridge repairs cost 4.2 million (corrected)",
        "Berichtigung: Brücke kostete 4,2 Millionen",
        "Corrección: el puente costó 4,2 millones",
        "Sprostowanie: most kosztował 4,2 miliona",
        "Виправлення: міст коштував 4,2 мільйона",
        "【訂正】橋の修理費は420万",
        "更正：桥梁维修费用",
    ],
)
def test_headlines_marked_as_corrections_are_known_in_many_languages(title: str) -> None:
    assert is_corrected_title(title)
    assert change(title) == Change.CORRECTION


@pytest.mark.parametrize(
    "title",
    [
        "Correction in house prices deepens",
        "Correction – why markets may fall further",
        "Minister calls for correction of the census",
        "Precision strike hits depot",
        "Horse (withdrawn) was the favourite",
    ],
)
def test_headlines_about_corrections_are_none(title: str) -> None:
    assert not is_corrected_title(title)
    assert change(title) == Change.HEADLINE


def test_a_page_that_is_gone_or_marked_as_withdrawn_is_a_withdrawal() -> None:
    assert change(gone=True) == Change.WITHDRAWN
    assert change("WITHDRAWN: Bridge over the Vesla reopens") == Change.WITHDRAWN
    assert change("Kill notice: Bridge over the Vesla reopens") == Change.WITHDRAWN
