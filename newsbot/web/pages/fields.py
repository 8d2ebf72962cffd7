"""Own the reading of single fields that several pages have: lengths of time, tags."""

from datetime import timedelta
from typing import Final

from newsbot.errors import Invalid
from newsbot.settings.values import format_duration, parse_duration
from newsbot.web.pages.texts import gettext as _

SHORTEST_INTERVAL: Final = timedelta(seconds=1)
MAX_TAGS: Final = 20


def interval(text: str, default: timedelta) -> timedelta:
    """Return a time between polls; the default for an empty field. Raises `Invalid`."""
    if not text:
        return default
    try:
        value = parse_duration(text)
    except ValueError as exc:
        raise Invalid(
            _("%(text)r is no length of time; write one like 5m or 1h") % {"text": text[:40]}
        ) from exc
    if value < SHORTEST_INTERVAL:
        raise Invalid(_("%(text)r is too short; write 1s or more") % {"text": text[:40]})
    return value


def spelled(length: timedelta) -> str:
    """Return a length of time as it is typed: 5m."""
    return format_duration(length)


def tags(group: str, more: str) -> tuple[str, ...]:
    """Return the tags of a source; its group is the first. Raises `Invalid`."""
    found = [group, *more.replace(";", ",").split(",")]
    named = tuple(dict.fromkeys(" ".join(one.split()) for one in found if one.strip()))
    if len(named) > MAX_TAGS:
        raise Invalid(_("A source has %(n)d tags at the most.") % {"n": MAX_TAGS})
    return named
