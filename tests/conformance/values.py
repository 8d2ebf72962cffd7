"""Own the checks of single values: URIs, dates, language tags, media types, XML text."""

import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime

from lxml import etree, html

URI = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:"
    r"(?:[A-Za-z0-9._~:/?@!$&'()*+,;=\[\]-]|%[0-9A-Fa-f]{2})+"
    r"(?:#(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?"
)
WEB = re.compile(r"https?://[^/?#\s]+")
RFC822 = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} "
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d{2}:\d{2}:\d{2} (?:GMT|[+-]\d{4})"
)
RFC3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})")
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
MEDIA_TYPE = re.compile(r"[!#$&^_.+A-Za-z0-9-]+/[!#$&^_.+A-Za-z0-9-]+")
ACTIVE_TAGS = frozenset({"script", "iframe", "object", "embed", "style", "link", "meta", "base"})
ACTIVE_ADDRESS = re.compile(r"\s*(?:javascript|vbscript|data)\s*:", re.IGNORECASE)


def web_uri(value: str | None, where: str) -> Iterator[str]:
    if value is None or not URI.fullmatch(value) or not WEB.match(value):
        yield f"{where} is no http(s) URI: {value!r}"


def any_uri(value: str | None, where: str) -> Iterator[str]:
    if value is None or not URI.fullmatch(value):
        yield f"{where} is no URI: {value!r}"


def rfc822(value: str | None, where: str) -> Iterator[str]:
    if value is None or not RFC822.fullmatch(value):
        yield f"{where} is no RFC 822 date: {value!r}"
        return
    if f"{parsedate_to_datetime(value):%a}" != value[:3]:
        yield f"{where} names the wrong day of the week: {value!r}"


def rfc3339(value: str | None, where: str) -> Iterator[str]:
    if value is None or not RFC3339.fullmatch(value):
        yield f"{where} is no RFC 3339 date: {value!r}"
        return
    try:
        datetime.fromisoformat(value)
    except ValueError:
        yield f"{where} is an impossible date: {value!r}"


def language(value: str | None, where: str) -> Iterator[str]:
    if value is None or not LANGUAGE.fullmatch(value):
        yield f"{where} is no language tag: {value!r}"


def media_type(value: str | None, where: str) -> Iterator[str]:
    if value is None or not MEDIA_TYPE.fullmatch(value):
        yield f"{where} is no media type: {value!r}"


def whole_number(value: str | None, where: str) -> Iterator[str]:
    if value is None or not re.fullmatch(r"\d+", value):
        yield f"{where} is no number: {value!r}"


def passive(value: str | None, where: str) -> Iterator[str]:
    """Look for active content in a value that readers show as HTML, as a browser parses it."""
    for element in html.fragment_fromstring(value or "", create_parent=True).iter(etree.Element):
        active = [
            name
            for name, found in element.attrib.items()
            if str(name).startswith("on") or ACTIVE_ADDRESS.match(str(found))
        ]
        if element.tag in ACTIVE_TAGS or active:
            yield f"{where} holds active content: <{element.tag}> {active}"


def once(parent: etree._Element, name: str, *, required: bool) -> Iterator[str]:
    count = len(parent.findall(name))
    if count > 1 or (required and not count):
        yield f"<{parent.tag}> has {count} of <{name}>"


def strict_root(document: bytes) -> tuple[etree._Element | None, list[str]]:
    """Return the root of a well-formed UTF-8 document that declares its encoding."""
    findings = []
    if not document.startswith(b'<?xml version="1.0" encoding="UTF-8"?>'):
        findings.append("the document does not begin with a declaration of UTF-8")
    document.decode("utf-8")
    if b"<!DOCTYPE" in document:
        findings.append("the document has a DTD")
    try:
        return etree.fromstring(document, etree.XMLParser(resolve_entities=False)), findings
    except etree.XMLSyntaxError as error:
        return None, [*findings, f"not well-formed: {error}"]
