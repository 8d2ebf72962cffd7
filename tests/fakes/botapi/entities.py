"""Own the way from HTML to text and entities, as Telegram's server goes it.

Follows "HTML style" in https://core.telegram.org/bots/api#formatting-options: only four named
character references, tags closed in order, offsets in UTF-16 code units. It parses no Markdown.
"""

import re
from dataclasses import dataclass, field

from tests.fakes.botapi.replies import Json, utf16_length

MAX_ENTITIES = 100
"""Further entities are dropped without a word (https://core.telegram.org/api/entities)."""

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
}
PRIORITIES = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 10,
    "code": 20,
    "text_link": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
}
"""The order of entities that cover the same text; any other kind is at 50."""

NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]{1,7})|#(?P<dec>[0-9]{1,8})|(?P<name>[a-z]+));?")
ATTRIBUTE = re.compile(
    r"\s*(?P<name>[^\s=>]+)(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'"
    r"|(?P<bare>[A-Za-z0-9.\-]+)))?"
)
LINK = re.compile(
    r"(?:(?:https?|tg|tonsite)://|mailto:|tel:)[^\s]+|[^\s/:]+\.[^\s]+", re.IGNORECASE
)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
DROPPED = re.compile("[\r\u2028-\u202e]")

FOUND = (
    # What clients turn into links by themselves; simplified, but wrong on the strict side only.
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z]\w{2,31}\b")),
    ("hashtag", re.compile(r"(?<!\w)#(?=\w*[^\W\d_])\w{1,255}")),
    ("bot_command", re.compile(r"(?<![\w/@<>])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![/\w])")),
    ("url", re.compile(r"(?<![\w@])(?:https?://[^\s<>]+|(?:[a-z0-9-]+\.)+(?:com|org|net|info)\b)")),
)


class BadEntities(ValueError):
    """Say why the markup is refused, as the server says it."""


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    begin: int
    offset: int


@dataclass(slots=True)
class _Parser:
    """Walk the markup once; `text` grows, `offset` counts its UTF-16 units."""

    markup: str
    at: int = 0
    offset: int = 0
    text: list[str] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def run(self) -> None:
        while self.at < len(self.markup):
            character = self.markup[self.at]
            if character == "<":
                self._close() if self.markup.startswith("/", self.at + 1) else self._open()
            else:
                decoded, self.at = _character(self.markup, self.at)
                self.text.append(decoded)
                self.offset += utf16_length(decoded)
        if self.stack:
            raise BadEntities(
                f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"'
            )

    def _byte(self) -> int:
        return len(self.markup[: self.at].encode("utf-8", "surrogatepass"))

    def _open(self) -> None:
        match = re.compile(r"<([^\s>]*)").match(self.markup, self.at)
        assert match
        tag, at = match[1].lower(), match.end()
        if at == len(self.markup):
            raise BadEntities(f"Unclosed start tag at byte offset {self._byte()}")
        if tag not in KINDS:
            raise BadEntities(f'Unsupported start tag "{tag}" at byte offset {self._byte()}')
        argument = ""
        while True:
            at = len(self.markup) - len(self.markup[at:].lstrip())
            if self.markup.startswith(">", at):
                break
            attribute = ATTRIBUTE.match(self.markup, at)
            if attribute is None or attribute.end() == len(self.markup):
                raise BadEntities(f"Unclosed start tag at byte offset {self._byte()}")
            at = attribute.end()
            argument = _argument(tag, attribute) or argument
        if tag == "span" and argument != "spoiler":
            raise BadEntities(
                f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte()}'
            )
        self.stack.append(_Open(tag, argument, len(self.text), self.offset))
        self.at = at + 1

    def _close(self) -> None:
        if not self.stack:
            raise BadEntities(f"Unexpected end tag at byte offset {self._byte()}")
        match = re.compile(r"</([^\s>]*)\s*>").match(self.markup, self.at)
        if match is None:
            raise BadEntities(f"Unclosed end tag at byte offset {self._byte()}")
        opened = self.stack.pop()
        if match[1] and match[1] != opened.tag:
            raise BadEntities(
                f"Unmatched end tag at byte offset {self._byte()}, "
                f'expected "</{opened.tag}>", found "</{match[1]}>"'
            )
        if self.offset > opened.offset:
            self._add(opened)
        self.at = match.end()

    def _add(self, opened: _Open) -> None:
        entity: Json = {
            "type": KINDS[opened.tag],
            "offset": opened.offset,
            "length": self.offset - opened.offset,
        }
        if opened.tag == "a":
            url = opened.argument or "".join(self.text[opened.begin :])
            if not LINK.fullmatch(url.strip()):
                return  # the server keeps the text and drops a link that it cannot read
            entity["url"] = url.strip()
        elif opened.tag == "code" and opened.argument:
            entity["language"] = opened.argument
        elif opened.tag == "blockquote" and opened.argument:
            entity["type"] = "expandable_blockquote"
        self.entities.append(entity)


def _character(markup: str, at: int) -> tuple[str, int]:
    """Return the character at a position, a reference decoded, and where the next one begins."""
    match = REFERENCE.match(markup, at) if markup[at] == "&" else None
    if match is None:
        return markup[at], at + 1
    if match["name"]:
        for name, character in NAMED.items():
            if match["name"] == name:
                return character, match.end()
        return markup[at], at + 1
    code = int(match["hex"], 16) if match["hex"] else int(match["dec"])
    if not 0 < code < 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return markup[at], at + 1
    return chr(code), match.end()


def _argument(tag: str, attribute: re.Match[str]) -> str:
    name = attribute["name"].lower()
    raw = attribute["double"] or attribute["single"] or attribute["bare"] or ""
    value, at = "", 0
    while at < len(raw):
        character, at = _character(raw, at)
        value += character
    match tag, name:
        case "a", "href":
            return value
        case "code", "class":
            return value.removeprefix("language-")
        case "span", "class":
            return value.removeprefix("tg-")
        case "blockquote", "expandable":
            return "1"
    return ""


def parse_html(markup: str) -> tuple[str, list[Json]]:
    """Return the text that a client shows and its entities.

    Raises:
        BadEntities: The markup has an unknown, unclosed or crossed tag.
    """
    parser = _Parser(markup)
    parser.run()
    return finish("".join(parser.text), parser.entities)


def parse_plain(text: str) -> tuple[str, list[Json]]:
    """Return text that came without a parse mode, with the links that clients find in it."""
    return finish(text, [])


def finish(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Clean and trim the text, move the entities along, add found ones, sort, cut to 100."""
    text = CONTROL.sub(" ", text)
    if DROPPED.search(text):
        entities = [_without_dropped(text, entity) for entity in entities]
        text = DROPPED.sub("", text)
    lead = len(text) - len(text.lstrip())
    text = text.strip()
    length = utf16_length(text)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        end = min(length, entity["offset"] + entity["length"] - lead)
        if start < end:
            kept.append(entity | {"offset": start, "length": end - start})
    kept = _without_nested_in_code(kept)
    kept += _found(text, kept)
    kept.sort(key=lambda e: (e["offset"], -e["length"], PRIORITIES.get(e["type"], 50)))
    return text, kept[:MAX_ENTITIES]


def _without_dropped(text: str, entity: Json) -> Json:
    wide = text.encode("utf-16-le", "surrogatepass")
    begin, end = entity["offset"], entity["offset"] + entity["length"]

    def dropped(upto: int) -> int:
        return len(DROPPED.findall(wide[: upto * 2].decode("utf-16-le", "surrogatepass")))

    offset = begin - dropped(begin)
    return entity | {"offset": offset, "length": end - dropped(end) - offset}


def _without_nested_in_code(entities: list[Json]) -> list[Json]:
    """Drop what lies in or around code: code and pre take no other entity."""
    codes = [entity for entity in entities if entity["type"] in {"code", "pre"}]
    return [
        entity
        for entity in entities
        if entity["type"] in {"code", "pre", "blockquote", "expandable_blockquote"}
        or not any(_overlap(entity, code) for code in codes)
    ]


def _found(text: str, entities: list[Json]) -> list[Json]:
    """Return mentions, hashtags, commands and addresses outside code and links."""
    closed = [entity for entity in entities if entity["type"] in {"code", "pre", "text_link"}]
    found: list[Json] = []
    for kind, pattern in FOUND:
        for match in pattern.finditer(text):
            entity = {
                "type": kind,
                "offset": utf16_length(text[: match.start()]),
                "length": utf16_length(match[0]),
            }
            if not any(_overlap(entity, other) for other in [*closed, *found]):
                found.append(entity)
    return found


def _overlap(one: Json, other: Json) -> bool:
    return bool(
        one["offset"] < other["offset"] + other["length"]
        and other["offset"] < one["offset"] + one["length"]
    )
