"""Unpacking within limits, and bytes as text."""

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.net import decoding
from extract.net.decoding import TooLarge, Unreadable

STORY = b"The kettle never came. " * 400
RAW = zlib.compressobj(wbits=-15)
BARE = RAW.compress(STORY) + RAW.flush()


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("", STORY),
        ("identity", STORY),
        ("gzip", gzip.compress(STORY, mtime=0)),
        (" GZip ", gzip.compress(STORY, mtime=0)),
        ("x-gzip", gzip.compress(STORY[:100]) + gzip.compress(STORY[100:])),
        ("deflate", zlib.compress(STORY)),
        ("deflate", BARE),
    ],
)
@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_unpacks_what_was_packed_however_it_arrives(coding: str, packed: bytes, size: int) -> None:
    chunks = [packed[start : start + size] for start in range(0, len(packed), size)]

    assert decoding.unpack(chunks, coding, 10_000) == STORY


def test_unpacks_what_is_left_when_all_has_come() -> None:
    packer = zlib.compressobj(9, wbits=-15)
    body = bytes(decoding.PIECE + 10)  # its end is held back with the last piece

    assert decoding.unpack([packer.compress(body) + packer.flush()], "deflate", 100_000) == body


def test_an_empty_body_needs_no_packing() -> None:
    assert decoding.unpack([], "gzip", 10) == b""


def test_stops_a_bomb_in_little_memory() -> None:
    bomb = gzip.compress(bytes(200_000_000), 9)
    tracemalloc.start()
    with pytest.raises(TooLarge) as caught:
        decoding.unpack([bomb], "gzip", 1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert len(caught.value.body) == 1_000_000
    assert peak < 8_000_000


@pytest.mark.parametrize(
    ("coding", "packed", "says"),
    [
        ("br", b"x", "not asked for"),
        ("gzip, gzip", b"x", "not asked for"),
        ("gzip", b"plain text", "broken gzip"),
        ("gzip", gzip.compress(STORY, mtime=0)[:-9], "too early"),
        ("deflate", BARE[:-5], "too early"),
    ],
)
def test_says_why_a_body_cannot_be_unpacked(coding: str, packed: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        decoding.unpack([packed], coding, 100_000)


@given(st.binary(max_size=3000), st.integers(1, 500))
def test_unpacks_any_bytes_at_any_cut(body: bytes, size: int) -> None:
    packed = gzip.compress(body, mtime=0)
    chunks = [packed[start : start + size] for start in range(0, len(packed), size)]

    assert decoding.unpack(chunks, "gzip", 3000) == body


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("café".encode(), ""),
        ("café".encode("utf-8-sig"), "text/html; charset=latin-1"),
        ("café".encode("utf-16"), ""),
        ("café".encode("cp1252"), ""),
        ("café".encode("iso-8859-15"), 'text/html; charset="ISO-8859-15"'),
        ("café".encode(), "text/html; charset=nonsense"),
        ("café".encode(), "text/html; charset=hex"),
        ("café".encode("cp1252"), "text/html; charset=us-ascii"),
        ("café".encode(), "text/html; charset=utf-7"),
        ("café".encode(), "text/html; charset=punycode"),
        ("café".encode(), "text/html; charset=idna"),
        ("café".encode("utf-16-le"), "text/html; charset=utf-16-le"),
    ],
)
def test_reads_the_text_of_a_page(body: bytes, content_type: str) -> None:
    assert decoding.text(body, content_type) == "café"


def test_a_wide_charset_is_not_told_in_narrow_letters() -> None:
    assert decoding.text('<meta charset="utf-16"><p>café'.encode()).endswith("café")


@pytest.mark.parametrize("head", ['<meta charset="koi8-r">', '<?xml version="1.0" encoding="koi8-r"?>'])
def test_believes_what_a_page_says_about_itself(head: str) -> None:
    assert decoding.text(f"{head}чай".encode("koi8-r")).endswith("чай")
