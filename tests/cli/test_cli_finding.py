"""Say how an address becomes a source, and how pages without feeds are read."""

from newsbot.cli.status import NOT_SO, WRONG_USE
from tests.cli.terminal import Terminal
from tests.fakes.feedthread import FeedThread
from tests.fakes.rssfeed import Item, rss

HTML = "text/html; charset=utf-8"
FEED = rss([Item(id="1", title="A bridge opens", url="https://paper.example/1", text="It did.")])
LINK = '<link rel="alternate" type="application/rss+xml" href="{}">'
LIST = """<html lang=en><title>Town news</title><main>
<div class=item><h2><a href="/1">The bridge of the town was opened</a></h2>
<time datetime="2026-03-01T10:00:00Z">1 March</time></div>
<div class=item><h2><a href="/2">The river rose by a metre</a></h2></div></main></html>"""


def page(*feeds: str) -> str:
    links = "".join(LINK.format(feed) for feed in feeds)
    return (
        f"<!doctype html><html><head><title>The Paper</title>{links}</head><body>Hi</body></html>"
    )


def test_the_one_feed_of_a_web_page_is_added_in_its_place(
    terminal: Terminal, site: FeedThread
) -> None:
    feed = site.put("/feed.xml", FEED)
    home = site.put("/", page("/feed.xml"), content_type=HTML)

    added = terminal.done("sources", "add", home, "--json")

    assert added.row["url"] == feed
    assert feed in added.err


def test_of_several_feeds_none_is_added_but_all_are_listed(
    terminal: Terminal, site: FeedThread
) -> None:
    feeds = [site.put(path, FEED) for path in ("/news.xml", "/sport.xml")]
    home = site.put("/", page("/news.xml", "/sport.xml"), content_type=HTML)

    shown = terminal.run("sources", "add", home)

    assert shown.status == WRONG_USE
    assert all(feed in shown.err for feed in feeds)
    assert terminal.done("sources", "list", "--json").rows == []


def test_a_page_without_feeds_is_refused_with_what_can_be_done(
    terminal: Terminal, site: FeedThread
) -> None:
    home = site.put("/", page(), content_type=HTML)

    shown = terminal.run("sources", "add", home)

    assert shown.status == WRONG_USE
    assert "--kind webpage" in shown.err


def test_an_address_that_does_not_answer_is_added_with_a_warning(
    terminal: Terminal, site: FeedThread
) -> None:
    missing = site.url("/later")

    added = terminal.done("sources", "add", missing, "--json")

    assert added.row["url"] == missing
    assert "warning" in added.err


def test_discover_lists_what_it_finds_and_adds_nothing(
    terminal: Terminal, site: FeedThread
) -> None:
    feed = site.put("/feed.xml", FEED)
    home = site.put("/", page("/feed.xml"), content_type=HTML)

    found = terminal.done("sources", "discover", home, "--json").row

    assert found == {
        "url": feed,
        "title": "The Paper",
        "kind": "rss",
        "entries": 1,
        "origin": "page",
    }
    assert terminal.done("sources", "list", "--json").rows == []


def test_discover_says_by_its_status_that_there_is_no_feed(
    terminal: Terminal, site: FeedThread
) -> None:
    home = site.put("/", page(), content_type=HTML)

    assert terminal.run("sources", "discover", home, "--json").status == NOT_SO


def test_selectors_are_tried_by_a_preview_and_kept_by_add(
    terminal: Terminal, site: FeedThread
) -> None:
    home = site.put("/", LIST, content_type=HTML)
    given = ("--kind", "webpage", "--select", "div.item", "--select", "title=h2 a")

    shown = terminal.done("sources", "preview", home, *given, "--json").row
    added = terminal.done("sources", "add", home, *given, "--name", "town", "--json").row
    terminal.done("fetch", "town", NEWSBOT_FETCH__FULL_TEXT="false")

    titles = ["The bridge of the town was opened", "The river rose by a metre"]
    assert [one["title"] for one in shown["entries"]] == titles
    assert added["select"] == {"item": "div.item", "title": "h2 a"}
    stored = terminal.done("articles", "list", "--json").rows
    assert sorted(one["title"] for one in stored) == titles
    assert terminal.done("sources", "show", "town", "--json").row["kind"] == "webpage"


def test_a_selector_that_is_none_is_refused_before_anything_is_asked(
    terminal: Terminal, site: FeedThread
) -> None:
    home = site.url("/")
    for given in (
        ("--kind", "webpage", "--select", "div[["),
        ("--kind", "webpage", "--select", "title=h2"),
        ("--kind", "webpage", "--select", "item="),
        ("--kind", "webpage", "--select", "a", "--select", "item=b"),
        ("--select", "div"),
    ):
        shown = terminal.run("sources", "add", home, *given)
        assert shown.status == WRONG_USE, given
        assert "select" in shown.err


def test_an_attribute_in_a_selector_is_no_name_of_a_part(
    terminal: Terminal, site: FeedThread
) -> None:
    home = site.put("/", LIST, content_type=HTML)

    shown = terminal.done(
        "sources", "preview", home, "--kind", "webpage", "--select", "a[href^='/']", "--json"
    )

    assert [one["url"] for one in shown.row["entries"]] == [site.url("/1"), site.url("/2")]


def test_g20_pages_are_read_only_where_robots_txt_permits(
    terminal: Terminal, site: FeedThread
) -> None:
    words = " ".join(f"The bridge of stone number {n} was built by the town." for n in range(40))
    article = f"<html lang=en><title>Bridge</title><article><p>{words}</p></article></html>"
    links = [site.put(path, article, content_type=HTML) for path in ("/open/1", "/shut/1")]
    site.put("/robots.txt", "User-agent: *\nDisallow: /shut/\n", content_type="text/plain")
    items = [
        Item(id=link, title=f"Bridge {number}", text="Short.", url=link)
        for number, link in enumerate(links)
    ]
    terminal.done("sources", "add", site.put("/feed", rss(items)), "--name", "paper")

    terminal.done("fetch", "paper")

    rows = terminal.done("articles", "list", "--json").rows
    told = {row["url"]: [one["message"] for one in row["warnings"]] for row in rows}
    assert told[links[0]] == []
    assert "robots.txt" in told[links[1]][0]
    assert len(site.seen("/shut/1")) == 0


def test_what_happened_to_a_source_is_told(terminal: Terminal, site: FeedThread) -> None:
    items = [Item(id=str(n), title=f"Bridge {n}", url=f"https://p.example/{n}") for n in range(4)]
    feed = site.put("/feed", rss(items[:2]))
    terminal.done("sources", "add", feed, "--name", "paper")
    terminal.done("fetch", "paper", NEWSBOT_FETCH__FULL_TEXT="false")
    site.put("/feed", rss(items[2:]))
    terminal.done("fetch", "paper", NEWSBOT_FETCH__FULL_TEXT="false")

    told = terminal.done("sources", "history", "paper", "--json").row
    shown = terminal.done("sources", "show", "paper", "--json").row

    assert (told["kind"], list(told)) == ("gap", ["kind", "message", "at"])
    assert [one["code"] for one in shown["warnings"]] == ["possible_gap"]
    assert "possible gap" in terminal.done("sources", "list").out
    assert "gap" in terminal.done("sources", "history", "paper").out
