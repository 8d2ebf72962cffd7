"""Own the question in which encoding a document is written; it parses no markup.

Order of trust: byte order mark, valid UTF-8, the declared one (HTTP, then the document), a trial.
UTF-8 comes before what is declared because other text is next to never valid UTF-8 by accident,
while wrong declarations are common.
"""

import codecs
import re
from dataclasses import dataclass
from typing import Final

from newsbot.domain.entry import Notice

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_NAKED: Final = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
"""How a document without a mark begins in wide encodings (XML 1.0, appendix F)."""

_WIDE_NAMES: Final = frozenset({"utf-16", "utf-32", "ucs-2", "iso-10646-ucs-2"})

_ALIASES: Final = {
    # Names that stand for a larger set in practice (WHATWG Encoding, "names and labels")
    **dict.fromkeys(
        ("iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii"), "cp1252"
    ),
    **dict.fromkeys(("iso-8859-9", "latin5"), "cp1254"),
    **dict.fromkeys(("iso-8859-11", "tis-620", "windows-874"), "cp874"),
    **dict.fromkeys(("gb2312", "gbk", "x-gbk", "gb_2312-80", "gb18030"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "ksc5601", "windows-949"), "cp949"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5"), "big5hkscs"),
    **dict.fromkeys(("euc-jp", "x-euc-jp"), "euc_jp"),
    **dict.fromkeys(("x-mac-roman", "macintosh"), "mac_roman"),
    **dict.fromkeys(("utf8", "utf-8", "unicode-1-1-utf-8"), "utf-8"),
    "iso-8859-8-i": "iso8859-8",
}

_KNOWN = re.compile(
    r"(?:windows-?|cp)(?:125[0-8]|874|866|437|850|949|932|936|1251)|iso[-_]?8859[-_]?\d{1,2}"
    r"|koi8[-_]?[ru]|iso-2022-(?:jp|kr)|hz-gb-2312|utf-16(?:le|be)?|utf-32(?:le|be)?|johab|ptcp154",
    re.ASCII,
)
"""Labels passed to the codec registry. A list, since Python also knows `zlib` and `utf-7`."""

_DECLARATION = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_HTTP_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)

DECLARATION_BYTES: Final = 1024
"""How far in an XML declaration is looked for; junk may stand before it."""

TRIAL_BYTES: Final = 16_384
"""How much of a document is enough to recognise an undeclared encoding."""

_TRIAL_CODECS: Final = (
    *("cp1251", "koi8_r", "cp1252", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257"),
    *("gb18030", "big5", "cp932", "euc_jp", "cp949", "cp874", "cp866", "iso2022_jp"),
)

_LATIN_CODECS: Final = frozenset({"cp1250", "cp1254", "cp1257"})

ENOUGH_LETTERS: Final = 20
"""Accented letters from which on the Latin sets can be told apart (tried on feeds of each)."""

_NOT_ASCII = re.compile(rb"[\x80-\xff]+")
_TAG = re.compile(rb"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Hold a document as text, the codec that read it, and the faults met."""

    text: str
    encoding: str
    notices: tuple[Notice, ...] = ()


def declared_encoding(body: bytes) -> str:
    """Return the codec that the XML declaration names, "" for none or an unknown one."""
    match = _DECLARATION.search(body[:DECLARATION_BYTES])
    return _codec(match[1].decode("ascii")) if match else ""


def http_encoding(content_type: str) -> str:
    """Return the codec that the Content-Type header names, "" for none or an unknown one."""
    match = _HTTP_CHARSET.search(content_type)
    return _codec(match[1]) if match else ""


def is_plain_utf8(body: bytes, content_type: str) -> bool:
    """Return whether nothing speaks against reading `body` as UTF-8; its bytes are unchecked."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff", b"\0", b"<\0")):
        return False
    declared = declared_encoding(body)
    return declared == "utf-8" or (not declared and http_encoding(content_type) in {"", "utf-8"})


class NeedsTrial(Exception):
    """Say that the encoding can only be found by a trial, which takes its time."""


def decode(body: bytes, content_type: str = "", *, trial: bool = True) -> Decoded:
    """Return `body` as text: what no encoding explains is replaced, and told.

    Never fails, unless `trial` forbids the last resort: then it raises `NeedsTrial`.
    """
    if marked := _marked(body):
        return _by_force(*marked)
    declared = [http_encoding(content_type), declared_encoding(body)]
    if not body.isascii():
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return Decoded(text, "utf-8", _mismatch(declared, "utf-8"))
    found = _by_declaration(body, declared)
    if found is not None:
        return found
    if body.isascii():
        return Decoded(body.decode("ascii"), "utf-8")
    mended = _mostly_utf8(body)
    if mended is not None:
        return mended
    if not trial:
        raise NeedsTrial
    return _by_trial(body, declared)


def _by_declaration(body: bytes, declared: list[str]) -> Decoded | None:
    """Return the text by the first declared encoding that every byte fits."""
    for encoding in declared:
        if encoding and encoding not in _WIDE_NAMES:
            text = _try(body, encoding)
            if text is not None:
                return Decoded(text, encoding, _mismatch(declared, encoding))
    return None


def _marked(body: bytes) -> tuple[bytes, str] | None:
    """Return the body without its mark and the encoding that its first bytes prove."""
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :], encoding
    for start, encoding in _NAKED:
        if body.startswith(start):
            return body, encoding
    return None


def _codec(label: str) -> str:
    """Return Python's codec for a label on the web, "" for a label we do not serve."""
    name = label.strip().lower()
    if name in _ALIASES:
        return _ALIASES[name]
    if not _KNOWN.fullmatch(name):
        return ""
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


def _try(body: bytes, encoding: str) -> str | None:
    """Return the text if every byte fits; Windows pages take their few unused bytes as they are."""
    try:
        return body.decode(encoding)
    except UnicodeDecodeError:
        return body.decode("latin-1") if encoding == "cp1252" else None


def _mismatch(declared: list[str], used: str) -> tuple[Notice, ...]:
    """Return a notice when what was declared is not what was used."""
    named = [encoding for encoding in declared if encoding]
    if not named or used in named[:1] or named == [used]:
        return ()
    message = f"The document says that it is in {named[0]}, but it is in {used}."
    return (Notice(code="encoding", message=message),)


def _by_force(body: bytes, encoding: str) -> Decoded:
    """Decode by an encoding that is certain, and tell what did not fit."""
    text = body.decode(encoding, "replace")
    if "\ufffd" not in text:
        return Decoded(text, encoding)
    if encoding == "utf-8" and (mended := _mostly_utf8(body)) is not None:
        return mended
    message = f"Some bytes are not {encoding}; \ufffd stands in their place."
    return Decoded(text, encoding, (Notice(code="encoding", message=message),))


def _by_trial(body: bytes, declared: list[str]) -> Decoded:
    """Find the encoding of a document that is in none of its declared ones."""
    encoding = _recognise(body)
    text = _try(body, encoding)
    if text is None:
        encoding, text = "cp1252", body.decode("cp1252", "replace")
    named = " or ".join(dict.fromkeys(name for name in declared if name)) or "UTF-8"
    message = f"The document is not in {named}; it was read as {encoding}."
    return Decoded(text, encoding, (Notice(code="encoding", message=message),))


def _mostly_utf8(body: bytes) -> Decoded | None:
    """Return UTF-8 text with its few stray bytes read as Windows-1252, None if it is not UTF-8."""
    text = body.decode("utf-8", "surrogateescape")
    stray = len(re.findall("[\udc80-\udcff]", text))
    if not stray:
        return Decoded(text, "utf-8")  # the replacement characters were there before
    sound = len(_NOT_ASCII.findall(body)) - stray
    if stray > sound:
        return None
    text = re.sub(
        "[\udc80-\udcff]",
        lambda match: bytes([ord(match[0]) - 0xDC00]).decode("cp1252", "replace"),
        text,
    )
    message = f"{stray} bytes are not UTF-8; they were read as Windows-1252."
    return Decoded(text, "utf-8", (Notice(code="encoding", message=message),))


def _recognise(body: bytes) -> str:
    """Guess the encoding from the text between the tags."""
    from charset_normalizer import from_bytes

    prose = _TAG.sub(b" ", body[: TRIAL_BYTES * 8])
    first = _NOT_ASCII.search(prose) or _NOT_ASCII.search(prose := body)
    start = max(0, first.start() - 200) if first else 0
    sample = prose[start : start + TRIAL_BYTES]
    best = from_bytes(sample, cp_isolation=list(_TRIAL_CODECS), preemptive_behaviour=False).best()
    if best is None:
        return "cp1252"
    letters = sum(map(len, _NOT_ASCII.findall(sample)))
    if best.encoding in _LATIN_CODECS and letters < ENOUGH_LETTERS:
        return "cp1252"  # a handful of accents fits them all; the Western set is the likely one
    return best.encoding
