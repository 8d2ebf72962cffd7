"""What is noticed as no news, and what is news although it speaks of walls."""

import pytest

from newsbot.extract import extract_page

STORY = (
    "The harbour council agreed on Tuesday to close the old ferry pier for repairs until spring.",
    "Engineers found cracks in three of the nine piles when the water stood low in September.",
    "Ferries will leave from the fish market instead, and tickets keep their price meanwhile.",
)


def judged(*paragraphs: str, head: str = "") -> tuple[str, list[str]]:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    page = f"<html><head>{head}</head><body><article><h1>Pier</h1>{body}</article></body></html>"
    found = extract_page(page.encode())
    return found.text, [warning.code for warning in found.warnings]


@pytest.mark.parametrize(
    "paragraphs",
    [
        (
            "We and our 843 partners use cookies and process personal data with your consent.",
            "Accept all or manage preferences. See our privacy policy on legitimate interest.",
        ),
        (
            "Wir verwenden Cookies und brauchen Ihre Einwilligung für die Datenverarbeitung.",
            "Alle akzeptieren oder Einstellungen öffnen. Mehr in der Datenschutzerklärung.",
        ),
        (
            "Nous utilisons des cookies et traitons vos données personnelles avec consentement.",
            "Tout accepter ou choisir. Le consentement peut être retiré à tout moment.",
        ),
    ],
)
def test_a_consent_dialogue_is_no_news(paragraphs: tuple[str, ...]) -> None:
    assert judged(*paragraphs) == ("", ["cookie_wall"])


@pytest.mark.parametrize(
    "appeal",
    [
        "Subscribe to continue reading this story.",
        "This article is for subscribers only.",
        "Already a subscriber? Log in.",
        "Sie sind bereits Abonnent? Jetzt weiterlesen mit einem Konto bei uns im Netz.",
        "Cet article est réservé aux abonnés de notre journal et de ses éditions.",
        "Contenido exclusivo para quienes apoyan este diario con su cuota mensual.",
    ],
)
def test_a_teaser_with_an_appeal_to_pay_is_no_news(appeal: str) -> None:
    assert judged(STORY[0], STORY[1], appeal) == ("", ["paywall"])


def test_a_teaser_that_the_page_declares_paid_is_no_news() -> None:
    data = (
        '<script type="application/ld+json">{"@type":"NewsArticle",'
        '"isAccessibleForFree":"False"}</script>'
    )

    assert judged(*STORY, head=data) == ("", ["paywall"])


def test_a_paid_article_that_was_sent_whole_is_news() -> None:
    data = '<meta property="article:content_tier" content="metered">'

    text, codes = judged(*(f"{number}. {STORY[number % 3]}" for number in range(20)), head=data)

    assert codes == []
    assert text


@pytest.mark.parametrize(
    "sentence",
    [
        "Please enable JavaScript and reload this page to go on.",
        "Checking your browser before you reach the site you asked for.",
        "Access denied: you have no permission to see this page on this server.",
        "Sorry, the page you were looking for is not here any more, try the search.",
    ],
)
def test_a_refusal_is_no_news(sentence: str) -> None:
    assert judged(sentence) == ("", ["no_article"])


def test_a_few_words_are_no_article() -> None:
    assert judged("Coming soon.") == ("", ["no_article"])


def test_a_front_page_is_navigation() -> None:
    cards = "".join(
        f"<div><h3><a href='/{number}'>Story number {number} of the day</a></h3>"
        f"<p>What happened at pier {number}, and why it matters to the coast.</p></div>"
        for number in range(12)
    )
    page = (
        f"<html><head><title>Harbour Herald</title></head><body><main>{cards}</main></body></html>"
    )

    found = extract_page(page.encode())

    assert found.text == ""
    assert [warning.code for warning in found.warnings] == ["navigation"]


@pytest.mark.parametrize(
    "paragraphs",
    [
        STORY,
        STORY[:2],
        (
            *STORY,
            "The regulator fined the ferry company for cookies set without consent on its site.",
        ),
        (
            "The ferry app was down: users saw the words “Access denied” all morning long.",
            *STORY * 3,
        ),
    ],
)
def test_news_is_news(paragraphs: tuple[str, ...]) -> None:
    text, codes = judged(*paragraphs)

    assert codes == []
    assert text.startswith(paragraphs[0])


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"%PDF-1.7 The harbour council agreed on Tuesday.", ""),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (STORY[0].encode(), "application/pdf"),
        (bytes(range(256)) * 40, ""),
        (bytes(5000), ""),
        (b"\x7fELF\x02\x01\x01" + bytes(9), ""),
        (STORY[0].encode(), "video/mp4"),
    ],
)
def test_a_file_that_is_no_page_is_no_article(body: bytes, content_type: str) -> None:
    found = extract_page(body, content_type=content_type)

    assert (found.text, [warning.code for warning in found.warnings]) == ("", ["not_a_page"])


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "windows-1251", "shift_jis"]
)
def test_a_text_is_no_binary_file_in_any_encoding(encoding: str) -> None:
    body = f"<html><body><p>{STORY[0]}</p></body></html>".encode(encoding)

    codes = [warning.code for warning in extract_page(body).warnings]

    assert "not_a_page" not in codes


def test_thai_without_full_stops_is_news() -> None:
    text = "สภาท่าเรือตกลงเมื่อวันอังคารว่าจะปิดท่าเรือข้ามฟากเก่าเพื่อซ่อมแซมจนถึงฤดูใบไม้ผลิหน้า"

    assert judged(text, text[::-1])[1] == []
