"""OPML, the format in which readers exchange lists of feeds, as bytes in and out.

Lists in the wild are broken in many ways, and one bad line is no reason to lose the others: what can be read is read,
and each outline that is left out is named with its reason.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from lxml import html

from extract.errors import StudyError
from extract.net import decoding
from extract.net.wire import bad_address
from extract.reading import prose

LARGEST = 16 * 1024 * 1024  # bytes; 10,000 outlines take two million
ADDRESS = ("xmlurl", "url", "feedurl")  # the first is the standard's, the others are met with
NO_FEEDS = ("link", "include")  # of OPML 2.0: a page, and another list


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of a list; `folder` are the names of the outlines around it, joined by ``/``."""

    title: str
    url: str
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list holds: its feeds in file order, each address once, and a line on every outline that was left out."""

    feeds: tuple[Outline, ...]
    left_out: tuple[str, ...] = ()


def read(body: bytes) -> Listed:
    """The feeds of an OPML file and what was left out of it.

    Raises StudyError when the file is no OPML at all.
    """
    text, line = _list(body)
    found: dict[str, Outline] = {}
    left_out = []
    seen = 0
    for element in _outlines(text):
        seen += 1
        outline = _outline(element)
        if outline is None:
            continue
        where = f"line {line + element.sourceline - 1}, {outline.title[:80]!r}"
        if bad := _bad(outline.url):
            left_out.append(f"{where}: {bad}")
        elif outline.url in found:
            left_out.append(f"{where}: {outline.url} is listed before")
        else:
            found[outline.url] = outline
    written = len(re.findall(r"<outline\b", re.sub(r"<!--.*?(?:-->|\Z)", "", text, flags=re.S), re.I))
    if written > seen:
        left_out.append(f"{written - seen} outlines after these are too broken or too deeply nested to be read")
    return Listed(tuple(found.values()), tuple(left_out))


def address(text: str) -> str:
    """An address without ``feed:``, which some write before http or for it (draft-obasanjo-feed-URI-scheme-02)."""
    plain = re.sub(r"^feed:(?://)?(?=https?:)", "", text.strip(), flags=re.I)
    return re.sub(r"^feed://", "http://", plain, flags=re.I)


def _list(body: bytes) -> tuple[str, int]:
    """The part of a file that lists feeds, and the line that it begins in.

    What stands before it is not needed, and may be hostile: a document type with entities made of entities.
    """
    if len(body) > LARGEST:
        raise StudyError(f"an OPML file of {len(body)} bytes; {LARGEST} are read at most: split it")
    text = prose.valid(decoding.text(body))
    root = re.search(r"<opml\b", text, re.I)
    if root is None:
        page = re.search(r"<html\b", text[:4096], re.I)
        raise StudyError(f"not an OPML file: it has no <opml> element{', it is a web page' if page else ''}")
    start = re.compile(r"<body\b", re.I).search(text, root.start()) or root
    return text[start.start() :], text.count("\n", 0, start.start()) + 1


def _outlines(text: str) -> Iterator[html.HtmlElement]:
    """Read as HTML, whose readers forgive everything: bare ampersands, missing quotes and ends, any case."""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    return (
        iter(()) if prose.overloaded(text) else html.document_fromstring(text.encode(), parser=parser).iter("outline")
    )


def _outline(element: html.HtmlElement) -> Outline | None:
    """The feed that an outline stands for; None for a folder, and for a link to a page."""
    said = {name: " ".join(value.split()) for name, value in element.items()}
    named = [said[name] for name in ADDRESS if said.get(name)]
    kind = said.get("type", "").lower()
    if (kind in NO_FEEDS and not said.get("xmlurl")) or (not named and kind not in ("rss", "atom")):
        return None
    url = address(named[0]) if named else ""
    above = [around.get("text") or around.get("title") or "" for around in element.iterancestors("outline")]
    folder = "/".join(" ".join(name.split()) for name in reversed(above) if name.strip())
    return Outline(said.get("title") or said.get("text") or "", url, folder)


def _bad(url: str) -> str:
    """Why an outline's address cannot be asked, or ``""``."""
    if not url:
        return "names no address"
    if not re.match(r"[a-z][a-z0-9+.-]*:", url, re.I):
        return f"{url!r} is relative, and a file has no address that it could stand on"
    return bad_address(url)


def write(feeds: Iterable[tuple[str, str] | Outline]) -> bytes:
    """An OPML 2.0 file of outlines, or of (title, address) pairs, UTF-8, in the order given; feeds of a folder stand
    together where its first one does. The same feeds give the same bytes."""
    root = ElementTree.Element("opml", version="2.0")
    ElementTree.SubElement(ElementTree.SubElement(root, "head"), "title").text = "Feeds"
    folders = {"": ElementTree.SubElement(root, "body")}
    for one in feeds:
        feed = one if isinstance(one, Outline) else Outline(*one)
        if feed.folder not in folders:
            folders[feed.folder] = ElementTree.SubElement(folders[""], "outline", text=feed.folder, title=feed.folder)
        title = feed.title or feed.url
        ElementTree.SubElement(folders[feed.folder], "outline", type="rss", text=title, title=title, xmlUrl=feed.url)
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"
