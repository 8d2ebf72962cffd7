"""Own the Ukrainian wording about rules."""

from newsbot.bot.texts.rules import RuleTexts

UKRAINIAN_RULES = RuleTexts(
    label_edit="Змінити",
    label_both="обидва",
    label_all_words="усі слова",
    label_any="будь-яке",
    rate_none="немає",
    rate_day="{n} на день",
    rate_week="{n} на тиждень",
    rate_seldom="рідко",
    reading="{reading}: {query}, {rate}",
    forms={
        "one": "Пропущено {n} статтю за тиждень, де є {forms}. З ними: {query}",
        "few": "Пропущено {n} статті за тиждень, де є {forms}. З ними: {query}",
        "many": "Пропущено {n} статей за тиждень, де є {forms}. З ними: {query}",
    },
    label_forms="+ {forms}",
    edit_which="Яке правило змінити?",
    edit_bad=(
        "Такого правила не знаходжу: {given}. Напишіть його номер і нові слова, наприклад "
        "<code>/edit 2 нато OR otan</code>; номери показує /rules."
    ),
    edit_how=("Скопіюйте, змініть слова й надішліть; спершу я покажу, що зміниться.\n{command}"),
    edit_preview="Скопіюйте, змініть і надішліть:\n{query}",
    edit_compared="Правило {id} зараз {old}\nСтане {new}",
    edit_counts="Зі статей за 7 днів додалося б {added}, зникло б {dropped}.",
    edit_adds="<b>Додалося б</b>",
    edit_drops="<b>Зникло б</b>",
    edit_done="Правило {id} відтепер шукає {new}\nРаніше: {old}",
    label_save="Зберегти",
    label_undo="Повернути",
    fewer_head="Менше такого, як {headline}: вилучити слово з {rule}? За останні 7 днів:",
    fewer_offer="Без {word} не надійшло б {dropped} з {total} подій: {query}",
    fewer_none=(
        "Не знаходжу слова, яке відсіяло б {headline} й лишило інші новини в {rule}. Змініть "
        "правило самі: <code>/edit {id}</code>, або вимкніть цю подію."
    ),
    label_without="Без {word}",
    label_card="Дії",
    label_rhythm="Як надходить",
    label_share="Поділитися",
    label_feed="Стрічка",
    label_hide_words="Сховати слова",
    label_show_words="Показати слова",
    label_to="Надсилати: {place}",
    label_to_here="Надсилати в цей чат",
    label_back="‹ Назад",
    card_head="<b>Правило {id}</b>: {name}",
    card_rhythm="Надходить {rhythm}.",
    card_place="Куди: {place}",
    card_discreet="Його слова сховано від сторінок власника.",
    to_place="→ {place}",
    not_yours="Це правило не ваше. Змініть його через /edit, і матимете власне.",
    share_which="Яким правилом поділитися?",
    share_link=(
        "Хто відкриє це посилання, стежитиме за {name}, навіть коли ви його зміните:\n{link}\n"
        "Для групи:\n{group}"
    ),
    share_end_ask="Посилання на {name} більше нічого не відкриє. Припинити?",
    share_ended="{name} більше не спільне. Хто вже стежить, стежить далі.",
    label_unshare="Більше не ділитися",
    feed_which="Стрічка якого правила?",
    feed_public="Стрічка {name} відкрита для всіх:",
    feed_made=(
        "Стрічка {name} для вашої програми. Нікому не показуйте адрес; я показую їх один раз."
    ),
    feed_known=(
        "{name} вже має приватну стрічку, адресу якої я показав один раз. Нова адреса закриє стару."
    ),
    feed_close_ask="Хто має адресу {name}, більше нічого не отримає. Закрити стрічку?",
    feed_closed="Стрічку {name} закрито.",
    label_new_feed="Нова адреса",
    label_close_feed="Закрити стрічку",
)
