"""How a text's language is guessed."""

import pytest

from newsbot.extract.language import choose_language, detect_language, language_tag

SENTENCES = {
    "en": "The ferry was late and the people on the pier had to wait for it in the rain.",
    "de": "Die Fähre kam zu spät, und die Leute mussten auf der Mole im Regen warten.",
    "fr": "Le bac est arrivé en retard et les gens ont attendu sur la jetée sous la pluie.",
    "es": "El barco llegó tarde y la gente tuvo que esperar en el muelle por la lluvia.",
    "it": "Il traghetto è arrivato in ritardo e la gente ha aspettato sul molo con la pioggia.",
    "pt": "A balsa chegou com atraso e as pessoas não foram para o cais por causa da chuva.",
    "nl": "De veerboot was te laat en de mensen op de pier moesten in de regen wachten.",
    "sv": "Färjan var sen och det var många som fick vänta på den i regnet vid bryggan.",
    "pl": "Prom się spóźnił i ludzie na molo musieli na niego czekać w deszczu, ale nie do nocy.",
    "ru": "Паром опоздал, и людям на пристани пришлось ждать его под дождём, но это было не всё.",
    "uk": "Пором запізнився, і люди на пристані чекали на нього під дощем, але це ще не все.",
    "bg": "Фериботът закъсня и хората на кея трябваше да го чакат в дъжда, но това не е всичко.",
    "tr": "Vapur geç kaldı ve iskelede bekleyenler için bu yağmurda çok uzun bir gün oldu.",
    "el": "Το πλοίο άργησε και ο κόσμος περίμενε στην προβλήτα μέσα στη βροχή.",
    "ja": "フェリーは遅れ、人々は雨の中で桟橋で待たなければならなかった。",
    "zh": "渡轮晚点了，人们不得不在雨中的码头上等候。",
    "ko": "여객선이 늦어 사람들은 비를 맞으며 부두에서 기다려야 했다.",
    "ar": "تأخرت العبارة وكان على الناس الذين في الميناء أن ينتظروا من الصباح إلى المساء.",
    "he": "המעבורת איחרה והאנשים על הרציף נאלצו לחכות בגשם.",
    "th": "เรือข้ามฟากมาช้าและผู้คนต้องรออยู่ที่ท่าเรือกลางสายฝน",
}


@pytest.mark.parametrize(("language", "sentence"), SENTENCES.items())
def test_a_sentence_shows_its_language(language: str, sentence: str) -> None:
    assert detect_language(sentence) == language


@pytest.mark.parametrize("text", ["", "1234 5678", "OK", "Lorem ipsum dolor", "!!!"])
def test_too_little_text_shows_no_language(text: str) -> None:
    assert detect_language(text) == ""


def test_ukrainian_under_a_russian_template_is_ukrainian() -> None:
    assert choose_language("ru", SENTENCES["uk"]) == "uk"


def test_close_languages_leave_the_word_to_the_page() -> None:
    assert choose_language("da", SENTENCES["sv"]) == "da"


@pytest.mark.parametrize(
    ("declared", "tag"),
    [
        ("en-US", "en"),
        ("pt_BR", "pt"),
        ("nb", "no"),
        ("UA", "uk"),
        ("en, de", "en"),
        ("english", ""),
    ],
)
def test_a_tag_gives_its_primary_language(declared: str, tag: str) -> None:
    assert language_tag(declared) == tag
