"""What a page says, taken from its HTML: every claim by name, and numerals that no claim stands for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html
from lxml.html import HtmlElement

CLAIM = "data-c"
VERBATIM = frozenset(("feed", "quotes", "codebook"))  # classes of strangers' words and of the codebook's own
UNSEEN = frozenset(("style", "script", "head"))
NUMERAL = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Said:
    """A claim as it stands in a page: its words, with those spoken for drawings, and its whole markup."""

    words: str
    markup: str


def claims(page: str) -> dict[str, Said]:
    """Every claim of a page by name; one that stands there more than once has all that is said of it."""
    found: dict[str, Said] = {}
    for element in html.document_fromstring(page).xpath(f"//*[@{CLAIM}]"):
        name, words = str(element.get(CLAIM)), _words(element)
        markup = etree.tostring(element, encoding="unicode", with_tail=False)
        before = found.get(name, Said("", ""))
        found[name] = Said(f"{before.words} {words}".strip(), before.markup + markup)
    return found


def _words(element: HtmlElement) -> str:
    spoken = [str(one) for one in element.xpath("descendant-or-self::*/@aria-label")]
    return " ".join(" ".join([*map(str, element.itertext()), *spoken]).split())


def unproved(page: str) -> list[str]:
    """Texts with a numeral that stand in no claim and are no stranger's words."""
    return [text for text in _loose(html.document_fromstring(page).body) if NUMERAL.search(text)]


def _loose(element: HtmlElement) -> Iterator[str]:
    """The texts outside of claims and of strangers' words."""
    if not isinstance(element.tag, str) or element.tag in UNSEEN or element.get(CLAIM) is not None:
        return
    if VERBATIM & set(element.get("class", "").split()):
        return
    for text in (element.text, *(child.tail for child in element)):
        if text and text.strip():
            yield " ".join(text.split())
    for child in element:
        yield from _loose(child)
