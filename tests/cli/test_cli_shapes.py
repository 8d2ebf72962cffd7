"""What `--json` answers, key by key: scripts depend on it."""

import json
import re
from typing import Any

import pytest

from tests.cli.terminal import Terminal
from tests.fakes.feedthread import FeedThread
from tests.fakes.rssfeed import Item, rss

SOURCE = (
    "id name title url homepage kind language tags interval state reason licensed error "
    "failures last_fetch last_success next_fetch warnings select hub pushed_until last_push created"
)
RULE = "id name query canonical owner public version created updated"
SUBSCRIBER = "id name language languages timezone state destinations created"
SUBSCRIPTION = (
    "id subscriber rule rule_name query destination cadence at updates urgent state created"
)
ARTICLE = (
    "id title url source author lang tags published first_seen effective revision story warnings"
)
STORY = "id headline url summary language first last articles"
DELIVERY = "id destination kind stories alerts state reason attempts created sent rules"
ENTRY = "id url title author published updated summary content text tags enclosures"
EXTRACTED = "title author published language canonical_url site text summary warnings"
ALERT_STATES = "sent merged digested muted suppressed cancelled dead uncertain pending held sending"
FIGURES = (
    "query canonical since until read hits stories per_day stories_per_day peak_hour "
    "hour_of_day days"
)
LINT = "rule severity code message clause fix other"
ALIASES = "id name note forms version edited"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")

ITEMS = (
    Item(
        id="1",
        title="NATO ministers meet on a bridge",
        text="<p>The ministers of NATO met.</p><p>They crossed it.</p>",
        url="https://paper.example/1",
    ),
    Item(id="2", title="Rain over the hills", text="It rained.", url="https://paper.example/2"),
)


def keys(row: dict[str, Any]) -> str:
    return " ".join(row)


@pytest.fixture
def stocked(terminal: Terminal, site: FeedThread) -> Terminal:
    """Give a terminal whose database has a source, a rule, a subscription and two articles."""
    feed = site.put("/feed", rss(ITEMS))
    terminal.done("sources", "add", feed, "--name", "paper")
    terminal.done("rules", "add", "nato", "--name", "Alliance", "--public")
    terminal.done("subscribers", "add", "telegram:42")
    terminal.done("subscriptions", "add", "--subscriber", "1", "--rule", "1")
    terminal.done("fetch", "--all", NEWSBOT_FETCH__FULL_TEXT="false")
    return terminal


def test_sources_answer_with_the_whole_stored_object(terminal: Terminal) -> None:
    added = terminal.done("sources", "add", "https://a.example/feed", "--interval", "15m", "--json")
    assert keys(added.row) == SOURCE
    assert added.row | {"id": 1, "interval": 900, "state": "active"} == added.row
    assert TIME.fullmatch(added.row["created"])
    name = added.row["name"]
    assert terminal.done("sources", "list", "--json").rows == added.rows
    assert terminal.done("sources", "show", name, "--json").rows == added.rows
    edited = terminal.done("sources", "edit", name, "--title", "A", "--json").row
    assert edited == added.row | {"title": "A"}


def test_sources_preview_shows_document_entries_and_warnings(
    terminal: Terminal, site: FeedThread
) -> None:
    feed = site.put("/feed", rss(ITEMS))
    shown = terminal.done("sources", "preview", feed, "--json").row
    assert keys(shown) == "kind title url language entries warnings"
    assert (shown["kind"], shown["title"], shown["language"]) == ("rss", "The Paper", "en")
    first, second = shown["entries"]
    assert keys(first) == keys(second) == ENTRY
    assert first["text"] == "The ministers of NATO met.\n\nThey crossed it."
    assert first["published"] is None
    path = terminal.file("feed.xml", rss(ITEMS))
    from_file = terminal.done("sources", "preview", path, "--url", feed, "--json").row
    assert from_file["entries"] == shown["entries"]
    from_stdin = terminal.done("sources", "preview", "-", "--json", stdin=rss(ITEMS)).row
    assert [one["id"] for one in from_stdin["entries"]] == ["1", "2"]


def test_a_fetch_tells_each_source_on_a_line(terminal: Terminal, site: FeedThread) -> None:
    terminal.done("sources", "add", site.put("/feed", rss(ITEMS)), "--name", "paper")
    first = terminal.done("fetch", "paper", "--json", NEWSBOT_FETCH__FULL_TEXT="false")
    expected = {"source": "paper", "entries": 2, "new": 2, "revised": 0, "unchanged": False}
    assert first.rows == [expected | {"error": ""}]
    second = terminal.done("fetch", "--all", "--json", NEWSBOT_FETCH__FULL_TEXT="false")
    assert second.row["new"] == 0


def test_articles_are_listed_shown_and_searched(stocked: Terminal) -> None:
    rows = stocked.done("articles", "list", "--json").rows
    assert [keys(row) for row in rows] == [ARTICLE] * 2
    nato = next(row for row in rows if "NATO" in row["title"])
    assert (nato["source"], nato["lang"], nato["published"]) == ("paper", "en", None)
    assert TIME.fullmatch(nato["effective"])
    shown = stocked.done("articles", "show", str(nato["id"]), "--json").row
    assert shown == nato | {"text": "The ministers of NATO met.\n\nThey crossed it."}
    found = stocked.done("articles", "search", "ministers", "--json").row
    assert keys(found) == f"{ARTICLE} evidence"
    assert [keys(one) for one in found["evidence"]] == ["leaf field start end"] * 2


def test_articles_extract_takes_html_and_plain_text(terminal: Terminal, site: FeedThread) -> None:
    words = " ".join(f"The bridge of stone number {n} was built by the town." for n in range(40))
    page = f"<html lang=en><title>Bridges</title><article><h1>Bridges</h1><p>{words}</article>"
    url = site.put("/page", page, content_type="text/html; charset=utf-8")
    from_web = terminal.done("articles", "extract", url, "--json").row
    path = terminal.file("page.html", page)
    from_file = terminal.done("articles", "extract", path, "--url", url, "--json").row
    assert keys(from_web) == keys(from_file) == EXTRACTED
    assert words in from_web["text"]
    assert words in from_file["text"]
    plain = terminal.done("articles", "extract", "-", "--json", stdin=f"Bridges\n\n{words}\n").row
    assert keys(plain) == EXTRACTED
    assert plain["text"]


def test_stories_are_listed_and_shown_with_their_members(stocked: Terminal) -> None:
    rows = stocked.done("stories", "list", "--json").rows
    assert [keys(row) for row in rows] == [STORY] * 2
    shown = stocked.done("stories", "show", str(rows[0]["id"]), "--json").row
    assert keys(shown) == f"{STORY} members events"
    assert [keys(one) for one in shown["members"]] == [ARTICLE]


def test_stories_group_answers_in_the_order_of_the_file(terminal: Terminal) -> None:
    lines = [
        {"id": "late", "title": "Rain over the hills", "published": "2026-02-02T10:00:00Z"},
        {"id": 7, "title": "A bridge opens in Town", "published": "2026-02-01T10:00:00Z"},
    ]
    path = terminal.file("articles.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    rows = terminal.done("stories", "group", path, "--json").rows
    assert [keys(row) for row in rows] == ["id story"] * 2
    assert [row["id"] for row in rows] == ["late", 7]


def test_stories_summarize_answers_by_what_the_file_is(terminal: Terminal) -> None:
    text = "The bridge opened on Monday. Many people came. The mayor spoke for an hour about it."
    plain = terminal.done("stories", "summarize", "-", "--chars", "40", "--json", stdin=text).row
    assert keys(plain) == "summary"
    assert 0 < len(plain["summary"]) <= 40
    lines = "".join(json.dumps({"id": n, "title": "T", "text": text}) + "\n" for n in (1, 2))
    each = terminal.done("stories", "summarize", "-", "--json", stdin=lines).rows
    assert [keys(row) for row in each] == ["id summary"] * 2
    whole = terminal.done("stories", "summarize", "-", "--as-story", "--json", stdin=lines).row
    assert keys(whole) == "summary"


def test_rules_answer_with_the_whole_stored_object(terminal: Terminal) -> None:
    added = terminal.done("rules", "add", "nato OR otan", "--name", "Alliance", "--json")
    assert keys(added.row) == RULE
    assert (
        added.row | {"name": "Alliance", "version": 1, "public": False, "owner": None} == added.row
    )
    assert terminal.done("rules", "list", "--json").rows == added.rows
    assert terminal.done("rules", "show", "Alliance", "--json").rows == added.rows
    edited = terminal.done("rules", "edit", "1", "--query", "nato", "--public", "--json").row
    assert (edited["query"], edited["version"], edited["public"]) == ("nato", 2, True)


def test_rules_test_shows_hits_with_evidence(stocked: Terminal) -> None:
    hit = stocked.done("rules", "test", "ministers", "--since", "1d", "--json").row
    assert keys(hit) == f"{ARTICLE} evidence"
    in_title = next(one for one in hit["evidence"] if one["field"] == "title")
    assert hit["title"][in_title["start"] : in_title["end"]] == "ministers"


def test_rules_test_compares_with_a_saved_rule(stocked: Terminal) -> None:
    compared = ("rules", "test", "rain", "--rule", "Alliance", "--since", "1d")
    rows = stocked.done(*compared, "--json").rows
    assert [keys(row) for row in rows] == [f"{ARTICLE} evidence change"] * 2
    assert {row["title"]: row["change"] for row in rows} == {
        "NATO ministers meet on a bridge": "dropped",
        "Rain over the hills": "added",
    }
    figures = stocked.done(*compared, "--summary", "--json").row
    assert keys(figures) == f"{FIGURES} added dropped"
    assert (figures["hits"], figures["added"], figures["dropped"]) == (1, 1, 1)


def test_rules_test_sums_up(stocked: Terminal) -> None:
    figures = stocked.done("rules", "test", "NATO", "--summary", "--json").row
    assert keys(figures) == FIGURES
    assert keys(figures["peak_hour"]) == "start hits"
    assert [keys(day) for day in figures["days"]] == ["date hits"] * len(figures["days"])
    assert sum(day["hits"] for day in figures["days"]) == figures["hits"] == 1
    shown = stocked.done("rules", "test", "NATO").out
    assert "read as: NATO" in shown
    assert "1 hits in 1 stories" in shown


def test_rules_lint_answers_a_line_for_each_finding(stocked: Terminal) -> None:
    stocked.done("rules", "add", "hill OR nato", "--name", "wide")
    shown = stocked.done("rules", "lint", "wide", "--json")
    superset, forms = shown.rows
    assert keys(superset) == LINT
    assert (superset["code"], superset["severity"], superset["other"]) == ("superset", "hint", 1)
    assert keys(forms) == f"{LINT} forms adds with_stem with_or"
    assert (forms["code"], forms["forms"]) == ("word_forms", ["hills"])
    stocked.done("rules", "add", "rain -rain")
    failed = stocked.run("rules", "lint", "--json")
    assert failed.status == 1
    assert {row["code"] for row in failed.rows} >= {"never_matches"}


def test_rules_add_offers_the_forms_that_it_misses(stocked: Terminal) -> None:
    shown = stocked.done("rules", "add", "hill", "--json")
    assert keys(shown.row) == RULE
    assert "hill misses 1 article of last week with hills" in shown.err


def test_aliases_answer_with_the_whole_stored_object(terminal: Terminal) -> None:
    made = terminal.done("aliases", "edit", "rivers", "--add", "Rhine", "--new", "--json").row
    assert keys(made) == ALIASES
    assert (made["name"], made["forms"], made["version"]) == ("rivers", ["Rhine"], 1)
    terminal.done("rules", "add", "@rivers flood")
    edited = terminal.done("aliases", "edit", "@Rivers", "--add", "Rhein", "--json").row
    assert (edited["forms"], edited["version"]) == (["Rhine", "Rhein"], 2)
    assert terminal.done("aliases", "show", "rivers", "--json").row == edited
    listed = {row["name"]: row for row in terminal.done("aliases", "list", "--json").rows}
    assert listed["rivers"] == edited | {"rules": 1}
    assert listed["nato"]["forms"], "the starter sets are there"


@pytest.mark.parametrize("form", ["toml", "json"])
def test_aliases_exported_are_aliases_imported(terminal: Terminal, form: str) -> None:
    exported = terminal.done("aliases", "export", "--format", form).out
    path = terminal.file(f"sets.{form}", exported)
    again = terminal.done("aliases", "import", path, "--json").row
    assert keys(again) == "added changed unchanged"
    assert (again["added"], again["changed"]) == ([], [])
    path = terminal.file("more.toml", '[rivers]\nforms = ["Rhine"]\n')
    would = terminal.done("aliases", "import", path, "--dry-run", "--json").row
    assert would["added"] == ["rivers"]
    assert terminal.run("aliases", "show", "rivers").status == 1
    terminal.done("aliases", "import", path)
    assert terminal.done("aliases", "show", "rivers").out == "Rhine\n"


def test_rules_match_answers_a_line_for_each_hit_with_offsets_in_characters(
    terminal: Terminal,
) -> None:
    rules = '{"id": "r1", "query": "nato"}\n{"id": 2, "query": "rain"}\n'
    articles = (
        '{"id": "a", "title": "\U0001f327 Rain in May", "text": "No alliance."}\n'
        '{"id": 9, "text": "Then NATO met in the rain."}\n'
    )
    paths = (terminal.file("rules.jsonl", rules), terminal.file("articles.jsonl", articles))
    rows = terminal.done(
        "rules", "match", "--rules", paths[0], "--articles", paths[1], "--json"
    ).rows
    assert [keys(row) for row in rows] == ["article rule evidence"] * 3
    assert [(row["article"], row["rule"]) for row in rows] == [("a", 2), (9, "r1"), (9, 2)]
    assert rows[0]["evidence"] == [{"leaf": "rain", "field": "title", "start": 2, "end": 6}]
    assert rows[1]["evidence"] == [{"leaf": "nato", "field": "body", "start": 5, "end": 9}]


def test_rules_match_names_a_bad_rule_and_matches_the_others(terminal: Terminal) -> None:
    rules = terminal.file(
        "rules.jsonl", '{"id": 1, "query": "\\"nato"}\n{"id": 2, "query": "rain"}\n'
    )
    shown = terminal.run(
        "rules",
        "match",
        "--rules",
        rules,
        "--articles",
        "-",
        "--json",
        stdin='{"id": 1, "text": "rain"}',
    )
    assert shown.status == 2
    bad, hit = shown.rows
    assert keys(bad) == "rule errors"
    assert [keys(one) for one in bad["errors"]] == ["start end code message fix"]
    assert (bad["rule"], hit["rule"]) == (1, 2)
    assert shown.err.startswith("newsbot: rule 1: ")


def test_subscribers_answer_with_the_whole_stored_object(terminal: Terminal) -> None:
    added = terminal.done("subscribers", "add", "telegram:-100123/7", "--name", "Desk", "--json")
    assert keys(added.row) == SUBSCRIBER
    (place,) = added.row["destinations"]
    assert place == {"id": 1, "destination": "telegram:-100123/7", "state": "active", "reason": ""}
    assert terminal.done("subscribers", "list", "--json").rows == added.rows
    assert terminal.done("subscribers", "show", "1", "--json").rows == added.rows


def test_subscriptions_answer_with_the_whole_stored_object(terminal: Terminal) -> None:
    terminal.done("subscribers", "add", "telegram:42")
    added = terminal.done(
        "subscriptions",
        "add",
        "--subscriber",
        "1",
        "--query",
        "nato",
        "--cadence",
        "silent",
        "--json",
    )
    assert keys(added.row) == SUBSCRIPTION
    expected = {
        "destination": "telegram:42",
        "cadence": "silent",
        "updates": "edit",
        "query": "nato",
    }
    assert added.row | expected == added.row
    assert terminal.done("subscriptions", "list", "--json").rows == added.rows
    edited = terminal.done("subscriptions", "edit", "1", "--updates", "reply", "--json").row
    assert edited == added.row | {"updates": "reply"}


def test_deliveries_tell_what_they_carry_and_where_they_stand(stocked: Terminal) -> None:
    (row,) = stocked.done("deliveries", "list", "--json").rows
    assert keys(row) == DELIVERY
    expected = {"destination": "telegram:42", "kind": "list", "state": "held", "sent": None}
    assert row | expected | {"alerts": [1], "rules": [1], "attempts": 0} == row
    assert stocked.done("deliveries", "show", "1", "--json").row == row
    assert stocked.done("deliveries", "list", "--state", "sent", "--json").rows == []


def test_a_reconciliation_counts_every_alert_by_its_state(stocked: Terminal) -> None:
    counted = stocked.done("deliveries", "reconcile", "--json").row
    assert keys(counted) == f"matched {ALERT_STATES} unaccounted"
    assert counted == dict.fromkeys(ALERT_STATES.split(), 0) | {
        "matched": 1,
        "held": 1,
        "unaccounted": [],
    }
    assert stocked.done("deliveries", "reconcile", "--since", "7d", "--json").row == counted


def test_why_follows_an_article_to_its_alert(stocked: Terminal) -> None:
    row = stocked.done("why", "https://paper.example/1", "--json").row
    expected = {"rule_name": "Alliance", "destination": "telegram:42", "alert_state": "held"}
    assert row | expected == row
    unmatched = stocked.done("why", "https://paper.example/2", "--json").row
    assert unmatched["rule_name"] == ""
    (missed,) = unmatched["missed"]
    assert keys(missed) == "rule rule_name clause nearest"
    assert (missed["rule_name"], missed["clause"]) == ("Alliance", "nato")
    told = stocked.done("why", "https://paper.example/2").out
    assert "missed 'Alliance' by nato" in told


def test_feeds_are_listed_with_title_and_address(stocked: Terminal) -> None:
    rows = stocked.done("feeds", "list", "--json").rows
    assert [keys(row) for row in rows] == ["title url"] * 3
    assert rows[0]["url"] == "http://127.0.0.1:8420/feeds/all.rss"


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_a_feed_is_rendered_as_it_is_served(stocked: Terminal, form: str) -> None:
    shown = stocked.done("feeds", "render", "rule/1", "--format", form)
    assert "NATO ministers meet on a bridge" in shown.out
    assert "Rain over the hills" not in shown.out


def test_stats_doctor_and_settings_are_lines_of_json(stocked: Terminal) -> None:
    stats = stocked.done("db", "stats", "--json").row
    assert stats == {"sources": 1, "articles": {"done": 2}, "alerts": {"held": 1}}
    checks = stocked.done("doctor", "--json").rows
    assert [keys(row) for row in checks] == ["check well message note"] * len(checks)
    assert {"settings", "data folder", "database", "telegram"} <= {row["check"] for row in checks}
    settings = stocked.done("config", "show", "--json", NEWSBOT_WEB_PORT="8421").rows
    assert [keys(row) for row in settings] == ["key value origin"] * len(settings)
    port = next(row for row in settings if row["key"] == "web.port")
    assert port == {"key": "web.port", "value": "8421", "origin": "from NEWSBOT_WEB_PORT"}


def test_settings_show_no_secret(terminal: Terminal) -> None:
    shown = terminal.done(
        "config",
        "show",
        "--json",
        NEWSBOT_TELEGRAM_TOKEN="4242:AAA-very-secret-token-of-a-bot-000000",
        NEWSBOT_DATABASE_URL="postgresql://me:hush@127.0.0.1/news",
    )
    assert "very-secret" not in shown.out
    assert "hush" not in shown.out
