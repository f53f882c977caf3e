"""Where in a page the post's text stands: three readers look for it, and what they agree on is believed.

Comments go first, because other people's words would count as the author's.  Then the page is read by its markup and by
readability; where these differ, trafilatura reads it too, and the reading that agrees most with the others is taken.
The feed's opening, where there is one, tells which reading of the page is the post, and where it begins.
"""

import re
from collections import Counter
from collections.abc import Callable
from copy import deepcopy

import trafilatura
from lxml import html
from trafilatura import external

from extract.post import Profile
from extract.reading import agreement, blocks, clutter, markup, short

ANCHOR = 12  # words of the feed's opening that mark where the post begins in the page
FEWEST = 6  # words that can mark it if the feed has no more
AGREED = 0.8  # agreement of two readings at which no other is asked (5 of 6 pages)
SCRAP = 0.25  # of the length of the reading by markup that others must have
SAMPLE = 60  # words of what the feed tells that a reading is tried on
HELD = 0.35  # share of them that it must have; the feed may begin with the title and what stands under it
SURE = 0.6  # share of a page's prose in the place where the post stands that asks for no second reading
LOOSE = 6  # words of a division that may be a paragraph
AMONG = 3  # paragraphs beside it that make it one

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


def find(page: html.HtmlElement, title: str, told: str = "", profile: Profile = "default") -> str:
    """The post's text, one line for each block; ``told`` is what the feed says of it, ``""`` without a feed.

    A first line that repeats the title is left out, and what stands before the feed's opening (bylines, menus).
    """
    opening = _opening(told)
    page = deepcopy(page)
    elements = list(page.iter())  # held on to, or every walk through the page would make them anew
    clutter.drop_comments(page)
    _mend(page)
    words = TEASER.sub("", told).split()[:SAMPLE]
    sample = agreement.shingles(" ".join(words)) if len(words) >= ANCHOR else None
    found = short.find(page, opening) or _best(page, sample, profile)
    elements.clear()
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


def _best(page: html.HtmlElement, told: agreement.Shingles | None, profile: Profile) -> str:
    """The reading that others confirm, of those that hold what the feed tells if any does."""
    own = markup.read(page)
    holds = _holds(own.text, told)
    if profile == "fast" and own.share >= SURE and holds:
        return own.text
    readings = [own.text]
    for reader in (_by_trafilatura, _by_readability) if profile == "best" else (_by_readability, _by_trafilatura):
        readings.append(reader(page))
        if holds and _agree(own.text, readings[-1]):
            return own.text
    readings = [one for one in readings if len(one) >= SCRAP * len(own.text)]
    if told is not None and not any(_holds(one, told) for one in readings):
        readings += [reader(page) for reader in OTHERS]
    held = [one for one in readings if told and _holds(one, told)]
    chosen = held or [one for one in readings if one] or [_by_scripts(page)]
    return chosen[agreement.best(chosen)]


def _agree(one: str, other: str) -> bool:
    return bool(one) and agreement.between(agreement.shingles(one), agreement.shingles(other)) >= AGREED


def _holds(text: str, told: agreement.Shingles | None) -> bool:
    """Whether a reading has most of what the feed tells of the post, or the feed tells nothing."""
    return bool(text) and (told is None or agreement.part(told, agreement.shingles(text)) >= HELD)


def _by_trafilatura(page: html.HtmlElement, favor_recall: bool = False) -> str:
    """The text by trafilatura's own rules alone, which copies the page before it prunes.

    It is asked for no others: readability is a reader of ours, and justext's lists of words take 28 MiB.
    """
    found = trafilatura.extract(page, include_comments=False, favor_recall=favor_recall, fast=True)
    return _lines(found or "")


def _by_readability(page: html.HtmlElement) -> str:
    """The text of the element that readability chooses."""
    chosen = external.try_readability(deepcopy(page))
    return markup.text(blocks.of(chosen)) if len(chosen) else ""


def _in_full(page: html.HtmlElement) -> str:
    """The text by those of the rules that rather take too much."""
    return _by_trafilatura(page, favor_recall=True)


def _by_scripts(page: html.HtmlElement) -> str:
    """What the page says of itself in JSON-LD, or all its paragraphs."""
    return str(trafilatura.baseline(page)[1]).strip()


OTHERS: tuple[Callable[[html.HtmlElement], str], ...] = (_in_full, _by_scripts)


def _lines(text: str) -> str:
    """A text without the lines that call for something or label pictures."""
    lines = text.split("\n")
    kept = (line for line in lines if blocks.count(line) >= markup.CALL or not markup.is_call(line.removeprefix("- ")))
    return "\n".join(kept).strip()


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
