"""Own how operands side by side are joined, and the questions where people read two things."""

from dataclasses import dataclass

from newsbot.matching.checks import is_negative
from newsbot.matching.problems import Edit, Problems
from newsbot.matching.query import Query
from newsbot.matching.shape import make_and, make_or


@dataclass(frozen=True, slots=True)
class Item:
    """Hold an operand with the operator before it ("", "and", "or", "comma") and its place."""

    operator: str
    node: Query | None
    start: int
    end: int


class Readings:
    """Join the operands of one group at a time; what is unclear becomes an error with readings."""

    def __init__(self, query: str, problems: Problems) -> None:
        self._query = query
        self._problems = problems

    def combine(self, items: list[Item]) -> Query | None:
        """Return the tree of a group, None when nothing of it is sound."""
        parts: list[list[Item]] = []
        for item in items:
            if item.operator == "comma" or not parts:
                parts.append([])
            parts[-1].append(item)
        if len(parts) > 1:
            self._ask_both_or_any(parts)
        nodes = [node for part in parts if (node := self._combine_part(part)) is not None]
        return make_and(nodes) if nodes else None

    def _combine_part(self, items: list[Item]) -> Query | None:
        operators = {"or" if item.operator == "or" else "and" for item in items[1:]}
        if len(operators) > 1:
            self._ask_which_first(items)
        nodes = [item.node for item in items if item.node is not None]
        if not nodes:
            return None
        if operators != {"or"}:
            return make_and(nodes)
        for item in items:
            if item.node is not None and is_negative(item.node):
                self._refuse_or_not(items, item)
        return make_or(nodes)

    def _refuse_or_not(self, items: list[Item], item: Item) -> None:
        others = [other for other in items if other is not item]
        kept = " OR ".join(self._text(other) for other in others)
        kept = f"({kept})" if len(others) > 1 else kept
        self._problems.error(
            item.start, item.end, "or_not",
            "OR with a NOT holds for nearly every article. A NOT takes away from words that "
            "must occur.",
            edits=[(items[0].start, items[-1].end, f"{kept} {self._text(item)}")],
        )  # fmt: skip

    def _ask_both_or_any(self, parts: list[list[Item]]) -> None:
        """Ask about a comma or a new line, which says neither AND nor OR."""
        texts = [self._query[part[0].start : part[-1].end] for part in parts]
        grouped = [
            f"({text})" if len(part) > 1 else text for text, part in zip(texts, parts, strict=True)
        ]
        start, end = parts[0][0].start, parts[-1][-1].end
        self._problems.error(
            parts[0][-1].end, parts[1][0].start, "comma_or_line_break",
            "A comma or line break between words says neither all of them nor any of them. "
            "Put AND for all, OR for any.",
            choices=[[(start, end, " AND ".join(grouped))], [(start, end, " OR ".join(grouped))]],
        )  # fmt: skip

    def _ask_which_first(self, items: list[Item]) -> None:
        start, end = items[0].start, items[-1].end
        readings = [self._reading(items, "and"), self._reading(items, "or")]
        choices: list[list[Edit]] = [[(start, end, reading)] for reading in readings]
        self._problems.error(
            start, end, "mixed_and_or",
            "AND and OR stand side by side and can be read in two ways; words next to each other "
            "count as AND. Put parentheses.",
            choices=choices,
        )  # fmt: skip

    def _reading(self, items: list[Item], tighter: str) -> str:
        """Return the group with parentheses around the runs that one operator joins."""
        runs: list[list[Item]] = []
        for item in items:
            operator = "or" if item.operator == "or" else "and"
            if runs and operator == tighter:
                runs[-1].append(item)
            else:
                runs.append([item])
        inner, outer = (" OR ", " ") if tighter == "or" else (" ", " OR ")
        texts = (inner.join(self._text(item) for item in run) for run in runs)
        grouped = (
            f"({text})" if len(run) > 1 else text for text, run in zip(texts, runs, strict=True)
        )
        return outer.join(grouped)

    def _text(self, item: Item) -> str:
        return self._query[item.start : item.end]
