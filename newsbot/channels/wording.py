"""Own the few words that channels add to a message; all other wording comes with the message."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

FIRST, LIST, DIGEST, CONFIRM = "first", "list", "digest", "confirm"
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
    update: str
    correction: str
    withdrawn: str
    new_headline: str
    muted: str
    confirm: str
    agree: str
    months: tuple[str, ...] = ()

    def label(self, kind: str) -> str:
        """Return the name of a kind of later word, "" for none."""
        return {
            "update": self.update,
            "headline": self.new_headline,
            "correction": self.correction,
            "withdrawn": self.withdrawn,
        }.get(kind, "")

    def heading(self, given: str, count: int) -> str:
        """Return the heading of a list of `count` stories."""
        own = {FIRST: self.first, LIST: "{stories}", DIGEST: self.digest, CONFIRM: self.confirm}
        wording = own.get(given)
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
    update="More on this story",
    correction="Correction",
    withdrawn="Withdrawn by the outlet",
    new_headline="New headline",
    muted="Muted since the last digest: {count}",
    confirm=(
        "Do you want news alerts in this mailbox?\n"
        "Somebody asked newsbot to send them to you. Nothing more comes unless you agree."
    ),
    agree="Yes, send them",
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
        update="Mehr zu diesem Thema",
        correction="Berichtigung",
        withdrawn="Vom Medium zurückgezogen",
        new_headline="Neue Überschrift",
        muted="Stumm seit der letzten Übersicht: {count}",
        confirm=(
            "Möchten Sie Meldungen in dieses Postfach?\n"
            "Jemand hat newsbot gebeten, sie Ihnen zu schicken. Ohne Ihre Zusage kommt nichts mehr."
        ),
        agree="Ja, bitte schicken",
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
        update="Suite de ce sujet",
        correction="Rectification",
        withdrawn="Retiré par le média",
        new_headline="Nouveau titre",
        muted="Masqués depuis le dernier résumé : {count}",
        confirm=(
            "Voulez-vous des alertes dans cette boîte ?\n"
            "Quelqu'un a demandé à newsbot de vous en envoyer. "
            "Sans votre accord, rien d'autre ne viendra."
        ),
        agree="Oui, envoyez-les",
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
        update="Más sobre esta noticia",
        correction="Corrección",
        withdrawn="Retirada por el medio",
        new_headline="Nuevo titular",
        muted="Silenciadas desde el último resumen: {count}",
        confirm=(
            "¿Quiere avisos de noticias en este buzón?\n"
            "Alguien pidió a newsbot que se los enviara. Sin su acuerdo no llegará nada más."
        ),
        agree="Sí, envíenlos",
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
        update="Більше про цю подію",
        correction="Виправлення",
        withdrawn="Відкликано виданням",
        new_headline="Новий заголовок",
        muted="Приховано від останнього дайджесту: {count}",
        confirm=(
            "Бажаєте отримувати новини на цю скриньку?\n"
            "Хтось попросив newsbot надсилати їх вам. Без вашої згоди більше нічого не надійде."
        ),
        agree="Так, надсилайте",
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
        update="Ещё по этой теме",
        correction="Исправление",
        withdrawn="Отозвано изданием",
        new_headline="Новый заголовок",
        muted="Скрыто с прошлого дайджеста: {count}",
        confirm=(
            "Хотите получать новости на этот ящик?\n"
            "Кто-то попросил newsbot присылать их вам. Без вашего согласия больше ничего не придёт."
        ),
        agree="Да, присылайте",
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
