"""HTML as plain text: one line for each block, entities read, scripts left out."""

import re

from lxml import etree, html

BLOCKS = {
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "td", "th",
    "tr", "ul",
}  # fmt: skip
ATTRIBUTES = 5_000  # characters of a tag without its quoted values; real ones have 1,000, and reading takes n² time
QUOTED = r"\"[^\"<]*\"|'[^'<]*'"
LONG_TAG = re.compile(rf"<(?=[^<]{{{ATTRIBUTES}}})([A-Za-z][\w:-]*+)(?:[^<>\"']++|{QUOTED}|[^<>])*+")
UNREAD = ("script", "style", "noscript", "template", "iframe", "svg")


def plain(markup: str) -> str:
    """The text of a piece of HTML, such as feeds carry, or of plain text, whose lines it keeps."""
    if "<" not in markup and "&" not in markup:
        return _lines(markup)
    return of(html.fromstring(f"<div>{valid(markup)}</div>"))


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
    """Without the control characters that lxml refuses, and the attributes of tags that would keep it busy for minutes."""
    return LONG_TAG.sub(_bare, re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "", text))


def _bare(tag: re.Match[str]) -> str:
    """A tag, or only its name where it has thousands of attributes."""
    return tag[0] if len(re.sub(QUOTED, "", tag[0])) <= ATTRIBUTES else f"<{tag[1]}"


def _flat(text: str | None) -> str | None:
    return re.sub(r"[\r\n]", " ", text) if text else text


def _lines(text: str) -> str:
    return "\n".join(line for line in (" ".join(line.split()) for line in text.splitlines()) if line)
