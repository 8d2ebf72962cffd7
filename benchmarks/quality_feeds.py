"""Compare what newsbot reads in real feeds with what feedparser reads, entry by entry.

    python -m benchmarks.quality_feeds [FOLDER] [--all]

Prints the share of equal fields, and each difference with the reason for it. feedparser is a
second opinion, not the truth: a reason says why ours is meant. Differences without a known reason
are marked `?` and counted; the exit status is 1 when there are more than the targets allow
(1 % for title, link, id and published, 2 % for the body).
"""

import argparse
import asyncio
import calendar
import re
import sys
import warnings
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

from newsbot.domain.entry import Entry, SourceDocument
from newsbot.domain.ports import Fetched
from newsbot.errors import SourceError
from newsbot.sandbox import Sandbox
from newsbot.sources import FeedReader

FIELDS = ("title", "link", "id", "published", "body")
TARGETS = {"title": 0.99, "link": 0.99, "id": 0.99, "published": 0.99, "body": 0.98}
DEFAULT_FOLDER = Path(__file__).parents[1].parent / "shared" / "data" / "feeds"
BASE = "https://feed.example/feed.xml"


@dataclass
class Tally:
    """Count the comparisons of one field."""

    equal: int = 0
    different: int = 0
    reasons: Counter[str] = field(default_factory=Counter)


def plain(value: str) -> str:
    """Return markup as bare words; written apart from the product's own code on purpose."""
    value = re.sub(r"(?is)<(script|style)\b.*?</\1>|<!--.*?-->", "", value)
    value = re.sub(r"(?s)</?[a-zA-Z][^<>]*>", " ", value)
    return " ".join(unescape(unescape(value)).replace("\x9d", "").split())


def letters(value: str) -> str:
    """Return the letters and digits alone: spacing is a matter of taste."""
    return "".join(char for char in value if char.isalnum())


def moment(parsed: Any) -> datetime | None:
    """Return feedparser's time tuple as a moment."""
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None


def theirs(entry: Any) -> dict[str, Any]:
    """Return feedparser's view of an entry."""
    content = entry.get("content")
    body = content[0].get("value", "") if content else entry.get("summary", "")
    return {
        "title": plain(entry.get("title", "")),
        "link": entry.get("link", ""),
        "id": entry.get("id", ""),
        "published": moment(entry.get("published_parsed") or entry.get("updated_parsed")),
        "body": plain(body),
        "bodies": [plain(part.get("value", "")) for part in content or ()]
        + [plain(entry.get("summary", ""))],
        "raw_date": entry.get("published") or dict.get(entry, "updated", ""),
    }


def ours(entry: Entry) -> dict[str, Any]:
    """Return our view of an entry."""
    return {
        "title": entry.title,
        "link": entry.url,
        "id": entry.id,
        "published": entry.published or entry.updated,
        "body": plain(entry.content or entry.summary),
    }


def equal(name: str, ours_value: object, theirs_value: object) -> bool:
    """Return whether two values of a field say the same."""
    if name == "title":
        return "".join(plain(str(ours_value)).split()) == "".join(str(theirs_value).split())
    if name == "body":
        return letters(str(ours_value)) == letters(str(theirs_value))
    return (ours_value or None) == (theirs_value or None)


def reason(name: str, mine: dict[str, Any], other: dict[str, Any]) -> str:  # noqa: C901, PLR0912
    """Say why a difference is meant, `?` when no reason is known."""
    ours_value, theirs_value = mine[name], other[name]
    if name == "link":
        if not ours_value and not str(theirs_value).startswith(("http://", "https://")):
            return "feedparser takes what is no web address for the link"
        if not theirs_value:
            return "feedparser finds no link where a permalink or another link stands"
        if str(theirs_value) == str(other["feed_url"]):
            return "feedparser takes an empty link for the feed's own address"
        if re.sub(r"\s", "", theirs_value) == re.sub(r"\s", "", ours_value):
            return "blanks inside the URL"
    if name == "id" and str(theirs_value).endswith(str(ours_value).lstrip("./")):
        return "feedparser resolves the id as if it were a URL; ours is as stated"
    if name == "published":
        if ours_value and not theirs_value:
            return "feedparser cannot read the date"
        if re.search(r"\d\s*[ap]\.?m", other["raw_date"], re.IGNORECASE):
            return "feedparser overlooks am and pm"
        if ours_value and theirs_value and re.search(r"[A-Z]{3,4}\b", other["raw_date"]):
            return "feedparser does not know the zone's name"
    if name == "body":
        wanted = letters(ours_value)
        if any(letters(part) == wanted for part in other["bodies"]):
            return "another of the entry's texts is taken for its content"
        if not theirs_value:
            return "feedparser finds no text"
        if letters(theirs_value) and letters(theirs_value) in wanted:
            return "ours holds more text (feedparser drops or breaks off)"
        known = letters(re.sub(r"[^\x00-\x7f]", "", theirs_value))
        if known == letters(re.sub(r"[^\x00-\x7f]", "", ours_value)):
            return "characters beyond ASCII are decoded differently"
    return "?"


def difference(tally: dict[str, Tally], mine: Entry, other: Any, feed_url: str) -> list[str]:
    """Compare one pair of entries; return a line for each difference."""
    lines = []
    left, right = ours(mine), theirs(other) | {"feed_url": feed_url}
    for name in FIELDS:
        if equal(name, left[name], right[name]):
            tally[name].equal += 1
            continue
        why = reason(name, left, right)
        tally[name].different += 1
        tally[name].reasons[why] += 1
        lines.append(
            f"  {name}: {why}\n    ours   {left[name]!s:.150}\n    theirs {right[name]!s:.150}"
        )
    return lines


async def read(reader: FeedReader, body: bytes) -> SourceDocument | str:
    """Return our reading, or the error as text."""
    try:
        return await reader.read(Fetched(url=BASE, body=body))
    except SourceError as exc:
        return str(exc)


async def compare(bodies: dict[str, bytes], *, show_all: bool) -> int:
    """Compare documents by name; return the exit status."""
    import feedparser

    tally = {name: Tally() for name in FIELDS}
    sandbox = Sandbox()
    reader = FeedReader(sandbox)
    counts_differ = entries = 0
    for name, body in bodies.items():
        document = await read(reader, body)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parsed = feedparser.parse(body, response_headers={"content-location": BASE})
            feed_url = next(
                (link.href for link in parsed.feed.get("links", ()) if link.get("rel") == "self"),
                BASE,
            )
            if isinstance(document, str):
                if parsed.entries:
                    counts_differ += 1
                    print(f"{name}: {len(parsed.entries)} entries are lost: {document}")
                continue
            if len(document.entries) != len(parsed.entries):
                counts_differ += 1
                print(f"{name}: {len(document.entries)} entries, {len(parsed.entries)} theirs")
                continue
            entries += len(parsed.entries)
            for number, pair in enumerate(zip(document.entries, parsed.entries, strict=True)):
                lines = difference(tally, *pair, feed_url)
                shown = [line for line in lines if show_all or ": ?" in line.splitlines()[0]]
                if shown:
                    print(f"{name} entry {number}", *shown, sep="\n")
    await sandbox.close()
    return report(tally, files=len(bodies), entries=entries, counts_differ=counts_differ)


def report(tally: dict[str, Tally], *, files: int, entries: int, counts_differ: int) -> int:
    """Print the totals; return 1 when a target is missed."""
    print(f"\n{files} files, {entries} entries, {counts_differ} files with another count")
    missed = False
    for name, counts in tally.items():
        total = max(counts.equal + counts.different, 1)
        share = counts.equal / total
        meant = (total - counts.reasons["?"]) / total
        missed |= meant < TARGETS[name]
        print(f"{name:10} equal {share:7.2%}   with differences that are meant {meant:7.2%}")
        for why, count in counts.reasons.most_common():
            print(f"           {count:5} {why}")
    return int(missed)


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=DEFAULT_FOLDER)
    parser.add_argument("--all", action="store_true", help="show the explained differences too")
    arguments = parser.parse_args()
    bodies = {path.name: path.read_bytes() for path in sorted(arguments.folder.iterdir())}
    xml = {name: body for name, body in bodies.items() if body.lstrip()[:1] != b"{"}
    return asyncio.run(compare(xml, show_all=arguments.all))


if __name__ == "__main__":
    sys.exit(main())
