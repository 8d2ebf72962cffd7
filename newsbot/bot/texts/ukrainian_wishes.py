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
)
