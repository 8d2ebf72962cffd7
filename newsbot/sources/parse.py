"""Own the order of the attempts that turn bytes into a `SourceDocument`; synchronous and bounded.

    strict XML -> decoded -> mended -> tolerant parser (in the sandbox only)

`parse_here` stays within what the event loop may bear and raises `NeedsSandbox` beyond it;
`parse_in_sandbox` does everything, in a child that can be killed.
"""

import re
import threading
import time
from typing import Final

from lxml import etree

from newsbot.domain.entry import Notice, SourceDocument
from newsbot.domain.ports import Fetched
from newsbot.errors import Malformed
from newsbot.net import unpack
from newsbot.sources import charset, elements, feedxml, jsonfeed, repair, sitemap, xmltree
from newsbot.sources.assemble import Assembler, NeedsSandbox
from newsbot.sources.cleaning import Sanitiser
from newsbot.sources.pages import PageSelectors
from newsbot.sources.raw import RawDocument

MAX_BYTES_HERE: Final = 512 * 1024
"""A larger document is read in the sandbox: at 30 MB/s this one takes 17 ms."""

MAX_MENDED_HERE: Final = 128 * 1024
"""A larger broken document is mended in the sandbox: made of brackets, this one takes 16 ms."""

MAX_SECONDS_HERE: Final = 0.04
"""CPU time for one document in the main process; what takes more starts anew in the sandbox."""

_C1_BYTES = re.compile(rb"\xc2[\x80-\x9f]")
_C1_REFERENCE = re.compile(rb"&#(?:1[2-5]\d|[xX]0*[89][0-9a-fA-F]);")
"""The control characters U+0080 to U+009F: the only ones that well-formed XML lets in."""

_threads = threading.local()


def parse_here(fetched: Fetched) -> SourceDocument:
    """Read a document in the main process. Raises `NeedsSandbox` or `Malformed`."""
    if len(fetched.body) > MAX_BYTES_HERE:
        raise NeedsSandbox
    deadline = time.thread_time() + MAX_SECONDS_HERE

    def checkpoint() -> None:
        if time.thread_time() > deadline:
            raise NeedsSandbox

    raw = _read(fetched, in_sandbox=False)
    return Assembler(_sanitiser(), odd_date=None, checkpoint=checkpoint).assemble(raw, fetched.url)


def parse_in_sandbox(fetched: Fetched) -> SourceDocument:
    """Read a document, whatever it takes. Raises `Malformed`."""
    from newsbot.sources.dates import parse_odd_date

    raw = _read(fetched, in_sandbox=True)
    assembler = Assembler(_sanitiser(), odd_date=parse_odd_date, checkpoint=lambda: None)
    return assembler.assemble(raw, fetched.url)


def parse_page(fetched: Fetched, selectors: PageSelectors | None) -> SourceDocument:
    """Read a web page's list of news. Raises `Malformed` or `Invalid`; for the sandbox only."""
    from newsbot.sources.dates import parse_odd_date
    from newsbot.sources.webpage import read_page

    body = unpack(fetched.body)
    raw = read_page(body, fetched.url, fetched.content_type, selectors)
    assembler = Assembler(_sanitiser(), odd_date=parse_odd_date, checkpoint=lambda: None)
    return assembler.assemble(raw, fetched.url)


def _sanitiser() -> Sanitiser:
    """Return this thread's sanitiser; making one costs as much as a page."""
    made: Sanitiser | None = getattr(_threads, "sanitiser", None)
    if made is None:
        made = _threads.sanitiser = Sanitiser()
    return made


def _read(fetched: Fetched, *, in_sandbox: bool) -> RawDocument:
    """Read the document by the first attempt that succeeds."""
    body = unpack(fetched.body)
    if not body.strip(b"\0 \t\r\n"):
        raise Malformed("The document is empty.")
    if jsonfeed.is_json(body):
        return jsonfeed.read_json(body)
    has_bases = b"xml:base" in body
    try:
        root = xmltree.parse_strict(body, fetched.content_type)
    except xmltree.NotWellFormed:
        return _read_decoded(body, fetched, in_sandbox=in_sandbox)
    raw = _read_root(root, has_bases=has_bases)
    raw.suspect = bool(_C1_BYTES.search(body) or _C1_REFERENCE.search(body))
    return raw


def _read_decoded(body: bytes, fetched: Fetched, *, in_sandbox: bool) -> RawDocument:
    """Read what strict rules refuse: decoded first, then mended, then by the tolerant parser."""
    try:
        decoded = charset.decode(body, fetched.content_type, trial=in_sandbox)
    except charset.NeedsTrial as exc:
        raise NeedsSandbox from exc
    has_bases = "xml:base" in decoded.text
    notices: list[Notice] = list(decoded.notices)
    try:
        root = xmltree.parse_text(decoded.text)
    except xmltree.NotWellFormed as cause:
        if not in_sandbox and len(body) > MAX_MENDED_HERE:
            raise NeedsSandbox from cause
        text, faults = repair.mend(decoded.text)
        notices += faults
        try:
            root = _parse_mended(text, notices)
        except xmltree.NotWellFormed as exc:
            return _read_broken(text, fetched.url, notices, exc, in_sandbox=in_sandbox)
    raw = _read_root(root, has_bases=has_bases)
    raw.notices[:0] = notices
    return raw


def _read_root(root: etree._Element, *, has_bases: bool) -> RawDocument:
    """Choose the reader by what the document is."""
    if elements.canonical_name(root.tag) in sitemap.ROOTS:
        return sitemap.read_sitemap(root)
    return feedxml.read_tree(root, has_bases=has_bases)


def _parse_mended(text: str, notices: list[Notice]) -> etree._Element:
    """Parse a mended text; then with its end mended; then with its namespaces mended."""
    try:
        return xmltree.parse_text(text)
    except xmltree.NotWellFormed as exc:
        complaint = str(exc).lower()
        if "prefix" not in complaint and "uri" not in complaint:
            closed = repair.close_what_is_open(text, notices)
            if closed is text:
                raise
            text = closed
    try:
        return xmltree.parse_text(text)
    except xmltree.NotWellFormed:
        return xmltree.parse_text(repair.mend_namespaces(text, notices))


def _read_broken(
    text: str, url: str, notices: list[Notice], cause: Exception, *, in_sandbox: bool
) -> RawDocument:
    """Read what cannot be mended by the tolerant parser, and name the fault."""
    if not repair.looks_like_feed(text):
        raise Malformed(_not_a_feed(text)) from cause
    if not in_sandbox:
        raise NeedsSandbox from cause
    from newsbot.sources import tolerant

    raw = tolerant.read_broken(text, url)
    notices.append(Notice(code="malformed_xml", message=f"The XML is broken: {cause}."))
    raw.notices[:0] = notices
    return raw


def _not_a_feed(text: str) -> str:
    """Say what came instead of a feed."""
    if repair.looks_like_html(text):
        return feedxml.NOT_A_FEED_BUT_A_PAGE
    return "What came is no feed: neither RSS, Atom nor JSON Feed."
