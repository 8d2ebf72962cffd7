"""Own the bounded decoding of a response body; it reads no socket and no header.

A library's own decompression trusts the sender: a few kilobytes can unfold to gigabytes (G8).
"""

import zlib
from typing import Final

from newsbot.errors import Malformed, TooLarge

ACCEPT_ENCODING: Final = "gzip, deflate"
"""What we ask for: the codings that Python itself decodes stepwise. Never zstd, never chains."""

GZIP_MAGIC: Final = b"\x1f\x8b"

_GZIP_BITS: Final = 16 + zlib.MAX_WBITS
_DEFLATE_METHOD: Final = 8
_ZLIB_CHECK: Final = 31
"""A zlib stream begins with method 8 and two bytes divisible by 31 (RFC 1950, section 2.2)."""


def unpack(body: bytes, *, max_bytes: int = 20 * 2**20) -> bytes:
    """Return a body that was packed before it was put on the server (`feed.xml.gz`), unpacked.

    Raises `TooLarge` or `Malformed`; a body that is not packed comes back as it is.
    """
    if not body.startswith(GZIP_MAGIC):
        return body
    decoder = BoundedDecoder("gzip", max_bytes=max_bytes)
    decoder.feed(body)
    return decoder.finish()


class BoundedDecoder:
    """Collect a body of at most `max_bytes` decoded bytes, undoing one content coding.

    Raises `Malformed` for an unknown coding or a second one.
    """

    def __init__(self, content_encoding: str, *, max_bytes: int) -> None:
        codings = [part.strip().lower() for part in content_encoding.split(",")]
        codings = [coding for coding in codings if coding not in {"", "identity"}]
        if len(codings) > 1:
            raise Malformed(f"The document is coded {len(codings)} times; one is the limit.")
        self._coding = codings[0].removeprefix("x-") if codings else ""
        if self._coding not in {"", "gzip", "deflate"}:
            raise Malformed(f"The document came in the coding {self._coding[:20]!r}, unasked for.")
        self._max_bytes = max_bytes
        self._body = bytearray()
        self._stream: zlib._Decompress | None = None
        self._rest = b""

    def feed(self, data: bytes) -> None:
        """Take the next bytes from the wire. Raises `TooLarge` or `Malformed`."""
        if not self._coding:
            self._append(data)
            return
        data, self._rest = self._rest + data, b""
        while data:
            if self._stream is None and not self._open(data):
                return
            data = self._inflate(data)

    def finish(self) -> bytes:
        """Return the whole body. Raises `Malformed` when the coded stream stops halfway."""
        unfinished = self._stream is not None and not self._stream.eof
        if unfinished or (self._rest and not self._body):
            raise Malformed("The compressed document ends before its end.")
        return bytes(self._body)

    def _open(self, data: bytes) -> bool:
        """Begin a stream; return False when more bytes are needed or only junk is left."""
        if len(data) < len(GZIP_MAGIC):
            self._rest = data
            return False
        if self._coding == "gzip":
            if self._body and not data.startswith(GZIP_MAGIC):
                return False  # what follows the last member is padding, as gzip(1) has it
            self._stream = zlib.decompressobj(_GZIP_BITS)
        else:
            wrapped = (
                data[0] % 16 == _DEFLATE_METHOD
                and int.from_bytes(data[:2], "big") % _ZLIB_CHECK == 0
            )
            self._stream = zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)
        return True

    def _inflate(self, data: bytes) -> bytes:
        """Decode as far as the limit and return what belongs to a further member."""
        stream = self._stream
        assert stream is not None
        try:
            self._append(stream.decompress(data, self._max_bytes - len(self._body) + 1))
        except zlib.error as exc:
            raise Malformed("The compressed document is damaged.") from exc
        if not stream.eof:
            return stream.unconsumed_tail
        if self._coding == "gzip":
            self._stream = None
            return stream.unused_data
        return b""

    def _append(self, data: bytes) -> None:
        """Add decoded bytes. Raises `TooLarge` past the limit."""
        if len(self._body) + len(data) > self._max_bytes:
            raise TooLarge(f"The document is larger than {self._max_bytes // 2**20} MiB.")
        self._body += data
