"""Own the words of a query and what has a name: fields, operators, patterns, alias sets."""

import regex

from newsbot.matching.signs import (
    LINE_BREAKS,
    PREFIXES,
    TEXT_FIELDS,
    VALUE_FIELDS,
    Cursor,
    inside_hebrew,
)

_WORD_END = regex.compile(r"""[\s()\[\]{}"<>≥;]|,(?!(?<=\d,)\d)""")
_FIELD = regex.compile(r"([A-Za-z_]+):")
_ADDRESS = regex.compile(r"(?i)(?:https?|ftp)://\S+")
_ALIAS = regex.compile(r"[\p{L}\p{M}\p{N}_][\p{L}\p{M}\p{N}_.-]*(?<![.-])")
_NEAR = regex.compile(r"(?i)near/(\d+)")
_NEAR_MISSPELT = regex.compile(r"NEAR\W?(\d*)|(?i:near/)")
_OTHER_OPERATORS = {"&": "AND", "&&": "AND", "|": "OR", "||": "OR", "!": "NOT"}
_VALUE_END = regex.compile(r'[\s()",]')


class WordLexer(Cursor):
    """Read words, and what begins like a word."""

    def read_regex(self) -> None:
        """Read `/pattern/`; the pattern is taken from the query as given."""
        start, plain = self.place + 1, self.plain
        end = start
        while end < len(plain) and plain[end] not in "/\n":
            end += 2 if plain[end] == "\\" else 1
        if end >= len(plain) or plain[end] == "\n":
            end = min(end, len(plain))
            self.problems.error(
                self.place, end, "unclosed_regex",
                "A pattern stands between two slashes; the second is missing.",
                edits=[(len(plain[:end].rstrip()), end, "/")],
            )  # fmt: skip
            self.add("regex", end, text=_pattern(self.query[start:end]))
            return
        self.add("regex", end + 1, text=_pattern(self.query[start:end]))

    def _bare_regex(self, start: int) -> None:
        """Read `re:pattern` up to white space or a parenthesis that it did not open."""
        plain = self.plain
        if plain[start : start + 1] == '"' and (end := plain.find('"', start + 1)) > 0:
            self.add("regex", end + 1, text=_pattern(self.query[start + 1 : end]))
            return
        end, depth = start, 0
        while end < len(plain) and not plain[end].isspace():
            depth += (plain[end] == "(") - (plain[end] == ")")
            if depth < 0:
                break
            end += 2 if plain[end] == "\\" else 1
        end = min(end, len(plain))
        self.add("regex", end, text=_pattern(self.query[start:end]))

    def read_alias(self) -> None:
        """Read `@name`."""
        self._alias_name(self.place + 1)

    def _alias_name(self, start: int) -> None:
        match = _ALIAS.match(self.plain, start)
        if match is None:
            self.problems.error(
                self.place, start, "no_alias", "A name is missing here: @ukraine."
            )  # fmt: skip
            self.place = start
            return
        self.add("alias", match.end(), text=match[0].casefold())

    def read_word(self) -> None:
        """Read a word, an operator, or a name with its colon."""
        place, plain = self.place, self.plain
        match = _FIELD.match(plain, place)
        if match and self._prefixed(match[1], match.end()):
            return
        end_match = _WORD_END.search(plain, place)
        end = end_match.start() if end_match else len(plain)
        while end < len(plain) and plain[end] == '"' and inside_hebrew(plain, end):
            end_match = _WORD_END.search(plain, end + 1)
            end = end_match.start() if end_match else len(plain)
        end = max(end, place + 1)
        self._named_word(plain[place:end], end)

    def _prefixed(self, name: str, after: int) -> bool:
        """Read `name:` and what belongs to it; False when it is a word with a colon behind."""
        plain, folded = self.plain, name.casefold()
        glued = after < len(plain) and not plain[after].isspace()
        if folded in VALUE_FIELDS:
            self.add("field", after, text=folded)
            if glued and plain[after] not in '("':
                end_match = _VALUE_END.search(plain, after)
                end = end_match.start() if end_match else len(plain)
                if end > after:
                    self.add("value", end, text=plain[after:end])
            return True
        if folded in TEXT_FIELDS:
            self.add("field", after, text=folded)
            return True
        if not glued:
            return False
        if folded == "stem":
            self.add("stem", after)
        elif folded == "alias":
            self._alias_name(after)
        elif folded == "re":
            self._bare_regex(after)
        else:
            self._unknown_field(name, after)
        return True

    def _unknown_field(self, name: str, after: int) -> None:
        address = _ADDRESS.match(self.plain, self.place)
        if address:
            host = address[0].split("/")[2]
            self.problems.error(
                self.place, address.end(), "address", "An address is asked for by its host.",
                edits=[(self.place, address.end(), f"site:{host}")],
            )  # fmt: skip
            self.place = address.end()
            return
        self.problems.unknown_field(self.place, after, name, PREFIXES)
        self.place = after

    def _named_word(self, word: str, end: int) -> None:
        place, folded = self.place, word.casefold()
        if folded in {"and", "or", "not"}:
            after_field = self.tokens and self.tokens[-1].end == place and (
                self.tokens[-1].kind in {"field", "exact", "stem"}
            )  # fmt: skip
            if not after_field:
                if word != word.upper():
                    self.problems.lower_case_operator(place, end, word)
                self.add("and" if folded == "and" else "or" if folded == "or" else "not", end)
                return
        elif match := _NEAR.fullmatch(word):
            if not word.startswith("NEAR"):
                self.problems.lower_case_operator(place, end, word)
            self._near(end, match[1])
            return
        elif match := _NEAR_MISSPELT.fullmatch(word):
            self._near(end, match[1] or "")
            return
        elif word in _OTHER_OPERATORS:
            name = _OTHER_OPERATORS[word]
            self.problems.error(
                place, end, "unknown_operator", f"Write {name} for `{word}`.",
                edits=[(place, end, name)],
            )  # fmt: skip
            self.place = end
            return
        star = word.endswith("*") and len(word) > 1
        self.add("word", end, text=word.removesuffix("*") if star else word, star=star)

    def _near(self, end: int, digits: str) -> None:
        number = int(digits or 0)
        if number < 1 or not self.plain[self.place : end].upper().startswith("NEAR/"):
            self.problems.error(
                self.place, end, "bad_near", "NEAR needs a distance in words, from 1 up.",
                edits=[(self.place, end, f"NEAR/{number or 5}")],
            )  # fmt: skip
        self.add("near", end, number=max(number, 1))


def _pattern(raw: str) -> str:
    """Return a pattern without what only its surroundings needed: escaped slashes, line breaks."""
    pieces: list[str] = []
    place = 0
    while place < len(raw):
        piece = raw[place : place + 2] if raw[place] == "\\" else raw[place]
        place += len(piece)
        last = piece[-1]
        if last in LINE_BREAKS:
            piece = f"\\x{{{ord(last):x}}}"
        pieces.append("/" if piece == "\\/" else piece)
    return "".join(pieces)
