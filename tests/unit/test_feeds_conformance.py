"""Hold rendered documents against their specifications, with friendly and hostile data."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbot.domain.entry import Enclosure
from newsbot.domain.feed import FeedEntry
from newsbot.feeds import Form, render
from tests.conformance.atom import check_atom
from tests.conformance.jsonfeed import check_jsonfeed
from tests.conformance.rss import check_rss
from tests.feed_factory import HOSTILE_TEXTS, MORNING, entry, feed, full_entry

CHECKS: Final[dict[Form, Callable[[bytes], list[str]]]] = {
    "rss": check_rss,
    "atom": check_atom,
    "json": check_jsonfeed,
}
FORMS: Final[tuple[Form, ...]] = get_args(Form)

# Anything a Python string can hold, lone surrogates included.
any_text = st.text(st.characters(exclude_categories=()), max_size=40)
# The years 1020 to 9890; before 1000 a year of RFC 822 cannot be told from one of two digits.
any_moment = st.integers(-30_000_000_000, 250_000_000_000).map(
    lambda seconds: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
any_url = st.one_of(
    any_text,
    any_text.map(lambda text: f"https://outlet.example/{text}"),
    any_text.map(lambda text: f"http://{text}/"),
    st.sampled_from(["javascript:alert(1)", "data:text/html,x", "//x.example/", "/path", ""]),
)
any_entry = st.builds(
    FeedEntry,
    id=st.uuids().map(lambda number: f"urn:uuid:{number}"),
    key=any_text,
    url=any_url,
    title=any_text,
    summary=any_text,
    author=any_text,
    source=any_text,
    source_url=any_url,
    language=any_text,
    published=any_moment,
    updated=any_moment,
    tags=st.lists(any_text, max_size=3).map(tuple),
    enclosures=st.lists(
        st.builds(
            Enclosure,
            url=any_url,
            type=any_text,
            length=st.one_of(st.none(), st.integers(-5, 10**12)),
        ),
        max_size=3,
    ).map(tuple),
    image=any_url,
    related=st.lists(st.tuples(any_text, any_url), max_size=2).map(tuple),
)


@pytest.mark.parametrize("form", FORMS)
def test_a_feed_with_every_field_conforms(form: Form) -> None:
    document = render(feed(), [full_entry(1), full_entry(2)], form)

    assert CHECKS[form](document) == []


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_feed_conforms(form: Form) -> None:
    assert CHECKS[form](render(feed(), [], form)) == []


@pytest.mark.parametrize("form", FORMS)
def test_a_feed_that_says_as_little_as_it_can_conforms(form: Form) -> None:
    head = feed(title="", subtitle="", home_url="", language="", author="", ttl_minutes=0)
    bare = entry(url="", title="", summary="")

    assert CHECKS[form](render(head, [bare], form)) == []


@pytest.mark.parametrize("form", FORMS)
def test_a_page_in_the_middle_with_a_hub_conforms(form: Form) -> None:
    head = feed(hub="https://hub.example/", query="page=2", next_path="page=3", prev_path="page=1")

    assert CHECKS[form](render(head, [entry()], form)) == []


def test_an_atom_feed_with_withdrawn_entries_conforms() -> None:
    withdrawn = [("tag:news.example,2026:article/2", MORNING + timedelta(hours=1))]

    document = render(feed(), [entry(1), entry(2)], "atom", withdrawn=withdrawn)

    assert check_atom(document) == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_g10_hostile_text_in_every_field_conforms(form: Form, text: str) -> None:
    hostile = full_entry(
        title=text, summary=text, author=text, source=text, tags=(text,), related=((text, text),)
    )
    head = feed(title=text, subtitle=text, author=text, language=text)

    assert CHECKS[form](render(head, [hostile], form)) == []


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=100, deadline=None)
@given(found=st.lists(any_entry, max_size=3, unique_by=lambda each: each.id))
def test_g10_any_entry_at_all_conforms(form: Form, found: list[FeedEntry]) -> None:
    document = render(feed(), found, form)

    assert CHECKS[form](document) == []
    opening = {"rss": b"<item>", "atom": b"<entry", "json": b'{"id":'}[form]
    assert document.count(opening) == len(found), "no entry is lost"
