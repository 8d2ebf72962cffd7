"""Own the reading of a page's JSON-LD (schema.org); it takes the article's node, no other."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml.html import HtmlElement

Node = Mapping[str, Any]

_ARTICLE_TYPES = frozenset(
    {
        "article",
        "newsarticle",
        "reportagenewsarticle",
        "analysisnewsarticle",
        "backgroundnewsarticle",
        "opinionnewsarticle",
        "reviewnewsarticle",
        "askpublicnewsarticle",
        "blogposting",
        "liveblogposting",
        "socialmediaposting",
        "discussionforumposting",
        "techarticle",
        "scholarlyarticle",
        "report",
        "advertisercontentarticle",
        "satiricalarticle",
        "review",
        "recipe",
    }
)
_PAGE_TYPES = frozenset({"webpage", "itempage", "creativework"})
_CONTAINERS = ("@graph", "mainEntity", "hasPart", "mainEntityOfPage")
_MAX_NODES = 400
_MAX_SCRIPT = 2_000_000
"""Characters of one script that are read; the largest on real pages had 300,000."""

_WRAPPING = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)?|(?:-->|//\s*\]\]>|\]\]>|/\*\s*\]\]>\s*\*/)?[\s;]*$"
)
_TRAILING_COMMA = re.compile(r",\s*([}\]])")


def read_nodes(tree: HtmlElement) -> list[Node]:
    """Return every object of the page's JSON-LD, containers opened, in document order."""
    nodes: list[Node] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            nodes.extend(_walk(_load(script.text or "")))
        if len(nodes) >= _MAX_NODES:
            break
    return nodes[:_MAX_NODES]


def article_node(nodes: list[Node], addresses: frozenset[str], headline: str) -> Node:
    """Return the node of the page's own article, an empty one when there is none.

    A page may carry nodes of other articles: one that names this address or this headline goes
    first, then the first article, then the page itself.
    """
    articles = [node for node in nodes if types_of(node) & _ARTICLE_TYPES]
    for node in articles:
        if addresses and _addresses(node) & addresses:
            return node
    for node in articles:
        if headline and text_of(node.get("headline")).casefold() == headline.casefold():
            return node
    if articles:
        return articles[0]
    pages = [node for node in nodes if types_of(node) & _PAGE_TYPES]
    return pages[0] if pages else {}


def types_of(node: Node) -> set[str]:
    """Return a node's types in lower case without the vocabulary's address."""
    found = node.get("@type", node.get("type"))
    names = found if isinstance(found, list) else [found]
    return {name.rsplit("/", 1)[-1].lower() for name in names if isinstance(name, str)}


def text_of(value: Any) -> str:
    """Return a value as text: a string, the first of a list, the name or @value of an object."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else ""
        elif isinstance(value, dict):
            value = value.get("@value") or value.get("name") or value.get("url") or value.get("@id")
        else:
            break
    return value.strip() if isinstance(value, str) else ""


def names_of(value: Any, nodes: list[Node]) -> list[str]:
    """Return the names of the persons in a value; a bare reference is looked up among the nodes."""
    found: list[str] = []
    for person in value if isinstance(value, list) else [value]:
        if isinstance(person, str):
            found.append(person)
        elif isinstance(person, dict):
            name = person.get("name")
            if name is None and "@id" in person:
                name = next(
                    (
                        node["name"]
                        for node in nodes
                        if node.get("@id") == person["@id"] and "name" in node
                    ),
                    None,
                )
            found.extend(
                part
                for part in (name if isinstance(name, list) else [name])
                if isinstance(part, str)
            )
    return found


def _addresses(node: Node) -> set[str]:
    values = (node.get("url"), node.get("mainEntityOfPage"), node.get("@id"))
    found: set[str] = set()
    for stated in values:
        value = stated
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str):
            found.add(value.split("#", 1)[0].rstrip("/"))
    return found


def _load(text: str) -> Any:
    text = _WRAPPING.sub("", text[:_MAX_SCRIPT])
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _walk(value: Any) -> Iterator[Node]:
    """Yield objects breadth first, into lists and the containers that hold articles."""
    queue = [value]
    seen = 0
    while queue and seen < _MAX_NODES:
        item = queue.pop(0)
        if isinstance(item, list):
            queue[:0] = item
        elif isinstance(item, dict):
            seen += 1
            yield item
            queue.extend(
                item[key] for key in _CONTAINERS if isinstance(item.get(key), (list, dict))
            )
