"""Own the Ukrainian wording about stories and sources."""

from newsbot.bot.texts.stories import StoryTexts

UKRAINIAN_STORIES = StoryTexts(
    story_what=(
        "Яка подія? Дайте відповідь /story на сповіщення або надішліть посилання: "
        "<code>/story https://...</code>"
    ),
    story_unknown="Цієї події не було в жодному джерелі.",
    outlets={
        "one": "<b>Повідомило {n} джерело</b>",
        "few": "<b>Повідомили {n} джерела</b>",
        "many": "<b>Повідомили {n} джерел</b>",
    },
    outlet_line="{outlet}, {at}",
    reasons="<b>Чому надійшло</b>",
    reason_line="{rule}: {places}",
    search_what="Що шукати? Наприклад <code>/search зернова угода</code>",
    search_head="Знайдено за 30 днів: {query}",
    search_none="За 30 днів нічого: {query}",
    sources_none="Жодного джерела ще не читаю.",
    sources_head={
        "one": "<b>Читаю {n} джерело</b>",
        "few": "<b>Читаю {n} джерела</b>",
        "many": "<b>Читаю {n} джерел</b>",
    },
)
