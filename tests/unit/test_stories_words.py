"""Hold languages, words, names and signatures, the ground that the room stands on."""

import pytest

from newsbot.stories.boilerplate import is_boilerplate, without_dateline
from newsbot.stories.copies import CopyIndex, signature_of
from newsbot.stories.encoding import mend_twice_encoded
from newsbot.stories.frequencies import DocumentFrequencies
from newsbot.stories.languages import fold, language_of, stem
from newsbot.stories.names import find_names, is_title_case
from newsbot.stories.numerals import in_digits
from newsbot.stories.postings import LATEST_KEPT, Postings
from newsbot.stories.words import content_words, roots, stems


@pytest.mark.parametrize(
    ("text", "declared", "code"),
    [
        ("The bridge was closed and nobody knows for how long.", "", "en"),
        ("Die Brücke wurde gesperrt und niemand weiß, wie lange.", "", "de"),
        ("Le pont est fermé et personne ne sait pour combien de temps.", "", "fr"),
        ("Мост закрыли, и никто не знает, на сколько.", "", "ru"),
        ("Міст закрили, і ніхто не знає, на скільки.", "", "uk"),
        ("Мост закрыли, и никто не знает, на сколько.", "en-GB", "ru"),
        ("Міст закрили.", "uk", "uk"),
        ("Die Brücke ist zu und niemand weiß, wie lange es so bleibt und was kommt.", "en", "de"),
        ("Bridge closed and nobody knows why", "de", "de"),
        ("Broen er stengt.", "nb-NO", "no"),
        ("港湾橋閉鎖", "ja", "ja"),
        ("港湾橋を閉鎖", "", "ja"),
        ("Bridge closed", "en-US", "en"),
        ("橋は閉鎖された。", "", "ja"),
        ("桥梁已关闭。", "", "zh"),
        ("Bridge", "", ""),
        ("", "", ""),
    ],
)
def test_a_language_is_declared_or_guessed_and_never_against_its_script(
    text: str, declared: str, code: str
) -> None:
    assert language_of(text, declared) == code


def test_forms_of_a_word_have_one_stem() -> None:
    assert stem("bridges", "en") == stem("bridge", "en")
    assert stem("україни", "uk") == stem("україна", "uk")
    assert stem("президента", "ru") == stem("президент", "ru")
    assert stem("weiß", "xx") == "weiß"


def test_marks_are_taken_off_latin_letters_and_yo_only() -> None:
    assert fold("école") == "ecole"
    assert fold("ёлка") == "елка"
    assert fold("україна") == "україна"


def test_words_leave_out_what_carries_no_matter() -> None:
    assert content_words("The 3 bridges of Elmstad", "en") == ["3", "bridges", "elmstad"]
    assert stems("10,000 people", "en") == stems("10000 people", "en")
    assert stems("l'article d'Anna", "fr") == ["articl", "anna"]
    assert stems("п'ятниця", "uk") != stems("п", "uk")


def test_unspaced_scripts_are_read_in_pairs() -> None:
    assert stems("港の橋", "ja") == ["港の", "の橋"]


def test_roots_join_what_begins_alike() -> None:
    assert roots(["bridges", "bridge", "governments", "government"]) == [
        "bridge", "bridge", "govern", "govern",
    ]  # fmt: skip


def test_names_are_found_by_their_capitals_within_a_sentence() -> None:
    text = "There the mayor Ida Holm met an envoy of NATO. Engineers from Elmstad came on Friday."
    assert find_names(text, "en") == [
        ["ida", "holm"], ["nato"], ["elmstad"],
    ]  # fmt: skip


def test_german_nouns_are_no_names() -> None:
    assert find_names("Gestern kam der Bürgermeister nach Hause.", "de") == []


def test_title_case_tells_nothing_about_names() -> None:
    assert is_title_case("Mayor Closes Harbour Bridge Over Cracks")
    assert not is_title_case("Mayor Holm closes harbour bridge over cracks")


@pytest.mark.parametrize(
    "line",
    [
        "By Nora Lind",
        "Von Karl Huber und Eva Roth",
        "See also: Storm sinks ferry",
        "Читайте также: Шторм потопил паром",
        "Lesen Sie auch: Sturm versenkt Fähre",
        "Lire aussi : Une tempête coule un ferry",
        "Published: 18:30, 3 March 2012",
        "3 March 2012",
        "We use cookies to give you the best experience.",
        "Wir verwenden Cookies, um unsere Seite zu verbessern.",
        "Photo: Elmstad Archive",
        "Mayor Holm (left) and an engineer at the bridge",
    ],
)
def test_what_belongs_to_the_page_is_known(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "sentence",
    [
        "The court fined the firm over its use of cookies without warning.",
        "By Monday the bridge will be open again, the mayor said.",
        "Copyright law will change next year, ministers said.",
        "Published figures show that trade fell in May.",
        "Subscribers will pay more from June.",
        "Crédit Agricole a annoncé une hausse de ses bénéfices.",
        "See you in court, the mayor told the builder.",
    ],
)
def test_news_about_such_things_is_news(sentence: str) -> None:
    assert not is_boilerplate(sentence)


@pytest.mark.parametrize(
    ("sentence", "rest"),
    [
        ("LONDON (Reuters) - The bridge is closed.", "The bridge is closed."),
        ("Kabul, Afghanistan (CNN) -- The road is open.", "The road is open."),
        ("ELMSTAD, Norland — The bridge is closed.", "The bridge is closed."),
        ("— The bridge is closed.", "The bridge is closed."),
        ("ELMSTAD — The bridge is closed.", "The bridge is closed."),
        ("NATO (the alliance) met on Friday.", "NATO (the alliance) met on Friday."),
        ("The mayor (Ida Holm) closed it.", "The mayor (Ida Holm) closed it."),
    ],
)
def test_a_dateline_is_taken_off(sentence: str, rest: str) -> None:
    assert without_dateline(sentence) == rest


def long_text(change: str = "") -> str:
    return " ".join(f"word{number}" for number in range(120)) + change


def test_a_copy_with_a_changed_end_is_found_and_forgotten() -> None:
    index = CopyIndex()
    original = signature_of(long_text())
    changed = signature_of(long_text(" and a byline at the end"))
    assert original is not None
    assert changed is not None
    index.add(7, original)
    assert [slot for _, slot in index.copies_of(changed)] == [7]
    index.remove(7)
    assert index.copies_of(changed) == []


def test_copies_are_found_after_the_table_has_grown() -> None:
    index = CopyIndex()
    signatures = []
    for number in range(300):
        signature = signature_of(" ".join(f"w{number}x{i}" for i in range(60)))
        assert signature is not None
        signatures.append(signature)
        index.add(number, signature)
    assert all(index.copies_of(each)[0] == (1.0, n) for n, each in enumerate(signatures))


def test_short_texts_have_no_signature() -> None:
    assert signature_of("Only a few words here") is None


def test_a_term_is_worth_less_the_more_articles_hold_it_and_as_before_when_they_left() -> None:
    frequencies = DocumentFrequencies()
    before = frequencies.idf(["bridge"], "en")
    for _ in range(5):
        frequencies.add(["bridge"], "en")
    assert frequencies.idf(["bridge"], "en") < before
    for _ in range(5):
        frequencies.remove(["bridge"], "en")
    assert frequencies.idf(["bridge"], "en") == before


def test_postings_keep_the_latest_and_answer_the_best_first() -> None:
    postings = Postings()
    for slot in range(10 * LATEST_KEPT):
        postings.add(slot, ["common"])
    postings.add(5000, ["common", "rare"])
    found = postings.best([("rare", 2.0), ("common", 1.0)], 3)
    assert found[0] == 5000
    assert len(found) == 3
    postings.remove(5000, ["common", "rare"])
    assert 5000 not in postings.best([("rare", 2.0), ("common", 1.0)], 2000)


@pytest.mark.parametrize(
    "text",
    [
        "Dois homens presos em São José dos Pinhais",
        "L’été à Orléans : « déjà vu » – ça va…",
        "Größe, Ärger, Übermut",
        "Мост закрыли",
        "Η γέφυρα έκλεισε",
    ],
)
def test_text_that_was_encoded_twice_reads_as_it_was_written(text: str) -> None:
    twice = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())
    assert twice != text
    assert mend_twice_encoded(twice) == text


@pytest.mark.parametrize(
    "text",
    ["São José", "Ämter öffnen", "ÂGE LÉGAL À 64 ANS", "Île d’Oléron", "plain", "Ñandú â la carte"],
)
def test_text_that_was_encoded_once_is_left_alone(text: str) -> None:
    assert mend_twice_encoded(text) == text


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("At least Five dead and twelve hurt", "en", "At least 5 dead and 12 hurt"),
        ("Someone told a tense tale", "en", "Someone told a tense tale"),
        ("Le neuf place a trois voies", "fr", "Le neuf place a 3 voies"),
        ("Задержаны трое, ранены четверо", "ru", "Задержаны 3, ранены 4"),
        ("Tres muertos", "xx", "Tres muertos"),
    ],
)
def test_small_numbers_are_read_spelled_out_or_not(text: str, language: str, told: str) -> None:
    assert in_digits(text, language) == told
    assert stems(text, language) == stems(told, language)


def test_the_small_words_of_a_name_do_not_tear_it() -> None:
    found = find_names("Um homem morreu em São José dos Pinhais na sexta.", "pt")
    assert found == [stems("São José Pinhais", "pt")]
