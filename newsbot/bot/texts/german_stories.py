"""Own the German wording about stories and sources."""

from newsbot.bot.texts.stories import StoryTexts

GERMAN_STORIES = StoryTexts(
    story_what=(
        "Welches Thema? Antworte auf eine Meldung mit /story, oder schick einen Link: "
        "<code>/story https://...</code>"
    ),
    story_unknown="Dieses Thema war in keiner der Quellen.",
    outlets={"one": "<b>{n} Quelle berichtet</b>", "other": "<b>{n} Quellen berichten</b>"},
    outlet_line="{outlet}, {at}",
    reasons="<b>Warum es kam</b>",
    reason_line="{rule}: {places}",
    search_what="Wonach soll ich suchen? Zum Beispiel <code>/search Getreide Abkommen</code>",
    search_head="Gefunden für {query} in den letzten 30 Tagen",
    search_none="Nichts in den letzten 30 Tagen für {query}",
    sources_none="Noch wird keine Quelle gelesen.",
    sources_head={
        "one": "<b>{n} Quelle wird gelesen</b>",
        "other": "<b>{n} Quellen werden gelesen</b>",
    },
)
