"""A page as the blocks of text that a reader sees: paragraphs, headings, list items, in their order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree, html

from extract.reading import clutter

TAGS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "html", "li", "main", "menu", "nav", "ol", "option", "p", "pre", "section", "summary", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
UNSEEN = frozenset({
    "audio", "button", "canvas", "datalist", "embed", "head", "iframe", "input", "map", "math", "noscript",
    "object", "script", "select", "style", "svg", "template", "textarea", "video",
})  # fmt: skip
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# Too large to be furniture, whatever their name, or named after what they say.
FRAMES = frozenset(("html", "body", "main", "article", "form")) | HEADINGS
BREAK = "\x1e"  # where a line ends within a block; no page holds it, since control characters were taken out
SENTENCE = re.compile(r"""[.!?…:;]["”’')\]]*$""")
UNSPACED = "\u2e80-\u9fff\uac00-\ud7af\u0e00-\u0e7f"  # letters of scripts that put nothing between words
LENGTHY = 12  # words that make prose of a block, whatever it ends with
BRIEF = 5  # words that do if it ends as sentences do
FULL = 30  # words of a paragraph that counts in full; teasers have fewer


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that no block interrupts; ``linked`` is the share of its letters in links.

    ``element`` is the block element around it; ``furniture`` are those around it that call themselves no part of a post,
    the outermost first.
    """

    text: str
    words: int
    linked: float
    element: html.HtmlElement
    furniture: tuple[html.HtmlElement, ...]

    @property
    def is_heading(self) -> bool:
        """Whether it heads what follows."""
        return self.element.tag in HEADINGS

    @property
    def weight(self) -> float:
        """How much prose it is, in words: none for headings, links and scraps, less for short paragraphs."""
        told = self.words >= LENGTHY or (self.words >= BRIEF and SENTENCE.search(self.text))
        if self.is_heading or not told:
            return 0.0
        return self.words * max(0.3, min(1.0, self.words / FULL)) * (1 - min(1.0, 2 * self.linked))


def of(page: html.HtmlElement) -> list[Block]:
    """The blocks of a page that is left as it is."""
    return list(_Walk().blocks(next(page.iter("body"), page)))


def count(text: str) -> int:
    """Words, or half the letters of a script that does not part them."""
    words = len(text.split())
    return words if text.isascii() or 8 * words > len(text) else max(words, len(re.findall(f"[{UNSPACED}]", text)) // 2)


@dataclass(slots=True)
class _Walk:
    """Where a walk through a page is: the text since the last block ended, and what stands around it."""

    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    links: int = 0  # elements of links around this place
    around: list[html.HtmlElement] = field(default_factory=list)
    furniture: list[html.HtmlElement] = field(default_factory=list)

    def blocks(self, root: html.HtmlElement) -> Iterator[Block]:
        self.around.append(root)  # where a page begins with no element that ends a block
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            unseen = tag in UNSEEN or clutter.is_hidden(element)
            if event == "start":
                if unseen:
                    walk.skip_subtree()
                    continue
                if tag in TAGS:
                    yield from self._block()
                    self._enter(element)
                self.links += tag == "a"
                self._write(BREAK if tag == "br" else element.text)
                continue
            if not unseen:
                self.links -= tag == "a"
                if tag in TAGS:
                    yield from self._block()
                    self._leave(element)
            if element is not root:
                self._write(element.tail)

    def _enter(self, element: html.HtmlElement) -> None:
        self.around.append(element)
        if element.tag not in FRAMES and clutter.is_furniture(element):
            self.furniture.append(element)

    def _leave(self, element: html.HtmlElement) -> None:
        self.around.pop()
        if self.furniture and self.furniture[-1] is element:
            self.furniture.pop()

    def _write(self, text: str | None) -> None:
        if text:
            self.pieces.append(text)
            if self.links:
                self.linked += len(text.strip())

    def _block(self) -> Iterator[Block]:
        text = _laid_out("".join(self.pieces), self.around) if self.pieces else ""
        if text:
            linked = min(1.0, self.linked / len(text))
            yield Block(text, count(text), linked, self.around[-1], tuple(self.furniture))
        self.pieces.clear()
        self.linked = 0


def _laid_out(text: str, around: list[html.HtmlElement]) -> str:
    """The text with its spaces as a reader sees them; code keeps its lines."""
    if around and around[-1].tag == "pre":
        return "\n".join(line.rstrip() for line in text.replace(BREAK, "\n").splitlines()).strip("\n")
    if BREAK not in text:
        return " ".join(text.split())
    return "\n".join(line for piece in text.split(BREAK) if (line := " ".join(piece.split())))
