"""Own the Ukrainian wording about rules."""

from newsbot.bot.texts.rules import RuleTexts

UKRAINIAN_RULES = RuleTexts(
    label_edit="Змінити",
    label_both="обидва",
    label_all_words="усі слова",
    label_any="будь-яке",
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
)
