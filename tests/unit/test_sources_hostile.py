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
from tests.fakes.bombs import BOMBS, rss

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
