"""Own conditional requests (RFC 9110, 13): is what the client holds still good?

It makes no tag and no date; it compares them.
"""

import re
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from typing import Final

_ENTITY_TAG: Final = re.compile(rb'(?:W/)?"([^"]*)"')
"""An entity tag (RFC 9110, 8.8.3); blanks inside are not allowed and do no harm."""

_LONGEST_HEADER: Final = 2_000
"""A list of tags longer than this is not looked at: the answer is the document."""


@lru_cache(maxsize=1024)
def http_date(moment: datetime) -> bytes:
    """Return the time as an IMF-fixdate (RFC 9110, 5.6.7)."""
    return format_datetime(moment.astimezone(UTC), usegmt=True).encode()


@lru_cache(maxsize=1024)
def names_tag(if_none_match: bytes, opaque: bytes) -> bool:
    """Tell whether the header lists the tag, compared weakly (RFC 9110, 13.1.2).

    Apache's mod_deflate adds `-gzip` to the tag of what it compresses on its way and asks with
    it afterwards; that is the same document.
    """
    if if_none_match.strip() == b"*":
        return True
    if len(if_none_match) > _LONGEST_HEADER:
        return False
    return any(tag.removesuffix(b"-gzip") == opaque for tag in _ENTITY_TAG.findall(if_none_match))


@lru_cache(maxsize=1024)
def is_unmodified_since(if_modified_since: bytes, last_modified: datetime) -> bool:
    """Tell whether nothing changed after the header's date; False when it is no date (13.1.3)."""
    try:
        since = parsedate_to_datetime(if_modified_since.decode("ascii"))
    except ValueError:
        return False
    if since.tzinfo is None:
        since = since.replace(tzinfo=UTC)
    return last_modified.replace(microsecond=0) <= since
