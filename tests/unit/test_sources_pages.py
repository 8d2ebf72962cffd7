"""Sources that are no feeds: sitemaps and pages."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from newsbot.domain.entry import SourceDocument
from newsbot.domain.ports import Fetched
from newsbot.errors import Invalid, Malformed
from newsbot.sandbox import Sandbox
from newsbot.sources import FeedReader, PageSelectors
from newsbot.sources.selectors import to_xpath

NOON = datetime(2025, 9, 19, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def sandbox() -> Sandbox:
    return Sandbox()


@pytest.fixture
async def reader(sandbox: Sandbox) -> AsyncIterator[FeedReader]:
    yield FeedReader(sandbox)
    await sandbox.close()


async def read(reader: FeedReader, body: str, url: str = "https://e.org/map.xml") -> SourceDocument:
    return await reader.read(Fetched(url=url, body=body.encode()))


SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://e.org/1?a=1&amp;b=2</loc><lastmod>2025-09-19T13:00:00Z</lastmod>
<news:news><news:publication><news:name>The Example</news:name><news:language>en</news:language>
</news:publication><news:publication_date>2025-09-19T12:00:00Z</news:publication_date>
<news:title>Allies &amp;amp; partners</news:title><news:keywords>NATO, World</news:keywords>
</news:news>
<image:image><image:loc>https://e.org/1.jpg</image:loc></image:image></url>
<url><loc>https://e.org/2</loc><lastmod>2025-09-18</lastmod></url><url></url></urlset>"""


async def test_a_news_sitemap_is_read(reader: FeedReader) -> None:
    document = await read(reader, SITEMAP)
    assert (document.kind, document.title) == ("sitemap", "The Example")
    first, second = document.entries
    assert (first.id, first.url) == ("https://e.org/1?a=1&b=2", "https://e.org/1?a=1&b=2")
    assert (first.title, first.published, first.language) == ("Allies & partners", NOON, "en")
    assert (first.tags, first.image) == (("NATO", "World"), "https://e.org/1.jpg")
    assert (second.url, second.published, second.updated) == (
        "https://e.org/2",
        None,
        datetime(2025, 9, 18, tzinfo=UTC),
    )


async def test_of_a_large_sitemap_the_newest_pages_are_taken_in_its_order(
    reader: FeedReader,
) -> None:
    urls = "".join(
        f"<url><loc>https://e.org/{n}</loc><lastmod>{2000 + n % 25}-01-01</lastmod></url>"
        for n in range(2500)
    )
    document = await read(reader, f"<urlset>{urls}</urlset>")
    numbers = [int(entry.url.rpartition("/")[2]) for entry in document.entries]
    assert len(numbers) == 2000
    assert numbers == sorted(numbers)
    assert all(number % 25 >= 5 for number in numbers)
    assert [warning.code for warning in document.warnings] == ["too_many_entries"]


async def test_an_index_of_sitemaps_names_those_to_add(reader: FeedReader) -> None:
    index = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <sitemap><loc>https://e.org/pages.xml</loc></sitemap>
    <sitemap><loc>https://e.org/news.xml</loc></sitemap></sitemapindex>"""
    with pytest.raises(Malformed, match=r"instead: https://e\.org/news\.xml, "):
        await read(reader, index)


PAGE = """<html lang="en"><head><title>Ministry</title><base href="/news/"></head><body>
<nav><a href="/about">About the ministry and its long history</a></nav>
<div class="list">
<article class="teaser t1"><h3><a href="one">Minister opens the new bridge</a></h3>
<time datetime="2025-09-19T12:00:00Z">today</time><p class="lead">It is <b>long</b>.</p>
<img src="one.jpg"></article>
<article class="teaser t2"><h3><a href="two">Budget for the coming year agreed</a></h3></article>
<article class="teaser t3"><h3><a href="three">Talks with the neighbours begin</a></h3></article>
</div><footer><a href="/imprint">Imprint and all the legal information</a></footer></body></html>"""


def page(body: str = PAGE, url: str = "https://gov.example/news/") -> Fetched:
    return Fetched(url=url, body=body.encode(), content_type="text/html; charset=utf-8")


@pytest.mark.parametrize(
    "selectors",
    [
        PageSelectors(item="article.teaser", title="h3", text="p.lead"),
        PageSelectors(item="//article", link=".//h3/a", title="h3 > a", text=".lead"),
        PageSelectors(item="div.list > article", date="time[datetime]", text="p"),
    ],
)
async def test_a_page_is_read_by_selectors(reader: FeedReader, selectors: PageSelectors) -> None:
    document = await reader.read_page(page(), selectors)
    assert (document.kind, document.title, document.language) == ("webpage", "Ministry", "en")
    first, second, third = document.entries
    assert (first.title, first.url) == (
        "Minister opens the new bridge",
        "https://gov.example/news/one",
    )
    assert (first.published, first.text, first.image) == (
        NOON,
        "It is long.",
        "https://gov.example/news/one.jpg",
    )
    assert [second.title, third.title] == [
        "Budget for the coming year agreed",
        "Talks with the neighbours begin",
    ]
    assert not document.warnings


async def test_a_page_without_selectors_is_read_by_its_look_and_says_so(
    reader: FeedReader,
) -> None:
    document = await reader.read_page(page())
    assert [entry.url.rpartition("/")[2] for entry in document.entries] == ["one", "two", "three"]
    assert document.entries[0].published == NOON
    assert [warning.code for warning in document.warnings] == ["guessed_items"]


async def test_a_page_without_news_is_malformed(reader: FeedReader) -> None:
    with pytest.raises(Malformed, match="no list of news"):
        await reader.read_page(page("<html><body><p>Hello</p></body></html>"))
    with pytest.raises(Malformed, match=r"\.nothing"):
        await reader.read_page(page(), PageSelectors(item=".nothing"))


@pytest.mark.parametrize(
    "selector", ["", "div >", "div::before", "a:hover", "//a[", "count(//a)", "(("]
)
async def test_a_selector_that_is_not_understood_is_invalid(
    reader: FeedReader, selector: str
) -> None:
    with pytest.raises(Invalid, match="elector"):
        await reader.read_page(page(), PageSelectors(item=selector))


async def test_g10_what_a_selector_takes_from_a_page_is_sanitised(reader: FeedReader) -> None:
    body = (
        "<article><a href='javascript:x'>A headline of some length</a><p onclick=x>t</p></article>"
    )
    document = await reader.read_page(page(body), PageSelectors(item="article", text="p"))
    assert document.entries[0].url == ""
    assert "onclick" not in document.entries[0].summary


async def test_a_telegram_channel_s_public_page_is_read_like_a_feed(reader: FeedReader) -> None:
    body = """<html><head><title>Channel</title></head><body>
    <div class="tgme_widget_message js-x" data-post="c/7"><div class="tgme_widget_message_text">
    The first line is the headline<br>and more follows.</div>
    <a class="tgme_widget_message_date" href="https://t.me/c/7"><time
    datetime="2025-09-19T12:00:00+00:00">12:00</time></a></div></body></html>"""
    document = await read(reader, body, "https://t.me/s/c")
    entry = document.entries[0]
    assert (entry.title, entry.url) == ("The first line is the headline", "https://t.me/c/7")
    assert (entry.published, entry.text) == (
        NOON,
        "The first line is the headline\nand more follows.",
    )


TREE = html.fromstring(
    '<body><div id="m" class="a b"><p class="x">1</p><p data-k="vw">2</p><span>3</span></div>'
    '<p class="ax">4</p></body>'
)


@pytest.mark.parametrize(
    ("selector", "found"),
    [
        ("p", ["1", "2", "4"]),
        ("div p", ["1", "2"]),
        ("div > p.x", ["1"]),
        ("#m span, p.ax", ["3", "4"]),
        (".a.b > :first-child", ["1"]),
        ("div > :last-child", ["3"]),
        ("div > :nth-child(2)", ["2"]),
        ("p[data-k]", ["2"]),
        ("p[data-k=vw]", ["2"]),
        ("p[data-k^='v']", ["2"]),
        ('p[data-k$="w"]', ["2"]),
        ("p[data-k*=v]", ["2"]),
        ("p[class~=x]", ["1"]),
        ("p.x + p", ["2"]),
        ("p.x ~ span", ["3"]),
        ("div * ", ["1", "2", "3"]),
        ("//span", ["3"]),
    ],
)
def test_the_everyday_part_of_css_finds_what_it_says(selector: str, found: list[str]) -> None:
    result = TREE.xpath(to_xpath(selector))
    assert isinstance(result, list)
    assert [str(getattr(element, "text", "")) for element in result] == found


@given(st.text(alphabet="ab.#[]=^$*~\"':>+ ,()-1", max_size=20))
@settings(deadline=None)
def test_every_selector_becomes_an_xpath_or_is_refused(selector: str) -> None:
    try:
        path = to_xpath(selector)
    except Invalid:
        return
    if not path.startswith(("/", "(", "./")) or path.startswith(".//"):
        etree.XPath(path)
