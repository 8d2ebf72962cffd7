"""Own what hostile servers do, and how each ends for who asks; `hostileserver` plays it."""

import gzip

from newsbot.errors import Malformed, SourceError, TooLarge, Unreachable
from tests.fakes.hostileserver import STATUS_LINE, Script, endless, raw, then_hang, with_headers

CHUNKED = STATUS_LINE + b"Transfer-Encoding: chunked\r\n\r\n"

FLOODS = {
    "endless body": endless(STATUS_LINE + b"\r\n", b"x"),
    "endless chunks": endless(CHUNKED, b"4\r\nabcd\r\n"),
    "chunk extensions": endless(CHUNKED, b"1;name=" + b"e" * 4000 + b"\r\nx\r\n"),
    "one-byte chunks": endless(CHUNKED, b"1\r\nx\r\n"),
    "interim answers": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "early hints": endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
}

OUTCOMES: dict[str, tuple[Script, type[SourceError]]] = {
    "closes at once": (raw(b""), Unreachable),
    "never answers": (then_hang(b""), Unreachable),
    "hangs in the status line": (then_hang(b"HTTP/1.1 2"), Unreachable),
    "hangs in the headers": (then_hang(STATUS_LINE + b"Content-Ty"), Unreachable),
    "hangs in the body": (then_hang(STATUS_LINE + b"Content-Length: 9\r\n\r\nabc"), Unreachable),
    "hangs in a chunk": (then_hang(CHUNKED + b"ff\r\nabc"), Unreachable),
    "body shorter than its length": (with_headers(b"Content-Length: 9", body=b"abc"), Unreachable),
    "chunks without an end": (raw(CHUNKED + b"3\r\nabc\r\n"), Unreachable),
    "chunk size that is no number": (raw(CHUNKED + b"zz\r\nabc\r\n"), Unreachable),
    "negative chunk size": (raw(CHUNKED + b"-1\r\nabc\r\n"), Unreachable),
    "huge chunk size": (raw(CHUNKED + b"f" * 40 + b"\r\nabc\r\n"), Unreachable),
    "length that is no number": (with_headers(b"Content-Length: abc", body=b"x"), Unreachable),
    "negative length": (with_headers(b"Content-Length: -1", body=b"x"), Unreachable),
    "announces too much": (with_headers(b"Content-Length: 99999999", body=b"x"), TooLarge),
    "two lengths": (
        with_headers(b"Content-Length: 1", b"Content-Length: 2", body=b"xy"),
        Unreachable,
    ),
    "not HTTP": (raw(b"220 mail.example ESMTP ready\r\n"), Unreachable),
    "binary noise": (raw(bytes(range(256)) * 8), Unreachable),
    "HTTP/0.9": (raw(b"<rss></rss>"), Unreachable),
    "status without number": (raw(b"HTTP/1.1 OK\r\n\r\n"), Unreachable),
    "status 999": (raw(b"HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n"), Unreachable),
    "header without colon": (with_headers(b"nonsense", body=b"x"), Unreachable),
    "header line of 1 MiB": (with_headers(b"X: " + b"y" * 2**20, body=b"x"), SourceError),
    "ten thousand headers": (with_headers(*[b"X: y"] * 10_000, body=b"x"), SourceError),
    "broken gzip": (with_headers(b"Content-Encoding: gzip", body=b"plain"), Malformed),
    "half a gzip": (
        with_headers(b"Content-Encoding: gzip", body=gzip.compress(b"abc" * 99)[:-9]),
        Malformed,
    ),
    "unknown coding": (with_headers(b"Content-Encoding: rot13", body=b"x"), Malformed),
    "brotli unasked": (with_headers(b"Content-Encoding: br", body=b"x"), Malformed),
    "redirect to itself": (
        raw(b"HTTP/1.1 302 F\r\nLocation: /case\r\nContent-Length: 0\r\n\r\n"),
        Unreachable,
    ),
    "redirect to nonsense": (
        raw(b"HTTP/1.1 302 F\r\nLocation: http://[::1\r\nContent-Length: 0\r\n\r\n"),
        SourceError,
    ),
    "redirect with raw bytes": (
        raw(b"HTTP/1.1 302 F\r\nLocation: /\xe9\xff\r\nContent-Length: 0\r\n\r\n"),
        SourceError,
    ),
    "redirect with an endless body": (
        endless(b"HTTP/1.1 302 F\r\nLocation: /case\r\n\r\n", b"x" * 1024),
        SourceError,
    ),
    "switches protocols": (
        raw(b"HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n"),
        Unreachable,
    ),
}
