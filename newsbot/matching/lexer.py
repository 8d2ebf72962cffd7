"""Own reading a query sign by sign into tokens; structure is not judged."""

from collections.abc import Callable

import regex

from newsbot.matching.problems import Problems
from newsbot.matching.signs import DASHES, Token, inside_hebrew
from newsbot.matching.word_lexer import WordLexer

_HASHTAG = regex.compile(r"[\p{L}\p{N}_][\p{L}\p{M}\p{N}_]*")
_COMPARISON = regex.compile(r"(>=|=>|≥|>|<=|<|==?)(\s*)(\d+)?")
_BEHIND_QUOTE = regex.compile(r"[*~^][\d.]*")


class Lexer(WordLexer):
    """Read one query into tokens; problems go to the list that is given."""

    def __init__(self, query: str, problems: Problems) -> None:
        super().__init__(query, problems)
        self._told_brackets = False
        self._readers: dict[str, Callable[[], None]] = {
            **dict.fromkeys("()[]{}", self._parenthesis),
            **dict.fromkeys(",;", self._comma),
            **dict.fromkeys(DASHES, self._dash),
            **dict.fromkeys("><≥", self._comparison),
            '"': self._phrase,
            "=": self._equals,
            "/": self.read_regex,
            "@": self.read_alias,
            "#": self._number_sign,
        }

    def read(self) -> list[Token]:
        """Return all tokens from left to right."""
        while self.place < len(self.plain):
            self._step()
        return self.tokens

    def _step(self) -> None:
        sign = self.plain[self.place]
        reader = self._readers.get(sign)
        if sign.isspace():
            self._space()
        elif reader is not None:
            reader()
        else:
            self.read_word()

    def _parenthesis(self) -> None:
        place, plain = self.place, self.plain
        if plain[place] not in "()" and not self._told_brackets:
            self._told_brackets = True
            self.problems.error(
                place, place + 1, "bracket", "Groups stand in parentheses.",
                edits=[
                    (found.start(), found.end(), "(" if found[0] in "[{" else ")")
                    for found in regex.finditer(r"[\[\]{}]", plain)
                ],
            )  # fmt: skip
        self.add("open" if plain[place] in "([{" else "close", place + 1)

    def _comma(self) -> None:
        self.add("comma", self.place + 1)

    def _equals(self) -> None:
        following = self.plain[self.place + 1 : self.place + 2]
        if following in {"", "=", ">"} or following.isspace():
            self._comparison()
        else:
            self.add("exact", self.place + 1)

    def _number_sign(self) -> None:
        match = _HASHTAG.match(self.plain, self.place + 1)
        if match is None:
            self.read_word()
            return
        star = self.plain[match.end() : match.end() + 1] == "*"
        self.add("hashtag", match.end() + star, text=match[0], star=star)

    def _space(self) -> None:
        end = self.place
        while end < len(self.plain) and self.plain[end].isspace():
            end += 1
        if "\n" in self.plain[self.place : end]:
            self.add("line", end)
        self.place = end

    def _phrase(self) -> None:
        start, plain = self.place, self.plain
        end = plain.find('"', start + 1)
        while end > 0 and inside_hebrew(plain, end):
            end = plain.find('"', end + 1)
        if end < 0:
            self.problems.error(
                start, len(plain), "unclosed_quote", "This quotation mark is never closed.",
                edits=[(len(plain.rstrip()), len(plain), '"')],
            )  # fmt: skip
            end = len(plain)
        inside = plain[start + 1 : end]
        after = min(end + 1, len(plain))
        tail = _BEHIND_QUOTE.match(plain, after)
        if tail:
            self._after_quote(start, after, tail[0], inside)
            after = tail.end()
        star = inside.endswith("*")
        self.add("phrase", after, text=inside.removesuffix("*"), star=star)

    def _after_quote(self, start: int, end: int, tail: str, inside: str) -> None:
        if tail.startswith("*"):
            message = "The star stands inside the quotation marks, at the end of the last word."
            edits = [(start, end + len(tail), f'"{inside}*"')]
        else:
            message = f"`{tail}` has no meaning after a phrase; words at a distance: a NEAR/5 b."
            edits = [(end, end + len(tail), "")]
        self.problems.error(end, end + len(tail), "sign_after_quote", message, edits=edits)

    def _dash(self) -> None:
        place, plain = self.place, self.plain
        end = place
        while end < len(plain) and plain[end] in DASHES:
            end += 1
        following = plain[end : end + 1]
        if end - place == 1 and following and not following.isspace() and following not in ")],;":
            self.add("not", end)
            return
        self.problems.error(
            place, end, "stray_dash",
            "A dash before a word means NOT; this one stands alone. Take it out, or write it "
            "at the word.",
            edits=[(place, end, "")],
        )  # fmt: skip
        self.place = end

    def _comparison(self) -> None:
        place = self.place
        match = _COMPARISON.match(self.plain, place)
        if match is None:  # a sign that opens no comparison, such as "= " at the end
            self.place += 1
            return
        sign, _, digits = match.groups()
        number = int(digits or 0)
        if sign in {">=", "=>", "≥"} and number:
            if self.tokens:
                self.add("count", match.end(), number=number)
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
        self.problems.error(place, match.end(), "bad_count", message, edits=edits)
        self.place = match.end()
