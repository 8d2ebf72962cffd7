"""Own which entry is which: the id of an entry within its source, and its second keys. Pure.

Identity never contains what publishers edit in passing; where a source gives its entries neither
ids nor addresses, title and stated date are all there is.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final

from newsbot.domain.entry import Entry
from newsbot.net import url_key

MAX_ID_CHARS: Final = 512
"""A longer id is kept by its digest, so that any database can index it."""

_DIGEST_BYTES: Final = 16


class IdPolicy(StrEnum):
    """Name what identifies the entries of a source. Chosen once and kept."""

    GUID = "guid"
    URL = "url"
    DIGEST = "digest"


def choose_policy(entries: Sequence[Entry]) -> IdPolicy:
    """Return the best policy for a source by what its entries state.

    A guid that two different entries share identifies nothing, so one such pair moves the whole
    source to its URLs, and a shared URL moves it to titles. An entry that merely stands twice in
    the document is no such pair.
    """
    if not entries or (_mostly(entry.id for entry in entries) and not doubled_ids(entries)):
        return IdPolicy.GUID
    if _mostly(entry.url for entry in entries) and not doubled_url_keys(entries):
        return IdPolicy.URL
    return IdPolicy.DIGEST


def entry_id(entry: Entry, policy: IdPolicy) -> str:
    """Return the entry's id within its source by `policy`; never empty.

    An entry without what the policy asks for takes the next best: guid, URL, digest.
    """
    if policy is IdPolicy.GUID and entry.id:
        return _short(entry.id)
    if policy is not IdPolicy.DIGEST and entry.url:
        return _short(url_key(entry.url))
    return title_digest(entry)


def title_digest(entry: Entry) -> str:
    """Return a digest of title and stated date, case and spacing aside."""
    title = " ".join((entry.title or entry.text[:200]).casefold().split())
    date = entry.published.isoformat() if entry.published else entry.published_raw
    return "digest:" + _digest(f"{title}\n{date}")


def second_keys(entry: Entry) -> tuple[str, str]:
    """Return the keys by which an entry is known again after its guid changed: URL, then title.

    The first is "" for an entry without address; see `doubled_url_keys` for when it says nothing.
    """
    return url_key(entry.url) if entry.url else "", title_digest(entry)


def doubled_ids(entries: Iterable[Entry]) -> frozenset[str]:
    """Return the ids that stand on different entries."""
    return _shared((entry.id, _likeness(entry)) for entry in entries if entry.id)


def doubled_url_keys(entries: Iterable[Entry]) -> frozenset[str]:
    """Return the URL keys that stand on different entries: one page with many news items.

    Such a key must not join an entry to an older one.
    """
    return _shared((url_key(entry.url), _likeness(entry)) for entry in entries if entry.url)


def _likeness(entry: Entry) -> tuple[str, str]:
    """Return what two copies of one entry have in common."""
    return entry.title, entry.url


def _shared(pairs: Iterable[tuple[str, tuple[str, str]]]) -> frozenset[str]:
    """Return the keys that come with more than one likeness."""
    counts = Counter(key for key, _ in set(pairs))
    return frozenset(key for key, count in counts.items() if count > 1)


def _mostly(values: Iterable[str]) -> bool:
    """Return whether more than half of the values are not empty."""
    present = [bool(value) for value in values]
    return sum(present) * 2 > len(present)


def _short(value: str) -> str:
    """Return an id as it is, or its digest when it is too long to be kept."""
    return value if len(value) <= MAX_ID_CHARS else "long:" + _digest(value)


def _digest(text: str) -> str:
    """Return a short digest of a text."""
    data = text.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=_DIGEST_BYTES).hexdigest()
