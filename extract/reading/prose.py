"""HTML as plain text: one line for each block, entities read, scripts left out."""

import re
from collections.abc import Mapping

from lxml import etree, html

BLOCKS = {
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "td", "th",
    "tr", "ul",
}  # fmt: skip
ATTRIBUTES = 300  # of a tag; real ones have less than a hundred, and building a tree takes n² time
SMALL = 16_000  # characters that cannot hold so many that n² matters: 4,000 in one tag take 25 ms
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
NONE = (0xFFFE, 0xFFFF)  # with the controls, what a parser of HTML lets pass; of others it makes U+FFFD
REFERENCE = re.compile(r"&#(?:x0*([0-9a-f]{1,6})(?![0-9a-f])|0*(\d{1,7})(?!\d));?", re.I | re.A)
UNREAD = ("script", "style", "noscript", "template", "iframe", "svg")


def plain(markup: str) -> str:
    """The text of a piece of HTML, such as feeds carry, or of plain text, whose lines it keeps.

    ``""`` for what would take minutes to read.
    """
    if "<" not in markup and "&" not in markup:
        return _lines(markup)
    text = f"<div>{valid(markup)}</div>"
    return "" if overloaded(text) else of(html.fromstring(text))


def of(root: html.HtmlElement) -> str:
    """The text of an element, which is changed by reading it.

    Line ends count as HTML has it, for spaces, except in ``pre`` and where no block at all is marked up.
    """
    etree.strip_elements(root, *UNREAD, etree.Comment, with_tail=False)
    as_written = {within for pre in root.iter("pre") for within in pre.iter()}
    marked = any(element is not root for element in root.iter(*BLOCKS))
    for element in root.iter():
        if marked and element not in as_written:
            element.text = _flat(element.text)
        if marked and element.getparent() not in as_written:
            element.tail = _flat(element.tail)
        if element.tag in BLOCKS:
            element.text, element.tail = f"\n{element.text or ''}", f"\n{element.tail or ''}"
    return _lines("".join(map(str, root.itertext())))


def words(element: html.HtmlElement) -> int:
    """How many words an element holds, scripts included."""
    return len("".join(element.itertext()).split())


def valid(text: str) -> str:
    """Without the control characters that XML forbids and lxml refuses, as they are or by their numbers."""
    return REFERENCE.sub(_valid, FORBIDDEN.sub("", text))


def _valid(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else int(found[2])
    return "" if (0 < code < 0x20 and FORBIDDEN.match(chr(code))) or code in NONE else found[0]


def overloaded(markup: str) -> bool:
    """Whether a tag has so many attributes that building a tree of them would take minutes; told without building one."""
    if len(markup) <= SMALL:
        return False
    parser = etree.HTMLParser(target=_Attributes(), encoding="utf-8", huge_tree=True)  # which forgives everything
    return bool(etree.fromstring(markup.encode(), parser) > ATTRIBUTES)


class _Attributes:
    """Told by the parser of each tag, it knows the most attributes of one."""

    most = 0

    def start(self, _: str, attributes: Mapping[str, str]) -> None:
        self.most = max(self.most, len(attributes))

    def close(self) -> int:
        return self.most


def _flat(text: str | None) -> str | None:
    return re.sub(r"[\r\n]", " ", text) if text else text


def _lines(text: str) -> str:
    return "\n".join(line for line in (" ".join(line.split()) for line in text.splitlines()) if line)
