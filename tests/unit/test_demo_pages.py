"""The demo's pages look like those of news sites: an article, and much around it."""

import json
from datetime import UTC, datetime
from html import escape
from typing import Any

import pytest
from lxml import etree, html

from newsbot.demo import DemoArticle, DemoPress, load_press
from newsbot.demo.fronts import render_archive, render_front, render_home
from newsbot.demo.pages import render_article
from newsbot.demo.pictures import draw_picture

NOW = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
BASE = "http://127.0.0.1:8421"
PRESS = load_press(NOW)
EVERY_ARTICLE = pytest.mark.parametrize("article", PRESS.articles, ids=lambda each: each.slug)


@pytest.fixture(scope="module")
def press() -> DemoPress:
    return PRESS


def page_of(article: DemoArticle) -> str:
    others = PRESS.newest_first(article.outlet, 2)[:4]
    return render_article(article, others, BASE, NOW)


def article_named(slug: str) -> DemoArticle:
    return next(article for article in PRESS.articles if article.slug == slug)


def parse(page: str) -> Any:
    """Return the page's tree; the stubs of lxml know neither find_class nor what an XPath gives."""
    return html.fromstring(page)


def assert_well_formed(page: str) -> None:
    """Hold a page against the HTML parser's own complaints, elements newer than it set aside."""
    parser = etree.HTMLParser()
    etree.fromstring(page, parser)
    newer = etree.ErrorTypes.HTML_UNKNOWN_TAG
    assert [entry.message for entry in parser.error_log if entry.type != newer] == []


@EVERY_ARTICLE
def test_an_article_page_is_well_formed_and_holds_the_whole_text(article: DemoArticle) -> None:
    page = page_of(article)
    assert_well_formed(page)
    shown = parse(page)
    parts = [part.text_content() for part in shown.xpath("//div[contains(@class,'text')]/*")]
    assert [part for part in article.text.split("\n\n") if part not in parts] == []
    assert shown.xpath("count(//h1)") == 1
    assert shown.get("lang") == article.language


@EVERY_ARTICLE
def test_an_article_page_has_what_news_sites_put_around_an_article(article: DemoArticle) -> None:
    shown = parse(page_of(article))
    for part in ("masthead", "slogan", "menu", "share", "newsletter", "most-read", "foot"):
        assert len(shown.find_class(part)) == 1, part


def test_the_masthead_prints_today_and_not_the_articles_date() -> None:
    shown = parse(page_of(article_named("warships-begin-watch-over-baltic-cables")))
    assert shown.find_class("today")[0].text == "Thursday, 12 March 2026"
    assert shown.find_class("stamp")[0].text_content() == "11 March 2026, 11:20"


def test_ukrainian_pages_write_dates_in_ukrainian() -> None:
    shown = parse(page_of(article_named("liniiu-izmail-bolhrad-vidnovleno")))
    assert shown.find_class("today")[0].text == "Четвер, 12 березня 2026"
    assert shown.find_class("stamp")[0].text_content() == "11 березня 2026, 17:25"


def test_one_headline_stands_twice_with_straight_and_curly_quotes() -> None:
    shown = parse(page_of(article_named("ministers-agree-shared-air-defence-reserve")))
    above, headline = shown.find_class("strip")[0].text, shown.xpath("string(//h1)")
    assert "'shared shield'" in above
    assert headline == above.replace(" '", " ‘").replace("' ", "’ ")


def test_a_see_also_link_stands_between_the_paragraphs() -> None:
    shown = parse(page_of(article_named("lightship-wilhelmine-back-at-her-mooring")))
    [link] = shown.xpath("//div[contains(@class,'text')]/p[starts-with(., 'See also')]/a")
    assert "Bakhmut" in link.text
    assert link.get("href") == "/harbour-post/archive"


def test_the_first_outlet_tells_machines_by_json_ld() -> None:
    article = article_named("danube-grain-corridor-signed")
    shown = parse(page_of(article))
    [script] = shown.xpath("//script[@type='application/ld+json']/text()")
    data = json.loads(script)
    assert data["headline"] == article.title
    assert data["author"] == [{"@type": "Person", "name": "Bram Okafor"}]
    assert datetime.fromisoformat(data["datePublished"]) == article.published
    assert not shown.xpath("//meta[@property]")


def test_the_second_outlet_tells_machines_by_meta_tags() -> None:
    article = article_named("heartbeat-of-sleeping-volcano")
    shown = parse(page_of(article))
    told = {tag.get("property"): tag.get("content") for tag in shown.xpath("//meta[@property]")}
    assert told["og:title"] == article.title
    assert datetime.fromisoformat(told["article:published_time"]) == article.published
    assert not shown.xpath("//script")


def test_the_third_outlet_tells_machines_nothing() -> None:
    shown = parse(page_of(article_named("zernovyi-korydor-dunaiem")))
    assert not shown.xpath("//script | //meta[@property] | //meta[@name='author'] | //time")


@pytest.mark.parametrize("stage", [1, 2])
def test_the_home_page_shows_outlets_feeds_and_rules(press: DemoPress, stage: int) -> None:
    page = render_home(press, stage)
    assert_well_formed(page)
    for outlet in press.outlets:
        assert f'href="{outlet.home_path}"' in page
        assert f'href="{outlet.feed_path}"' in page
    for rule in press.rules:
        assert escape(rule.query) in page


def test_a_front_page_lists_articles_and_names_its_feed(press: DemoPress) -> None:
    for outlet in press.outlets:
        articles = press.newest_first(outlet, 1)
        page = render_front(outlet, articles, NOW)
        assert_well_formed(page)
        shown = parse(page)
        assert shown.xpath("//link[@rel='alternate']/@href") == [outlet.feed_path]
        assert shown.xpath("//article/a/@href") == [article.path for article in articles]


def test_archive_pages_are_well_formed(press: DemoPress) -> None:
    for outlet in press.outlets:
        assert_well_formed(render_archive(outlet, NOW))


def test_a_picture_is_well_formed_and_the_same_each_time() -> None:
    picture = draw_picture("danube-grain-corridor-signed")
    assert etree.fromstring(picture.encode()).tag.endswith("svg")
    assert picture == draw_picture("danube-grain-corridor-signed")
    assert picture != draw_picture("zernovyi-korydor-dunaiem")
