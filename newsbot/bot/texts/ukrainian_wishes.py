"""Own the Ukrainian wording about wishes."""

from newsbot.bot.texts.wishes import WishTexts

UKRAINIAN_WISHES = WishTexts(
    story_muted="Про цю подію тиждень не писатиму сюди.",
    story_unmuted="Про цю подію знову можна писати.",
    source_muted="Джерело {source} вимкнено для правил, що це знайшли.",
    source_unmuted="Джерело {source} знову ввімкнено.",
    snoozed="До {until} нічого не надійде; потім усе одним списком.",
    snooze_over="Сповіщення знову надходять; те, що чекало, надійде зараз.",
    channel_is_read_only="У каналі тут нічого не змінити; це може зробити його власник.",
    muted_none="Тут нічого не вимкнено. Кнопки під сповіщенням вимикають подію або джерело.",
    muted_head="<b>Тут вимкнено</b>",
    muted_story="{name}, до {until}",
    muted_source_for="{name}, для {rule}",
    mute_what=(
        "Яке джерело тут вимкнути? Напишіть його назву, наприклад <code>/mute BBC News</code>; "
        "перелік показує /sources. Для однієї події чи правила натисніть кнопку під сповіщенням."
    ),
    mute_unknown="Не знаю такого джерела: {given}. Перелік показує /sources.",
    mute_near="Можливо, {names}?",
    mute_done="{name} тут вимкнено для всіх правил.",
    label_unmute="Повернути {number}",
    snooze_what="Як довго мовчати тут? Те, що надійде тим часом, прийде потім одним списком.",
    snooze_bad=(
        "Не розумію {given}. Напишіть <code>/snooze 1h</code>, <code>/snooze morning</code> (до "
        "ранку), <code>/snooze 24h</code> або <code>/snooze off</code>."
    ),
    label_hour="1 година",
    label_morning="До ранку",
    label_day="24 години",
    label_end_snooze="Кінець тиші",
    quiet_none=(
        "Тихих годин немає. Оберіть їх кнопкою або напишіть, наприклад, "
        "<code>/quiet 22:00-07:00</code>; зі словом <code>silent</code> у кінці сповіщення "
        "надходитимуть без звуку."
    ),
    quiet_are="Тихі години: {hours}. Те, що надійде тоді, чекає їхнього кінця й прийде списком.",
    quiet_silent="Тихі години: {hours}. Сповіщення тоді надходять без звуку.",
    quiet_off="Тихих годин більше немає.",
    quiet_bad=(
        "Не розумію {given}. Напишіть години, наприклад <code>/quiet 22:00-07:00</code>, або "
        "<code>/quiet off</code>."
    ),
    label_no_quiet="Без тихих годин",
    zone_is="Тут діє час {zone}, зараз там {time}.",
    zone_how=(
        "Щоб змінити, натисніть потрібний або напишіть велике місто поблизу: "
        "<code>/timezone Europe/Kyiv</code>"
    ),
    zone_first=(
        "За яким часом ви живете? Натисніть потрібний або напишіть велике місто поблизу, "
        "<code>/timezone Europe/Kyiv</code>, і надішліть години ще раз."
    ),
    zone_unknown=(
        "Не знаю часового поясу {given}. Напишіть частину світу й місто, наприклад "
        "<code>/timezone Europe/Kyiv</code>, або натисніть той, що ви мали на увазі."
    ),
    zone_hint="Це за UTC. Натисніть свій час або дивіться /timezone.",
    rhythms={
        "now": "одразу",
        "silent": "одразу, без звуку",
        "hourly": "щогодини списком",
        "daily": "щодня о {at} списком",
        "weekly": "{day} о {at} списком",
    },
    weekdays={
        "mon": "щопонеділка",
        "tue": "щовівторка",
        "wed": "щосереди",
        "thu": "щочетверга",
        "fri": "щоп'ятниці",
        "sat": "щосуботи",
        "sun": "щонеділі",
    },
    digest_which="Яке правило має надходити інакше?",
    digest_how="{name} надходить {rhythm}. Як має надходити?",
    digest_how_all="Як мають надходити всі правила тут?",
    digest_set="{name} відтепер надходить {rhythm}.",
    digest_set_all="Усі правила тут відтепер надходять {rhythm}.",
    digest_bad=(
        "Не розумію {given}. Напишіть <code>/digest hourly</code> (щогодини), "
        "<code>/digest daily 08:00</code> (щодня), <code>/digest weekly mon 08:00</code> "
        "(щотижня) або <code>/digest now</code> (одразу); номер правила стоїть попереду: "
        "<code>/digest 2 daily 08:00</code>"
    ),
    label_all="Усі правила",
    label_now="Одразу",
    label_hourly="Щогодини",
    label_daily="Щодня о 08:00",
    label_weekly="Щопонеділка о 08:00",
    language_name="Українська",
    language_which="Якою мовою говорити тут?",
    language_unknown="Мовою {given} ще не розмовляю.",
    language_set="Відтепер говорю тут українською.",
    languages_all="Надходить написане всіма мовами.",
    languages_are=(
        "Надходить написане такими мовами: {names}. Статті без зазначеної мови надходять теж."
    ),
    languages_how=(
        "Натисніть, що ви читаєте; числа – статті за тиждень. Словами: <code>/languages uk "
        "en</code>"
    ),
    languages_bad=(
        "Не знаю {given}. Напишіть коди мов, наприклад <code>/languages uk en</code>, або "
        "<code>/languages all</code>."
    ),
    label_languages="Усі мови",
    settings_head="<b>Налаштування цього чату</b>",
    settings_language="Мова: {name} (/language)",
    settings_languages="Читаю мовами: {names} (/languages)",
    settings_all_languages="усі",
    settings_zone="Часовий пояс: {zone} (/timezone)",
    settings_quiet="Тихі години: {hours} (/quiet)",
    no_hours="немає",
    settings_snooze="Тиша до {until} (/snooze)",
    settings_no_snooze="Тишу не ввімкнено (/snooze)",
    settings_rules="Правил тут: {count} (/rules, /digest)",
    settings_muted="Вимкнено тут: {count} (/muted)",
    settings_paused="Сповіщення призупинено (/resume)",
    settings_on="Сповіщення надходять (/pause)",
    settings_more=(
        "А ще /edit /unfollow /mute /search /story /sources /share /feed /channel /export "
        "/privacy. /forgetme стирає цей чат і його правила."
    ),
)
