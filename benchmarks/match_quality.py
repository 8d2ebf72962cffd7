"""Hold the matching of real articles against an oracle that shares no code with it.

`python -m benchmarks.match_quality [FOLDER]`: the oracle is a regular expression per keyword, with
Unicode classes for the edge of a word. Every place that only one of both finds is printed with
its surroundings, so that a person can say who is right.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import regex

from newsbot.matching import Document, PreparedDocument, evidence, offered_forms, parse, prepare

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "stories"
RULES = ("NATO", "Ukraine", "Russia", '"nuclear power"')
FORMS = ("sanction", "ally", "missile", "refugee", "invade")
KEYWORDS = "alert_keywords_ukraine_russia.txt"
TEXTS = ("text", "article", "first_text", "second_text")
TITLES = ("title", "first_title", "second_title")
_LINE = re.compile(r"(\S+)\s+\d+/\d+/\d+")
_AROUND = 25
_WIDTHS = (20, 9, 8, 8, 10, 9, 10)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    articles = [prepare(document) for document in read_documents(folder)]
    rules = [*RULES, *read_keywords(folder / KEYWORDS)]
    print(f"{len(articles)} articles, {len(rules)} rules")
    heads = ("rule", "articles", "places", "oracle", "only ours", "only its", "substring")
    print("".join(f"{head:>{width}}" for head, width in zip(heads, _WIDTHS, strict=True)))
    for rule in rules:
        print_rule(rule, articles)
    print_forms(articles)


def print_rule(rule: str, articles: list[PreparedDocument]) -> None:
    query = parse(rule).query
    assert query is not None, rule
    pattern = oracle(rule)
    counts: Counter[str] = Counter()
    lines: list[str] = []
    for article in articles:
        ours = {
            (place.field, place.start, place.end)
            for place in evidence(query, article, limit=10_000)
        }
        its = {
            (field, match.start(), match.end())
            for field in ("title", "body")
            for match in pattern.finditer(article.document.text_of(field))
        }
        text = f"{article.document.title} {article.document.body}".lower()
        counts.update(
            articles=bool(ours), places=len(ours), oracle=len(its), ours=len(ours - its),
            its=len(its - ours), naive=text.count(rule.strip('"').lower()),
        )  # fmt: skip
        for label, places in (("only ours", ours - its), ("only its", its - ours)):
            lines.extend(f"    {label}: {_shown(article, *place)}" for place in sorted(places))
    numbers = (counts[name] for name in ("articles", "places", "oracle", "ours", "its", "naive"))
    cells = zip((rule, *numbers), _WIDTHS, strict=True)
    print("".join(f"{cell:>{width}}" for cell, width in cells))
    for line in lines:
        print(line)


def print_forms(articles: list[PreparedDocument]) -> None:
    """Print what plain words miss in the English articles, as the product offers it."""
    vocabulary: Counter[str] = Counter()
    for article in articles:
        vocabulary.update(article.keys)
    print()
    for word in FORMS:
        query = parse(word).query
        assert query is not None
        for offer in offered_forms(query, vocabulary, lang="en"):
            print(f"{word}: {vocabulary[word]} articles; {offer.message}")


def oracle(rule: str) -> regex.Pattern[str]:
    """Return an expression for a word or a phrase: any case, no letter, mark or digit beside."""
    words = r"\W+".join(regex.escape(word) for word in rule.strip('"').split())
    edge = r"[\p{L}\p{M}\p{N}]"
    return regex.compile(rf"(?i)(?<!{edge}){words}(?!{edge})")


def read_keywords(path: Path) -> list[str]:
    """Return the keywords of a list, in its order, escapes of emoji written out."""
    found = (_LINE.match(line) for line in path.read_text(encoding="utf-8").splitlines())
    words = (match[1] for match in found if match)
    return [re.sub(r"\\U([0-9A-Fa-f]{8})", lambda code: chr(int(code[1], 16)), w) for w in words]


def read_documents(folder: Path) -> Iterator[Document]:
    """Yield every text of the JSON lines files in a folder."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            titles = [str(row[key]) for key in TITLES if key in row]
            texts = [str(row[key]) for key in TEXTS if key in row]
            for index, text in enumerate(texts):
                yield Document(title=titles[index] if index < len(titles) else "", body=text)


def _shown(article: PreparedDocument, field: str, start: int, end: int) -> str:
    text = article.document.text_of(field)
    before, behind = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return " ".join(f"{before}[{text[start:end]}]{behind}".split())


if __name__ == "__main__":
    main()
