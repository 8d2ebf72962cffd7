"""Own the German wording about stories and sources."""

from newsbot.bot.texts.stories import StoryTexts

GERMAN_STORIES = StoryTexts(
    story_what=(
        "Welches Thema? Antworten Sie auf eine Meldung mit /story, oder senden Sie einen Link: "
        "<code>/story https://...</code>"
    ),
    story_unknown="Dieses Thema war in keiner der Quellen.",
    outlets={"one": "<b>{n} Quelle berichtet</b>", "other": "<b>{n} Quellen berichten</b>"},
    outlet_line="{outlet}, {at}",
    reasons="<b>Warum es kam</b>",
    reason_line="{rule}: {places}",
)
