"""Own the few words that channels add to a message; all other wording comes with the message."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

FIRST, LIST, DIGEST = "first", "list", "digest"
"""The headings that a message names instead of wording them; any other is taken as it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Hold the words of one language; all but `story` are worded for any number."""

    story: str
    stories: str
    first: str
    digest: str
    also: str
    sources: str
    more: str
    matched: str
    untitled: str
    unsubscribe: str
    mute_story: str
    unmute_story: str
    mute_source: str
    unmute_source: str
    snooze: str
    unsnooze: str
    snooze_hour: str
    snooze_morning: str
    snooze_day: str
    back: str
    tell_more: str
    fewer: str
    months: tuple[str, ...] = ()

    def heading(self, given: str, count: int) -> str:
        """Return the heading of a list of `count` stories."""
        wording = {FIRST: self.first, LIST: "{stories}", DIGEST: self.digest}.get(given)
        if wording is None:
            return given
        counted = self.story if count == 1 else self.stories.format(count=count)
        return wording.format(stories=counted)


ENGLISH = Words(
    story="1 story",
    stories="{count} stories",
    first="You will hear of news like these from now on. The last 24 hours: {stories}",
    digest="Your digest: {stories}",
    also="also",
    sources="sources: {count}",
    more="and {count} more",
    matched="Matched",
    untitled="(no headline)",
    unsubscribe="Unsubscribe",
    mute_story="Mute story",
    unmute_story="Unmute story",
    mute_source="Mute source",
    unmute_source="Unmute source",
    snooze="Snooze …",
    unsnooze="End snooze",
    snooze_hour="1 h",
    snooze_morning="Till morning",
    snooze_day="24 h",
    back="‹ Back",
    tell_more="More",
    fewer="Fewer like this",
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)

WORDS = {
    "en": ENGLISH,
    "de": Words(
        story="1 Meldung",
        stories="{count} Meldungen",
        first="Ab jetzt kommen Meldungen wie diese. Die letzten 24 Stunden: {stories}",
        digest="Ihre Übersicht: {stories}",
        also="auch",
        sources="Quellen: {count}",
        more="und {count} weitere",
        matched="Treffer",
        untitled="(ohne Überschrift)",
        unsubscribe="Abbestellen",
        mute_story="Thema stumm",
        unmute_story="Thema wieder zeigen",
        mute_source="Quelle stumm",
        unmute_source="Quelle wieder zeigen",
        snooze="Ruhe …",
        unsnooze="Ruhe beenden",
        snooze_hour="1 Std.",
        snooze_morning="Bis morgens",
        snooze_day="24 Std.",
        back="‹ Zurück",
        tell_more="Mehr",
        fewer="Weniger davon",
    ),
    "fr": Words(
        story="1 sujet",
        stories="{count} sujets",
        first="Vous recevrez désormais des nouvelles comme celles-ci. Dernières 24 h : {stories}",
        digest="Votre résumé : {stories}",
        also="aussi",
        sources="sources : {count}",
        more="et {count} de plus",
        matched="Règles",
        untitled="(sans titre)",
        unsubscribe="Se désabonner",
        mute_story="Masquer le sujet",
        unmute_story="Rétablir le sujet",
        mute_source="Masquer la source",
        unmute_source="Rétablir la source",
        snooze="Pause …",
        unsnooze="Finir la pause",
        snooze_hour="1 h",
        snooze_morning="Jusqu'au matin",
        snooze_day="24 h",
        back="‹ Retour",
        tell_more="Plus",
        fewer="Moins de ce genre",
    ),
    "es": Words(
        story="1 noticia",
        stories="{count} noticias",
        first="A partir de ahora recibirá noticias como estas. Últimas 24 horas: {stories}",
        digest="Su resumen: {stories}",
        also="también",
        sources="fuentes: {count}",
        more="y {count} más",
        matched="Reglas",
        untitled="(sin titular)",
        unsubscribe="Darse de baja",
        mute_story="Silenciar noticia",
        unmute_story="Oír la noticia",
        mute_source="Silenciar fuente",
        unmute_source="Oír la fuente",
        snooze="Pausa …",
        unsnooze="Terminar la pausa",
        snooze_hour="1 h",
        snooze_morning="Hasta la mañana",
        snooze_day="24 h",
        back="‹ Atrás",
        tell_more="Más",
        fewer="Menos así",
    ),
    "uk": Words(
        story="новин: 1",
        stories="новин: {count}",
        first="Відтепер ви отримуватимете такі новини. За останні 24 години — {stories}",
        digest="Ваш дайджест — {stories}",
        also="також",
        sources="джерел: {count}",
        more="і ще {count}",
        matched="Збіг",
        untitled="(без заголовка)",
        unsubscribe="Відписатися",
        mute_story="Без цієї події",
        unmute_story="Повернути подію",
        mute_source="Без джерела",
        unmute_source="Повернути джерело",
        snooze="Тиша …",
        unsnooze="Кінець тиші",
        snooze_hour="1 год",
        snooze_morning="До ранку",
        snooze_day="24 год",
        back="‹ Назад",
        tell_more="Більше",
        fewer="Менше такого",
    ),
    "ru": Words(
        story="новостей: 1",
        stories="новостей: {count}",
        first="Теперь вы будете получать такие новости. За последние 24 часа — {stories}",
        digest="Ваш дайджест — {stories}",
        also="также",
        sources="источников: {count}",
        more="и ещё {count}",
        matched="Совпадение",
        untitled="(без заголовка)",
        unsubscribe="Отписаться",
        mute_story="Без этой темы",
        unmute_story="Вернуть тему",
        mute_source="Без источника",
        unmute_source="Вернуть источник",
        snooze="Тишина …",
        unsnooze="Конец тишины",
        snooze_hour="1 ч",
        snooze_morning="До утра",
        snooze_day="24 ч",
        back="‹ Назад",
        tell_more="Больше",
        fewer="Меньше такого",
    ),
}


def words_of(language: str) -> Words:
    """Return the words of a language tag, English where we have none."""
    primary = language.replace("_", "-").split("-", maxsplit=1)[0].lower()
    return WORDS.get(primary, ENGLISH)


def local_time(moment: datetime, zone: str, words: Words) -> str:
    """Return a moment as the reader's clock shows it, with the zone's short name."""
    try:
        local = moment.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        local = moment.astimezone(UTC)
    if words.months:
        day = f"{local.day} {words.months[local.month - 1]} {local.year}"
    else:
        day = f"{local.day:02}.{local.month:02}.{local.year}"
    return f"{day}, {local:%H:%M} {local.tzname()}"
