"""Bytes as they come over the wire, unpacked within a limit, and pages' bytes as text.

A megabyte of gzip can hold a gigabyte.  HTTP clients unpack what has arrived before anyone can count it, so the
stream is taken packed and unpacked here, a piece at a time.
"""

import codecs
import io
import re
import zlib
from collections.abc import Iterable, Iterator

PIECE = 65_536  # bytes unpacked at once
CODINGS = ("", "identity", "gzip", "x-gzip", "deflate")

# What labels mean in browsers (WHATWG Encoding Standard), by the names that Python gives them.
MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949",
         "shift_jis": "cp932", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874"}  # fmt: skip
# Codecs of no page: programs' notations, and some in which plain ASCII text means something else.
UNFIT = {"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
WIDE = ("utf-16", "utf-32")

META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
PROLOG_CHARSET = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.I)
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


class TooLarge(Exception):
    """More bytes than allowed; ``body`` is what came until then."""

    def __init__(self, body: bytes) -> None:
        """Keep what came."""
        super().__init__(f"more than {len(body)} bytes")
        self.body = body


class Unreadable(Exception):
    """Bytes that are not what their coding says."""

    body = b""


def unpack(chunks: Iterable[bytes], coding: str, limit: int) -> bytes:
    """The content of a body that arrives in ``chunks`` packed as ``coding``, at most ``limit`` bytes.

    Needs memory for the content and one piece.  Raises TooLarge beyond the limit, Unreadable for broken packing.
    """
    body = io.BytesIO()  # hands its bytes out without a copy, as no bytearray does
    for piece in _pieces(chunks, coding.strip().lower()):
        body.write(piece)
        if body.tell() > limit:
            body.truncate(limit)
            raise TooLarge(body.getvalue())
    return body.getvalue()


def _pieces(chunks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    if coding not in CODINGS:
        raise Unreadable(f"packed as {coding[:80]!r}, which was not asked for")
    if coding in ("", "identity"):
        return iter(chunks)
    return _inflated(chunks, coding)


def _inflated(chunks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    unpacker = None
    try:
        for chunk in chunks:
            waiting = chunk
            while waiting:
                if unpacker is None or unpacker.eof:  # a gzip body may have several members
                    unpacker = zlib.decompressobj(_window(coding, waiting))
                yield unpacker.decompress(waiting, PIECE)
                waiting = unpacker.unconsumed_tail or unpacker.unused_data
    except zlib.error as error:
        raise Unreadable(f"broken {coding}: {error}") from error
    while unpacker is not None and (rest := unpacker.decompress(b"", PIECE)):
        yield rest
    if unpacker is not None and not unpacker.eof:
        raise Unreadable(f"the {coding} body ends too early")


def _window(coding: str, start: bytes) -> int:
    if coding != "deflate":
        return 31
    # RFC 9110 means zlib by "deflate", some servers send the bare stream: a zlib header's first nibble is 8.
    return 15 if start[0] & 0x0F == 8 and start[0] >> 4 <= 7 else -15


def text(body: bytes, content_type: str = "") -> str:
    """A page's bytes as text, never failing: byte order mark, then header, then meta element, then UTF-8, then cp1252."""
    for mark, name in BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    head = body[:4096]
    header = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type, re.I)
    inside = PROLOG_CHARSET.search(head) or META_CHARSET.search(head)
    names = codec(header[1]) if header else "", ascii_codec(inside[1].decode("ascii", "replace")) if inside else ""
    for name in filter(None, names):
        return body.decode(name, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def codec(label: str) -> str:
    """Python's name for the charset that a label means, or ``""``; Latin-1 and ASCII mean cp1252, as in every browser."""
    try:
        name = codecs.lookup(label).name if label else ""
        "".encode(name or "ascii")  # Python also lists codecs that are not of text, such as hex
    except (LookupError, ValueError):  # a label that no codec has, or that no name can be
        return ""
    return "" if name in UNFIT else MEANT.get(name, name)


def ascii_codec(label: str) -> str:
    """The same for a label that stands in the text itself and was read there as ASCII, which no wide charset is."""
    name = codec(label)
    return "" if name.startswith(WIDE) else name
