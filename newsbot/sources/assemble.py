"""Own the last step of every reading: raw entries become domain values, cleaned and resolved."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Final

from newsbot.domain.entry import Enclosure, Entry, Notice, SourceDocument
from newsbot.domain.manners import Manners
from newsbot.sources.cleaning import Sanitiser, first_image, without_tags
from newsbot.sources.dates import looks_like_date, parse_date
from newsbot.sources.links import absolute, second_page
from newsbot.sources.plaintext import (
    has_paragraphs,
    mend_characters,
    text_to_markup,
    to_text,
    to_title,
    undo_latin1,
)
from newsbot.sources.raw import RawDocument, RawEntry, RawText

MAX_TAGS: Final = 50
MAX_TAG_CHARS: Final = 200
MAX_ENCLOSURES: Final = 20
MAX_ID_CHARS: Final = 2048
"""What an entry may carry; beyond it lies abuse, not news."""

MAX_MARKUP_CHARS_HERE: Final = 100_000
"""One entry's markup that is cleaned in the main process: made of attributes, it takes 49 ms."""

MAX_ODD_DATES: Final = 10
"""Dates of one document that dateparser is asked for; each takes it milliseconds."""

OddDate = Callable[[str, str], datetime | None]
Checkpoint = Callable[[], None]


class NeedsSandbox(Exception):
    """Say that the document needs work which must not run in the main process."""


class Assembler:
    """Turn raw documents into `SourceDocument`s.

    `odd_date` reads dates that `parse_date` cannot, and is given in the sandbox only; without it
    such a date raises `NeedsSandbox`, and so does very long markup. `checkpoint` is called before
    each entry and may raise.
    """

    def __init__(
        self, sanitiser: Sanitiser, *, odd_date: OddDate | None, checkpoint: Checkpoint
    ) -> None:
        self._sanitiser = sanitiser
        self._odd_date = odd_date
        self._checkpoint = checkpoint
        self._mend = mend_characters
        self._odd_dates_left = MAX_ODD_DATES

    def assemble(self, raw: RawDocument, url: str) -> SourceDocument:
        """Return the document as read from `url` ("" when its place is unknown)."""
        base = absolute(url, raw.base) or url or absolute("", raw.link)
        home = absolute(base, raw.link)
        notices = list(raw.notices)
        title, _ = to_title(raw.title.value, is_html=raw.title.is_html)
        self._mend = mend_characters if raw.suspect else undo_latin1
        self._odd_dates_left = MAX_ODD_DATES
        entries = []
        for entry in raw.entries:
            self._checkpoint()
            entries.append(self._entry(entry, base, raw.language, notices))
        return SourceDocument(
            kind=raw.kind,
            title=title,
            url=home,
            language=_language(raw.language),
            entries=tuple(entries),
            warnings=_distinct(notices),
            hub=absolute(base, raw.hub),
            self_url=absolute(base, raw.self_url),
            next_url=absolute(base, raw.next_url) or (second_page(url) if raw.by_wordpress else ""),
            manners=Manners(
                ttl=raw.ttl,
                skip_hours=frozenset(raw.skip_hours),
                skip_days=frozenset(raw.skip_days),
            ),
        )

    def _entry(
        self, raw: RawEntry, document_base: str, language: str, notices: list[Notice]
    ) -> Entry:
        """Return one entry; its faults are added to `notices`."""
        base = absolute(document_base, raw.base) or document_base
        link = absolute(base, raw.link)
        title, cut = to_title(raw.title.value, is_html=raw.title.is_html)
        if cut:
            notices.append(_notice("title_cut", "A title is longer than 1,000 characters.", title))
        content = self._markup(raw.content, base or link, notices)
        summary = self._markup(raw.summary, base or link, notices)
        language = _language(raw.language or language)
        published = self._date(raw.published, "published", language, notices)
        text = to_text(content)
        if len(summary) > 2 * len(text):  # a "content" that is only a button or a picture
            text = max(text, to_text(summary), key=len)
        if not title and not text and not link:
            notices.append(_notice("empty_entry", "An entry has neither title, text nor link."))
        return Entry(
            id=self._mend(raw.id)[:MAX_ID_CHARS],
            url=link,
            title=title,
            author=_label(raw.author),
            published=published,
            published_raw=raw.published[:MAX_TAG_CHARS],
            updated=self._date(raw.updated, "updated", language, notices),
            summary=summary,
            content=content,
            text=text,
            language=language,
            tags=_tags(raw.tags),
            enclosures=_enclosures(raw.enclosures, base),
            image=_image(raw, base) or first_image(content) or first_image(summary),
        )

    def _markup(self, raw: RawText, base: str, notices: list[Notice]) -> str:
        """Return a text construct as sanitised markup."""
        value = raw.value
        if not value:
            return ""
        value = self._mend(value)
        if not raw.is_html:
            return text_to_markup(value)
        if self._odd_date is None and len(value) > MAX_MARKUP_CHARS_HERE:
            raise NeedsSandbox
        if "<" not in value and has_paragraphs(value):
            value = f"<p>{value.strip()}</p>".replace("\n\n", "</p><p>")
        cleaned = self._sanitiser.clean(value, absolute(base, raw.base) or base)
        if cleaned is None:
            message = "An entry's markup is too long or too deeply nested; only its text was kept."
            notices.append(Notice(code="markup_dropped", message=message))
            cleaned = without_tags(value)
        return cleaned.strip()

    def _date(self, text: str, what: str, language: str, notices: list[Notice]) -> datetime | None:
        """Return the moment a date states; one that nobody can read is told."""
        if not text:
            return None
        moment = parse_date(text)
        if moment is None and looks_like_date(text) and self._odd_dates_left:
            if self._odd_date is None:
                raise NeedsSandbox
            self._odd_dates_left -= 1
            moment = self._odd_date(text, language)
        if moment is None:
            message = f"An entry's {what} date cannot be read: {text[:60]!r}."
            notices.append(Notice(code="bad_date", message=message))
        return moment


def _notice(code: str, message: str, quote: str = "") -> Notice:
    """Return a notice, with the beginning of what it is about."""
    return Notice(code=code, message=f"{message} ({quote[:60]}...)" if quote else message)


def _distinct(notices: list[Notice]) -> tuple[Notice, ...]:
    """Return each notice once, in order."""
    return tuple(dict.fromkeys(notices))


@lru_cache(maxsize=256)
def _language(tag: str) -> str:
    """Return a language tag in its usual form (BCP 47: `en-GB`), "" for what is none."""
    parts = tag.strip().replace("_", "-").split("-")
    if not (parts[0].isascii() and parts[0].isalpha() and 2 <= len(parts[0]) <= 3):  # noqa: PLR2004
        return ""
    if not all(part.isascii() and part.isalnum() and len(part) <= 8 for part in parts):  # noqa: PLR2004
        return parts[0].lower()
    regions = [part.upper() if len(part) == 2 else part for part in parts[1:]]  # noqa: PLR2004
    return "-".join([parts[0].lower(), *regions])


def _tags(raw: list[str]) -> tuple[str, ...]:
    """Return tags as plain text, each once."""
    if not raw:
        return ()
    labels = (_label(tag)[:MAX_TAG_CHARS] for tag in raw[:MAX_TAGS])
    return tuple(dict.fromkeys(label for label in labels if label))


@lru_cache(maxsize=2048)
def _label(text: str) -> str:
    """Return a name or tag as plain text; the same ones come again and again."""
    return to_title(text, is_html=True)[0]


def _enclosures(raw: list[Enclosure], base: str) -> tuple[Enclosure, ...]:
    """Return enclosures with absolute URLs; what leads nowhere on the web is left out."""
    if not raw:
        return ()
    resolved = (
        Enclosure(url=url, type=_label(file.type)[:100], length=file.length)
        for file in raw[:MAX_ENCLOSURES]
        if (url := absolute(base, file.url))
    )
    return tuple(dict.fromkeys(resolved))


def _image(raw: RawEntry, base: str) -> str:
    """Return the picture that the entry names outside of its text."""
    if raw.image and (url := absolute(base, raw.image)):
        return url
    pictures = (file.url for file in raw.enclosures if file.type.startswith("image/"))
    return absolute(base, next(pictures, ""))
