"""Own the article as the rules see it, and its one-time preparation; it decides no rule."""

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlsplit

from newsbot.matching.chunks import Chunks
from newsbot.matching.skim import Skimmed, skim
from newsbot.matching.tokens import Words, place_words

TAG_SEPARATOR = ", "
"""Stands between tags where offsets of evidence in the field `tag` are counted."""

FIELDS = ("title", "body", "author", "tag")
"""Fields that hold words, in the order in which evidence is listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Hold the parts of one article that a rule can ask about.

    `body` is plain text with paragraphs separated by an empty line. `source` holds every id and
    short name that the source answers to, `lang` a language tag (BCP 47) or nothing.
    """

    title: str = ""
    body: str = ""
    author: str = ""
    tags: tuple[str, ...] = ()
    url: str = ""
    source: tuple[str, ...] = ()
    lang: str = ""

    def text_of(self, field_name: str) -> str:
        """Return the text that offsets of evidence in a field refer to."""
        if field_name == "tag":
            return TAG_SEPARATOR.join(self.tags)
        return str(getattr(self, field_name))


_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedDocument:
    """Hold a document that was looked through once.

    `whole` holds the pieces of title and body together, `lang` the primary subtag. The rest is
    worked out when a rule asks closer: `skimmed` has the pieces of each field, `words` their
    places, `values` the texts that `source:`, `lang:` and `site:` accept. `encoded` keeps UTF-8
    texts once a pattern asked.
    """

    document: Document
    whole: Skimmed
    lang: str
    values: "_ByField[frozenset[str]]"
    skimmed: "_ByField[Skimmed]"
    words: "_ByField[Words]"
    encoded: dict[str, bytes] = field(default_factory=dict, compare=False)
    known_keys: set[str] = field(default_factory=set, compare=False)

    @property
    def host(self) -> str:
        """Return the host of the URL in ASCII without `www.`."""
        return host_key(url_host(self.document.url))

    @property
    def keys(self) -> set[str]:
        """Return every key of title and body, worked out once."""
        if not self.known_keys:
            self.known_keys.update(self.whole.keys())
        return self.known_keys


class _ByField(dict[str, _T]):
    """Work out what belongs to a field when it is first asked for."""

    def __init__(self, compute: Callable[[str], _T]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, name: str) -> _T:
        found = self[name] = self._compute(name)
        return found


class _Reading:
    """Hold the pieces that documents are read into now."""

    chunks = Chunks()


def prepare(document: Document) -> PreparedDocument:
    """Look through a document, once for all rules."""
    if _Reading.chunks.full:
        _Reading.chunks = _Reading.chunks.successor()
    chunks, lang = _Reading.chunks, primary_subtag(document.lang)

    def values_of(name: str) -> frozenset[str]:
        if name == "source":
            return frozenset(short_name.strip().casefold() for short_name in document.source)
        if name == "lang":
            return frozenset([lang])
        return frozenset(_domains(host_key(url_host(document.url))))

    def placed_field(name: str) -> Words:
        words = place_words(skimmed[name])
        if name == "tag":
            _separate_tags(document.tags, words)
        return words

    skimmed = _ByField(lambda name: skim(document.text_of(name), chunks, lang=lang))
    return PreparedDocument(
        document=document,
        whole=skim(f"{document.title}\n\n{document.body}", chunks, lang=lang),
        lang=lang,
        values=_ByField(values_of),
        skimmed=skimmed,
        words=_ByField(placed_field),
    )


def primary_subtag(tag: str) -> str:
    """Return `en` for `en-GB` and `en_GB`."""
    return tag.strip().replace("_", "-").partition("-")[0].lower()


def url_host(url: str) -> str:
    """Return the host of a URL as written, without user and port; "" when there is none."""
    try:
        netloc = urlsplit(url.strip()).netloc
    except ValueError:
        return ""
    return netloc.rpartition("@")[2].partition(":")[0]


def host_key(host: str) -> str:
    """Return a host as it is compared: ASCII (IDNA), lower case, without `www.` and outer dots."""
    name = host.strip().casefold().strip(".")
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            return name
    return name.removeprefix("www.")


def _domains(host: str) -> list[str]:
    """Return a host and every domain above it."""
    labels = host.split(".") if host else []
    return [".".join(labels[place:]) for place in range(len(labels))]


def _separate_tags(tags: tuple[str, ...], words: Words) -> None:
    """Open a sentence at each tag, so that no phrase crosses from one to the next."""
    offset = 0
    for tag in tags:
        position = bisect_left(words.starts, offset)
        if 0 < position < len(words.starts):
            words.breaks.add(position)
        offset += len(tag) + len(TAG_SEPARATOR)
