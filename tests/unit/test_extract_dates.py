"""Which of the days on a page is the day of its article."""

from datetime import UTC, datetime, timedelta

import pytest

from newsbot.extract import extract_page
from newsbot.extract.moments import read_moment

TEXT = "".join(
    f"<p>{sentence}</p>"
    for sentence in (
        "The harbour council agreed on Tuesday to close the old ferry pier until spring.",
        "Engineers found cracks in three of the nine piles when the water stood low.",
    )
)
HEADLINE = "<h1>Ferry pier closes for the winter</h1>"


def published(body: str, *, head: str = "", url: str = "", now: datetime | None = None) -> str:
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    found = extract_page(page.encode(), url=url, now=now).published
    return found.isoformat() if found else ""


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2023-10-03T08:15:30Z", "2023-10-03T08:15:30+00:00"),
        ("2023-10-03T08:15:30.123+02:00", "2023-10-03T06:15:30+00:00"),
        ("2023-10-03T08:15:30-0430", "2023-10-03T12:45:30+00:00"),
        ("2023-10-03 08:15", "2023-10-03T08:15:00+00:00"),
        ("2023-10-03", "2023-10-03T00:00:00+00:00"),
        ("2023/10/3", "2023-10-03T00:00:00+00:00"),
        ("20231003", "2023-10-03T00:00:00+00:00"),
        ("1696320930", "2023-10-03T08:15:30+00:00"),
        ("1696320930000", "2023-10-03T08:15:30+00:00"),
        ("Tue, 03 Oct 2023 08:15:30 +0100", "2023-10-03T07:15:30+00:00"),
        ("October 3, 2023", "2023-10-03T00:00:00+00:00"),
        ("Oct. 3rd, 2023 at 2:05 p.m.", "2023-10-03T14:05:00+00:00"),
        ("3 October 2023, 12:05 am", "2023-10-03T00:05:00+00:00"),
        ("3. Oktober 2023", "2023-10-03T00:00:00+00:00"),
        ("03.10.2023, 14:05 Uhr", "2023-10-03T14:05:00+00:00"),
        ("3 octobre 2023 à 14h05", "2023-10-03T14:05:00+00:00"),
        ("3 de octubre de 2023", "2023-10-03T00:00:00+00:00"),
        ("03/10/2023", "2023-10-03T00:00:00+00:00"),
        ("10/23/2023", "2023-10-23T00:00:00+00:00"),
        ("3 ottobre 2023", "2023-10-03T00:00:00+00:00"),
        ("3 października 2023", "2023-10-03T00:00:00+00:00"),
        ("3. října 2023", "2023-10-03T00:00:00+00:00"),
        ("3 октября 2023 г.", "2023-10-03T00:00:00+00:00"),
        ("3 жовтня 2023, 14:05", "2023-10-03T14:05:00+00:00"),
        ("3 Ekim 2023", "2023-10-03T00:00:00+00:00"),
        ("2023年10月3日", "2023-10-03T00:00:00+00:00"),
        ("2023. 10. 3", ""),
        ("31 February 2023", ""),
        ("2023-13-01", ""),
        ("yesterday", ""),
        ("1893-10-03", ""),
        ("", ""),
    ],
)
def test_a_stated_time_is_read_as_utc(stated: str, expected: str) -> None:
    found = read_moment(stated)

    assert (found.isoformat() if found else "") == expected


def test_a_time_over_the_bound_is_not_read() -> None:
    latest = datetime(2023, 1, 1, tzinfo=UTC)

    assert read_moment("2023-01-01", latest) == latest
    assert read_moment("2023-01-02", latest) is None


@pytest.mark.parametrize(
    "top",
    [
        "<div class='header-date'>April 18, 2024</div>",
        "<div class='date'>April 18, 2024</div>",
        "<p>April 18, 2024</p>",
        "<header><time datetime='2024-04-18T06:00:00Z'>Thursday</time></header>",
        "<table><tr><td>Thursday, 18 April 2024</td></tr></table>",
        "<ul class='nav'><li class='today'>18.04.2024</li></ul>",
    ],
)
def test_the_day_in_a_page_header_is_never_the_day_of_the_article(top: str) -> None:
    assert published(f"{top}<div>Harbour Herald</div>{HEADLINE}{TEXT}") == ""
    wrapped = f"<div class='wrap'>{top}<article>{HEADLINE}{TEXT}</article></div>"
    assert published(wrapped) == ""


def test_the_day_under_a_logo_that_is_an_h1_is_not_the_day_of_the_article() -> None:
    logo = "<div class='logo'><h1><a href='/'>Harbour Herald</a></h1></div>"
    today = "<div class='date-bar'><time>Thursday, 18 April 2024</time></div>"

    assert published(f"{logo}{today}<article>{HEADLINE}{TEXT}</article>") == ""


@pytest.mark.parametrize(
    "body",
    [
        f"{HEADLINE}<p class='meta'>By Ida Holm, 3 October 2023</p>{TEXT}",
        f"{HEADLINE}<time datetime='2023-10-03'>Tuesday</time>{TEXT}",
        f"<article><span class='kicker'>3 October 2023</span>{HEADLINE}{TEXT}</article>",
        f"<div class='post'><div><div>3 October 2023</div></div>{HEADLINE}{TEXT}</div>",
        f"{HEADLINE}{TEXT}<div class='post-date'>3 October 2023</div>",
        f"{HEADLINE}{TEXT}<span itemprop='datePublished' content='2023-10-03'></span>",
    ],
)
def test_the_day_that_stands_with_the_article_is_its_day(body: str) -> None:
    assert published(body).startswith("2023-10-03")


def test_days_of_other_stories_and_comments_are_not_taken() -> None:
    others = (
        "<aside><time datetime='2022-01-01'>1 January 2022</time></aside>"
        "<div class='related'><span class='date'>2 January 2022</span></div>"
        "<div class='comments'><span class='date'>3 January 2022</span></div>"
    )

    assert published(f"<article>{HEADLINE}{TEXT}</article>{others}") == ""


def test_declarations_come_in_order_json_ld_then_metas_then_address() -> None:
    data = (
        '<script type="application/ld+json">{"@type":"NewsArticle",'
        '"datePublished":"2023-10-01"}</script>'
    )
    meta = '<meta property="article:published_time" content="2023-10-02">'
    url = "https://herald.example/2023/10/03/pier"

    assert published(HEADLINE + TEXT, head=data + meta, url=url).startswith("2023-10-01")
    assert published(HEADLINE + TEXT, head=meta, url=url).startswith("2023-10-02")
    assert published(HEADLINE + TEXT, url=url).startswith("2023-10-03")


@pytest.mark.parametrize(
    "url",
    [
        "https://herald.example/2023/10/03/pier",
        "https://herald.example/news/2023-10-03-pier",
        "https://herald.example/news/20231003_pier",
        "https://herald.example/news/pier-20231003081530.html",
        "https://herald.example/world/2023/oct/03/pier",
    ],
)
def test_an_address_may_hold_the_day(url: str) -> None:
    assert published(HEADLINE + TEXT, url=url).startswith("2023-10-03")


@pytest.mark.parametrize(
    "url", ["https://herald.example/news/4656421", "https://herald.example/9120231003"]
)
def test_a_number_in_an_address_is_no_day(url: str) -> None:
    assert published(HEADLINE + TEXT, url=url) == ""


def test_a_readable_declaration_after_now_gives_way_to_the_next() -> None:
    now = datetime(2023, 10, 3, 12, tzinfo=UTC)
    metas = '<meta name="datepublished" content="2033-10-03"><meta name="date" content="{}">'
    skewed = (now + timedelta(minutes=5)).isoformat()

    assert published(HEADLINE + TEXT, head=metas.format(skewed), now=now) == skewed
