"""Own the signs of the rule language as values, and the place in a query that a lexer is at.

What phones and chats make of a query is accepted here: curly quotes, full-width signs, long
dashes. Everything is done on a text of the same length, so that places hold in the query as given.
"""

from dataclasses import dataclass
from typing import Literal

from newsbot.matching.problems import Problems

Kind = Literal[
    "word", "phrase", "hashtag", "alias", "regex", "value", "field", "exact", "stem",
    "open", "close", "and", "or", "not", "near", "count", "comma", "line",
]  # fmt: skip

TEXT_FIELDS = ("title", "body", "author", "tag")
VALUE_FIELDS = ("source", "lang", "site")
FIELD_NAMES = (*TEXT_FIELDS, *VALUE_FIELDS)
PREFIXES = (*FIELD_NAMES, "stem", "alias", "re")
"""What may stand before a colon."""

SIGNS = str.maketrans(
    {
        **{chr(0xFF01 + offset): chr(0x21 + offset) for offset in range(0x5E)},
        **dict.fromkeys("“”„‟«»「」『』〝〞", '"'),
        "\u3000": " ",
        "\u00a0": " ",
        "\u202f": " ",
        "、": ",",
        "،": ",",
        "؛": ",",
        "\r": "\n",
        "\u2028": "\n",
        "\u2029": "\n",
        "\x0b": " ",
        "\x0c": " ",
        "\x85": "\n",
    }
)
"""Signs as a plain keyboard types them, one character for one."""

LINE_BREAKS = frozenset("\n\r\x85\u2028\u2029")

DASHES = "-–—−"


@dataclass(frozen=True, slots=True)
class Token:
    """Hold one sign: its place, what it is, its text; `star` and `number` where it has them."""

    kind: Kind
    start: int
    end: int
    text: str = ""
    star: bool = False
    number: int = 0


class Cursor:
    """Stand at a place of a query and gather tokens."""

    def __init__(self, query: str, problems: Problems) -> None:
        self.query = query
        self.plain = query.translate(SIGNS)
        self.problems = problems
        self.place = 0
        self.tokens: list[Token] = []

    def add(
        self, kind: Kind, end: int, *, text: str = "", star: bool = False, number: int = 0
    ) -> None:
        """Take what stands from here to `end` as a token, and go on behind it."""
        self.tokens.append(Token(kind, self.place, end, text, star, number))
        self.place = end


def inside_hebrew(plain: str, place: int) -> bool:
    """Say whether a quotation mark is the gershayim of a Hebrew acronym."""
    around = plain[place - 1 : place] + plain[place + 1 : place + 2]
    return len(around) == 2 and all("\u05d0" <= sign <= "\u05ea" for sign in around)  # noqa: PLR2004
