"""Own conditional requests (RFC 9110, 13): is what the client holds still good?

It makes no tag and no date of a document; it compares them.
"""

import re
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from typing import Final

_ENTITY_TAG: Final = re.compile(rb'(?:W/)?"([^"]*)"')
"""An entity tag (RFC 9110, 8.8.3); blanks inside are not allowed and do no harm."""

_LONGEST_HEADER: Final = 2_000
"""A condition longer than this is not looked at and not remembered: it does not hold."""


@lru_cache(maxsize=1024)
def http_date(moment: datetime) -> bytes:
    """Return the time as an IMF-fixdate (RFC 9110, 5.6.7)."""
    return format_datetime(moment.astimezone(UTC), usegmt=True).encode()


def names_tag(if_none_match: bytes, opaque: bytes) -> bool:
    """Tell whether the header lists the tag, compared weakly (RFC 9110, 13.1.2).

    Apache's mod_deflate adds `-gzip` to the tag of what it compresses on its way and asks with
    it afterwards; that is the same document.
    """
    if len(if_none_match) > _LONGEST_HEADER:
        return False
    tags = _listed_tags(if_none_match)
    return tags is None or opaque in tags


@lru_cache(maxsize=1024)
def _listed_tags(if_none_match: bytes) -> frozenset[bytes] | None:
    """Return the opaque parts of the tags, None for `*`, which any tag is."""
    if if_none_match.strip() == b"*":
        return None
    return frozenset(tag.removesuffix(b"-gzip") for tag in _ENTITY_TAG.findall(if_none_match))


def is_unmodified_since(if_modified_since: bytes, last_modified: datetime) -> bool:
    """Tell whether nothing changed after the header's date; False when it is no date (13.1.3)."""
    since = _date(if_modified_since) if len(if_modified_since) <= _LONGEST_HEADER else None
    return since is not None and last_modified.replace(microsecond=0) <= since


@lru_cache(maxsize=1024)
def _date(header: bytes) -> datetime | None:
    try:
        found = parsedate_to_datetime(header.decode("ascii"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
