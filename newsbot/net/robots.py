"""Own the reading of robots.txt (RFC 9309) and of TDMRep files; pure, it fetches nothing."""

import json
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

MAX_BYTES: Final = 512_000
"""RFC 9309, 2.5: at least 500 KiB must be read; what stands behind is not."""

MAX_RULES: Final = 5000
MAX_PATTERN_CHARS: Final = 2000

_LINE = re.compile(r"\s*([A-Za-z-]+)\s*:\s*([^#]*)")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_NOT_ASCII = re.compile(r"[^\x21-\x7e]")


@dataclass(frozen=True, slots=True)
class Rule:
    """Allow or forbid what a path pattern matches: `*` is any text, `$` the end."""

    pattern: str
    allowed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """Hold the rules for one robot on one origin, and the sitemaps that the file names."""

    rules: tuple[Rule, ...] = ()
    sitemaps: tuple[str, ...] = ()

    def permits(self, url: str) -> bool:
        """Return whether the robot may fetch `url`: the longest matching rule decides.

        A tie, no rule at all and robots.txt itself are allowed (RFC 9309, 2.2.2).
        """
        path = path_of(url)
        if path == "/robots.txt":
            return True
        found = [rule for rule in self.rules if matches(rule.pattern, path)]
        best = max(found, key=lambda rule: (len(rule.pattern), rule.allowed), default=None)
        return best is None or best.allowed


EVERYTHING: Final = Robots()
NOTHING: Final = Robots(rules=(Rule("/", allowed=False),))


def parse_robots(body: bytes, agent: str) -> Robots:
    """Return the rules for the robot that calls itself `agent`, else those for `*`.

    Groups of the same name count together; unknown lines are passed over.
    """
    text = body[:MAX_BYTES].decode("utf-8", "replace").removeprefix("\ufeff")
    groups: dict[str, list[Rule]] = {}
    sitemaps: list[str] = []
    names: list[str] = []
    in_rules = False
    for line in text.splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        key, value = match[1].lower(), match[2].strip()
        if key == "user-agent":
            names = [value.lower()] if in_rules else [*names, value.lower()]
            in_rules = False
            for name in names:
                groups.setdefault(name, [])
        elif key in {"allow", "disallow"}:
            in_rules = True
            for name in names:
                if value and len(groups[name]) < MAX_RULES:
                    pattern = normal_path(value[:MAX_PATTERN_CHARS])
                    groups[name].append(Rule(pattern, allowed=key == "allow"))
        elif key == "sitemap" and value:
            sitemaps.append(value)
    rules = groups.get(agent.lower(), groups.get("*", []))
    return Robots(rules=tuple(rules), sitemaps=tuple(dict.fromkeys(sitemaps)))


def parse_reservations(body: bytes) -> tuple[Rule, ...]:
    """Return the rules of a `/.well-known/tdmrep.json`: `allowed` is False where rights are kept.

    What is no list of such rules gives none (TDM Reservation Protocol, W3C community group).
    """
    try:
        listed = json.loads(body[:MAX_BYTES])
    except (ValueError, RecursionError):
        return ()
    rules = []
    for item in listed[:MAX_RULES] if isinstance(listed, list) else ():
        if isinstance(item, dict) and isinstance(item.get("location"), str):
            reserved = str(item.get("tdm-reservation", "")) == "1"
            rules.append(Rule(normal_path(item["location"][:MAX_PATTERN_CHARS]), not reserved))
    return tuple(rules)


def reserves(rules: tuple[Rule, ...], url: str) -> bool:
    """Return whether the longest matching rule keeps the rights on `url`."""
    return not Robots(rules=rules).permits(url)


def path_of(url: str) -> str:
    """Return path and query of a URL as the rules see them."""
    parts = urlsplit(url)
    path = parts.path or "/"
    return normal_path(f"{path}?{parts.query}" if parts.query else path)


def normal_path(path: str) -> str:
    """Return a path with capital escapes, other characters than visible ASCII escaped."""
    path = _NOT_ASCII.sub(
        lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace")), path
    )
    return _ESCAPE.sub(lambda match: match[0].upper(), path)


def matches(pattern: str, path: str) -> bool:
    """Return whether a pattern matches from the beginning of a path.

    By hand and in one pass: as a regular expression a pattern of many stars takes exponential time.
    """
    anchored = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    position = len(first)
    for number, part in enumerate(rest, start=1):
        if anchored and number == len(rest):
            return len(path) - len(part) >= position and path.endswith(part)
        found = path.find(part, position)
        if found < 0:
            return False
        position = found + len(part)
    return not anchored or position == len(path)
