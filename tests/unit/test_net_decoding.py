"""A body is decoded within its limit (G8)."""

import gzip
import random
import zlib

import pytest

from newsbot.errors import Malformed, TooLarge
from newsbot.net.decoding import BoundedDecoder

TEXT = "".join(random.Random(7).choices("abcdefgh <>", k=50_000)).encode()


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def decode(coding: str, data: bytes, *, limit: int = 2**20, step: int = 1000) -> bytes:
    decoder = BoundedDecoder(coding, max_bytes=limit)
    for start in range(0, len(data), step):
        decoder.feed(data[start : start + step])
    return decoder.finish()


@pytest.mark.parametrize(
    ("coding", "data"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT)),
        ("X-GZIP", gzip.compress(TEXT)),
        ("identity, gzip", gzip.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)),
        ("gzip", gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:])),
        ("gzip", gzip.compress(TEXT) + b"\0" * 512),
    ],
)
@pytest.mark.parametrize("step", [1, 7, 65536])
def test_a_coded_body_is_decoded_whole(coding: str, data: bytes, step: int) -> None:
    assert decode(coding, data, step=step) == TEXT


@pytest.mark.parametrize("coding", ["gzip", "deflate", ""])
def test_an_empty_body_stays_empty(coding: str) -> None:
    assert decode(coding, b"") == b""


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, raw_deflate])
def test_g8_a_bomb_is_stopped_at_the_limit(pack: "type[bytes]") -> None:
    bomb = pack(bytes(50 * 2**20))
    decoder = BoundedDecoder("gzip" if pack is gzip.compress else "deflate", max_bytes=2**20)
    with pytest.raises(TooLarge, match="1 MiB"):
        decoder.feed(bomb)


def test_a_body_of_exactly_the_limit_passes() -> None:
    assert decode("gzip", gzip.compress(TEXT), limit=len(TEXT)) == TEXT
    with pytest.raises(TooLarge):
        decode("gzip", gzip.compress(TEXT), limit=len(TEXT) - 1)


@pytest.mark.parametrize("coding", ["gzip, gzip", "deflate,gzip", "br", "zstd", "aes128"])
def test_g8_more_than_one_coding_or_an_unknown_one_is_refused(coding: str) -> None:
    with pytest.raises(Malformed):
        BoundedDecoder(coding, max_bytes=10)


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_stream_that_stops_halfway_is_no_document(coding: str) -> None:
    packed = gzip.compress(TEXT) if coding == "gzip" else zlib.compress(TEXT)
    with pytest.raises(Malformed, match="before its end"):
        decode(coding, packed[:-100])


def test_a_stream_that_is_no_gzip_is_malformed() -> None:
    with pytest.raises(Malformed, match="damaged"):
        decode("gzip", b"plain text, not packed at all")
    with pytest.raises(Malformed):
        decode("gzip", b"\x1f")
