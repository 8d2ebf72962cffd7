"""Own the Ukrainian wording for admins."""

from newsbot.bot.texts.admin import AdminTexts

UKRAINIAN_ADMIN = AdminTexts(
    menu="<b>Керування</b>\nЩо показати?",
    label_sources="Джерела",
    label_subscribers="Отримувачі",
    label_health="Стан",
    label_invite="Запросити",
    label_broadcast="Розсилка",
    label_pause="Призупинити",
    label_resume="Відновити",
    label_ban="Заблокувати",
    label_unban="Розблокувати",
    label_send="Надіслати",
    sources_head="<b>Джерел: {count}</b> ({states}). Номер відкриває джерело.",
    source_line="{id}. {name}: {trouble}",
    source_card=(
        "<b>{id}. {name}</b>\n{url}\nСтан: {state}\nВостаннє прочитано: {last}\n"
        "Негаразди: {trouble}"
    ),
    subscribers_head="<b>Отримувачів: {count}</b>. Номер відкриває отримувача.",
    subscriber_line="{id}. {name} ({state})",
    subscriber_card=(
        "<b>{id}. {name}</b>\nСтан: {state}\nВід: {since}\nПравил: {rules}\nМісця: {places}"
    ),
    banned="заблоковано",
    not_yourself="Себе заблокувати не можна.",
    health=(
        "<b>Стан</b>\nДжерел: {sources}, з негараздами: {troubled}; востаннє прочитано {read}\n"
        "Сповіщень за 7 днів: {alerts} ({states})\nНевідомо де: {lost}"
    ),
    invite_link=(
        "За цим посиланням може увійти один чат, упродовж 7 днів:\n{link}\nЯк група:\n{group}"
    ),
    invite_closed="Бот зачинено: <code>telegram.access</code> має бути invite.",
    broadcast_how="Напишіть <code>/admin broadcast</code> і текст; перед надсиланням я запитаю.",
    broadcast_long="Задовго: не більше ніж {limit} знаків.",
    broadcast_ask="Чатів, які це отримають: {count}\n{text}",
    broadcast_begun="Надсилаю, чатів: {count}; скажу, коли закінчу.",
    broadcast_done="Надіслано чатам: {sent}; не вдалося: {failed}.",
)
