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
)
