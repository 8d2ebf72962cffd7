"""What a page declares: title, author, site, address, picture, language, JSON-LD."""

import pytest

from newsbot.extract import extract_page
from newsbot.extract.address import canonical_address, host_of, web_address

TEXT = "".join(
    f"<p>{sentence}</p>"
    for sentence in (
        "The harbour council agreed on Tuesday to close the old ferry pier until spring.",
        "Engineers found cracks in three of the nine piles when the water stood low.",
    )
)


def page(head: str = "", body: str = "", lang: str = "") -> bytes:
    attribute = f' lang="{lang}"' if lang else ""
    return f"<html{attribute}><head>{head}</head><body>{body}{TEXT}</body></html>".encode()


def json_ld(content: str) -> str:
    return f'<script type="application/ld+json">{content}</script>'


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Pier shut | Harbour Herald</title>", "", "Pier shut | Harbour Herald"),
        (
            "<title>Pier shut | Herald</title><meta property='og:site_name' content='Herald'>",
            "",
            "Pier shut",
        ),
        ("<title>Harbour Herald - Pier shut</title>", "<h1>Pier shut</h1>", "Pier shut"),
        ("<title>Pier shut for good</title>", "<h1>Herald</h1>", "Pier shut for good"),
        ('<meta property="og:title" content="Pier &amp;quot;shut&amp;quot;">', "", 'Pier "shut"'),
        ("<title>Pier &lt;i&gt;shut&lt;/i&gt;</title>", "", "Pier shut"),
        ("", "<h1>Pier\n  shut</h1>", "Pier shut"),
        ("", "<div class='logo'><h1>Herald</h1></div><h1>Pier shut</h1>", "Pier shut"),
        (json_ld('{"@type":"Article","headline":"Pier shut"}'), "", "Pier shut"),
    ],
)
def test_the_title_is_the_headline_without_the_sites_name(head: str, body: str, title: str) -> None:
    assert extract_page(page(head, body)).title == title


def test_the_title_loses_the_domain_of_the_site() -> None:
    found = extract_page(
        page("<title>Pier shut - herald</title>"), url="https://www.herald.example/x"
    )

    assert found.title == "Pier shut"


@pytest.mark.parametrize(
    ("head", "body", "author"),
    [
        ('<meta name="author" content="By Ida Holm">', "", "Ida Holm"),
        ('<meta name="author" content="IDA HOLM and PER AAS">', "", "Ida Holm, Per Aas"),
        ('<meta name="author" content="https://facebook.com/ida">', "", ""),
        ('<meta name="author" content="admin">', "<a rel='author'>Ida Holm</a>", "Ida Holm"),
        ("", "<span class='byline'>By Ida Holm, Staff writer | 3 May 2023</span>", "Ida Holm"),
        ("", "<div class='author-name'>Von Ida Holm</div>", "Ida Holm"),
        ("", "<div class='author'>Автор: Олена Шевченко</div>", "Олена Шевченко"),
        ("", "<div class='comment-author'>Per Aas</div>", ""),
        ("", "<div class='author'>All our news on the coast in one place</div>", ""),
        ("", "<h1>Pier</h1><p>By Ida Holm</p>", "Ida Holm"),
        (json_ld('{"@type":"Article","author":{"name":"Ida Holm"}}'), "", "Ida Holm"),
        (
            json_ld('{"@type":"Article","author":["Ida Holm",{"name":"Per Aas"}]}'),
            "",
            "Ida Holm, Per Aas",
        ),
        (
            json_ld(
                '{"@graph":[{"@type":"Article","author":{"@id":"#1"}},'
                '{"@id":"#1","name":"Ida Holm"}]}'
            ),
            "",
            "Ida Holm",
        ),
        (json_ld('{"@type":"Article","author":{"name":"ida.holm"}}'), "", "Ida Holm"),
    ],
)
def test_the_author_is_named_without_labels_roles_and_days(
    head: str, body: str, author: str
) -> None:
    assert extract_page(page(head, body)).author == author


def test_the_sites_own_name_is_no_author() -> None:
    head = (
        '<meta property="og:site_name" content="Harbour Herald">'
        '<meta name="author" content="Harbour Herald">'
    )

    assert extract_page(page(head)).author == ""


@pytest.mark.parametrize(
    "content",
    [
        '{"@type":"NewsArticle","articleBody":1,"author":{"name":["Ida Holm"]}}',
        '<!-- {"@type":"NewsArticle","author":"Ida Holm",} -->',
        '[{"@type":"BreadcrumbList"},{"@type":["Article","X"],"author":"Ida Holm"}]',
        '{"@type":"https://schema.org/NewsArticle","author":"Ida\n Holm"}',
    ],
)
def test_json_ld_is_read_as_sites_write_it(content: str) -> None:
    assert extract_page(page(json_ld(content))).author == "Ida Holm"


def test_of_several_articles_in_json_ld_the_one_of_this_address_counts() -> None:
    content = (
        '[{"@type":"Article","url":"https://h.example/other","author":"Per Aas"},'
        '{"@type":"Article","url":"https://h.example/pier","author":"Ida Holm"}]'
    )

    assert extract_page(page(json_ld(content)), url="https://h.example/pier").author == "Ida Holm"


@pytest.mark.parametrize("content", ["", "{", "[[[[", "null", '"x"', "[1,2]", "{" * 5000])
def test_broken_json_ld_is_passed_over(content: str) -> None:
    assert extract_page(page(json_ld(content), "<h1>Pier</h1>")).title == "Pier"


def test_the_picture_is_an_absolute_address() -> None:
    head = '<meta property="og:image" content="/pier.jpg">'

    assert (
        extract_page(page(head), url="https://h.example/a/b").image == "https://h.example/pier.jpg"
    )
    assert extract_page(page(head.replace("/pier", "data:x"))).image == ""


@pytest.mark.parametrize(
    ("value", "base", "expected"),
    [
        ("/a", "https://h.example/b", "https://h.example/a"),
        ("//h.example/a", "http://x.example", "http://h.example/a"),
        ("https://user:secret@h.example/a#top", "", "https://h.example/a"),
        ("https://h.example:8080", "", "https://h.example:8080/"),
        ("https://h.example/a\n b", "", "https://h.example/ab"),
        ("https://поле.укр/новини", "", "https://поле.укр/новини"),
        ("javascript:alert(1)", "https://h.example", ""),
        ("data:text/html,x", "", ""),
        ("https://localhost/a", "", ""),
        ("https://[::1]/a", "", ""),
        ("https://h.example:99999/", "", ""),
        ("ftp://h.example/a", "", ""),
        ("https://h.example/" + "a" * 3000, "", ""),
        ("", "https://h.example/", ""),
    ],
)
def test_only_sane_web_addresses_are_taken(value: str, base: str, expected: str) -> None:
    assert web_address(value, base) == expected


def test_a_canonical_address_that_is_the_home_page_is_not_believed() -> None:
    own = "https://h.example/pier"

    assert canonical_address("https://h.example/", own) == own
    assert canonical_address("", own) == own
    assert canonical_address("https://h.example/?p=3", own) == "https://h.example/?p=3"
    assert canonical_address("https://h.example/", "https://h.example/") == "https://h.example/"


def test_a_host_has_no_www() -> None:
    assert host_of("https://www.h.example/x") == "h.example"
    assert host_of("http://[bad") == ""


@pytest.mark.parametrize(
    ("lang", "expected"), [("en-GB", "en"), ("de", "en"), ("xx-bad-tag", "xx"), ("", "en")]
)
def test_the_declared_language_counts_unless_the_text_speaks_another(
    lang: str, expected: str
) -> None:
    assert extract_page(page(lang=lang)).language == expected
