"""Own the addresses of the apprise channel: names that the settings give to targets.

A person never writes apprise's own addresses here: it connects by itself, past the guard of
`net`, so only the operator may say where to.
"""

import re

from newsbot.errors import Invalid

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


def parse_target(text: str) -> str:
    """Return the name that a person wrote, in lower case.

    Raises:
        Invalid: It cannot be the name of a target; the sentence says what is.
    """
    name = text.strip().lower()
    if not NAME.fullmatch(name):
        raise Invalid(
            f"{text[:80]!r} names no target: write one of those in the settings' apprise.targets,"
            " such as apprise:phone"
        )
    return name
