"""Starter sources and rules are complete and in order."""

from urllib.parse import urlsplit

from lxml import etree

from newsbot import starter
from newsbot.feeds import parse_opml
from newsbot.services.rules import read_rules_file


def listed() -> list[dict[str, str]]:
    root = etree.fromstring(starter.sources_opml())
    assert root.tag == "opml"
    assert root.get("version") == "2.0"
    return [
        {str(name): str(value) for name, value in outline.attrib.items()}
        for outline in root.iterfind(".//outline[@xmlUrl]")
    ]


def test_each_starter_source_has_all_that_a_subscription_needs() -> None:
    sources = listed()
    assert len(sources) == 25
    for source in sources:
        assert source["type"] == "rss"
        assert source["text"]
        assert source["title"]
        assert source["language"]
        for address in (source["xmlUrl"], source["htmlUrl"]):
            assert urlsplit(address).scheme == "https"


def test_no_starter_source_stands_twice() -> None:
    assert len({source["xmlUrl"] for source in listed()}) == 25
    assert len({source["text"] for source in listed()}) == 25


def test_starter_rules_have_names_of_their_own_and_queries_that_parse() -> None:
    rules = read_rules_file(starter.rules_toml(), "the starter rules")
    assert [rule.name for rule in rules][:2] == ["NATO", "Ukraine"]
    assert len({rule.name for rule in rules}) == len(rules) == 4
    assert all(rule.public for rule in rules)


def test_starter_sources_read_as_the_subscriptions_they_are() -> None:
    outlines = parse_opml(starter.sources_opml())
    assert len(outlines) == 25
    assert {outline.folder for outline in outlines} == {
        ("International",),
        ("Ukraine",),
        ("Russia",),
        ("Europe",),
    }
