"""Own the translation of the everyday part of CSS selectors into XPath; pure.

Understood are type, `*`, `.class`, `#id`, `[attribute]` with `=`, `^=`, `$=`, `*=` and `~=`,
`:first-child`, `:last-child`, `:nth-child(n)`, the combinators space, `>`, `+`, `~`, and lists
with commas. What begins with `/`, `.//` or `(` is XPath already.
"""

import re
from typing import Final

from newsbot.errors import Invalid

MAX_CHARS: Final = 500

_NAME = r"-?[A-Za-z_\u00a0-\uffff][\w\u00a0-\uffff-]*"
_PART = re.compile(
    rf"\.(?P<class>{_NAME})|\#(?P<id>{_NAME})"
    r"|\[\s*(?P<attribute>[A-Za-z][A-Za-z0-9-]*)\s*"
    r"(?:(?P<operator>[~^$*]?=)\s*(?P<value>\"[^\"]*\"|'[^']*'|[^\]\s\"']+)\s*)?\]"
    r"|:(?P<pseudo>first-child|last-child|nth-child\(\s*(?P<number>\d{1,4})\s*\))"
)
_TYPE = re.compile(r"\*|[A-Za-z][A-Za-z0-9-]*", re.ASCII)
_COMBINATOR = re.compile(r"\s*([>+~])\s*|\s+")

_AXES: Final = {
    "": "//",
    ">": "/",
    "+": "/following-sibling::*[1]/self::",
    "~": "/following-sibling::",
}


def to_xpath(selector: str) -> str:
    """Return an XPath that is relative to the element it is asked of. Raises `Invalid`."""
    text = selector.strip()
    if not text or len(text) > MAX_CHARS:
        raise Invalid(f"A selector has 1 to {MAX_CHARS} characters.")
    if text.startswith(("/", ".//", "./", "(")) or text == ".":
        return text if not text.startswith("//") else f".{text}"
    return " | ".join(_one(part, text) for part in _split_list(text))


def _split_list(text: str) -> list[str]:
    """Split at commas outside of brackets and quotes."""
    parts, start, open_until = [], 0, ""
    for position, char in enumerate(text):
        if open_until:
            open_until = "" if char == open_until else open_until
        elif char in "['\"":
            open_until = "]" if char == "[" else char
        elif char == ",":
            parts.append(text[start:position].strip())
            start = position + 1
    return [*parts, text[start:].strip()]


def _one(part: str, whole: str) -> str:
    """Translate one selector without commas."""
    path, axis, position = ".", "", 0
    while position < len(part):
        step, position = _compound(part, position, whole)
        path += _AXES[axis] + step
        if position == len(part):
            return path
        combinator = _COMBINATOR.match(part, position)
        if combinator is None or combinator.end() == len(part):
            break
        axis, position = combinator[1] or "", combinator.end()
    raise Invalid(
        f"The selector {whole!r} is not understood from {part[position : position + 20]!r} on. "
        "Use for example `article h2 > a.title` or an XPath such as `//h2/a`."
    )


def _compound(part: str, position: int, whole: str) -> tuple[str, int]:
    """Translate `type.class#id[attribute]:pseudo`; return it and where it ends."""
    start = position
    match = _TYPE.match(part, position)
    name = match[0].lower() if match else "*"
    position = match.end() if match else position
    conditions = ""
    while piece := _PART.match(part, position):
        conditions += _condition(piece)
        position = piece.end()
    if position == start:
        raise Invalid(f"The selector {whole!r} has no element at {part[start : start + 20]!r}.")
    return name + conditions, position


def _condition(piece: re.Match[str]) -> str:
    """Return the XPath predicate for one part of a compound selector."""
    if piece["class"]:
        return _has_word("class", piece["class"])
    if piece["id"]:
        return f"[@id={quote(piece['id'])}]"
    if piece["pseudo"]:
        if piece["pseudo"] == "last-child":
            return "[not(following-sibling::*)]"
        number = int(piece["number"] or 1)
        return f"[count(preceding-sibling::*)={number - 1}]"
    attribute = piece["attribute"].lower()
    if not piece["operator"]:
        return f"[@{attribute}]"
    value = piece["value"].strip("\"'")
    return _compare(attribute, piece["operator"], value)


def _compare(attribute: str, operator: str, value: str) -> str:
    """Return the XPath predicate for an attribute's value."""
    quoted = quote(value)
    match operator:
        case "^=":
            return f"[starts-with(@{attribute}, {quoted})]"
        case "*=":
            return f"[contains(@{attribute}, {quoted})]"
        case "~=":
            return _has_word(attribute, value)
        case "$=":
            start = f"string-length(@{attribute}) - {len(value) - 1}"
            return f"[substring(@{attribute}, {start})={quoted}]"
        case _:
            return f"[@{attribute}={quoted}]"


def _has_word(attribute: str, word: str) -> str:
    """Return the predicate for one of several words in an attribute."""
    return f"[contains(concat(' ', normalize-space(@{attribute}), ' '), {quote(f' {word} ')})]"


def quote(text: str) -> str:
    """Return a text as an XPath literal; XPath 1.0 has no escapes."""
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    joined = ', "\'", '.join(f"'{part}'" for part in text.split("'"))
    return f"concat({joined})"
