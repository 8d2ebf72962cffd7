"""Hostile documents, real and made: nothing crashes, hangs or passes script (G8, G10)."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from lxml import html as lxml_html

from newsbot.domain.entry import SourceDocument
from newsbot.domain.ports import Fetched
from newsbot.errors import SourceError
from newsbot.sandbox import Sandbox
from newsbot.sources import FeedReader
from newsbot.sources.cleaning import TAGS

HOSTILE = Path(__file__).parents[2].parent / "shared" / "data" / "hostile"
needs_samples = pytest.mark.skipif(
    not HOSTILE.is_dir(), reason="the folder of hostile samples is not here"
)
URL = "https://e.org/feeds/all.xml"

ATTRIBUTES = {
    *("href", "src", "title", "alt", "width", "height", "cite", "datetime", "dir", "lang", "rel"),
    *("start", "reversed", "colspan", "rowspan", "scope", "span", "open", "controls", "poster"),
    "type",
}


@pytest.fixture
async def reader() -> AsyncIterator[FeedReader]:
    sandbox = Sandbox()
    yield FeedReader(sandbox)
    await sandbox.close()


def samples(pattern: str = "*") -> list[Path]:
    return sorted(HOSTILE.glob(pattern)) if HOSTILE.is_dir() else []


def load(path: Path) -> bytes:
    return path.read_bytes()


def assert_harmless(document: SourceDocument) -> None:
    """Look at the markup as a browser would, not as a text."""
    for entry in document.entries:
        assert not entry.url or entry.url.lower().startswith(("http://", "https://"))
        assert all(file.url.lower().startswith(("http", "https")) for file in entry.enclosures)
        for markup in (entry.summary, entry.content):
            if not markup.strip():
                continue
            for element in lxml_html.fragment_fromstring(markup, create_parent="div").iter():
                assert isinstance(element.tag, str)
                assert element.tag in TAGS
                assert set(element.attrib) <= ATTRIBUTES
                for name in ("href", "src", "cite", "poster"):
                    url = re.sub(r"[\x00-\x20]", "", element.get(name, "")).lower()
                    assert not url or url.startswith(("http://", "https://", "mailto:"))


async def outcome(reader: FeedReader, body: bytes) -> SourceDocument | SourceError:
    try:
        return await reader.read(Fetched(url=URL, body=body))
    except SourceError as exc:
        return exc


@needs_samples
@pytest.mark.parametrize("path", samples(), ids=lambda path: path.name)
async def test_g8_a_hostile_sample_is_read_or_refused_with_a_sentence(
    path: Path, reader: FeedReader
) -> None:
    result = await outcome(reader, load(path))
    if isinstance(result, SourceError):
        assert str(result).endswith(".")
        assert len(str(result)) < 400
    else:
        assert_harmless(result)


def vectors() -> Iterator[str]:
    """Yield the markup that real test suites for browsers and cleaners are made of."""
    for path in samples("bleach*.test"):
        yield path.read_text(encoding="utf-8").partition("\n--\n")[0]
    for path in samples("blns.json"):
        yield from json.loads(path.read_text(encoding="utf-8"))
    for path in samples("html5lib-tests__tokenizer*.test"):
        for case in json.loads(path.read_text(encoding="utf-8"))["tests"]:
            yield case["input"]


@needs_samples
async def test_g10_no_vector_of_the_samples_passes_as_content_summary_or_title(
    reader: FeedReader,
) -> None:
    items = [
        {"id": str(number), "content_html": vector, "summary": vector, "title": vector}
        for number, vector in enumerate(vectors())
    ]
    assert len(items) > 300
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": items}
    result = await outcome(reader, json.dumps(feed).encode())
    assert isinstance(result, SourceDocument)
    assert len(result.entries) == len(items)
    assert_harmless(result)


def rss(inside: str) -> bytes:
    return f"<rss><channel><title>x</title>{inside}</channel></rss>".encode()


def item(markup: str) -> str:
    return f"<item><title>t</title><description><![CDATA[{markup}]]></description></item>"


BOMBS = {
    "deep elements": rss("<a>" * 100_000),
    "deep elements that close": rss("<a>" * 50_000 + "</a>" * 50_000),
    "many attributes": rss("<item " + " ".join(f'a{n}="x"' for n in range(50_000)) + "/>"),
    "many attributes in markup": rss(item("<a " + " ".join(f"b{n}" for n in range(50_000)) + ">x")),
    "unclosed sections": rss("<![CDATA[" * 50_000),
    "unclosed comments": rss("<!--" * 100_000),
    "stray ampersands": rss("<item><title>" + "&" * 200_000 + "</title></item>"),
    "bare brackets": rss("<item><title>" + "< " * 200_000 + "</title></item>"),
    "a title without end": rss("<item><title>" + "word " * 80_000),
    "an author of a megabyte": rss(f"<item><author>{'a@b ' * 250_000}</author></item>"),
    "a date of a megabyte": rss(f"<item><pubDate>{'1 jan ' * 150_000}</pubDate></item>"),
    "many strange dates": rss("<item><pubDate>1 Foo {n} bar</pubDate></item>" * 1500),
    "nested styles": rss(item("".join(f"<b id={n}><p>" for n in range(20_000)))),
    "nested blocks": rss(item("<div>" * 50_000)),
    "nested tables": rss(item("<table><tr><td>" * 20_000)),
    "many small nests": rss(item("".join(f"<b id={n}><p>" for n in range(140))) * 400),
    "many entries": rss("<item/>" * 60_000),
    "many entries with pictures": rss(item("<img src='/a.jpg'>" * 20) * 1500),
    "many prefixes": rss("".join(f"<p{n}:x/>" for n in range(20_000))),
    "many document types": b"<!DOCTYPE a [" * 40_000,
    "a document type of quotes": b'<!DOCTYPE rss ["' + b"'\"" * 100_000 + b"]><rss/>",
    "entities that multiply": b"<!DOCTYPE a ["
    + b"".join(b'<!ENTITY e%d "&e%d;&e%d;">' % (n + 1, n, n) for n in range(60))
    + b"]><rss><channel><item><title>&e60;</title></item></channel></rss>",
    "json that nests": b"{" + b'"items":[' * 20_000,
    "json with a long number": b'{"items":[{"id":' + b"9" * 200_000 + b"}]}",
    "a page": b"<!doctype html><html><body>" + b"<p>x" * 50_000,
    "a number beyond all measure": rss("<item><title>&#" + "9" * 5000 + ";</title></item>"),
    "an escaped number beyond measure": rss(
        "<item><title>&amp;#"
        + "9" * 5000
        + ";</title><description>&amp;#"
        + "9" * 5000
        + ";</description></item>"
    ),
    "a file beyond measure": rss(
        f"<item><enclosure url='https://e.org/a' length='{'9' * 5000}'/></item>"
    ),
    "blanks": rss(
        f"<item><title>{' ' * 200_000}</title><description>{' ' * 200_000}</description></item>"
    ),
    "lines of blanks": rss(
        f"<item><description>{'x' + ' ' * 200 + chr(10)}".ljust(400_000) + "</description></item>"
    ),
    "open quotes": rss('<a "' * 100_000),
    "open brackets in Latin-1": b"<rss>\xe9" + b"<" * 400_000,
    "titles of scripts": rss(f"<item><title><![CDATA[{'<script>' * 40_000}]]></title></item>"),
    "titles of comments": rss(f"<item><title><![CDATA[{'<!--' * 90_000}]]></title></item>"),
    "zeros": bytes(300_000),
    "noise": bytes(range(256)) * 1000,
    "gzip noise": b"\x1f\x8b\x08" + bytes(range(256)) * 100,
}


@pytest.mark.parametrize("name", BOMBS)
async def test_g8_a_document_made_to_cost_is_read_or_refused(name: str, reader: FeedReader) -> None:
    result = await outcome(reader, BOMBS[name])
    if isinstance(result, SourceDocument):
        assert_harmless(result)
        assert len(result.entries) <= 2000
    else:
        assert str(result).endswith(".")
    after = await outcome(reader, rss("<item><title>fine</title></item>"))
    assert isinstance(after, SourceDocument)
