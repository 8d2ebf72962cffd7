"""Own the matching of files of rules and articles (JSON lines), as `rules match` does it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from newsbot import matching
from newsbot.domain.rule import Evidence
from newsbot.errors import Invalid
from newsbot.services.queries import UNKNOWN_ALIAS


@dataclass(frozen=True, slots=True, kw_only=True)
class FileHit:
    """Hold one hit; ids as the files write them."""

    article: Any
    rule: Any
    evidence: tuple[Evidence, ...]


def read_json_lines(text: str, origin: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON lines text. Raises `Invalid` that names the line."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except ValueError as exc:
            raise Invalid(f"{origin}, line {number}: not JSON: {exc}") from exc
        if not isinstance(value, dict) or "id" not in value:
            raise Invalid(f'{origin}, line {number}: write an object with "id"')
        yield value


def read_rules(
    text: str, origin: str
) -> tuple[list[tuple[Any, matching.Query]], list[dict[str, Any]]]:
    """Return the readable rules by id, and the faults of the others as contracts.md has them."""
    readable: list[tuple[Any, matching.Query]] = []
    faults: list[dict[str, Any]] = []
    for line in read_json_lines(text, origin):
        query = line.get("query")
        if not isinstance(query, str):
            raise Invalid(f'{origin}: rule {line["id"]!r} has no "query" text')
        parsed = _parse(query)
        if parsed.query is None:
            errors = [
                {"start": e.start, "end": e.end, "code": e.code, "message": e.message, "fix": e.fix}
                for e in parsed.errors
            ]
            faults.append({"rule": line["id"], "errors": errors})
        else:
            readable.append((line["id"], parsed.query))
    return readable, faults


def _parse(query: str) -> matching.Parsed:
    """Parse a query; `@names` are the starter sets, as there is no database to ask."""
    parsed = matching.parse(query)
    if all(error.code != UNKNOWN_ALIAS for error in parsed.errors):
        return parsed
    return matching.parse(query, aliases=_starter_sets())


@cache
def _starter_sets() -> dict[str, tuple[str, ...]]:
    return {one.name: one.forms for one in matching.starter_alias_sets()}


def read_articles(text: str, origin: str) -> Iterator[tuple[Any, matching.Document]]:
    """Yield id and document of each article line; every key but id is optional."""
    for line in read_json_lines(text, origin):
        yield line["id"], document(line)


def document(line: dict[str, Any]) -> matching.Document:
    """Return the document of an article line; `text` is what rules call body."""
    source = line.get("source") or ()
    return matching.Document(
        title=str(line.get("title") or ""),
        body=str(line.get("text") or ""),
        author=str(line.get("author") or ""),
        tags=tuple(str(tag) for tag in line.get("tags") or ()),
        url=str(line.get("url") or ""),
        source=(str(source),) if source else (),
        lang=str(line.get("lang") or ""),
    )


def match(
    rules: Sequence[tuple[Any, matching.Query]],
    articles: Iterator[tuple[Any, matching.Document]],
) -> Iterator[FileHit]:
    """Yield every hit, article by article, rules in their order."""
    engine = matching.Engine.build((place, query) for place, (_, query) in enumerate(rules))
    for article_id, one in articles:
        prepared = matching.prepare(one)
        for place in engine.match(prepared):
            rule_id, query = rules[place]
            yield FileHit(
                article=article_id, rule=rule_id, evidence=matching.evidence(query, prepared)
            )
