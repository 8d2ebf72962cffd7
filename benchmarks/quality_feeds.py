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

    @property
    def total(self) -> int:
        return max(self.equal + self.different, 1)

    @property
    def share(self) -> float:
        return self.equal / self.total

    @property
    def meant(self) -> float:
        """Return the share of what is equal or differs with a reason."""
        return (self.total - self.reasons["?"]) / self.total


@dataclass
class Comparison:
    """Hold what the comparison of a folder found; `counts` tells files with other entries."""

    files: int
    entries: int = 0
    tally: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in FIELDS})
    counts: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return all(one.meant >= TARGETS[name] for name, one in self.tally.items())


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
        "has_content": bool(content),
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
        "has_content": bool(entry.content),
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
        if str(theirs_value) in other["own_urls"]:
            return "feedparser takes an empty link for the feed's own address"
        if re.sub(r"\s", "", theirs_value) == re.sub(r"\s", "", ours_value):
            return "blanks inside the URL"
    if name == "title":
        if re.search(r"(?:[ÃÂÐÑ].){3}", theirs_value):
            return "UTF-8 that was read as Latin-1 and encoded again; ours undoes it"
        if ours_value == re.sub(r"</?(?:b|i|em|strong)>", "", theirs_value):
            return "markup inside a title stands in feedparser's as text"
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
        if mine["has_content"] and not other["has_content"]:
            return "feedparser drops a content that is shorter than the summary"
        if letters(theirs_value) and letters(theirs_value) in wanted:
            return "ours holds more text (feedparser drops or breaks off)"
        known = letters(re.sub(r"[^\x00-\x7f]", "", theirs_value))
        if known == letters(re.sub(r"[^\x00-\x7f]", "", ours_value)):
            return "characters beyond ASCII are decoded differently"
    return "?"


def compare_entry(found: Comparison, mine: Entry, other: Any, own_urls: set[str]) -> list[str]:
    """Compare one pair of entries; return a line for each difference."""
    lines = []
    left, right = ours(mine), theirs(other) | {"own_urls": own_urls}
    for name in FIELDS:
        tally = found.tally[name]
        if equal(name, left[name], right[name]):
            tally.equal += 1
            continue
        why = reason(name, left, right)
        tally.different += 1
        tally.reasons[why] += 1
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


def read_theirs(body: bytes) -> tuple[list[Any], set[str]]:
    """Return feedparser's entries, and the addresses that it takes for the feed's own."""
    import feedparser

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed = feedparser.parse(body, response_headers={"content-location": BASE})
        entries = list(parsed.entries)
        own = {str(link.href) for link in parsed.feed.get("links", ()) if link.get("rel") == "self"}
    stated = re.search(rb"""xml:base=["']([^"']+)""", body[:4096])
    return entries, own | {BASE} | ({stated[1].decode()} if stated else set())


def load(folder: Path) -> dict[str, bytes]:
    """Return the XML documents of a folder by name."""
    bodies = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    return {name: body for name, body in bodies.items() if body.lstrip()[:1] != b"{"}


async def compare(bodies: dict[str, bytes]) -> Comparison:
    """Compare documents by name."""
    found = Comparison(files=len(bodies))
    sandbox = Sandbox()
    reader = FeedReader(sandbox)
    for name, body in bodies.items():
        document = await read(reader, body)
        entries, own_urls = read_theirs(body)
        if isinstance(document, str):
            if entries:
                found.counts.append(f"{name}: {len(entries)} entries are lost: {document}")
            continue
        if len(document.entries) != len(entries):
            found.counts.append(f"{name}: {len(document.entries)} entries, {len(entries)} theirs")
            continue
        found.entries += len(entries)
        for number, (mine, other) in enumerate(zip(document.entries, entries, strict=True)):
            lines = compare_entry(found, mine, other, own_urls)
            found.lines += [f"{name} entry {number}\n{line}" for line in lines]
    await sandbox.close()
    return found


def report(found: Comparison, *, show_all: bool) -> None:
    """Print the totals, and the differences without a reason (with `show_all` every one)."""
    for line in (*found.lines, *found.counts):
        if show_all or line in found.counts or ": ?" in line:
            print(line)
    print(f"\n{found.files} files, {found.entries} entries, {len(found.counts)} with another count")
    for name, one in found.tally.items():
        print(
            f"{name:10} equal {one.share:7.2%}   with differences that are meant {one.meant:7.2%}"
        )
        for why, count in one.reasons.most_common():
            print(f"           {count:5} {why}")


def markdown(found: Comparison) -> str:
    """Return the shares, and the table of exceptions."""
    rows = [f"| {name} | {one.share:.2%} | {one.meant:.2%} |" for name, one in found.tally.items()]
    told = [
        f"| {name} | {count} | {'no reason is known' if why == '?' else why} |"
        for name, one in found.tally.items()
        for why, count in one.reasons.most_common()
    ]
    same = 1 - len(found.counts) / max(found.files, 1)
    return "\n".join(
        (
            f"{found.files} files, {found.entries} entries compared; the same number of entries in",
            f"{same:.1%} of the files, all others listed here.",
            "",
            "| | equal | equal, or ours is meant |",
            "|---|---|---|",
            *rows,
            "",
            "| field | entries | why ours differs |",
            "|---|---|---|",
            *told,
            "",
            *(f"- {line}" for line in found.counts),
        )
    )


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=DEFAULT_FOLDER)
    parser.add_argument("--all", action="store_true", help="show the explained differences too")
    arguments = parser.parse_args()
    found = asyncio.run(compare(load(arguments.folder)))
    report(found, show_all=arguments.all)
    return int(not found.is_good)


if __name__ == "__main__":
    sys.exit(main())
