"""Own the Ukrainian wording."""

from newsbot.bot.texts.form import Texts, one_few_many
from newsbot.bot.texts.ukrainian_admin import UKRAINIAN_ADMIN
from newsbot.bot.texts.ukrainian_house import UKRAINIAN_HOUSE
from newsbot.bot.texts.ukrainian_problems import UKRAINIAN_PROBLEMS
from newsbot.bot.texts.ukrainian_rules import UKRAINIAN_RULES
from newsbot.bot.texts.ukrainian_stories import UKRAINIAN_STORIES
from newsbot.bot.texts.ukrainian_wishes import UKRAINIAN_WISHES

UKRAINIAN = Texts(
    language="uk",
    plural=one_few_many,
    start=(
        "Я читаю новини й пишу вам, коли в них є ваші слова: один раз про кожну подію.\n"
        "Надішліть мені слова, наприклад <code>НАТО</code> або <code>перемир'я Судан</code>; я "
        "покажу, що вони знайшли б, а ви натиснете «Стежити».\n"
        "Або почніть з теми нижче. Решту показує /help."
    ),
    start_group=(
        "Я читаю новини й пишу сюди, коли в них є ваші слова: один раз про кожну подію.\n"
        "Адміністратор додає їх так: <code>/follow НАТО</code> або <code>/follow перемир'я "
        "Судан</code>; у форумі вони діють для тієї теми, де написані.\n"
        "Або почніть з теми нижче. Решту показує /help."
    ),
    back_again="З поверненням: сповіщення знову надходять сюди.",
    still_paused="Сповіщення призупинено. /resume вмикає їх знову.",
    help=(
        "<b>Що я розумію</b>\n"
        "<code>НАТО</code>: слово, великими чи малими літерами\n"
        "<code>клімат саміт</code>: обидва слова\n"
        '<code>"зміна клімату"</code>: слова поруч\n'
        "<code>дрон OR ракета</code>: одне з них\n"
        "<code>нато -спорт</code>: без слова\n"
        "<code>україн*</code>: усе, що так починається\n"
        "<code>title:Київ</code>: лише в заголовку\n\n"
        "<b>Команди</b>\n"
        "/follow і слова: стежити одразу\n"
        "/rules: за чим стежить цей чат; номер відкриває, що з цим можна зробити\n"
        "/latest: найновіші події\n"
        "/search і слова: шукати в прочитаному\n"
        "/why і посилання, або у відповідь на сповіщення: чому воно надійшло чи ні\n"
        "/story, так само: подія докладно\n"
        "/digest: одразу або зібрано за годину, день чи тиждень\n"
        "/quiet: години, коли я мовчу; /snooze: тиша на якийсь час\n"
        "/pause та /resume: без сповіщень і знову з ними\n"
        "/settings: усе разом, також мова й часовий пояс\n\n"
        "А ще /edit /unfollow /languages /share /feed /channel /mute /muted /sources /export "
        "/privacy /forgetme /id"
    ),
    help_group=(
        "У групі змінювати правила можуть лише її адміністратори; дивитися може кожен: /rules, "
        "/latest і /why."
    ),
    address="Цей чат: <code>{address}</code>",
    follow_what=(
        "Що шукати? Напишіть це після команди, наприклад <code>/follow україн* OR НАТО</code>"
    ),
    text_only="Я читаю лише слова. Надішліть, що шукати, або /help.",
    bad_query="Не можу це прочитати: {message}",
    bad_query_try="Можливо, {fix}?",
    warning="Зауваження: {message}",
    preview="Шукаю {query}",
    read_as="Прочитано як {canonical}",
    found={
        "one": "<b>{n} подія</b> {days}, {rate}.",
        "few": "<b>{n} події</b> {days}, {rate}.",
        "many": "<b>{n} подій</b> {days}, {rate}.",
    },
    found_none="Нічого {days}. Стежити все одно можна.",
    found_empty="Новин ще не прочитано, тож не знаю, скільки це знайде.",
    estimated="<b>{rate}</b>: оцінка за вибіркою новин {days}.",
    estimated_none="У вибірці новин {days} нічого. Стежити все одно можна.",
    per_day={
        "one": "близько {n} на день",
        "few": "близько {n} на день",
        "many": "близько {n} на день",
    },
    per_week={
        "one": "близько {n} на тиждень",
        "few": "близько {n} на тиждень",
        "many": "близько {n} на тиждень",
    },
    seldom="менш ніж одна на тиждень",
    days={
        "one": "за останній {n} день",
        "few": "за останні {n} дні",
        "many": "за останні {n} днів",
    },
    hours={
        "one": "за останню {n} годину",
        "few": "за останні {n} години",
        "many": "за останні {n} годин",
    },
    followed="Стежу: {name}, номер {id}. Наступна подія, що підходить, надійде сюди.",
    followed_already="За {name} тут уже стежать, номер {id}.",
    too_many={
        "one": "Цей чат стежить за {n} правилом, більше не можна. Спершу /unfollow.",
        "few": "Цей чат стежить за {n} правилами, більше не можна. Спершу /unfollow.",
        "many": "Цей чат стежить за {n} правилами, більше не можна. Спершу /unfollow.",
    },
    rules_none=("Тут ще немає правил. Надішліть /follow і слова або /start, щоб обрати тему."),
    rules_head={
        "one": "<b>Тут діє {n} правило</b>",
        "few": "<b>Тут діють {n} правила</b>",
        "many": "<b>Тут діють {n} правил</b>",
    },
    rule_line="{id}. {name}",
    rules_more={"one": "і ще {n}", "few": "і ще {n}", "many": "і ще {n}"},
    rule_elsewhere={
        "one": "і ще {n} в інших темах цього чату",
        "few": "і ще {n} в інших темах цього чату",
        "many": "і ще {n} в інших темах цього чату",
    },
    unfollow_which="За чим більше не стежити?",
    unfollowed="Більше не стежу за {name}: {query}",
    not_followed="Правила {id} тут немає. /rules показує всі.",
    latest_head="Найновіше: {name}",
    latest_all="Найновіше для цього чату",
    latest_none="Для {name} ще нічого немає.",
    why_what="Надішліть посилання на статтю після команди: <code>/why https://...</code>",
    why_unknown="Цієї адреси не було в жодному джерелі.",
    why_article="{title}\nПомічено: {source}, {seen}.",
    why_waiting="Статтю ще не перевірено; це триває хвилинку.",
    why_failed="Статтю не вдалося обробити; адміністратор бачить чому.",
    why_no_rules="Цей чат не стежить ні за чим, що могло б її знайти.",
    why_states={
        "pending": "{name}: чекає на надсилання",
        "held": "{name}: відкладено для списку ({reason})",
        "sending": "{name}: саме надсилається",
        "sent": "{name}: надіслано {sent}",
        "merged": "{name}: надіслано у списку {sent}",
        "digested": "{name}: надіслано в огляді {sent}",
        "muted": "{name}: вимкнено",
        "suppressed": "{name}: не надіслано ({reason})",
        "cancelled": "{name}: скасовано ({reason})",
        "dead": "{name}: не вдалося надіслати ({reason})",
        "uncertain": "{name}: надіслано, але Telegram цього не підтвердив",
    },
    why_not_told="{name}: підходить, але стежити почали пізніше, або про подію вже повідомлено",
    why_unread="{name}: підходить, але мова статті {language}, якою тут не читають (/languages)",
    why_missed="{name}: не підходить, бо не справджується: {clause}",
    why_nearest="({nearest})",
    paused=(
        "Сповіщення призупинено. Те, що з'явиться тим часом, пізніше не надішлеться. /resume "
        "вмикає їх знову."
    ),
    resumed="Сповіщення знову надходять.",
    nothing_yet="Цей чат мені ще не знайомий. Почніть з /start.",
    forget_ask=(
        "Стерти цей чат: його номер, правила і все, що чекає на надсилання? Повернути це не можна."
    ),
    forgotten="Готово: цей чат забуто. /start почне все спочатку.",
    admins_only="Це можуть змінювати лише адміністратори групи.",
    admins_unknown=("Не вдалося запитати в Telegram, хто адміністратори групи. Спробуйте ще раз."),
    unknown_command="Такої команди не знаю. /help показує ті, що знаю.",
    old_button="Ця кнопка вже застаріла. Надішліть команду ще раз.",
    cancelled="Скасовано.",
    nothing_to_cancel="Скасовувати нічого.",
    refused="Так не вийде: {message}",
    busy="Зараз не можу; спробуйте за хвилину.",
    broken=("Не вдалося, і винен я. Адміністратор побачить це в журналі; спробуйте пізніше."),
    slow_down="Забагато водночас; за мить відповідатиму знову.",
    missed="Коли ви писали, мене не було, тож я нічого не зробив. Надішліть, будь ласка, ще раз.",
    label_follow="Стежити",
    label_cancel="Скасувати",
    label_unfollow="Не стежити",
    label_follow_again="Стежити знову",
    label_latest="Найновіше",
    label_resume="Увімкнути",
    label_erase="Стерти все",
    about=(
        "Я читаю багато джерел новин і пишу вам, коли в них є ваші слова: один раз про "
        "кожну подію, скільки б видань про неї не писали. Натисніть «Почати»."
    ),
    wishes=UKRAINIAN_WISHES,
    rules=UKRAINIAN_RULES,
    stories=UKRAINIAN_STORIES,
    house=UKRAINIAN_HOUSE,
    admin=UKRAINIAN_ADMIN,
    commands={
        "follow": "стежити за словами: /follow НАТО",
        "rules": "за чим стежить цей чат",
        "latest": "найновіші події",
        "digest": "збирати події: /digest daily 08:00",
        "quiet": "тихі години: /quiet 22:00-07:00",
        "settings": "усе, що можна змінити",
        "why": "чому подія надійшла чи ні: /why ПОСИЛАННЯ",
        "help": "що я розумію",
        "admin": "керувати цим ботом",
    },
    problems=UKRAINIAN_PROBLEMS,
)
