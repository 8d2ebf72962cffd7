"""Documents of every kind become the same values."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from newsbot.domain.entry import Enclosure, Entry, SourceDocument
from newsbot.domain.manners import Manners
from newsbot.domain.ports import Fetched
from newsbot.errors import Malformed, TooLarge
from newsbot.sandbox import Sandbox
from newsbot.sources import FeedReader

URL = "https://e.org/feeds/all.xml"
NOON = datetime(2025, 9, 19, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def sandbox() -> Sandbox:
    return Sandbox()


@pytest.fixture
async def reader(sandbox: Sandbox) -> AsyncIterator[FeedReader]:
    yield FeedReader(sandbox)
    await sandbox.close()


async def read(
    reader: FeedReader, body: str | bytes, *, url: str = URL, content_type: str = ""
) -> SourceDocument:
    data = body.encode() if isinstance(body, str) else body
    return await reader.read(Fetched(url=url, body=data, content_type=content_type))


def rss(items: str, head: str = "", attributes: str = "") -> str:
    return (
        f'<?xml version="1.0"?><rss version="2.0" {attributes}><channel><title>News</title>'
        f"<link>https://e.org/</link>{head}{items}</channel></rss>"
    )


async def only(reader: FeedReader, item: str, attributes: str = "") -> Entry:
    document = await read(reader, rss(f"<item>{item}</item>", attributes=attributes))
    assert len(document.entries) == 1
    return document.entries[0]


NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
)


async def test_an_rss_item_is_read_whole(reader: FeedReader) -> None:
    entry = await only(
        reader,
        """<title>Allies &amp; partners meet</title><link>https://e.org/1</link>
        <guid isPermaLink="false">tag:1</guid><pubDate>19 Sep. 2025 12:00:00 GMT</pubDate>
        <description>&lt;p&gt;Short&lt;/p&gt;</description>
        <content:encoded><![CDATA[<p>One.</p><p>Two.</p><img src="/p.jpg">]]></content:encoded>
        <dc:creator>Ann Writer</dc:creator><category>World</category><category>NATO</category>
        <enclosure url="/a.mp3" type="audio/mpeg" length="12"/>""",
        NAMESPACES,
    )
    assert entry == Entry(
        id="tag:1",
        url="https://e.org/1",
        title="Allies & partners meet",
        author="Ann Writer",
        published=NOON,
        published_raw="19 Sep. 2025 12:00:00 GMT",
        summary="<p>Short</p>",
        content='<p>One.</p><p>Two.</p><img src="https://e.org/p.jpg">',
        text="One.\n\nTwo.",
        tags=("World", "NATO"),
        enclosures=(Enclosure(url="https://e.org/a.mp3", type="audio/mpeg", length=12),),
        image="https://e.org/p.jpg",
    )


async def test_the_head_of_an_rss_document_is_read(reader: FeedReader) -> None:
    head = """<language>en-gb</language><ttl>30</ttl>
        <atom:link rel="self" href="https://e.org/self"/><atom:link rel="hub" href="https://hub.e/"/>
        <atom:link rel="next" href="?page=2"/>"""
    document = await read(reader, rss("", head, NAMESPACES))
    assert document == SourceDocument(
        kind="rss",
        title="News",
        url="https://e.org/",
        language="en-GB",
        hub="https://hub.e/",
        self_url="https://e.org/self",
        next_url="https://e.org/feeds/all.xml?page=2",
        manners=Manners(ttl=timedelta(minutes=30)),
    )


@pytest.mark.parametrize(
    ("head", "url", "page"),
    [
        ("<generator>https://wordpress.org/?v=6.4</generator>", "/feed/", "/feed/?paged=2"),
        ('<generator uri="https://wordpress.org/">W</generator>', "/?feed=a", "/?feed=a&paged=2"),
        ("<generator>https://wordpress.org/?v=6.4</generator>", "/feed/?paged=2", ""),
        ("<generator>Hugo</generator>", "/feed/", ""),
        ('<generator>wordpress.org</generator><atom:link rel="next" href="/2"/>', "/feed", "/2"),
    ],
)
async def test_wordpress_has_a_second_page_though_it_names_none(
    reader: FeedReader, head: str, url: str, page: str
) -> None:
    document = await read(reader, rss("", head, NAMESPACES), url=f"https://e.org{url}")

    assert document.next_url == (f"https://e.org{page}" if page else "")


async def test_the_hours_and_days_to_skip_are_read(reader: FeedReader) -> None:
    head = """<skipHours><hour>24</hour><hour>1</hour><hour>25</hour><hour>x</hour></skipHours>
        <skipDays><day>Saturday</day><day>sunday</day><day>Noday</day></skipDays>"""
    document = await read(reader, rss("", head))
    assert document.manners == Manners(skip_hours=frozenset({0, 1}), skip_days=frozenset({5, 6}))


async def test_the_update_period_stands_in_for_a_ttl(reader: FeedReader) -> None:
    head = "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"
    document = await read(reader, rss("", head, NAMESPACES))
    assert document.manners.ttl == timedelta(minutes=15)


async def test_a_guid_that_is_a_permalink_serves_as_link(reader: FeedReader) -> None:
    entry = await only(reader, "<guid>https://e.org/1</guid>")
    assert (entry.id, entry.url) == ("https://e.org/1", "https://e.org/1")
    entry = await only(reader, '<guid isPermaLink="false">https://e.org/1</guid>')
    assert (entry.id, entry.url) == ("https://e.org/1", "")


async def test_a_relative_link_is_resolved_and_the_guid_kept_as_stated(
    reader: FeedReader,
) -> None:
    entry = await only(reader, "<guid>/1</guid><link>/news/1?a=1&amp;amp;b=2</link>")
    assert (entry.id, entry.url) == ("/1", "https://e.org/news/1?a=1&b=2")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"])
async def test_g10_a_link_that_is_no_web_address_is_none(reader: FeedReader, link: str) -> None:
    assert (await only(reader, f"<title>x</title><link>{link}</link>")).url == ""


async def test_dublin_core_fills_what_rss_leaves_open(reader: FeedReader) -> None:
    entry = await only(
        reader,
        """<dc:title>Title</dc:title><dc:date>2025-09-19T12:00:00Z</dc:date>
        <dc:subject>World</dc:subject><dc:language>fr</dc:language>
        <dc:description>Text</dc:description>""",
        NAMESPACES,
    )
    assert (entry.title, entry.published, entry.tags) == ("Title", NOON, ("World",))
    assert (entry.language, entry.text) == ("fr", "Text")


async def test_media_rss_gives_pictures_and_films(reader: FeedReader) -> None:
    entry = await only(
        reader,
        """<media:group><media:title>Film</media:title>
        <media:content url="https://e.org/v.mp4" type="video/mp4" fileSize="9"/>
        <media:thumbnail url="https://e.org/t.jpg"/>
        <media:description>What it shows</media:description></media:group>""",
        NAMESPACES,
    )
    assert (entry.title, entry.text, entry.image) == (
        "Film",
        "What it shows",
        "https://e.org/t.jpg",
    )
    assert entry.enclosures == (Enclosure(url="https://e.org/v.mp4", type="video/mp4", length=9),)


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Ann Writer", "Ann Writer"),
        ("ann@e.org (Ann Writer)", "Ann Writer"),
        ("Ann Writer &lt;ann@e.org&gt;", "Ann Writer"),
        ("ann@e.org", "ann@e.org"),
    ],
)
async def test_an_author_is_called_by_name(reader: FeedReader, author: str, name: str) -> None:
    assert (await only(reader, f"<title>x</title><author>{author}</author>")).author == name


async def test_plain_text_in_a_description_keeps_its_paragraphs(reader: FeedReader) -> None:
    entry = await only(reader, "<description>One\nline.\n\nTwo &amp;amp; more.</description>")
    assert entry.text == "One line.\n\nTwo & more."


async def test_markup_that_is_not_escaped_is_read_all_the_same(reader: FeedReader) -> None:
    entry = await only(
        reader, "<title>A <b>bold</b> move</title><description><p>One</p><p>Two</p></description>"
    )
    assert (entry.title, entry.text) == ("A bold move", "One\n\nTwo")


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://e.org/base/">
<title type="html">&lt;b&gt;News&lt;/b&gt;</title><link href="/"/><link rel="self" href="feed"/>
<author><name>The Desk</name></author>
<entry><id>urn:1</id><title>One</title><link href="one"/><link rel="enclosure" href="a.mp3"/>
<published>2025-09-19T14:00:00+02:00</published><updated>2025-09-19T15:00:00+02:00</updated>
<content type="xhtml" xml:base="sub/"><div xmlns="http://www.w3.org/1999/xhtml"><p>Text
<a href="x">link</a></p></div></content><category term="world" label="World"/></entry>
<entry><id>urn:2</id><title type="text">a &lt;b&gt; c</title><summary>plain &lt; text</summary>
<author><name>Ann</name></author><author><name>Bob</name></author>
<updated>2025-09-19T12:00:00Z</updated></entry></feed>"""


async def test_an_atom_document_is_read_whole(reader: FeedReader) -> None:
    document = await read(reader, ATOM)
    assert (document.kind, document.title, document.url) == ("atom", "News", "https://e.org/")
    assert (document.language, document.self_url) == ("de", "https://e.org/base/feed")
    first, second = document.entries
    assert (first.id, first.url, first.title) == ("urn:1", "https://e.org/base/one", "One")
    assert (first.published, first.author, first.tags) == (NOON, "The Desk", ("world",))
    assert first.updated == NOON + timedelta(hours=1)
    assert 'href="https://e.org/base/sub/x"' in first.content
    assert first.text == "Text link"
    assert first.enclosures == (Enclosure(url="https://e.org/base/a.mp3"),)
    assert (second.title, second.text, second.author) == (
        "a <b> c",
        "plain < text",
        "Ann, Bob",
    )
    assert (second.published, second.updated, second.url) == (None, NOON, "")


@pytest.mark.parametrize("url", ["", "http://[broken", "feed.xml", "file:///tmp/feed.xml"])
async def test_a_document_from_an_odd_place_is_read_all_the_same(
    reader: FeedReader, url: str
) -> None:
    item = "<item><title>x</title><link>/1</link></item>"
    document = await read(reader, rss(item), url=url)
    assert document.entries[0].title == "x"
    assert document.entries[0].url in {"", "https://e.org/1"}


async def test_an_rdf_document_is_read(reader: FeedReader) -> None:
    document = await read(
        reader,
        """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns="http://purl.org/rss/1.0/"><channel rdf:about="https://e.org/"><title>News</title>
        <link>https://e.org/</link></channel><item rdf:about="urn:1"><title>One</title>
        <link>https://e.org/1</link></item><item rdf:about="urn:2"><title>Two</title></item>
        </rdf:RDF>""",
    )
    assert (document.kind, document.title) == ("rdf", "News")
    assert [(entry.id, entry.title) for entry in document.entries] == [
        ("urn:1", "One"),
        ("urn:2", "Two"),
    ]


async def test_a_json_feed_is_read(reader: FeedReader) -> None:
    document = await read(
        reader,
        """{"version": "https://jsonfeed.org/version/1.1", "title": "News", "language": "en",
        "home_page_url": "https://e.org/", "feed_url": "https://e.org/feed.json",
        "hubs": [{"type": "WebSub", "url": "https://hub.e/"}],
        "authors": [{"name": "The Desk"}],
        "items": [{"id": 7, "url": "/7", "title": "Seven", "content_html": "<p>Text</p>",
        "summary": "a < b", "date_published": "2025-09-19T12:00:00Z", "tags": ["x", 3],
        "image": "/p.jpg", "attachments": [{"url": "/a.mp3", "mime_type": "audio/mpeg",
        "size_in_bytes": 12}]}, {"id": "8", "content_text": "One\\n\\nTwo"}, "odd"]}""",
    )
    assert (document.kind, document.title, document.hub) == ("jsonfeed", "News", "https://hub.e/")
    first, second = document.entries
    assert (first.id, first.url, first.published) == ("7", "https://e.org/7", NOON)
    assert (first.text, first.summary, first.author) == ("Text", "a &lt; b", "The Desk")
    assert (first.tags, first.image) == (("x",), "https://e.org/p.jpg")
    assert first.enclosures == (Enclosure(url="https://e.org/a.mp3", type="audio/mpeg", length=12),)
    assert second.text == "One\n\nTwo"
    assert [warning.code for warning in document.warnings] == ["malformed_json"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("", "empty"),
        ("   \n", "empty"),
        ("hello", "no feed"),
        ("<!DOCTYPE html><html><body>Hi</body></html>", "web page"),
        ("<note><to>you</to></note>", "begins with <note>"),
        ('{"a": 1}', "no JSON Feed"),
        ('{"items": [', "JSON is broken"),
        ("\x00\x01\x02", "no feed"),
    ],
)
async def test_what_is_no_feed_is_malformed_and_says_what_came(
    reader: FeedReader, body: str, message: str
) -> None:
    with pytest.raises(Malformed, match=message):
        await read(reader, body)


TITLES = {
    "stray ampersand": "<title>Fish & Chips</title>",
    "HTML entity": "<title>Fish&nbsp;&amp; Chips</title>",
    "forbidden control character": "<title>Fish \x08&amp; Chips</title>",
    "reference to a forbidden character": "<title>Fish &amp; Chips&#x1F;</title>",
    "undeclared prefix": "<title>Fish &amp; Chips</title><media:thumbnail url='x'/>",
    "bare less-than": "<title>Fish &amp; Chips</title><description>1 < 2</description>",
    "unclosed element": "<title>Fish &amp; Chips</title><description>open",
    "crossed elements": "<title>Fish &amp; Chips</title><b><i></b></i>",
}


@pytest.mark.parametrize("fault", TITLES)
async def test_g18_a_broken_document_gives_whole_titles_and_names_its_fault(
    reader: FeedReader, fault: str
) -> None:
    item = f"<item>{TITLES[fault]}</item>"
    document = await read(reader, rss(f"<item><title>First</title></item>{item}"))
    assert [entry.title for entry in document.entries] == ["First", "Fish & Chips"]
    assert "malformed_xml" in [warning.code for warning in document.warnings]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\n\n  ", ""),
        ("Warning: something on line 3<br />\n", ""),
        ("<!-- made by hand -->", ""),
        ("\ufeff", ""),
        ("", "\n<!-- cached -->"),
        ("", "<script>track()</script>"),
        ("", "\x00\x00\x00"),
        ('<?xml version="1.0"?>', ""),
    ],
)
async def test_what_stands_around_a_document_does_no_harm(
    reader: FeedReader, before: str, after: str
) -> None:
    body = before + rss("<item><title>One</title></item>") + after
    assert [entry.title for entry in (await read(reader, body)).entries] == ["One"]


async def test_a_document_that_breaks_off_anywhere_gives_what_it_has_and_says_so(
    reader: FeedReader,
) -> None:
    item = "<item><title>Title {n}</title><description><![CDATA[<p>Text</p>]]></description></item>"
    whole = rss("".join(item.replace("{n}", str(n)) for n in range(4)))
    for end in range(whole.index("<item>"), whole.index("</rss>")):
        document = await read(reader, whole[:end])
        complete = whole[:end].count("</item>")
        titles = [entry.title for entry in document.entries]
        assert titles[:complete] == [f"Title {n}" for n in range(complete)]
        assert "malformed_xml" in [warning.code for warning in document.warnings]


async def test_a_document_that_even_the_tolerant_parser_fails_at_gives_what_can_be_saved(
    reader: FeedReader,
) -> None:
    document = await read(reader, rss("<item><title>One</title></item></height>"))
    assert [entry.title for entry in document.entries] == ["One"]
    assert "malformed_xml" in [warning.code for warning in document.warnings]


async def test_g8_entities_are_never_expanded_and_no_file_is_read(reader: FeedReader) -> None:
    bomb = (
        '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM '
        '"file:///etc/passwd">]>'
        "<rss><channel><item><title>&b; &c; end</title></item></channel></rss>"
    )
    document = await read(reader, bomb)
    assert "haha" not in document.entries[0].title
    assert "root:" not in document.entries[0].title
    assert document.entries[0].title.endswith("end")
    assert document.warnings


SENTENCES = {
    "utf-8": "Überraschung für Zoë",
    "iso-8859-1": "Überraschung für Zoë",
    "iso-8859-2": "Žluťoučký kůň úpěl",
    "iso-8859-7": "Καλημέρα κόσμε",
    "windows-1250": "Žluťoučký kůň úpěl",
    "windows-1251": "Українські новини",
    "windows-1256": "أخبار اليوم",
    "koi8-r": "Новости дня",
    "gb2312": "今日新闻",
    "gb18030": "今日新闻",
    "big5": "今日新聞",
    "euc-jp": "今日のニュース",
    "shift_jis": "今日のニュース",
    "iso-2022-jp": "今日のニュース",
    "euc-kr": "오늘의 뉴스",
    "utf-16": "Новости 今日",
    "utf-16-le": "Новости 今日",
    "utf-32": "Новости 今日",
}


@pytest.mark.parametrize("encoding", SENTENCES)
@pytest.mark.parametrize("place", ["document", "header"])
async def test_every_usual_encoding_is_read_as_declared(
    reader: FeedReader, encoding: str, place: str
) -> None:
    body = rss(f"<item><title>{SENTENCES[encoding]}</title></item>")
    header = "text/xml"
    if place == "document":
        body = body.replace("?>", f' encoding="{encoding}"?>', 1)
    else:
        header = f"text/xml; charset={encoding}"
    document = await read(reader, body.encode(encoding), content_type=header)
    assert document.entries[0].title == SENTENCES[encoding]
    assert not document.warnings


async def test_valid_utf_8_wins_over_a_wrong_declaration(reader: FeedReader) -> None:
    body = rss("<item><title>Київ</title></item>").replace("?>", ' encoding="iso-8859-1"?>', 1)
    document = await read(reader, body, content_type="text/xml; charset=windows-1251")
    assert document.entries[0].title == "Київ"
    assert [warning.code for warning in document.warnings] == ["encoding"]


async def test_a_stray_byte_does_not_spoil_a_utf_8_document(reader: FeedReader) -> None:
    body = rss("<item><title>Київ і Львів – caf\x00</title></item>").encode()
    document = await read(reader, body.replace(b"\x00", b"\xe9"))
    assert document.entries[0].title == "Київ і Львів – café"
    assert [warning.code for warning in document.warnings] == ["encoding"]


async def test_a_byte_order_mark_before_stray_bytes_keeps_the_rest_as_utf_8(
    reader: FeedReader,
) -> None:
    body = b"\xef\xbb\xbf" + rss("<item><title>Київ – caf\x00</title></item>").encode()
    document = await read(reader, body.replace(b"\x00", b"\xe9"))
    assert document.entries[0].title == "Київ – café"


async def test_a_date_that_nobody_can_read_is_told_and_kept(reader: FeedReader) -> None:
    document = await read(
        reader, rss("<item><title>x</title><pubDate>next Tuesday at 5x</pubDate></item>")
    )
    entry = document.entries[0]
    assert (entry.published, entry.published_raw) == (None, "next Tuesday at 5x")
    assert [warning.code for warning in document.warnings] == ["bad_date"]


async def test_entries_beyond_the_limit_are_left_out_and_told(reader: FeedReader) -> None:
    document = await read(reader, rss("<item><title>x</title></item>" * 2001))
    assert len(document.entries) == 2000
    assert [warning.code for warning in document.warnings] == ["too_many_entries"]


async def test_a_large_document_is_read_in_the_sandbox_to_the_same_end(
    reader: FeedReader,
) -> None:
    item = f"<item><title>x</title><description>{'word ' * 2000}</description></item>"
    document = await read(reader, rss(item * 100))
    assert len(document.entries) == 100
    assert document.entries[0] == (await read(reader, rss(item))).entries[0]


class CountingSandbox(Sandbox):
    """Stand for a sandbox whose children are killed, and count how often they are asked."""

    runs = 0

    async def run(self, *_: object, **__: object) -> object:  # type: ignore[override]
        self.runs += 1
        raise TooLarge("Reading the document took longer than 5 seconds.")


async def test_g7_a_document_that_cost_too_much_takes_no_second_child_while_it_is_the_same() -> (
    None
):
    sandbox = CountingSandbox()
    reader = FeedReader(sandbox)
    crossed = rss("<item><title>x</title><b><i></b></i></item>")
    for _ in range(3):
        with pytest.raises(TooLarge, match="5 seconds"):
            await read(reader, crossed)
    assert sandbox.runs == 1
    with pytest.raises(TooLarge):
        await read(reader, crossed.replace("x", "y"))
    assert sandbox.runs == 2
