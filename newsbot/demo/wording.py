"""Own the words that the demo's pages repeat, in both languages, and its ways to write a date.

It knows no article and no page.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime

_ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_UKRAINIAN_DAYS = ("Понеділок", "Вівторок", "Середа", "Четвер", "П’ятниця", "Субота", "Неділя")
_UKRAINIAN_ON_DAYS = (
    "у понеділок", "у вівторок", "у середу", "у четвер", "у п’ятницю", "у суботу", "у неділю",
)  # fmt: skip
_UKRAINIAN_MONTHS = (
    "січня", "лютого", "березня", "квітня", "травня", "червня",
    "липня", "серпня", "вересня", "жовтня", "листопада", "грудня",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Hold what a page says around its article, in one language."""

    days: tuple[str, ...]
    on_days: tuple[str, ...]
    months: tuple[str, ...]
    by: str
    see_also: str
    share: str
    most_read: str
    newsletter: str
    newsletter_pitch: str
    newsletter_button: str
    mail_address: str
    search: str
    contact: str
    imprint: str
    latest: str
    trending: str
    drawing: str
    archive: str
    archived: str
    invented: str


_ENGLISH = Wording(
    days=_ENGLISH_DAYS,
    on_days=tuple(f"on {day}" for day in _ENGLISH_DAYS),
    months=_ENGLISH_MONTHS,
    by="By",
    see_also="See also",
    share="Share",
    most_read="Most read",
    newsletter="The morning letter",
    newsletter_pitch="Six stories before the first coffee, every working day.",
    newsletter_button="Sign up",
    mail_address="Your e-mail address",
    search="Search",
    contact="Contact",
    imprint="Imprint",
    latest="Latest news",
    trending="Trending",
    drawing="Drawing",
    archive="From the archive",
    archived="older reports are kept in the reading room, on paper.",
    invented="An invented outlet with invented news, served by the newsbot demo on this computer.",
)

_UKRAINIAN = Wording(
    days=_UKRAINIAN_DAYS,
    on_days=_UKRAINIAN_ON_DAYS,
    months=_UKRAINIAN_MONTHS,
    by="",
    see_also="Читайте також",
    share="Поширити",
    most_read="Найчитаніше",
    newsletter="Ранковий лист",
    newsletter_pitch="Шість новин до першої кави щодня.",
    newsletter_button="Підписатися",
    mail_address="Ваша електронна адреса",
    search="Пошук",
    contact="Контакти",
    imprint="Про видання",
    latest="Останні новини",
    trending="У центрі уваги",
    drawing="Малюнок",
    archive="Архів",
    archived="старші матеріали зберігаються в читальному залі, на папері.",
    invented="Вигадане видання з вигаданими новинами; їх показує newsbot demo на цьому комп’ютері.",
)


def wording(language: str) -> Wording:
    """Return the words of a language: Ukrainian for `uk`, else English."""
    return _UKRAINIAN if language == "uk" else _ENGLISH


def on_day(moment: datetime, language: str) -> str:
    """Return the weekday as news copy says it: `on Tuesday`, `у вівторок`."""
    return wording(language).on_days[moment.weekday()]


def on_eve(moment: datetime, language: str) -> str:
    """Return the weekday before, in the same form."""
    return on_day(moment - timedelta(days=1), language)


def long_date(moment: datetime, language: str) -> str:
    """Return the date as a masthead prints it: `Tuesday, 24 November 2026`."""
    return f"{wording(language).days[moment.weekday()]}, {plain_date(moment, language)}"


def plain_date(moment: datetime, language: str) -> str:
    """Return the date as a byline prints it: `24 November 2026`, `24 листопада 2026`."""
    return f"{moment.day} {wording(language).months[moment.month - 1]} {moment.year}"


def rfc822_date(moment: datetime) -> str:
    """Return the date as RSS 2.0 wants it: `Tue, 24 Nov 2026 12:00:00 GMT`."""
    return format_datetime(moment, usegmt=True)


def odd_date(moment: datetime) -> str:
    """Return the date as a feed in the wild writes it: `24 Nov. 2026 12:00:00 GMT`.

    It has no weekday and a dot behind the month, which no RFC allows.
    """
    _, day, month, year, time, zone = rfc822_date(moment).split()
    return f"{day} {month}. {year} {time} {zone}"
