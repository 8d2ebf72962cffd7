"""Own the structure of the rule language: tokens to a tree, with recovery at parentheses.

Binding, from tightest: a field, `>= n`, NEAR/n, NOT, then AND (also unwritten) and OR side by
side: mixing those two without parentheses is an error, because people read it both ways.
"""

from dataclasses import dataclass, field
from functools import partial

from newsbot.matching.aliases import AliasSource, alias_names, alias_terms
from newsbot.matching.atoms import Atoms
from newsbot.matching.problems import Problems
from newsbot.matching.query import Count, Near, Query, Share
from newsbot.matching.readings import Item, Readings
from newsbot.matching.scope import is_operand, with_field
from newsbot.matching.shape import make_not
from newsbot.matching.signs import VALUE_FIELDS, Token

MAX_OPEN = 60
"""Parentheses open at once: three times the depth allowed, and each costs five calls of stack."""


_JOINTS = frozenset({"close", "comma", "line", "and", "or"})


@dataclass(slots=True)
class _Group:
    """Hold what was read of a group: operands, and what stands behind the last of them."""

    items: list[Item] = field(default_factory=list)
    pending: Token | None = None
    separated: bool = False


class Parser:
    """Parse the tokens of one query; problems go to the list that is given."""

    def __init__(
        self,
        query: str,
        tokens: list[Token],
        problems: Problems,
        aliases: AliasSource | None,
        share: Share | None,
    ) -> None:
        self._query = query
        self._tokens = tokens
        self._problems = problems
        self._place = 0
        self._open = 0
        self._readings = Readings(query, problems)
        terms, names = partial(alias_terms, aliases), partial(alias_names, aliases)
        self._atoms = Atoms(problems, terms, names, share)

    def parse(self) -> Query | None:
        """Return the tree, or what of it is sound; None when nothing is."""
        tree = self._group(0)
        if tree is None and not self._problems.errors:
            self._problems.error(
                0, len(self._query), "empty", "The query is empty. Write a word: NATO."
            )
        return tree

    def _peek(self) -> Token | None:
        return self._tokens[self._place] if self._place < len(self._tokens) else None

    def _group(self, start: int) -> Query | None:
        """Read operands up to the parenthesis that closes the group, or the end."""
        group = _Group()
        while (token := self._peek()) is not None and not (token.kind == "close" and self._open):
            if token.kind in _JOINTS:
                self._place += 1
                self._joint(token, group)
            else:
                self._operand(token, group)
        if group.pending is not None and group.items:
            self._missing(group.pending, "after")
        if not group.items and group.pending is None and self._open:
            end = token.end if token else len(self._query)
            self._problems.error(
                start, end, "empty_group", "There is nothing in these parentheses.",
                edits=[(start, end, "")],
            )  # fmt: skip
        return self._readings.combine(group.items)

    def _joint(self, token: Token, group: _Group) -> None:
        if token.kind == "close":
            self._stray(token)
        elif token.kind in {"comma", "line"}:
            group.separated = True
        else:
            if group.pending is not None or not group.items:
                self._missing(token, "before")
            group.pending = group.pending or token

    def _operand(self, token: Token, group: _Group) -> None:
        failures = self._problems.failures
        node = self._unary()
        operator = ""
        if group.items and group.pending is not None:
            operator = group.pending.kind
        elif group.items and group.separated:
            operator = "comma"
        if node is not None or self._problems.failures > failures:
            end = self._tokens[self._place - 1].end
            group.items.append(Item(operator, node, token.start, end))
        group.pending, group.separated = None, False

    def _stray(self, token: Token) -> None:
        self._problems.error(
            token.start, token.end, "stray_parenthesis", "This parenthesis was never opened.",
            edits=[(token.start, token.end, "")],
        )  # fmt: skip

    def _missing(self, token: Token, side: str) -> None:
        self._problems.error(
            token.start, token.end, "missing_operand",
            f"There is nothing {side} this {token.kind.upper()}.",
            edits=[(token.start, token.end, "")],
        )  # fmt: skip

    def _unary(self) -> Query | None:
        first = self._peek()
        negative = False
        while (token := self._peek()) is not None and token.kind == "not":
            negative = not negative
            self._place += 1
        if token is None or token.kind in {"close", "and", "or", "comma", "line", "near"}:
            if first is not None and first.kind == "not":
                self._missing(first, "after")
                return None
            self._skip_misplaced()
            return None
        node = self._near()
        return make_not(node) if negative and node is not None else node

    def _skip_misplaced(self) -> None:
        token = self._tokens[self._place]
        self._place += 1
        self._missing(token, "before")

    def _near(self) -> Query | None:
        start = self._tokens[self._place].start
        left = self._counted()
        while (token := self._peek()) is not None and token.kind == "near":
            self._place += 1
            following = self._peek()
            if following is None or following.kind in {
                "close",
                "and",
                "or",
                "comma",
                "line",
                "near",
            }:
                self._missing(token, "after")
                return None
            if following.kind == "not":
                self._problems.error(
                    following.start, following.end, "near_operand",
                    "NEAR measures between words that occur; NOT stands outside: "
                    "a NOT (a NEAR/5 b).",
                )  # fmt: skip
                self._place += 1
                continue
            right_start = following.start
            right = self._counted()
            end = self._tokens[self._place - 1].end
            if left is None or right is None:
                left = None
                continue
            good = self._near_operand(left, start, token.start)
            good = self._near_operand(right, right_start, end) and good
            left = Near(left=left, right=right, distance=token.number) if good else None
        return left

    def _near_operand(self, node: Query, start: int, end: int) -> bool:
        if is_operand(node):
            return True
        message = (
            "NEAR stands between words, phrases, alias sets or a group of alternatives (a OR b)."
        )
        if isinstance(node, Near):
            message = "One NEAR joins two operands. For three write a NEAR/5 b AND b NEAR/5 c."
        self._problems.error(start, end, "near_operand", message)
        return False

    def _counted(self) -> Query | None:
        start = self._tokens[self._place].start
        node = self._primary()
        while (token := self._peek()) is not None and token.kind == "count":
            self._place += 1
            if node is None:
                continue
            if not is_operand(node):
                self._problems.error(
                    start, token.end, "count_operand",
                    "Only words, phrases, alias sets and groups of alternatives can be counted.",
                )  # fmt: skip
                node = None
                continue
            node = node if token.number == 1 else Count(child=node, minimum=token.number)
        return node

    def _primary(self) -> Query | None:
        token = self._tokens[self._place]
        if token.kind == "open":
            return self._parenthesis(token)
        if token.kind == "field":
            return self._scoped(token)
        self._place += 1
        if token.kind in {"exact", "stem"}:
            return self._moded(token)
        return self._atoms.read(token)

    def _parenthesis(self, token: Token) -> Query | None:
        self._place += 1
        if self._open >= MAX_OPEN:
            self._problems.error(
                token.start, token.end, "too_deep",
                f"More than {MAX_OPEN} parentheses are open here.",
            )  # fmt: skip
            self._place = len(self._tokens)
            return None
        self._open += 1
        node = self._group(token.start)
        self._open -= 1
        if (closing := self._peek()) is not None and closing.kind == "close":
            self._place += 1
        elif not any(error.code == "too_deep" for error in self._problems.errors):
            self._problems.error(
                token.start, token.end, "unclosed_parenthesis",
                "This parenthesis is never closed.",
                edits=[(len(self._query.rstrip()), len(self._query), ")")],
            )  # fmt: skip
        return node

    def _moded(self, sign: Token) -> Query | None:
        following = self._peek()
        name = "=" if sign.kind == "exact" else "stem:"
        if (
            following is None
            or following.start != sign.end
            or following.kind not in {"word", "phrase"}
        ):
            self._problems.error(
                sign.start, sign.end, "missing_word", f"`{name}` stands right before a word."
            )
            return None
        self._place += 1
        return self._atoms.moded(sign, following)

    def _scoped(self, sign: Token) -> Query | None:
        self._place += 1
        following = self._peek()
        if following is None or following.kind in {"close", "and", "or", "comma", "near", "count"}:
            self._problems.error(
                sign.start, sign.end, "missing_word",
                f"`{sign.text}:` stands before a word, a phrase or a group.",
            )  # fmt: skip
            return None
        if following.kind in {"not", "line", "field"}:
            what = (
                "NOT stands before the field" if following.kind == "not" else "One field is enough"
            )
            self._problems.error(
                sign.start, following.end, "missing_word",
                f"{what}: -{sign.text}:word." if following.kind == "not" else f"{what} for a word.",
            )  # fmt: skip
            if following.kind == "line":
                return None
            if following.kind == "not":
                self._place += 1
                return None
        self._atoms.values = sign.text in VALUE_FIELDS
        node = self._primary()
        self._atoms.values = False
        end = self._tokens[self._place - 1].end
        if node is None:
            return None
        return with_field(node, sign.text, (sign.start, end), self._problems)
