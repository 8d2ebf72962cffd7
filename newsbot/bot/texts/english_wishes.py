"""Own the English wording about wishes."""

from newsbot.bot.texts.wishes import WishTexts

ENGLISH_WISHES = WishTexts(
    story_muted="Muted here for a week.",
    story_unmuted="This story may come again.",
    source_muted="{source} is muted for what found this.",
    source_unmuted="{source} may come again.",
    snoozed="Nothing comes until {until}; then it comes as one list.",
    snooze_over="Alerts come again, and what waited comes now.",
    channel_is_read_only="In a channel nothing can be changed here; its operator can.",
)
