"""Own the English wording for admins."""

from newsbot.bot.texts.admin import AdminTexts

ENGLISH_ADMIN = AdminTexts(
    menu="<b>Administration</b>\nWhat would you like to see?",
    label_sources="Sources",
    label_subscribers="Subscribers",
    label_health="Health",
    label_invite="Invite",
    label_broadcast="Broadcast",
    label_pause="Pause",
    label_resume="Resume",
    label_ban="Ban",
    label_unban="Lift ban",
    label_send="Send",
    sources_head="<b>Sources: {count}</b> ({states}). A number opens one.",
    source_line="{id}. {name}: {trouble}",
    source_card=(
        "<b>{id}. {name}</b>\n{url}\nState: {state}\nLast read: {last}\nTrouble: {trouble}"
    ),
    subscribers_head="<b>Subscribers: {count}</b>. A number opens one.",
    subscriber_line="{id}. {name} ({state})",
    subscriber_card=(
        "<b>{id}. {name}</b>\nState: {state}\nSince: {since}\nRules: {rules}\nPlaces: {places}"
    ),
    banned="banned",
    not_yourself="You cannot ban yourself.",
    health=(
        "<b>Health</b>\nSources: {sources}, in trouble: {troubled}; last read {read}\n"
        "Alerts of the last 7 days: {alerts} ({states})\nUnaccounted for: {lost}"
    ),
    invite_link=("One chat may come in by this link, within 7 days:\n{link}\nAs a group:\n{group}"),
    invite_closed="The bot is closed: <code>telegram.access</code> would have to be invite.",
    broadcast_how="Write <code>/admin broadcast</code> and the text; I ask before I send it.",
    broadcast_long="That is too long: {limit} characters at the most.",
    broadcast_ask="Chats that get this: {count}\n{text}",
    broadcast_begun="Sending to {count} chats; I tell when it is done.",
    broadcast_done="Sent to {sent} chats; {failed} could not be reached.",
)
