"""OPML, the format in which readers exchange lists of feeds."""

from collections.abc import Iterable
from xml.etree import ElementTree

import listparser

from extract.errors import StudyError
from extract.wire import bad_address


def feeds(body: bytes) -> list[tuple[str, str]]:
    """The feeds of an OPML file as (title, address), in file order, each address once.

    Raises StudyError when the file is no OPML, or an address in it cannot be asked.
    """
    parsed = listparser.parse(body)
    if not parsed["version"].startswith("opml"):
        raise StudyError("not an OPML file: it has no <opml> element")
    for feed in parsed["feeds"]:
        if bad := bad_address(feed["url"]):
            raise StudyError(f"an address in the OPML file cannot be asked: {bad}")
    found = {feed["url"]: feed["title"] for feed in reversed(parsed["feeds"])}
    return [(title, url) for url, title in reversed(found.items())]


def write(feeds: Iterable[tuple[str, str]]) -> bytes:
    """An OPML 2.0 file of (title, address) pairs, UTF-8; the same pairs give the same bytes."""
    root = ElementTree.Element("opml", version="2.0")
    ElementTree.SubElement(ElementTree.SubElement(root, "head"), "title").text = "Feeds"
    body = ElementTree.SubElement(root, "body")
    for title, url in feeds:
        ElementTree.SubElement(body, "outline", type="rss", text=title or url, title=title or url, xmlUrl=url)
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"
