"""Own where known services and usual software keep the feeds of a page; pure, by address alone."""

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import parse_qs, quote, urljoin, urlsplit, urlunsplit

COMMON_PATHS: Final = (
    *("feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feed.json", "feeds/all.rss"),
    *("news/rss", "rss/all", "feeds/posts/default", "news-sitemap.xml", "sitemap-news.xml"),
)
"""Tried in this order where a page names no feed: WordPress, Jekyll, Hugo, Ghost, Blogger, news."""

_CHANNEL = re.compile(r"UC[\w-]{22}")
_HANDLE = re.compile(r"@[\w.-]+")
_MASTODON = re.compile(
    r"^(?:/(?:web|deck))?/(?:(@[A-Za-z0-9_]+)(?:/(?:\d+|media|with_replies))?"
    r"|users/([A-Za-z0-9_]+)(?:/statuses/\d+)?|(tags/\w+))/?$"
)
"""A Mastodon account, by itself or by one of its posts, or a hashtag; the host may be any."""

_TELEGRAM_WORDS: Final = frozenset(
    {"joinchat", "share", "addstickers", "addemoji", "proxy", "socks", "login", "setlanguage"}
)
"""Addresses at t.me that are no channel's."""

_GITHUB = re.compile(r"^/([\w.-]+)/([\w.-]+)(?:/(releases|tags|commits))?/?")


def known_feeds(url: str) -> tuple[str, ...]:
    """Return the feeds that the service behind an address is known to have for it."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ()
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    for domain, rule in _SERVICES.items():
        if host == domain or host.endswith(f".{domain}"):
            return rule(url)
    match = _MASTODON.match(parts.path)
    if match is None:
        return ()
    name = match[1] or match[3] or f"@{match[2]}"
    return (urlunsplit((parts.scheme, parts.netloc, f"/{name}.rss", "", "")),)


def common_feeds(url: str) -> tuple[str, ...]:
    """Return the addresses at which usual software puts a site's feeds."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ()
    site = urlunsplit((parts.scheme, parts.netloc, "/", "", ""))
    section = urlunsplit((parts.scheme, parts.netloc, f"{parts.path.rstrip('/')}/", "", ""))
    here = [urljoin(section, "feed"), urljoin(section, "rss")] if parts.path.strip("/") else []
    return tuple(dict.fromkeys([*here, *(urljoin(site, path) for path in COMMON_PATHS)]))


def youtube_channel_feed(page: str) -> str:
    """Return the feed of the channel that a YouTube page is about, "" when it names none."""
    match = re.search(
        r'(?:"(?:channelId|externalId|browseId)"\s*:\s*"|channel_id=|/channel/)(UC[\w-]{22})', page
    )
    return _youtube_feed("channel_id", match[1]) if match else ""


def _youtube(url: str) -> tuple[str, ...]:
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    if query.get("list"):
        return (_youtube_feed("playlist_id", query["list"][0]),)
    steps = [step for step in parts.path.split("/") if step]
    if len(steps) > 1 and steps[0] == "channel" and _CHANNEL.fullmatch(steps[1]):
        return (_youtube_feed("channel_id", steps[1]),)
    if len(steps) > 1 and steps[0] == "user":
        return (_youtube_feed("user", steps[1]),)
    return ()


def _youtube_feed(key: str, value: str) -> str:
    return f"https://www.youtube.com/feeds/videos.xml?{key}={quote(value, safe='')}"


def _reddit(url: str) -> tuple[str, ...]:
    path = urlsplit(url).path.rstrip("/")
    if path.endswith(".rss"):
        return ()
    return (f"https://www.reddit.com{path}/.rss",)


def _bluesky(url: str) -> tuple[str, ...]:
    steps = [step for step in urlsplit(url).path.split("/") if step]
    if len(steps) > 1 and steps[0] == "profile":
        return (f"https://bsky.app/profile/{steps[1]}/rss",)
    return ()


def _telegram(url: str) -> tuple[str, ...]:
    """A channel has no feed; its public page serves as a source."""
    steps = [step for step in urlsplit(url).path.split("/") if step]
    if steps and steps[0] == "s":
        steps = steps[1:]
    if not steps or steps[0].lower() in _TELEGRAM_WORDS:
        return ()
    if re.fullmatch(r"[A-Za-z]\w{3,31}", steps[0]):
        return (f"https://t.me/s/{steps[0]}",)
    return ()


def _github(url: str) -> tuple[str, ...]:
    match = _GITHUB.match(urlsplit(url).path)
    if match is None:
        return ()
    owner, name, what = match.groups()
    home = f"https://github.com/{owner}/{name}"
    kinds = [what] if what else ["releases", "tags"]
    return tuple(f"{home}/{kind}.atom" for kind in kinds)


def _medium(url: str) -> tuple[str, ...]:
    parts = urlsplit(url)
    if parts.netloc.removeprefix("www.") != "medium.com":
        return (f"https://{parts.netloc}/feed",)
    steps = [step for step in parts.path.split("/") if step]
    return (f"https://medium.com/feed/{steps[0]}",) if steps and steps[0] != "feed" else ()


def _at_feed(url: str) -> tuple[str, ...]:
    return (f"https://{urlsplit(url).netloc}/feed",)


_SERVICES: Final[dict[str, Callable[[str], tuple[str, ...]]]] = {
    "youtube.com": _youtube,
    "reddit.com": _reddit,
    "bsky.app": _bluesky,
    "t.me": _telegram,
    "telegram.me": _telegram,
    "github.com": _github,
    "medium.com": _medium,
    "substack.com": _at_feed,
}
