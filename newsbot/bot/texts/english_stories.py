"""Own the English wording about stories and sources."""

from newsbot.bot.texts.stories import StoryTexts

ENGLISH_STORIES = StoryTexts(
    story_what=(
        "Which story? Reply to an alert with /story, or send a link: "
        "<code>/story https://...</code>"
    ),
    story_unknown="None of the sources had this story.",
    outlets={"one": "<b>Told by {n} outlet</b>", "other": "<b>Told by {n} outlets</b>"},
    outlet_line="{outlet}, {at}",
    reasons="<b>Why it came</b>",
    reason_line="{rule}: {places}",
)
