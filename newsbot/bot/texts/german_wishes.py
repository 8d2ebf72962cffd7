"""Own the German wording about wishes."""

from newsbot.bot.texts.wishes import WishTexts

GERMAN_WISHES = WishTexts(
    story_muted="Hier für eine Woche stumm.",
    story_unmuted="Dieses Thema darf wieder kommen.",
    source_muted="{source} ist stumm für das, was dies gefunden hat.",
    source_unmuted="{source} darf wieder kommen.",
    snoozed="Bis {until} kommt nichts; danach alles als eine Liste.",
    snooze_over="Es kommt wieder etwas, und was gewartet hat, kommt jetzt.",
    channel_is_read_only="In einem Kanal lässt sich das hier nicht ändern; sein Betreiber kann es.",
)
