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
    search_what="What shall I search for? For instance <code>/search grain deal</code>",
    search_head="Found for {query} in the last 30 days",
    search_none="Nothing in the last 30 days for {query}",
    sources_none="No source is read yet.",
    sources_head={
        "one": "<b>{n} source is read</b>",
        "other": "<b>{n} sources are read</b>",
    },
)
