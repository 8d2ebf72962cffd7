"""Own the English wording about the house."""

from newsbot.bot.texts.house import HouseTexts

ENGLISH_HOUSE = HouseTexts(
    by_invitation="This bot serves by invitation. Ask its operator for a link, and open it.",
    closed="This bot takes nobody new at the moment.",
    banned="The operator of this bot has ended its service to you.",
    code_bad="This link is used up or too old.",
    share_gone="This rule is not shared any more.",
    admin_bound="You administer this bot from now on: see /admin",
    admin_in_private="Open this link in a private chat with me.",
    channel_how=(
        "To send rules to a channel of yours:\n"
        "1. Add me to the channel as an admin who may post.\n"
        "2. Post there, within the hour: {command}\n"
        "I answer here; then delete that post, and choose the channel on the card of a rule "
        "(/rules)."
    ),
    channel_in_private="Send me /channel in a private chat.",
    channel_linked=(
        "{name} is linked. Open a rule in /rules and choose the channel, and its alerts go there."
    ),
    channel_taken="{name} belongs to somebody else here already.",
    export_done="Everything that you have set here, as a file.",
    privacy=(
        "<b>What is kept of this chat</b>\n"
        "Its number and name, language and time zone, its rules and hours, what is muted, and "
        "which stories were sent to it when. It is needed to send you news and not to send them "
        "twice.\n"
        "Nobody but you and the operator of this bot sees your rules; on the card of a rule "
        "(/rules) you can hide its words from the operator's pages too. Logs name no chat.\n"
        "/export sends you all of it, /forgetme erases it at once."
    ),
    test_headline="newsbot is set up, and this is how an alert looks",
    test_summary=(
        "The headline comes first, then who tells it and when, a summary with the matched words "
        "underlined, and the rule that found it."
    ),
    test_word="matched words",
)
