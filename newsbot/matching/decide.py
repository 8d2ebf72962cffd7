"""Own deciding several queries on one article with each node decided once."""

from newsbot.matching.document import PreparedDocument
from newsbot.matching.evaluate import matches
from newsbot.matching.query import And, Not, Or, Query


class Decisions:
    """Remember what was decided on one article."""

    def __init__(self, prepared: PreparedDocument) -> None:
        self._prepared = prepared
        self._known: dict[Query, bool] = {}

    def holds(self, query: Query) -> bool:
        """Say whether a query holds; its leaves are asked of the reference evaluator once."""
        match query:
            case And(children=children):
                return all(map(self.holds, children))
            case Or(children=children):
                return any(map(self.holds, children))
            case Not(child=child):
                return not self.holds(child)
        known = self._known.get(query)
        if known is None:
            known = self._known[query] = matches(query, self._prepared)
        return known
