"""Where in a page the post's text stands: trafilatura finds it, the rules here help where pages mislead it.

Comments go first, because other people's words would count as the author's.  A body cut into parts is put together.
The feed's opening, where there is one, tells which reading of the page is the post, and where it begins.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from copy import deepcopy

import trafilatura
from lxml import html

from extract import clutter, prose, short

ANCHOR = 12  # words of the feed's opening that mark where the post begins in the page
FEWEST = 6  # words that can mark it if the feed has no more
PART = 60  # words in paragraphs that make a container a part of the body
PARTS = 0.6  # share of a page's paragraphs that the parts hold together
LONGER = 1.2  # a reading of joined parts must gain this much, or the page was not cut
LOOSE = 6  # words of a division that may be a paragraph
AMONG = 3  # paragraphs beside it that make it one
SHORTEST = 0.5  # of the best reading's length, for another that has the feed's opening

BLOCKS = ("p", "ul", "ol", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article")
UPDATE = re.compile(
    r"\W*(?:update|edit|edited|addendum|postscript|follow-?up|correction|nachtrag|mise à jour|actualización)\b", re.I
)
SENTENCE = re.compile(r"""[.!?…]["”’)]*$""")
# How blogs end a teaser. A plain "..." is no sign: many writers end posts so.
TEASER = re.compile(
    r"(\[\s*(…|\.{3}|&hellip;)\s*\]|…|\(more(\.{3}|…)?\)|(continue reading|read more|read the rest|weiterlesen"
    r"|lire la suite|leer más|keep reading)\b.{0,80})\s*(→|»|>|›)*\s*$",
    re.I,
)


def find(markup: html.HtmlElement, title: str, told: str = "") -> str:
    """The post's text, one line for each block; ``told`` is what the feed says of it, ``""`` without a feed.

    A first line that repeats the title is left out, and what stands before the feed's opening (bylines, menus).
    """
    opening = _opening(told)
    page = deepcopy(markup)
    clutter.drop_comments(page)
    _mend(page)
    found = short.find(page, opening) or _best(page, opening)
    return _untitled(_beginning(found, opening), title)


def _mend(page: html.HtmlElement) -> None:
    """Make paragraphs of what trafilatura would lose or break: loose divisions among paragraphs, updates, short quotes."""
    for quote in list(page.iter("q")):
        quote.tag = "span"
    paragraphs = Counter(paragraph.getparent() for paragraph in page.iter("p"))
    for note in list(page.iter("div", "aside")):
        if note.find(".//div") is None and next(note.iter(*BLOCKS), None) is None:
            text = "".join(map(str, note.itertext())).strip()
            if UPDATE.match(text) or (paragraphs[note.getparent()] >= AMONG and _is_paragraph(note, text)):
                note.tag = "p"


def _is_paragraph(note: html.HtmlElement, text: str) -> bool:
    linked = sum(len("".join(map(str, link.itertext()))) for link in note.iter("a"))
    told = len(text.split()) >= LOOSE and SENTENCE.search(text) is not None and 2 * linked < len(text)
    return told and note.tag == "div" and not clutter.is_around(note)


def _best(page: html.HtmlElement, opening: re.Pattern[str] | None) -> str:
    """The first reading, or the first that has the feed's opening."""
    first = ""
    for text in _readings(page):
        first = first or text
        if opening is None or (opening.search(text) and len(text) >= SHORTEST * len(first)):
            return text
    return first


def _readings(markup: html.HtmlElement) -> Iterator[str]:
    """The page as different rules read it, the best first; later ones serve pages on which the first go wrong."""
    whole = _extracted(markup, "recall")
    joined = _joined(markup)
    if joined is not None:
        together = _extracted(joined, "recall")
        whole = together if len(together) >= LONGER * len(whole) else whole
    yield whole
    yield _extracted(markup)
    yield _extracted(markup, "precision")
    yield str(trafilatura.baseline(markup)[1]).strip()


def _extracted(markup: html.HtmlElement, favor: str = "") -> str:
    text = trafilatura.extract(
        markup,  # which it copies before pruning
        include_comments=False,
        favor_recall=favor == "recall",
        favor_precision=favor == "precision",
    )
    return (text or "").strip()


def _joined(markup: html.HtmlElement) -> html.HtmlElement | None:
    """A copy in which the parts of a body cut by pictures and advertisements are one, or None for a whole body.

    The parts are containers of one class that directly hold most of the page's paragraphs.
    """
    copy = deepcopy(markup)
    alike: defaultdict[tuple[str, ...], list[tuple[html.HtmlElement, int]]] = defaultdict(list)
    total = 0
    for element in copy.iter("div", "section"):
        count = sum(prose.words(child) for child in element.iterchildren("p"))
        total += count
        if count >= PART and element.get("class"):
            alike[(element.tag, *element.get("class").split())].append((element, count))
    parts = max(alike.values(), key=lambda group: sum(count for _, count in group), default=[])
    elements = [element for element, _ in parts]
    known = set(elements)
    nested = any(above in known for element in elements for above in element.iterancestors())
    if len(parts) < 2 or nested or sum(count for _, count in parts) < PARTS * total:
        return None
    for element in elements[1:]:
        elements[0].extend(list(element))
    return copy


def _opening(told: str) -> re.Pattern[str] | None:
    words = re.findall(r"\w+", TEASER.sub("", told))[:ANCHOR]
    return re.compile(r"\W+".join(map(re.escape, words))) if len(words) >= FEWEST else None


def _beginning(text: str, opening: re.Pattern[str] | None) -> str:
    place = opening.search(text) if opening else None
    # Far down it is more likely a sentence that the author chose as a summary.
    return text[place.start() :] if place and place.start() < len(text) / 3 else text


def _untitled(text: str, title: str) -> str:
    first, _, rest = text.partition("\n")
    return rest.strip() if rest and same(first, title) else text.strip()


def same(one: str, other: str) -> bool:
    """Whether two lines have the same words, and any."""
    return re.findall(r"\w+", one.casefold()) == re.findall(r"\w+", other.casefold()) != []
