"""Hold the grouper to its promises: same page, copies, one event, look-alikes apart, restorable."""

from datetime import UTC, datetime, timedelta

import pytest

from newsbot.stories import Grouper, Reason, StoryArticle

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)

BRIDGE = (
    "The harbour bridge in Elmstad was closed on Friday after engineers found cracks in two of its "
    "pillars. Mayor Ida Holm said the bridge would stay closed for at least six weeks while the "
    "pillars are mended, and that ferries would carry commuters across the harbour."
)
BRIDGE_ELSEWHERE = (
    "Elmstad has closed its harbour bridge for six weeks. Two pillars show cracks, engineers told "
    "Mayor Ida Holm on Friday. Commuters must take the ferries."
)
MUSEUM = (
    "The museum of Nordvik opened a show of early maps on Friday. Curator Per Lund spent nine "
    "years on the collection, which holds charts of the northern sea drawn by whalers."
)


def article(number: int, title: str, text: str, **other: object) -> StoryArticle:
    known: dict[str, object] = {"published": NOON + timedelta(minutes=number)} | other
    return StoryArticle(id=number, title=title, text=text, **known)  # type: ignore[arg-type]


def test_two_reports_of_one_event_are_one_story() -> None:
    grouper = Grouper()
    first = grouper.assign(article(1, "Harbour bridge in Elmstad closed", BRIDGE))
    second = grouper.assign(article(2, "Elmstad closes cracked harbour bridge", BRIDGE_ELSEWHERE))
    assert first.is_new
    assert (second.story, second.is_new, second.reason) == (first.story, False, Reason.SAME_EVENT)


def test_reports_of_different_events_are_different_stories() -> None:
    grouper = Grouper()
    first = grouper.assign(article(1, "Harbour bridge in Elmstad closed", BRIDGE))
    second = grouper.assign(article(2, "Old maps on show in Nordvik", MUSEUM))
    assert second.is_new
    assert second.story != first.story


def test_the_same_page_is_the_same_story_whatever_it_says_now() -> None:
    grouper = Grouper()
    first = grouper.assign(article(1, "Harbour bridge closed", BRIDGE, url_key="a.example/1"))
    again = grouper.assign(article(2, "Old maps on show", MUSEUM, url_key="a.example/1"))
    assert (again.story, again.reason, again.score) == (first.story, Reason.SAME_PAGE, 1.0)


def test_a_copy_under_another_headline_is_the_same_story() -> None:
    grouper = Grouper()
    first = grouper.assign(article(1, "Harbour bridge in Elmstad closed", BRIDGE))
    copy = grouper.assign(article(2, "Six weeks of ferries", BRIDGE + " Reporting by A. Berg."))
    assert (copy.story, copy.reason) == (first.story, Reason.COPY)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lottery numbers for draw 118", "Lottery numbers for draw 119"),
        ("Weather forecast for 3 May", "Weather forecast for 4 May"),
        ("Weather forecast for Monday", "Weather forecast for Tuesday"),
        ("Прогноз погоды на понедельник", "Прогноз погоды на вторник"),
        ("Road works in Nordvik", "Road works in Sandby"),
    ],
)
def test_a_series_whose_numbers_differ_is_no_story(one: str, other: str) -> None:
    template = "Light rain in the north, sun in the south. " * 12
    grouper = Grouper()
    first = grouper.assign(article(1, one, template))
    second = grouper.assign(article(2, other, template))
    assert second.story != first.story


def test_a_count_is_the_same_spelled_out_or_in_digits() -> None:
    def likeness(count: str) -> float:
        grouper = Grouper()
        grouper.assign(
            article(1, "Ferry fire kills 5 off Nordvik", "The ferry burnt off Nordvik; 5 died.")
        )
        return grouper.judge(
            article(
                2, f"Blaze on ferry: {count} killed", f"A ferry to Nordvik burnt, {count} died."
            )
        ).score

    assert likeness("five") == likeness("5") > likeness("eleven")


def test_text_that_was_encoded_twice_is_compared_as_if_it_was_not() -> None:
    def likeness(place: str) -> float:
        grouper = Grouper()
        grouper.assign(article(1, f"Homem morre ao cair de telhado em {place}", ""))
        return grouper.judge(article(2, f"Homem é resgatado de uma cava em {place}", "")).score

    assert likeness("SÃ£o JosÃ© dos Pinhais") == likeness("São José dos Pinhais")


def test_events_that_count_the_same_thing_otherwise_stay_apart() -> None:
    def report(count: int, town: str, week: str) -> str:
        return (
            f"The navy stopped {count} smugglers off {town} {week}. Two boats were towed into port "
            f"and the {count} smugglers were handed over to the police, the navy said."
        )

    grouper = Grouper()
    first = grouper.assign(article(1, "Navy stops smugglers", report(23, "Nordvik", "on Monday")))
    again = grouper.assign(article(2, "Navy: smugglers held", report(23, "Nordvik", "early today")))
    other = grouper.assign(article(3, "Smugglers held by navy", report(9, "Sandby", "last night")))
    assert again.story == first.story
    assert other.story != first.story


def test_an_article_that_joins_two_young_stories_names_the_younger_as_merged() -> None:
    grouper = Grouper()
    parts = [
        "Engineers found cracks in two pillars of the harbour bridge in Elmstad.",
        "Ferries carry commuters over the harbour of Elmstad since Mayor Ida Holm shut the bridge.",
    ]
    first = grouper.assign(article(1, "Cracks found in pillars of harbour bridge", parts[0]))
    second = grouper.assign(article(2, "Ferries replace bridge, says mayor", parts[1]))
    assert first.story != second.story
    joining = grouper.assign(
        article(3, "Cracks found in pillars: ferries replace harbour bridge", " ".join(parts))
    )
    assert (joining.story, joining.merges) == (first.story, (second.story,))
    assert (
        grouper.propose(article(4, "Ferries replace bridge, says mayor", parts[1])) == first.story
    )


def test_a_caller_who_merges_nothing_is_told_the_story_that_fits_best() -> None:
    grouper = Grouper()
    parts = [
        "Engineers found cracks in two pillars of the harbour bridge in Elmstad.",
        "Ferries carry commuters over the harbour of Elmstad since Mayor Ida Holm shut the bridge.",
    ]
    grouper.add(article(1, "Cracks found in pillars of harbour bridge", parts[0]), 4)
    grouper.add(article(2, "Ferries replace bridge, says mayor", parts[1]), 9)
    asked = article(3, "Ferries replace harbour bridge, says mayor", " ".join(reversed(parts)))
    judged = grouper.judge(asked)
    assert (judged.story, judged.nearest, judged.merges) == (4, 9, (9,))
    assert grouper.propose(asked) == 9


def test_short_texts_that_share_one_name_only_stay_apart() -> None:
    grouper = Grouper()
    first = grouper.assign(article(1, "A hard year for Ida Holm", "What comes next for the mayor."))
    second = grouper.assign(article(2, "Ida Holm opens a library", "Children came with flags."))
    assert second.story != first.story


def test_an_article_outside_the_window_begins_a_new_story() -> None:
    grouper = Grouper()
    first = grouper.assign(article(1, "Harbour bridge in Elmstad closed", BRIDGE))
    late = grouper.assign(
        article(
            2, "Elmstad closes harbour bridge", BRIDGE, published=NOON + timedelta(days=4, hours=1)
        )
    )
    assert late.story != first.story


def test_what_expired_is_forgotten_but_numbers_are_not_used_again() -> None:
    grouper = Grouper()
    first = grouper.assign(article(1, "Harbour bridge in Elmstad closed", BRIDGE))
    assert grouper.expire(NOON + timedelta(days=5)) == 1
    assert len(grouper) == 0
    again = grouper.assign(article(2, "Harbour bridge in Elmstad closed", BRIDGE))
    assert again.is_new
    assert again.story > first.story


def test_asking_changes_nothing() -> None:
    grouper = Grouper()
    grouper.add(article(1, "Harbour bridge in Elmstad closed", BRIDGE), 70)
    asked = article(2, "Elmstad closes cracked harbour bridge", BRIDGE_ELSEWHERE)
    assert [grouper.propose(asked) for _ in range(3)] == [70, 70, 70]
    assert len(grouper) == 1
    assert grouper.propose(article(3, "Old maps on show in Nordvik", MUSEUM)) is None


def test_a_grouper_fed_from_the_store_decides_as_the_one_that_ran() -> None:
    articles = [
        article(1, "Harbour bridge in Elmstad closed", BRIDGE),
        article(2, "Old maps on show in Nordvik", MUSEUM, url_key="b.example/maps"),
        article(3, "Elmstad closes cracked harbour bridge", BRIDGE_ELSEWHERE),
    ]
    ran = Grouper()
    stored = [(each, ran.assign(each).story) for each in articles]
    restored = Grouper()
    for each, story in stored:
        restored.add(each, story)
    for asked in (
        article(4, "Bridge in Elmstad: cracks in two pillars", BRIDGE_ELSEWHERE),
        article(5, "Maps by whalers", MUSEUM, url_key="b.example/maps"),
        article(6, "Chess club wins in Sandby", "The chess club of Sandby won the northern cup."),
    ):
        assert restored.judge(asked) == ran.judge(asked)


def test_an_article_added_again_replaces_itself() -> None:
    grouper = Grouper()
    grouper.add(article(1, "Harbour bridge in Elmstad closed", BRIDGE), 5)
    grouper.add(article(1, "Old maps on show in Nordvik", MUSEUM), 6)
    assert len(grouper) == 1
    assert grouper.propose(article(2, "Elmstad closes bridge", BRIDGE_ELSEWHERE)) is None
    assert grouper.remove(1)
    assert not grouper.remove(1)


def test_merged_stories_answer_with_the_one_that_stays() -> None:
    grouper = Grouper()
    grouper.add(article(1, "Harbour bridge in Elmstad closed", BRIDGE), 8)
    grouper.merge(8, into=3)
    assert grouper.propose(article(2, "Elmstad closes bridge", BRIDGE_ELSEWHERE)) == 3


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        (
            "uk",
            (
                "Міст у Дубовому закрили через тріщини",
                "Міст через гавань у Дубовому закрили: інженери знайшли тріщини в опорах.",
            ),
            (
                "У Дубовому закрито міст через гавань",
                "Інженери виявили тріщини в опорах моста через гавань у Дубовому, рух закрито.",
            ),
        ),
        (
            "ja",
            ("港の橋を閉鎖", "エルム市の港の橋が金曜日に閉鎖された。技術者が柱にひびを見つけた。"),
            ("エルム市、港の橋を閉鎖", "技術者が柱にひびを見つけ、港の橋が閉鎖された。"),
        ),
    ],
)
def test_other_scripts_are_grouped_alike(
    language: str, one: tuple[str, str], other: tuple[str, str]
) -> None:
    grouper = Grouper()
    first = grouper.assign(article(1, *one, language=language))
    assert grouper.assign(article(2, *other, language=language)).story == first.story


@pytest.mark.parametrize("text", ["", "   ", "!!!", "1", "a"])
def test_an_empty_article_is_a_story_of_its_own(text: str) -> None:
    grouper = Grouper()
    first = grouper.assign(article(1, text, text))
    assert grouper.assign(article(2, text, text)).story != first.story
