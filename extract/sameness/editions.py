"""What an entry says, without what changes by itself: which change is an edit, and which of two texts is the fuller.

Counters, relative times, advertisements, share bars, tracking pixels, markup and white space are no part of it.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import takewhile
from typing import Literal

from lxml import html

from extract.post import Entry
from extract.reading import prose

Words = tuple[str, ...]
Change = Literal["none", "edit", "fuller", "other", "aside"]
"""What a new state of an entry is: nothing new; an ``edit`` by the feed that the text is from; the ``fuller`` text, in
which the kept one is contained; an ``other`` text that stands before the kept one; one that stands behind it (``aside``)."""

SHINGLE = 3  # words
POST = 20  # words of a text that is hardly anybody else's
RELATED = 0.5  # share of shingles of two texts of one post
EXCERPT = 0.6  # an author who cuts a post at its end leaves more of it than an excerpt holds
TAIL = 12  # words behind an excerpt's own
WORD = re.compile(r"\w+")
TAG = re.compile(r"<[^<>]*>")
NOUNS = (
    r"(?:comments?|repl(?:y|ies)|responses?|views?|reads?|readers?|likes?|shares?|tweets?|votes?|points?|claps?|reactions?"
    r"|reblogs?|notes?|hits?|kommentare?|aufrufe|antworten|commentaires?|vues?|comentarios?|vistas?|commenti|reacties)"
)
NUMBER = r"(?:\d[\d.,]*\s?[km]?|no|one)"
COUNTED = re.compile(rf"\b{NUMBER}\s{{1,3}}{NOUNS}\b|\b{NOUNS}\s{{0,3}}[:(\[]\s{{0,3}}\d[\d.,]*[km]?\b")
AGO = re.compile(
    r"\b(?:\d+|an?|one)\s(?:second|minute|hour|day|week|month|year)s?\sago\b|\bvor\s\d+\s\w+\b|\bil\sy\sa\s\d+\s\w+\b"
)
# Names of elements in feeds that hold none of the author's words.
ASIDE = re.compile(
    r"(?:feedflare|ads?|adsbygoogle|advert\w*|sponsor\w*|sharedaddy|share(?:bar|this|buttons?)?|social\w*|addthis\w*|addtoany\w*"
    r"|taboola\w*|outbrain\w*|zergnet|yarpp\w*|(?:jp-)?related-?posts?|likes?|counter|views?-?count\w*|comments?-?count\w*)"
    r"(?:[-_]\w+)*",
    re.I,
)


@dataclass(frozen=True)
class Wording:
    """What an entry says, each part worked out when it is asked for."""

    entry: Entry

    @cached_property
    def title(self) -> Words:
        """The words of the title."""
        return words(self.entry.title)

    @cached_property
    def summary(self) -> Words:
        """The words of the summary."""
        return words(self.entry.summary)

    @cached_property
    def content(self) -> Words:
        """The words of the content."""
        return words(self.entry.content)

    @property
    def text(self) -> Words:
        """The longer of content and summary."""
        return max(self.content, self.summary, key=len)

    @cached_property
    def digest(self) -> str:
        """What tells one state of an entry from another, 32 hex digits."""
        told = "\n".join(map(" ".join, (self.title, self.summary, self.content)))
        return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    @cached_property
    def shingles(self) -> frozenset[Words]:
        """Every run of SHINGLE words of the text; the whole text where it is shorter."""
        return _shingles(self.text)


def is_said_again(mine: Entry, its: Entry) -> bool:
    """Whether two entries say the same to the letter, which is the rule and soon told."""
    return (mine.title, mine.summary, mine.content) == (its.title, its.summary, its.content)


def words(markup: str) -> Words:
    """The author's words in a piece of HTML, folded to one case."""
    text = _plain(markup).casefold()
    return tuple(WORD.findall(AGO.sub(" ", COUNTED.sub(" ", text))))


def change(kept: Wording, found: Wording, leads: bool, ahead: int, earlier: Collection[str]) -> Change:
    """What a state that a feed brings is beside the one that is kept, a pure function of both.

    ``leads`` says that the kept state is from the same feed. ``ahead`` is above 0 where only the feed that brings it is the
    blog's own, below 0 where only the other is: of texts that differ the blog's own stands first, then the longer.
    ``earlier`` are the digests of states kept before: what another feed still shows of them is no news.
    """
    if is_said_again(found.entry, kept.entry) or found.digest == kept.digest:
        return "none"
    if leads:
        return "none" if _is_excerpt(found, kept) else "edit"
    if found.text == kept.text:
        return "fuller" if ahead > 0 else "none"  # from now on the blog's own feed tells of edits
    if found.digest in earlier or is_part(found, kept):
        return "none"
    longer = len(found.text) > len(kept.text)
    if longer and is_part(kept, found):
        return "fuller"
    if share(found, kept) >= RELATED and len(found.text) <= EXCERPT * len(kept.text):
        return "aside"  # an edit that shows in an excerpt; the whole text is still worth more
    order = ahead or (len(found.text) - len(kept.text)) or (1 if found.digest > kept.digest else -1)
    return "other" if order > 0 else "aside"


def is_part(part: Wording, whole: Wording) -> bool:
    """Whether a text is an excerpt of another, or several put together, with a few words of its own at the end.

    Where two pieces meet, two shingles of three words are not in the whole; where a word was changed, three are not.
    """
    if len(part.text) < SHINGLE:
        return set(part.text) <= set(whole.text)
    held = [shingle in whole.shingles for shingle in _in_order(part.text)]
    last = max(len(held) - TAIL, len(held) * 3 // 4)
    run = 0
    for is_held in held[:last]:
        run = 0 if is_held else run + 1
        if run == SHINGLE:
            return False
    return any(held)


def share(part: Wording, whole: Wording) -> float:
    """The share of a text's shingles that another has; 1 for an empty text."""
    if not part.text:
        return 1.0
    size = min(SHINGLE, len(part.text))
    held = whole.shingles if size == SHINGLE else _shingles(whole.text, size)
    mine = part.shingles
    return len(mine & held) / len(mine)


def _is_excerpt(found: Wording, kept: Wording) -> bool:
    """Whether a feed now gives the beginning of what it gave in full."""
    short, long = found.text, kept.text
    if found.title != kept.title or len(short) > EXCERPT * len(long):
        return False
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(short, long, strict=False)))
    return len(short) - same <= TAIL and same >= EXCERPT * len(short)


def _shingles(text: Sequence[str], size: int = SHINGLE) -> frozenset[Words]:
    return frozenset(_in_order(text, min(size, len(text)))) if text else frozenset()


def _in_order(text: Sequence[str], size: int = SHINGLE) -> list[Words]:
    return [tuple(text[start : start + size]) for start in range(len(text) - size + 1)]


def _plain(markup: str) -> str:
    if "<" not in markup:
        return prose.plain(markup)
    text = f"<div>{prose.valid(markup)}</div>"
    if prose.overloaded(text):  # building a tree would take minutes
        return TAG.sub(" ", text)
    root = html.fromstring(text)
    for element in list(root.iter("div", "p", "span", "ul", "aside", "section", "table")):
        names = f"{element.get('class') or ''} {element.get('id') or ''}".split()
        if element.getparent() is not None and any(map(ASIDE.fullmatch, names)):
            element.drop_tree()
    return prose.of(root)
