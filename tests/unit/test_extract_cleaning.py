"""Which lines of a page are furniture, and which only look like it."""

import pytest

from newsbot.extract.cleaning import PageWords, clean_lines, is_furniture
from newsbot.extract.lines import Kind, Line

STORY = (
    "The harbour council agreed on Tuesday to close the old ferry pier for repairs until spring."
)
QUOTE = "“We would rather close it for a winter than lose it for good,” said the harbour master."

FURNITURE = [
    "See also Bridge toll to rise again in May",
    "READ MORE: Bridge toll to rise again in May",
    "Also read | Bridge toll to rise again",
    "Read also: why the bridge is closed.",
    "► Watch: the storm in pictures",
    "RELATED - Five ferries that never sailed",
    "You may also like",
    "Lesen Sie auch: Brückenmaut steigt im Mai",
    "Mehr zum Thema",
    "À lire aussi : le péage du pont augmente",
    "Lea también: sube el peaje del puente",
    "Te puede interesar: sube el peaje",
    "Leia também: pedágio da ponte sobe",
    "Veja também",
    "Leggi anche: aumenta il pedaggio del ponte",
    "Lees ook: brugtol stijgt in mei",
    "Läs också: brotullen höjs",
    "Les også: Bompengene øker",
    "Læs også: Broafgiften stiger",
    "Czytaj także: rosną opłaty za most",
    "Čtěte také: mýtné na mostě zdražuje",
    "Читайте также: проезд по мосту подорожает",
    "Читайте також: проїзд мостом подорожчає",
    "Pročitajte još: poskupljuje mostarina",
    "Vezi și: taxa de pod crește",
    "Διαβάστε επίσης: αυξάνονται τα διόδια",
    "İlgili Haberler",
    "相关阅读：过桥费五月上涨",
    "関連記事：橋の通行料が値上げ",
    "اقرأ أيضًا: ارتفاع رسوم الجسر",
    "Related",
    "Ähnliche Artikel",
    "Share this article",
    "Facebook Twitter WhatsApp",
    "Facebook | Twitter | E-Mail",
    "Teilen",
    "Sign up for our daily newsletter",
    "Subscribe to our channel and read us every day",
    "Abonnez-vous à notre lettre",
    "Подписывайтесь на наш канал",
    "Follow us on Instagram",
    "Follow the Harbour Herald on Facebook",
    "Наш канал в Telegram",
    "Advertisement",
    "Anzeige",
    "Реклама",
    "Story continues below",
    "© 2024 Harbour Herald",
    "Copyright 2024 Harbour Herald. All rights reserved.",
    "Photo: Ida Holm",
    "Foto: Ida Holm/Herald",
    "The old pier at low tide. (AP Photo/Ida Holm)",
    "The old pier at low tide / Getty Images",
    "Photo by Ida Holm",
    "Tags: ferry, harbour, pier",
    "3 Comments",
    "Leave a comment",
    "4 min read",
    "Click here for the tide tables",
]

NEWS = [
    "Don't miss the last ferry, the harbour master warned on Monday.",
    "Most read newspapers in the district lost subscribers last year.",
    "More from the talks is expected on Sunday, a spokesman said.",
    "Like many others, she heard of it on Facebook.",
    "Video by a passenger shows the pier breaking.",
    "The pier is safe, an engineer told Reuters.",
    "Nobody was hurt, the police said. (Reuters)",
    "Copyright law protects the drawings of the pier.",
    "Ads on ferries will be banned next year.",
    "Follow the money, the auditor advised the council.",
    "Register offices will open on Saturday.",
    "Zum Thema Fähre sagte der Bürgermeister nichts.",
    "Share prices of the ferry company fell by a tenth.",
    "Comments by the mayor angered the fishermen.",
    "Printing the tickets costs more than the crossing.",
    "Related costs are to be paid by the district.",
    "Live: the tide turned at nine and the crowd went home.",
]


@pytest.mark.parametrize("text", FURNITURE)
def test_furniture_is_known_by_its_wording(text: str) -> None:
    assert is_furniture(text)


@pytest.mark.parametrize("text", NEWS)
def test_a_sentence_that_begins_like_furniture_is_news(text: str) -> None:
    assert not is_furniture(text)


def test_a_pointer_of_one_word_is_furniture_when_it_is_a_link() -> None:
    assert is_furniture("Watch: the storm in pictures.", is_link=True)
    assert not is_furniture("Watch: the storm came at nine, in pictures that went round the world.")


def cleaned(*lines: Line, words: PageWords | None = None) -> list[str]:
    return [line.text for line in clean_lines(lines, words or PageWords())]


def test_everything_over_the_headline_goes_with_it() -> None:
    top = [Line(text=text) for text in ("April 18, 2024", "Harbour Herald", "News of the coast")]
    headline = Line(text="Pier ‘unsafe’ until spring", kind=Kind.HEADING)

    kept = cleaned(
        *top, headline, Line(text=STORY), words=PageWords(title="Pier 'unsafe' until spring")
    )

    assert kept == [STORY]


@pytest.mark.parametrize(
    "text",
    [
        "Updated: Tue., Nov. 19, 2019",
        "Published on 3 October 2023 at 14:05",
        "19.11.2019, 15:30 Uhr",
        "By Ida Holm and Per Aas",
        "By IDA HOLM, Harbour Herald",
        "desk@herald.example",
        "News >",
        "Coast",
    ],
)
def test_byline_day_and_path_over_the_first_sentence_are_dropped(text: str) -> None:
    assert cleaned(Line(text=text), Line(text=STORY), Line(text=QUOTE)) == [STORY, QUOTE]


def test_a_line_of_repeated_labels_is_judged_at_once() -> None:
    label = Line(text="on updated " * 50)

    assert cleaned(label, Line(text=STORY)) == [label.text, STORY]


def test_a_day_between_paragraphs_stays() -> None:
    assert cleaned(Line(text=STORY), Line(text="3 October 2023"), Line(text=QUOTE)) == [
        STORY,
        "3 October 2023",
        QUOTE,
    ]


def test_the_author_line_is_dropped_where_the_author_is_known() -> None:
    words = PageWords(author="Ida Holm")

    assert cleaned(Line(text="Ida Holm, coast reporter"), Line(text=STORY), words=words) == [STORY]


def test_a_pull_quote_is_kept_only_where_it_was_said() -> None:
    pulled = Line(text="close it for a winter than lose it for good", kind=Kind.QUOTE)

    assert cleaned(Line(text=STORY), pulled, Line(text=QUOTE)) == [STORY, QUOTE]


def test_a_paragraph_said_twice_is_kept_once() -> None:
    assert cleaned(Line(text=STORY), Line(text=QUOTE), Line(text=STORY)) == [STORY, QUOTE]


def test_a_line_that_is_all_link_leads_elsewhere() -> None:
    link = Line(text="Bridge toll to rise again in May", is_link=True)

    assert cleaned(Line(text=STORY), link, Line(text=QUOTE)) == [STORY, QUOTE]


def test_a_linked_cell_of_a_table_stays() -> None:
    cell = Line(text="Ferry to the islands | 9:15", kind=Kind.ROW, is_link=True)

    assert cell.text in cleaned(Line(text=STORY), cell, Line(text=QUOTE))


def test_a_list_of_comments_is_cut_where_it_begins() -> None:
    comments = [
        Line(text=text)
        for _ in range(3)
        for text in ("2 hours ago", "I never liked that pier at all.")
    ]

    assert cleaned(Line(text=STORY), Line(text=QUOTE), *comments) == [STORY, QUOTE]


def test_headings_without_text_below_and_the_authors_address_are_dropped_at_the_end() -> None:
    tail = [
        Line(text="Ida Holm is a reporter at the Herald and lives by the sea."),
        Line(text="Contact her at ida@herald.example"),
        Line(text="Discover", kind=Kind.HEADING),
    ]

    kept = cleaned(Line(text=STORY), Line(text=QUOTE), *tail, words=PageWords(author="Ida Holm"))

    assert kept == [STORY, QUOTE]


def test_a_pointer_in_brackets_is_cut_out_of_its_sentence() -> None:
    line = Line(
        text="The pier is closed (read more: all about piers) until spring, the council said."
    )

    assert cleaned(line) == ["The pier is closed until spring, the council said."]


@pytest.mark.parametrize(
    "pointer",
    [
        "See also: Bridge toll to rise again in May",
        "See also Bridge toll to rise again in May",
        "Read more: Bridge toll to rise.",
        "Lesen Sie auch: Brückenmaut steigt",
        "Читайте також: проїзд подорожчає",
    ],
)
def test_a_pointer_behind_the_last_sentence_is_cut_off(pointer: str) -> None:
    assert cleaned(Line(text=f"{STORY} {pointer}")) == [STORY]


def test_a_sentence_that_tells_to_read_on_stays_in_its_paragraph() -> None:
    text = f"{STORY} See also how it was done in other towns, the mayor asked them."

    assert cleaned(Line(text=text)) == [text]


def test_a_box_of_links_goes_with_its_heading() -> None:
    box = [Line(text="From the archive", kind=Kind.HEADING)]
    box += [Line(text=f"Story number {number} of the pier", is_link=True) for number in range(3)]

    assert cleaned(Line(text=STORY), *box, Line(text=QUOTE)) == [STORY, QUOTE]


def test_a_label_in_odd_case_is_cut_out_of_its_sentence() -> None:
    line = Line(
        text="The mayor was – just In Harbourtown this week for talks with the fishermen there."
    )

    assert cleaned(line) == [
        "The mayor was – Harbourtown this week for talks with the fishermen there."
    ]
    plain = Line(
        text="The storm came – just in time for the holidays, as every year in this place."
    )
    assert cleaned(plain) == [plain.text]


def test_known_lines_are_dropped_whatever_their_case_and_marks() -> None:
    words = PageWords(known_lines=frozenset({'"The paper of the coast"'}))

    assert cleaned(Line(text=STORY), Line(text="The Paper of the Coast."), words=words) == [STORY]
