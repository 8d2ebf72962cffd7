"""Own files of rules as people exchange them: TOML, JSON or CSV; what is stored is `rules`'s.

All three say the same of a rule: name, query, public. Which one a file is is seen by its content.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal

from newsbot.domain.rule import Rule
from newsbot.errors import Invalid
from newsbot.services.queries import check_spelling
from newsbot.services.rules import RuleLine, read_rules_file, write_rules_file

Form = Literal["toml", "json", "csv"]
FORMS: Final[tuple[Form, ...]] = ("toml", "json", "csv")
COLUMNS: Final = ("name", "query", "public")
MEDIA_TYPES: Final = {
    "toml": "application/toml",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
}
TRUE: Final = frozenset({"true", "yes", "1", "x"})
FALSE: Final = frozenset({"false", "no", "0", ""})


def read(text: str, origin: str) -> list[RuleLine]:
    """Return the rules of a file. Raises `Invalid` that names the place and what is right."""
    start = text.lstrip("\ufeff").lstrip()
    if start.startswith(("{", "[{")) or start.replace(" ", "").startswith("[\n"):
        return _checked(_json(start, origin), origin)
    first = start.partition("\n")[0].lower().replace('"', "")
    if "query" in {one.strip() for one in first.replace(";", ",").split(",")}:
        return _checked(_csv(start, origin), origin)
    return read_rules_file(start, origin)


def write(rules: Sequence[Rule], form: Form) -> str:
    """Return rules as a file that `read` reads."""
    if form == "toml":
        return write_rules_file(rules)
    rows = [{"name": one.name, "query": one.query, "public": one.public} for one in rules]
    if form == "json":
        return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({**row, "public": str(row["public"]).lower()})
    return out.getvalue()


def _json(text: str, origin: str) -> list[dict[str, Any]]:
    """Return the objects of a JSON list, or of one object a line."""
    try:
        found = json.loads(text)
    except ValueError:
        try:
            found = [json.loads(line) for line in text.splitlines() if line.strip()]
        except ValueError as exc:
            raise Invalid(f"{origin} is no JSON: {exc}") from exc
    if isinstance(found, dict):
        found = found.get("rules", [found])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Invalid(f'{origin} is no list of rules; write [{{"query": "NATO"}}]')
    return found


def _csv(text: str, origin: str) -> list[dict[str, Any]]:
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows = [
            {(key or "").strip().lower(): value for key, value in row.items() if value is not None}
            for row in reader
        ]
    except csv.Error as exc:
        raise Invalid(f"{origin} is no readable CSV: {exc}") from exc
    return rows


def _checked(rows: Iterable[dict[str, Any]], origin: str) -> list[RuleLine]:
    lines: list[RuleLine] = []
    for number, row in enumerate(rows, 1):
        query, public = row.get("query"), row.get("public", False)
        if not isinstance(query, str) or not query.strip():
            raise Invalid(f"{origin}: rule {number} has no query; write one such as NATO")
        if isinstance(public, str):
            if public.strip().lower() not in TRUE | FALSE:
                raise Invalid(f"{origin}: rule {number}: public is true or false")
            public = public.strip().lower() in TRUE
        check_spelling(query)
        lines.append(RuleLine(name=str(row.get("name") or ""), query=query, public=bool(public)))
    return lines
