"""Own the German wording for admins."""

from newsbot.bot.texts.admin import AdminTexts

GERMAN_ADMIN = AdminTexts(
    menu="<b>Verwaltung</b>\nWas möchtest du sehen?",
    label_sources="Quellen",
    label_subscribers="Empfänger",
    label_health="Zustand",
    label_invite="Einladen",
    label_broadcast="Rundschreiben",
    label_pause="Anhalten",
    label_resume="Fortsetzen",
    label_ban="Sperren",
    label_unban="Entsperren",
    label_send="Senden",
    sources_head="<b>Quellen: {count}</b> ({states}). Eine Nummer öffnet eine.",
    source_line="{id}. {name}: {trouble}",
    source_card=(
        "<b>{id}. {name}</b>\n{url}\nZustand: {state}\nZuletzt gelesen: {last}\nStörung: {trouble}"
    ),
    subscribers_head="<b>Empfänger: {count}</b>. Eine Nummer öffnet einen.",
    subscriber_line="{id}. {name} ({state})",
    subscriber_card=(
        "<b>{id}. {name}</b>\nZustand: {state}\nSeit: {since}\nRegeln: {rules}\nOrte: {places}"
    ),
    banned="gesperrt",
    not_yourself="Dich selbst kannst du nicht sperren.",
    health=(
        "<b>Zustand</b>\nQuellen: {sources}, gestört: {troubled}; zuletzt gelesen {read}\n"
        "Meldungen der letzten 7 Tage: {alerts} ({states})\nOhne Verbleib: {lost}"
    ),
    invite_link=(
        "Ein Chat kommt mit diesem Link herein, binnen 7 Tagen:\n{link}\nAls Gruppe:\n{group}"
    ),
    invite_closed=(
        "Der Bot ist geschlossen: <code>telegram.access</code> müsste auf invite stehen."
    ),
    broadcast_how=("Schreib <code>/admin broadcast</code> und den Text; vor dem Senden frage ich."),
    broadcast_long="Das ist zu lang: höchstens {limit} Zeichen.",
    broadcast_ask="So viele Chats bekommen das: {count}\n{text}",
    broadcast_begun="Ich sende an {count} Chats und sage, wenn es fertig ist.",
    broadcast_done="An {sent} Chats gesendet; {failed} waren nicht zu erreichen.",
)
