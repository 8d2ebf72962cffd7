"""Own how text, addresses, languages and times are spelled in a published document.

Whatever a source sent, the result of each function here can stand in XML 1.0, JSON and OPML. It
does not sanitise HTML: what comes as `content` is clean already.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import Final
from urllib.parse import quote, urlsplit

_NOT_XML: Final = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
"""Everything outside the production Char of XML 1.0, 2.2."""

_SURROGATE_PAIR: Final = re.compile(r"[\uD800-\uDBFF][\uDC00-\uDFFF]")

_C1: Final = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}
"""C1 controls are Windows-1252 in disguise: browsers (HTML, 13.2.5.80) read them so, and the feed
validator warns of them."""

_LINE_BREAKS: Final = re.compile(r"[\t\n\r\v\f\x85\u2028\u2029]+")
_PARAGRAPHS: Final = re.compile(r"\n[ \t]*\n\s*")

_PLAIN_URI: Final = re.compile(
    r"https?://[a-z0-9.-]+"
    r"(?:[/?](?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?"
    r"(?:#(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?"
)
_STRAY_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_URI_SAFE: Final = "/?:@!$&'()*+,;=~%"
"""What may stand unescaped in path, query and fragment (RFC 3986, 3.3-3.5); quote() adds the
unreserved characters. The percent sign is looked at before."""

_HOST: Final = re.compile(r"[a-z0-9._-]+|\[[0-9a-f:.]+\]")

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_MEDIA_TYPE: Final = re.compile(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+")

_TYPES_BY_ENDING: Final = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "mov": "video/quicktime",
    "webm": "video/webm",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
}
"""The endings that news enclosures have. A table of our own, as `mimetypes` reads the machine's
files and the bytes of a feed must not depend on them."""

UNKNOWN_TYPE: Final = "application/octet-stream"


def characters(text: str) -> str:
    """Return the text without what XML 1.0 cannot hold; line ends become newlines.

    Two halves of a surrogate pair are joined, a lone half is dropped.
    """
    if text.isascii() and text.isprintable():
        return text
    joined = _SURROGATE_PAIR.sub(
        lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text
    )
    kept = _NOT_XML.sub("", joined.translate(_C1))
    return kept.replace("\r\n", "\n").replace("\r", "\n")


def line(text: str) -> str:
    """Return the text as one trimmed line: what titles, names and tags are."""
    return _LINE_BREAKS.sub(" ", characters(text)).strip()


def lines(texts: Iterable[str]) -> tuple[str, ...]:
    """Return each text as a line, without empty ones and doubles, in their order."""
    return tuple(dict.fromkeys(found for text in texts if (found := line(text))))


def html_from_plain(text: str) -> str:
    """Return plain text as HTML: escaped, paragraphs kept when there is more than one."""
    paragraphs = [
        escape(paragraph, quote=False).replace("\n", "<br>")
        for paragraph in _PARAGRAPHS.split(characters(text).strip())
        if paragraph.strip()
    ]
    if len(paragraphs) < 2:  # noqa: PLR2004 - one paragraph needs no tags around it
        return "".join(paragraphs)
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def web_address(text: str) -> str:
    """Return an absolute http(s) address as an RFC 3986 URI in ASCII, "" for anything else.

    RSS wants URIs and validators refuse spaces, quotes and raw letters beyond ASCII; other
    schemes (`javascript:`, `data:`) are active content and never published (G10).
    """
    if _PLAIN_URI.fullmatch(text):
        return text
    address = re.sub(r"[\t\n\r]", "", characters(text)).strip()
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    authority = _authority(host or "", port)
    if parts.scheme.lower() not in {"http", "https"} or not authority:
        return ""
    path, query, fragment = (
        quote(_STRAY_PERCENT.sub("%25", part), safe=_URI_SAFE)
        for part in (parts.path, parts.query, parts.fragment)
    )
    return "".join(
        (
            f"{parts.scheme.lower()}://{authority}{path}",
            f"?{query}" if query else "",
            f"#{fragment}" if fragment else "",
        )
    )


def _authority(host: str, port: int | None) -> str:
    """Return host and port in ASCII, "" for an impossible host.

    Userinfo is left out: a published address carries no password.
    """
    try:
        spelled = f"[{host}]" if ":" in host else host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    if not _HOST.fullmatch(spelled):
        return ""
    return spelled if port is None else f"{spelled}:{port}"


def language_tag(text: str) -> str:
    """Return a language tag that is well-formed by BCP 47, "" when it is none."""
    tag = text.strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else ""


def media_type(stated: str, url: str = "") -> str:
    """Return the media type as stated, else by the ending of the URL's path, else ""."""
    bare = stated.partition(";")[0].strip().lower()
    if _MEDIA_TYPE.fullmatch(bare):
        return bare
    return _TYPES_BY_ENDING.get(urlsplit(url).path.rpartition(".")[2].lower(), "")


def rfc822(moment: datetime) -> str:
    """Return the time as RSS spells it: RFC 822 with four-digit year, in GMT.

    feedgen's own spelling switches the locale of the whole process, other threads included.
    """
    return format_datetime(_utc(moment), usegmt=True)


def rfc3339(moment: datetime) -> str:
    """Return the time as Atom and JSON Feed spell it: RFC 3339 to the second, in UTC."""
    return _utc(moment).isoformat().removesuffix("+00:00") + "Z"


def _utc(moment: datetime) -> datetime:
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return aware.replace(microsecond=0)
