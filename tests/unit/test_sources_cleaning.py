"""One sanitiser for all markup (G10), and the way to plain text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbot.sources.cleaning import Sanitiser, first_image, without_tags
from newsbot.sources.plaintext import text_to_markup, to_text, to_title

BASE = "https://e.org/news/1"


def clean(markup: str, base: str = BASE) -> str:
    cleaned = Sanitiser().clean(markup, base)
    assert cleaned is not None
    return cleaned


ACTIVE = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<img src='javascript:alert(1)'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt&colon;alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href=' &#14; javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<math><mtext><script>alert(1)</script></mtext></math>",
    "<iframe src='https://evil.example/'></iframe>",
    "<object data='x.swf'></object><embed src='x.swf'>",
    "<form action='https://evil.example/'><input name=password></form>",
    "<style>body{background:url(javascript:alert(1))}</style>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href='https://evil.example/'>",
    "<body onload=alert(1)>",
    "<details ontoggle=alert(1) open>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<<script>alert(1)//<</script>",
    "<img src=`javascript:alert(1)`>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='//evil.example\\@e.org/' onclick=alert(1)>x</a>",
    "<template><script>alert(1)</script></template>",
    "<!--><script>alert(1)</script>-->",
    "<title><script>alert(1)</script></title>",
    "<textarea><script>alert(1)</script></textarea>",
    "<xmp><script>alert(1)</script></xmp>",
    "<p id=location name=location class=x>x</p>",
]


@pytest.mark.parametrize("markup", ACTIVE)
def test_g10_nothing_active_passes(markup: str) -> None:
    cleaned = clean(markup).lower()
    for sign in (
        *("<script", "<iframe", "<object", "<embed", "<form", "<input", "<style", "<link", "<meta"),
        *("<base", "<body", "<svg", "<math", "<template", "javascript:", "vbscript:", "data:"),
        *(" on", " style=", " id=", " name=", " class="),
    ):
        assert sign not in cleaned


def test_what_news_are_written_in_stays() -> None:
    markup = (
        '<h2>Head</h2><p>One <b>bold</b> and <a href="https://e.org/a">link</a>.</p>'
        '<ul><li>item</li></ul><blockquote>said</blockquote><img src="https://e.org/p.jpg" alt="a">'
    )
    cleaned = clean(markup).replace(' rel="noopener noreferrer"', "")
    assert cleaned == markup


@pytest.mark.parametrize(
    ("reference", "wanted"),
    [
        ("/a", "https://e.org/a"),
        ("b?x=1&amp;y=2", "https://e.org/news/b?x=1&amp;y=2"),
        ("//cdn.example/c", "https://cdn.example/c"),
        ("../d e", "https://e.org/d%20e"),
    ],
)
def test_relative_urls_become_absolute(reference: str, wanted: str) -> None:
    assert f'href="{wanted}"' in clean(f'<a href="{reference}">x</a>')


@pytest.mark.parametrize("reference", ["#part", "x:y", "", "\\\\evil.example\\a"])
def test_a_url_that_leads_nowhere_on_the_web_is_taken_out(reference: str) -> None:
    assert "href" not in clean(f'<a href="{reference}">x</a>')


def test_without_a_base_relative_urls_are_taken_out() -> None:
    assert "src" not in clean('<p>x</p><img src="/a.jpg">', "")


@pytest.mark.parametrize(
    "pixel",
    [
        '<img src="https://t.example/p.gif" width="1" height="1">',
        '<img src="https://t.example/p.gif" height="0">',
        '<img src="https://feeds.feedburner.com/~r/News/~4/abc" alt="">',
        '<img src="https://pixel.wp.com/b.gif?host=e.org">',
        '<img src="https://stats.g.doubleclick.net/x">',
        '<img alt="nothing">',
    ],
)
def test_pictures_that_only_count_readers_are_taken_out(pixel: str) -> None:
    assert clean(f"<p>text</p>{pixel}") == "<p>text</p>"


def test_the_first_picture_is_found_in_cleaned_markup() -> None:
    cleaned = clean('<p title="a > b">x</p><img src="/p.jpg?a=1&b=2"><img src="/q.jpg">')
    assert first_image(cleaned) == "https://e.org/p.jpg?a=1&b=2"
    assert first_image("<p>none</p>") == ""


@pytest.mark.parametrize(
    "bomb",
    [
        "".join(f"<b id={n}><p>" for n in range(2000)),
        "<div>" * 20_000,
        "<font size=1>" * 5000 + "</i>" * 5000,
        "x" * 2_000_001 + "<p>",
    ],
)
def test_g8_markup_that_would_cost_too_much_is_refused_and_keeps_its_text(bomb: str) -> None:
    assert Sanitiser().clean(bomb, BASE) is None
    assert "<" not in without_tags(f"{bomb}<p onclick=x>text")


def test_long_but_flat_markup_is_cleaned() -> None:
    assert clean("<p>one<p>two" * 5000).count("<p>") == 10_000


@given(st.text(alphabet="<>/=\"' abimgsrchefpx&;#!-\x00\n", max_size=80))
@settings(deadline=None)
def test_cleaning_twice_changes_nothing(markup: str) -> None:
    once = clean(markup)
    assert clean(once) == once


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("plain &amp; simple", "plain & simple"),
        ("<p>one</p>\n<p>two</p>", "one\n\ntwo"),
        ("one<br>two", "one\ntwo"),
        ("one<br><br>two", "one\n\ntwo"),
        ("one<br> <br />two", "one\n\ntwo"),
        ("<p>a  b\n c</p>", "a b c"),
        ("<ul><li>one</li><li>two</li></ul>", "one\n\ntwo"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("<b>bo</b>ld", "bold"),
        ("a&nbsp;b", "a b"),
        ('<img alt="x > y" src="https://e.org/a">after', "after"),
        ("<p></p><p> </p>", ""),
    ],
)
def test_markup_becomes_plain_text_with_paragraphs(markup: str, text: str) -> None:
    assert to_text(clean(markup)) == text


def test_plain_text_becomes_markup_with_paragraphs() -> None:
    assert text_to_markup("a < b\nc\n\n\nd") == "<p>a &lt; b<br>c</p><p>d</p>"
    assert to_text(text_to_markup("a < b\nc\n\nd")) == "a < b\nc\n\nd"


@pytest.mark.parametrize(
    ("value", "title"),
    [
        ("Plain", "Plain"),
        ("  two\n lines ", "two lines"),
        ("A &amp; B", "A & B"),
        ("A &amp;amp; B", "A & B"),
        ("It&#8217;s", "It’s"),
        ("<b>Bold</b> move", "Bold move"),
        ("&lt;i&gt;Hamlet&lt;/i&gt; again", "Hamlet again"),
        ("5 < 7 and 9 > 8", "5 < 7 and 9 > 8"),
        ("The <unknown> tag", "The <unknown> tag"),
        ("Fish & Chips", "Fish & Chips"),
        ("AT&T wins", "AT&T wins"),
        ("<script>alert(1)</script>News", "News"),
        ("Ã©tÃ©", "été"),
        ("It\x92s", "It’s"),
        ("a\u2028b", "a b"),
    ],
)
def test_a_title_is_one_line_of_plain_text(value: str, title: str) -> None:
    assert to_title(value, is_html=True) == (title, False)


def test_a_title_that_is_text_keeps_its_brackets() -> None:
    assert to_title("the <b> tag", is_html=False)[0] == "the <b> tag"


def test_a_title_beyond_all_measure_is_cut_and_says_so() -> None:
    title, cut = to_title("word " * 5000, is_html=True)
    assert cut
    assert len(title) <= 1000
    assert title.endswith("…")
