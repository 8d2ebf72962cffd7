"""Own the signs of the rule language: text to tokens with their places; structure is not judged.

What phones and chats make of a query is accepted here: curly quotes, full-width signs, long
dashes, `alias:` and `re:`. Everything is done on a text of the same length, so that places hold
in the query as given.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import regex

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

_SIGNS = str.maketrans(
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

_LINE_BREAKS = frozenset("\n\r\x85\u2028\u2029")
_LINE_BREAKS = frozenset("\n\r\x85\u2028\u2029")
_DASHES = "-–—−"
_WORD_END = regex.compile(r"""[\s()\[\]{}"<>≥;]|,(?!(?<=\d,)\d)""")
_FIELD = regex.compile(r"([A-Za-z_]+):")
_ADDRESS = regex.compile(r"(?i)(?:https?|ftp)://\S+")
_ALIAS = regex.compile(r"[\p{L}\p{M}\p{N}_][\p{L}\p{M}\p{N}_.-]*(?<![.-])")
_HASHTAG = regex.compile(r"[\p{L}\p{N}_][\p{L}\p{M}\p{N}_]*")
_NEAR = regex.compile(r"(?i)near/(\d+)")
_NEAR_MISSPELT = regex.compile(r"NEAR\W?(\d*)|(?i:near/)")
_COMPARISON = regex.compile(r"(>=|=>|≥|>|<=|<|==?)(\s*)(\d+)?")
_OTHER_OPERATORS = {"&": "AND", "&&": "AND", "|": "OR", "||": "OR", "!": "NOT"}


@dataclass(frozen=True, slots=True)
class Token:
    """Hold one sign: its place, what it is, its text; `star` and `number` where it has them."""

    kind: Kind
    start: int
    end: int
    text: str = ""
    star: bool = False
    number: int = 0


class Lexer:
    """Read one query into tokens; problems go to the list that is given."""

    def __init__(self, query: str, problems: Problems) -> None:
        self._query = query
        self._plain = query.translate(_SIGNS)
        self._problems = problems
        self._place = 0
        self._tokens: list[Token] = []
        self._told_brackets = False
        self._readers: dict[str, Callable[[], None]] = {
            **dict.fromkeys("()[]{}", self._parenthesis),
            **dict.fromkeys(",;", self._comma),
            **dict.fromkeys(_DASHES, self._dash),
            **dict.fromkeys("><≥", self._comparison),
            '"': self._phrase,
            "=": self._equals,
            "/": self._regex,
            "@": self._alias,
            "#": self._number_sign,
        }

    def read(self) -> list[Token]:
        """Return all tokens from left to right."""
        while self._place < len(self._plain):
            self._step()
        return self._tokens

    def _step(self) -> None:
        sign = self._plain[self._place]
        reader = self._readers.get(sign)
        if sign.isspace():
            self._space()
        elif reader is not None:
            reader()
        else:
            self._word()

    def _parenthesis(self) -> None:
        place, plain = self._place, self._plain
        if plain[place] not in "()" and not self._told_brackets:
            self._told_brackets = True
            self._problems.error(
                place, place + 1, "bracket", "Groups stand in parentheses.",
                edits=[
                    (found.start(), found.end(), "(" if found[0] in "[{" else ")")
                    for found in regex.finditer(r"[\[\]{}]", plain)
                ],
            )  # fmt: skip
        self._add("open" if plain[place] in "([{" else "close", place + 1)

    def _comma(self) -> None:
        self._add("comma", self._place + 1)

    def _equals(self) -> None:
        following = self._plain[self._place + 1 : self._place + 2]
        if following in {"", "=", ">"} or following.isspace():
            self._comparison()
        else:
            self._add("exact", self._place + 1)

    def _number_sign(self) -> None:
        match = _HASHTAG.match(self._plain, self._place + 1)
        if match is None:
            self._word()
            return
        star = self._plain[match.end() : match.end() + 1] == "*"
        self._add("hashtag", match.end() + star, text=match[0], star=star)

    def _add(
        self, kind: Kind, end: int, *, text: str = "", star: bool = False, number: int = 0
    ) -> None:
        self._tokens.append(Token(kind, self._place, end, text, star, number))
        self._place = end

    def _space(self) -> None:
        end = self._place
        while end < len(self._plain) and self._plain[end].isspace():
            end += 1
        if "\n" in self._plain[self._place : end]:
            self._add("line", end)
        self._place = end

    def _phrase(self) -> None:
        start, plain = self._place, self._plain
        end = plain.find('"', start + 1)
        while end > 0 and _inside_hebrew(plain, end):
            end = plain.find('"', end + 1)
        if end < 0:
            self._problems.error(
                start, len(plain), "unclosed_quote", "This quotation mark is never closed.",
                edits=[(len(plain.rstrip()), len(plain), '"')],
            )  # fmt: skip
            end = len(plain)
        inside = plain[start + 1 : end]
        after = min(end + 1, len(plain))
        tail = regex.compile(r"[*~^][\d.]*").match(plain, after)
        if tail:
            self._after_quote(start, after, tail[0], inside)
            after = tail.end()
        star = inside.endswith("*")
        self._add("phrase", after, text=inside.removesuffix("*"), star=star)

    def _after_quote(self, start: int, end: int, tail: str, inside: str) -> None:
        if tail.startswith("*"):
            message = "The star stands inside the quotation marks, at the end of the last word."
            edits = [(start, end + len(tail), f'"{inside}*"')]
        else:
            message = f"`{tail}` has no meaning after a phrase; words at a distance: a NEAR/5 b."
            edits = [(end, end + len(tail), "")]
        self._problems.error(end, end + len(tail), "sign_after_quote", message, edits=edits)

    def _dash(self) -> None:
        place, plain = self._place, self._plain
        end = place
        while end < len(plain) and plain[end] in _DASHES:
            end += 1
        following = plain[end : end + 1]
        if end - place == 1 and following and not following.isspace() and following not in ")],;":
            self._add("not", end)
            return
        self._problems.error(
            place, end, "stray_dash",
            "A dash before a word means NOT; this one stands alone. Take it out, or write it "
            "at the word.",
            edits=[(place, end, "")],
        )  # fmt: skip
        self._place = end

    def _comparison(self) -> None:
        place = self._place
        match = _COMPARISON.match(self._plain, place)
        if match is None:  # a sign that opens no comparison, such as "= " at the end
            self._place += 1
            return
        sign, _, digits = match.groups()
        number = int(digits or 0)
        if sign in {">=", "=>", "≥"} and number:
            if self._tokens:
                self._add("count", match.end(), number=number)
                return
            message, edits = "There is no word before this count.", []
        elif sign == ">" and digits:
            message = "Counts are written with >=."
            edits = [(place, match.end(), f">= {number + 1}")]
        elif sign in {"=", "=="} and digits:
            message = "Counts are written with >=."
            edits = [(place, match.end(), f">= {number or 1}")]
        elif sign in {"<", "<="}:
            message = "A count says at least: `a >= 3`. For at most two write NOT a >= 3."
            edits = []
        elif sign == "=":
            message = "`=` stands right before a word to ask for its exact case: =WHO."
            edits = []
        else:
            message = "A count is a number from 1 up: `nuclear >= 3`."
            edits = [(place, match.end(), ">= 1")]
        self._problems.error(place, match.end(), "bad_count", message, edits=edits)
        self._place = match.end()

    def _regex(self) -> None:
        """Read `/pattern/`; the pattern is taken from the query as given."""
        start, plain = self._place + 1, self._plain
        end = start
        while end < len(plain) and plain[end] not in "/\n":
            end += 2 if plain[end] == "\\" else 1
        if end >= len(plain) or plain[end] == "\n":
            end = min(end, len(plain))
            self._problems.error(
                self._place, end, "unclosed_regex",
                "A pattern stands between two slashes; the second is missing.",
                edits=[(len(plain[:end].rstrip()), end, "/")],
            )  # fmt: skip
            self._add("regex", end, text=_pattern(self._query[start:end]))
            return
        self._add("regex", end + 1, text=_pattern(self._query[start:end]))

    def _bare_regex(self, start: int) -> None:
        """Read `re:pattern` up to white space or a parenthesis that it did not open."""
        plain = self._plain
        if plain[start : start + 1] == '"' and (end := plain.find('"', start + 1)) > 0:
            self._add("regex", end + 1, text=_pattern(self._query[start + 1 : end]))
            return
        end, depth = start, 0
        while end < len(plain) and not plain[end].isspace():
            depth += (plain[end] == "(") - (plain[end] == ")")
            if depth < 0:
                break
            end += 2 if plain[end] == "\\" else 1
        end = min(end, len(plain))
        self._add("regex", end, text=_pattern(self._query[start:end]))

    def _alias(self) -> None:
        self._alias_name(self._place + 1)

    def _alias_name(self, start: int) -> None:
        match = _ALIAS.match(self._plain, start)
        if match is None:
            self._problems.error(
                self._place, start, "no_alias", "A name is missing here: @ukraine."
            )  # fmt: skip
            self._place = start
            return
        self._add("alias", match.end(), text=match[0].casefold())

    def _word(self) -> None:
        place, plain = self._place, self._plain
        match = _FIELD.match(plain, place)
        if match and self._prefixed(match[1], match.end()):
            return
        end_match = _WORD_END.search(plain, place)
        end = end_match.start() if end_match else len(plain)
        while end < len(plain) and plain[end] == '"' and _inside_hebrew(plain, end):
            end_match = _WORD_END.search(plain, end + 1)
            end = end_match.start() if end_match else len(plain)
        end = max(end, place + 1)
        self._named_word(plain[place:end], end)

    def _prefixed(self, name: str, after: int) -> bool:
        """Read `name:` and what belongs to it; False when it is a word with a colon behind."""
        plain, folded = self._plain, name.casefold()
        glued = after < len(plain) and not plain[after].isspace()
        if folded in VALUE_FIELDS:
            self._add("field", after, text=folded)
            if glued and plain[after] not in '("':
                end_match = regex.compile(r'[\s()",]').search(plain, after)
                end = end_match.start() if end_match else len(plain)
                if end > after:
                    self._add("value", end, text=plain[after:end])
            return True
        if folded in TEXT_FIELDS:
            self._add("field", after, text=folded)
            return True
        if not glued:
            return False
        if folded == "stem":
            self._add("stem", after)
        elif folded == "alias":
            self._alias_name(after)
        elif folded == "re":
            self._bare_regex(after)
        else:
            self._unknown_field(name, after)
        return True

    def _unknown_field(self, name: str, after: int) -> None:
        address = _ADDRESS.match(self._plain, self._place)
        if address:
            host = address[0].split("/")[2]
            self._problems.error(
                self._place, address.end(), "address", "An address is asked for by its host.",
                edits=[(self._place, address.end(), f"site:{host}")],
            )  # fmt: skip
            self._place = address.end()
            return
        self._problems.unknown_field(self._place, after, name, PREFIXES)
        self._place = after

    def _named_word(self, word: str, end: int) -> None:
        place, folded = self._place, word.casefold()
        if folded in {"and", "or", "not"}:
            after_field = self._tokens and self._tokens[-1].end == place and (
                self._tokens[-1].kind in {"field", "exact", "stem"}
            )  # fmt: skip
            if not after_field:
                if word != word.upper():
                    self._problems.lower_case_operator(place, end, word)
                self._add("and" if folded == "and" else "or" if folded == "or" else "not", end)
                return
        elif match := _NEAR.fullmatch(word):
            if not word.startswith("NEAR"):
                self._problems.lower_case_operator(place, end, word)
            self._near(end, match[1])
            return
        elif match := _NEAR_MISSPELT.fullmatch(word):
            self._near(end, match[1] or "")
            return
        elif word in _OTHER_OPERATORS:
            name = _OTHER_OPERATORS[word]
            self._problems.error(
                place, end, "unknown_operator", f"Write {name} for `{word}`.",
                edits=[(place, end, name)],
            )  # fmt: skip
            self._place = end
            return
        star = word.endswith("*") and len(word) > 1
        self._add("word", end, text=word.removesuffix("*") if star else word, star=star)

    def _near(self, end: int, digits: str) -> None:
        number = int(digits or 0)
        if number < 1 or not self._plain[self._place : end].upper().startswith("NEAR/"):
            self._problems.error(
                self._place, end, "bad_near", "NEAR needs a distance in words, from 1 up.",
                edits=[(self._place, end, f"NEAR/{number or 5}")],
            )  # fmt: skip
        self._add("near", end, number=max(number, 1))


def _inside_hebrew(plain: str, place: int) -> bool:
    """Say whether a quotation mark is the gershayim of a Hebrew acronym."""
    around = plain[place - 1 : place] + plain[place + 1 : place + 2]
    return len(around) == 2 and all("\u05d0" <= sign <= "\u05ea" for sign in around)  # noqa: PLR2004


def _pattern(raw: str) -> str:
    """Return a pattern without what only its surroundings needed: escaped slashes, line breaks."""
    pieces: list[str] = []
    place = 0
    while place < len(raw):
        piece = raw[place : place + 2] if raw[place] == "\\" else raw[place]
        place += len(piece)
        last = piece[-1]
        if last in _LINE_BREAKS:
            piece = f"\\x{{{ord(last):x}}}"
        pieces.append("/" if piece == "\\/" else piece)
    return "".join(pieces)
