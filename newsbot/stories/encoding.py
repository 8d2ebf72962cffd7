"""Own the mending of text that was encoded twice ("SÃ£o" for "São"); it guesses no encodings.

Some sources send such text. It tears words and names apart, and the pieces of one name would then
count as several things that two articles share.
"""

import re

_FIRST_HIGH, _LAST_HIGH = 0x80, 0xBF
_CONTINUATION = {
    bytes([byte]).decode("cp1252", "ignore") or chr(byte): byte
    for byte in range(_FIRST_HIGH, _LAST_HIGH + 1)
}
"""What Windows-1252 reads (or Latin-1, where that has a gap) for each later byte of UTF-8."""
_HIGH = f"[{re.escape(''.join(_CONTINUATION))}]"
_TWICE_ENCODED = re.compile(f"[ÂÃÄÅÎÏÐÑ]{_HIGH}|â[€„]{_HIGH}")
"""Latin, Greek and Cyrillic letters, and punctuation: pairs that no language writes."""


def mend_twice_encoded(text: str) -> str:
    """Return `text` with each letter that was encoded twice decoded again."""
    return text if text.isascii() else _TWICE_ENCODED.sub(_decoded, text)


def _decoded(found: re.Match[str]) -> str:
    torn = found.group()
    encoded = bytes([ord(torn[0]), *(_CONTINUATION[each] for each in torn[1:])])
    return encoded.decode("utf-8", "replace")
