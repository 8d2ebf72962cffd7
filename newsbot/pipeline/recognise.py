"""Own the recognition of entries: by their id, else by what does not change with it. Pure."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta

from newsbot.db.arrivals import KnownEntry
from newsbot.domain.article import NewArticle

REDATED_BY = timedelta(days=2)
"""A live article's date moves by hours; what moves further is an old article told as new."""


class Recogniser:
    """Find an entry among those that are known, by its id, then by its second keys.

    The second keys make a changed guid, a move to https or to another host harmless: an unknown
    id at an address, or with a title and date, that exactly one known entry outside this window
    has is that entry under a new id. So is one that says word for word the same where a date is
    missing; with two dates it may be a notice that a source repeats each day.
    """

    def __init__(self, entries: Sequence[NewArticle], known: Sequence[KnownEntry]) -> None:
        self._by_id = {one.entry_id: one for one in known}
        present = {one.entry_id for one in entries}
        gone = [one for one in known if one.entry_id not in present]
        self._by_address = _unique(entries, gone, lambda one: one.url_key)
        self._by_title = _unique(entries, gone, _titled)
        self._by_text = _unique(entries, gone, lambda one: one.text_key)

    def find(self, entry: NewArticle) -> KnownEntry | None:
        """Return the known entry that this one is, None for a new one."""
        at_address = self._by_address.get(entry.url_key)
        if at_address is not None and not _is_alike(entry, at_address):
            at_address = None  # a page that tells something new each time, such as a status page
        found = self._by_id.get(entry.entry_id) or at_address or self._by_title.get(_titled(entry))
        if found is None:
            same_words = self._by_text.get(entry.text_key)
            if same_words is not None and None in {entry.claimed_at, same_words.claimed_at}:
                found = same_words
        return found

    def text_of(self, entry: NewArticle) -> KnownEntry | None:
        """Return the known entry that says word for word the same."""
        return self._by_text.get(entry.text_key)


def _unique(
    entries: Sequence[NewArticle],
    gone: Sequence[KnownEntry],
    key: Callable[[NewArticle | KnownEntry], str],
) -> dict[str, KnownEntry]:
    """Return by key the entries that left the window, where no key is shared on either side."""
    if not gone:
        return {}
    asked = Counter(found for one in entries if (found := key(one)))
    offered = Counter(found for one in gone if (found := key(one)))
    return {
        found: one
        for one in gone
        if (found := key(one)) and asked[found] == 1 and offered[found] == 1
    }


def _titled(one: NewArticle | KnownEntry) -> str:
    """Return title and date as a key, "" when either is missing."""
    if not one.title or one.claimed_at is None:
        return ""
    return f"{one.claimed_at.isoformat()} {' '.join(one.title.casefold().split())}"


def _is_alike(entry: NewArticle, before: KnownEntry) -> bool:
    """Say whether two entries at one address may be one: the same date, or much the same title."""
    if not before.title or (before.claimed_at and before.claimed_at == entry.claimed_at):
        return True
    mine = set(entry.title.casefold().split())
    others = set(before.title.casefold().split())
    return len(mine & others) * 2 >= max(len(mine), len(others))


def is_redated(entry: NewArticle, before: KnownEntry) -> bool:
    """Say whether a known entry came with a date so much later that it is told as new."""
    return (
        entry.claimed_at is not None
        and before.claimed_at is not None
        and entry.claimed_at - before.claimed_at > REDATED_BY
    )
