"""Own how lists of phrases become patterns; the phrases stand with the modules that use them.

A list is text: a phrase a line, in lower case, lines that begin with `#` name the language. A
phrase may use the syntax of `re`; it is matched against lower-case text, which is several times
faster than ignoring case in the pattern.
"""

import re


def alternatives(phrases: str) -> str:
    """Return one regular expression that matches any phrase of a list."""
    rows = (row.strip() for row in phrases.splitlines())
    return "|".join(row for row in rows if row and not row.startswith("#"))


def opening(phrases: str) -> re.Pattern[str]:
    """Return a pattern for text that opens with a phrase as whole words, after any signs."""
    return re.compile(rf"\W*(?:{alternatives(phrases)})(?!\w)")


def whole(phrases: str) -> re.Pattern[str]:
    """Return a pattern for text that is a phrase and nothing else but signs around it."""
    return re.compile(rf"\W*(?:{alternatives(phrases)})\W*$")


def anywhere(phrases: str) -> re.Pattern[str]:
    """Return a pattern for a phrase at any place, for use with `search` and `findall`."""
    return re.compile(rf"(?:{alternatives(phrases)})")
