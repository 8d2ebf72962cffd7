"""Own the set of rules that each article asks at once; it knows no subscribers."""

from newsbot.matching.document import PreparedDocument
from newsbot.matching.evaluate import matches
from newsbot.matching.query import Query


class Engine:
    """Hold rules by id and answer which of them an article matches."""

    def __init__(self) -> None:
        self._queries: dict[int, Query] = {}

    def __len__(self) -> int:
        return len(self._queries)

    def add(self, rule_id: int, query: Query) -> None:
        """Take a rule in, or put a new query in the place of its old one."""
        self._queries[rule_id] = query

    def remove(self, rule_id: int) -> None:
        """Take a rule out; an unknown id is nothing to do."""
        self._queries.pop(rule_id, None)

    def match(self, prepared: PreparedDocument) -> list[int]:
        """Return the ids of the rules that hold for a document, ascending."""
        return sorted(
            rule_id for rule_id, query in self._queries.items() if matches(query, prepared)
        )
