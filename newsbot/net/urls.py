"""Own the one spelling of a URL; pure. It decides nothing about what may be fetched."""

import re
from functools import lru_cache
from typing import Final
from urllib.parse import SplitResult, urlsplit, urlunsplit

DEFAULT_PORTS: Final = {"http": 80, "https": 443}

_TRACKING_PREFIXES: Final = ("utm_", "mtm_", "pk_", "piwik_", "at_", "ns_", "__hs", "_hs", "vero_")
"""Campaign marks by family: Google, Matomo, AT Internet (BBC), comScore, HubSpot, Vero."""

_TRACKING_NAMES: Final = frozenset(
    {
        # click identifiers that advertisers and social networks append
        *("fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "ysclid"),
        *("twclid", "ttclid", "li_fat_id", "igshid", "igsh", "epik", "rb_clickid", "s_kwcid"),
        # mailing and analytics tools
        *("mc_cid", "mc_eid", "mkt_tok", "oly_anon_id", "oly_enc_id", "_ga", "_gl", "wickedid"),
        *("hsctatracking", "wt.mc_id", "trk", "spm", "cmpid", "ncid", "ocid", "soc_src", "soc_trk"),
        # marks of single publishers' feeds: Le Monde, New York Times, Deutsche Welle, Daily Mail,
        # The Guardian, Bloomberg, Yahoo
        *("xtor", "partner", "emc", "smid", "smtyp", "maca", "ito", "cmp", "srnd", "guccounter"),
        *("guce_referrer", "guce_referrer_sig", "feedtype", "feedname", "traffic_source"),
    }
)

KEPT_KEYS: Final = 4096
"""Keys remembered: an entry's is asked for at several steps of its way, and poll after poll."""

KEPT_KEY_CHARS: Final = 1000
"""Of a longer URL none is remembered: what a source sends must not fill our memory."""

_PLAIN = re.compile(
    r"(https?)://([a-z0-9-]+(?:\.[a-z0-9-]+)+)((?:/[A-Za-z0-9\-._~:@!$&'()*+,;=]*)*)"
    r"(?:\?([A-Za-z0-9\-._~:/?@!$&'()*+,;=]*))?",
    re.ASCII,
)
"""A URL that needs no normalising but of its query: most are like this, and it takes a fifth."""

_UNSAFE = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]")
_PERCENT = re.compile(r"%(?P<hex>[0-9A-Fa-f]{2})?", re.ASCII)
_UNRESERVED: Final = frozenset(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
)


def canonicalise(url: str) -> str:
    """Return the one spelling of an http(s) URL, without tracking, credentials and fragment.

    Lower-case scheme and host, no default port, dot segments resolved, percent-encoding in its
    normal form (RFC 3986, section 6.2.2). What is no http(s) URL comes back stripped, else
    unchanged. Applying it twice changes nothing.
    """
    text = url.strip()
    parts = _canonical_parts(text)
    if parts is None:
        return text
    return urlunsplit((*parts, ""))


def url_key(url: str) -> str:
    """Return what joins the same page over sources: canonical, without scheme and host noise.

    `https://www.example.org/a/?utm_source=x#top` and `http://example.org/a` have one key.
    """
    return _kept_key(url) if len(url) <= KEPT_KEY_CHARS else _key(url)


def _key(url: str) -> str:
    text = url.strip()
    parts = _canonical_parts(text)
    if parts is None:
        return text
    _, host, path, query = parts
    host = host.removeprefix("www.") or host
    path = path.rstrip("/")
    return f"{host}{path}?{query}" if query else f"{host}{path}"


_kept_key = lru_cache(maxsize=KEPT_KEYS)(_key)


def page_key(url: str) -> str:
    """Return the `url_key` of a page of its own, "" for a front page and for no address at all.

    News that link to the front page of their site name no page; what they share with every other
    news of that site must not join them.
    """
    key = url_key(url)
    return key if "/" in key or "?" in key else ""


def without_credentials(url: str) -> str:
    """Return the URL without user and password, fit for a message or a log line."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "(unreadable URL)"
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _canonical_parts(text: str) -> tuple[str, str, str, str] | None:
    """Return scheme, host with port, path and query in their one spelling, None for no web URL."""
    plain = _PLAIN.fullmatch(text)
    if plain is not None and "/." not in plain[3]:
        return plain[1], plain[2], plain[3] or "/", _without_tracking(plain[4] or "")
    parts = _web_parts(text)
    if parts is None or not parts.hostname:
        return None
    host = _host(parts.hostname)
    if parts.port not in {None, DEFAULT_PORTS[parts.scheme]}:
        host = f"{host}:{parts.port}"
    path = _without_dot_segments(_normal_percent(parts.path)) or "/"
    return parts.scheme, host, path, _without_tracking(_normal_percent(parts.query))


def _web_parts(text: str) -> SplitResult | None:
    """Return the parts of an http(s) URL with a host and a possible port, else None."""
    try:
        parts = urlsplit(text)
        possible = parts.scheme in DEFAULT_PORTS and parts.hostname and parts.port != 0
    except ValueError:
        return None
    return parts if possible else None


def _host(name: str) -> str:
    """Return a host in lower-case ASCII (IDNA) where it can be, IPv6 in brackets."""
    if ":" in name:
        return f"[{name.lower()}]"
    name = name.lower().rstrip(".") or name
    if not name.isascii():
        try:
            return name.encode("idna").decode("ascii").lower()
        except UnicodeError:
            return name
    return name


def _without_tracking(query: str) -> str:
    """Return the non-empty `name=value` parts of a query that say what the page is."""
    if not query:
        return ""
    return "&".join(part for part in query.split("&") if part and not _is_tracking(part))


def _is_tracking(part: str) -> bool:
    """Return whether a query part says where the reader came from, not what the page is."""
    name = part.partition("=")[0].lower()
    return name in _TRACKING_NAMES or name.startswith(_TRACKING_PREFIXES)


def _normal_percent(text: str) -> str:
    """Encode what must be, decode what need not be, write hex digits in capitals."""
    text = _PERCENT.sub(_normal_escape, text)
    return _UNSAFE.sub(_escape, text)


def _normal_escape(match: re.Match[str]) -> str:
    """Return one percent escape in its normal form; a stray percent sign is escaped."""
    digits = match["hex"]
    if digits is None:
        return "%25"
    code = int(digits, 16)
    return chr(code) if code in _UNRESERVED else f"%{code:02X}"


def _escape(match: re.Match[str]) -> str:
    """Return one character as percent escapes of its UTF-8 bytes."""
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass"))


def _without_dot_segments(path: str) -> str:
    """Resolve `.` and `..` (RFC 3986, section 5.2.4)."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/".join(kept)
