"""A feed's bytes as text: what the label says if the bytes agree, else what the bytes say.

Feeds are labelled wrongly more often than pages: UTF-8 as Latin-1, cp1252 as UTF-8, UTF-16 after a prolog of another
kind. Nothing is lost to one bad byte: what is no UTF-8 is read as cp1252, byte by byte.
"""

import codecs
import re
from html.entities import html5

from extract.net.decoding import ascii_codec

# Longer marks first: that of UTF-32 begins like that of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
EBCDIC = "<?xml".encode("cp037")  # mainframes; XML 1.0 appendix F names it
WIDE = {"0x0x": "utf-16-be", "x0x0": "utf-16-le", "000x": "utf-32-be", "x000": "utf-32-le"}
LABEL = re.compile(rb"^[^<]{0,100}<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w.:-]{1,40})", re.S)
HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
# XML 1.0 section 2.2: what no document may hold, not even as a reference.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
REFERENCE = re.compile(r"&#(?:x([0-9a-f]{1,6})|(\d{1,7}));", re.I | re.A)
NAMED = re.compile(r"&(\w{2,31});", re.A)
XML_NAMES = {"amp", "lt", "gt", "quot", "apos"}


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("as-cp1252", _as_cp1252)


def text(body: bytes, content_type: str = "") -> tuple[str, str]:
    """The text of a feed without characters that XML forbids, and what was wrong with its bytes or ``""``."""
    found, note = _decoded(body, content_type)
    cleaned = FORBIDDEN.sub("", found)
    if len(cleaned) < len(found) and not note:
        note = f"{len(found) - len(cleaned)} characters that XML forbids"
    return cleaned, note


def _decoded(body: bytes, content_type: str) -> tuple[str, str]:
    if mark := next((mark for mark in MARKS if body.startswith(mark[0])), None):
        rest = body[len(mark[0]) :]
        return _strict(rest, mark[1]) or rest.decode(mark[1], "as-cp1252" if mark[1] == "utf-8" else "replace"), ""
    if wide := _wide(body[:4]):
        return body.decode(wide, "replace"), ""
    if body.startswith(EBCDIC):
        label = LABEL.search(body[:200].decode("cp037").encode("ascii", "replace"))
        return body.decode(ascii_codec(label[1].decode()) or "cp037" if label else "cp037", "replace"), ""
    inside, header = LABEL.search(body[:1024]), HEADER.search(content_type)
    labels = [inside[1].decode("ascii", "replace") if inside else "", header[1] if header else ""]
    names = [name for label in labels if (name := ascii_codec(label))]
    utf8 = _strict(body, "utf-8")
    # Text in another charset is no valid UTF-8 by chance, so bytes that are both are UTF-8, but for those in which
    # every byte is ASCII and some mean more (ISO-2022-JP, HZ).
    if utf8 is not None and not (utf8.isascii() and b"\x1b" in body):
        wrong = names and names[0] != "utf-8" and not utf8.isascii()
        return utf8, f"labelled as {names[0]} but UTF-8" if wrong else ""
    for name in names:
        if name != "utf-8" and (other := _strict(body, name)) is not None:
            return other, f"labelled as utf-8 but {name}" if names[0] == "utf-8" else ""
    name = next((name for name in names if name not in ("utf-8", "cp1252")), "utf-8")
    mixed = body.decode(name, "as-cp1252" if name == "utf-8" else "replace")
    return mixed, f"bytes that are not {name}" if names else "no charset named, and not UTF-8"


def _wide(head: bytes) -> str:
    """UTF-16 or UTF-32 without a mark, by the zeros in the first character, which is "<", "{" or a blank."""
    return WIDE.get("".join("x" if byte else "0" for byte in head), "")


def _strict(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except UnicodeError:
        return None


def allowed(markup: str) -> str:
    """XML without references to characters that it forbids."""
    return REFERENCE.sub(_allowed, markup)


def numbered(markup: str) -> str:
    """XML with HTML's named characters as numbers."""
    return NAMED.sub(_numbered, markup)


def _allowed(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else int(found[2])
    return "" if code > 0x10FFFF or FORBIDDEN.match(chr(code)) else found[0]


def _numbered(found: re.Match[str]) -> str:
    meant = html5.get(found[0][1:])
    return found[0] if meant is None or found[1] in XML_NAMES else "".join(f"&#{ord(letter)};" for letter in meant)
