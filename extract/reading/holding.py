"""Which part of a page holds the post: by the names that blogs' systems give it, else by where the prose is.

Elements that call themselves furniture count for little, unless most of the page's prose is in them: some systems call
everything a widget.
"""

import re
from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from lxml import html

from extract.reading import clutter, short
from extract.reading.blocks import Block

MUCH = 0.3  # share of the page's prose that furniture does not hold
NAMED = 0.4  # share of it that makes an element with the name of a body the body
TOGETHER = 0.8  # share that makes elements of one such name the body's parts
MOST = 0.7  # share of an element's prose that makes one within it the narrower place
SAME = 0.9  # share of it that loses nothing by going there
PART = 0.15  # of the body's prose, for another part of it
CARDS = 2  # articles within a body that are not the post
INSIDE = ("p", "pre", "li", "blockquote")  # too narrow to hold a post
# Looser than the names that systems use: what sites of their own make call the body.
LIKE = re.compile(
    r"(?:article|story|post|entry|blog|single|news)[-_]{0,2}(?:content|body|text|bodycopy|copy|detail)s?(?![a-z])"
    r"|rich-?text(?!-?editor)|(?:^|[-_])(?:body|content)[-_](?:copy|text|body)",
    re.I,
)
Weights = dict[html.HtmlElement, float]


@dataclass(frozen=True, slots=True)
class Holding:
    """The elements of the post, the blocks that are no furniture, and the share of the page's prose that they are."""

    within: Set[html.HtmlElement]
    share: float


def strays(found: Sequence[Block]) -> set[html.HtmlElement]:
    """The elements of a page that are furniture by their name and do not hold much of its prose."""
    held: defaultdict[html.HtmlElement, float] = defaultdict(float)
    total = 0.0
    for block in found:
        total += block.weight
        for element in block.furniture:
            held[element] += block.weight
    return {element for element, weight in held.items() if not weight or weight < MUCH * total}


def find(page: html.HtmlElement, found: Sequence[Block], astray: Set[html.HtmlElement]) -> Holding:
    """Where the post stands, given a page's blocks and the elements that are furniture."""
    weights = _weights(page, found, astray)
    body = next(page.iter("body"), page)
    named = _named(weights, body)
    holder = _narrowest(weights, body) if named is None else named
    while holder.tag in INSIDE and holder.getparent() is not None:
        holder = holder.getparent()
    within = set(holder.iter())
    for part in _parts(weights, holder, within):
        within.update(part.iter())
    for card in _cards(weights, holder):
        within.difference_update(card.iter())
    held = sum(block.weight for block in found if block.element in within)
    return Holding(within, held / max(1.0, sum(block.weight for block in found)))


def _weights(page: html.HtmlElement, found: Sequence[Block], astray: Set[html.HtmlElement]) -> Weights:
    """The prose in every element that has any text, less what looks like menus."""
    weights: defaultdict[html.HtmlElement, float] = defaultdict(float)
    for block in found:
        weight = block.weight
        if weight and not astray.isdisjoint(block.furniture):
            weight *= 0.1
        weights[block.element] += weight or -0.3 * block.words * block.linked * astray.isdisjoint(block.furniture)
    for element in reversed(list(page.iter())):
        if element in weights and (parent := element.getparent()) is not None:
            weights[parent] += weights[element]
    return weights


def _named(weights: Weights, body: html.HtmlElement) -> html.HtmlElement | None:
    """The element that has the name of a post's body and enough of the page's prose; of nested ones the innermost."""
    for is_named in (short.is_body, is_like_body):
        named = [element for element in weights if is_named(element)]
        top = max(named, key=lambda element: weights[element], default=None)
        if top is None:
            continue
        inside = set(top.iter())
        parts = sum(weights[one] for one in named if one not in inside and _is_alike(one, top))
        whole = weights.get(body, 0.0)
        if weights[top] >= NAMED * whole > 0 or weights[top] + parts >= TOGETHER * whole > 0:
            same = [one for one in named if one in inside and weights[one] >= SAME * weights[top]]
            return min(same, key=_size)
    return None


def _narrowest(weights: Weights, element: html.HtmlElement) -> html.HtmlElement:
    while True:
        inner = max((one for one in element if one in weights), key=lambda one: weights[one], default=None)
        if inner is None or weights[inner] < MOST * weights[element] or weights[inner] <= 0:
            return element
        element = inner


def _parts(weights: Weights, holder: html.HtmlElement, within: Set[html.HtmlElement]) -> list[html.HtmlElement]:
    """Other elements that hold parts of a body that advertisements cut: of the same name, or bodies beside it."""
    if not (short.is_body(holder) or is_like_body(holder)):
        return []
    outside = set(weights) - within - set(holder.iterancestors())
    least = PART * weights[holder]
    return [one for one in weights if one in outside and weights[one] >= least and _is_part(one, holder)]


def _is_part(element: html.HtmlElement, holder: html.HtmlElement) -> bool:
    return _is_alike(element, holder) or (element.getparent() is holder.getparent() and short.is_body(element))


def _is_alike(one: html.HtmlElement, other: html.HtmlElement) -> bool:
    return (one.tag, one.get("class")) == (other.tag, other.get("class"))


def _cards(weights: Weights, holder: html.HtmlElement) -> list[html.HtmlElement]:
    """Articles within the body, if there are some and they are not most of it: teasers of other posts."""
    cards = [one for one in holder.iter("article") if one is not holder]
    outside = weights.get(holder, 0.0) - sum(weights.get(card, 0.0) for card in cards)
    return cards if len(cards) >= CARDS and outside > MUCH * weights.get(holder, 0.0) else []


def is_like_body(element: html.HtmlElement) -> bool:
    """Whether an element's name says in a site's own words that it is a post's body."""
    if element.tag not in short.HOLDERS:
        return False
    return any(map(_names_body, clutter.names(element)))


@lru_cache(maxsize=8192)
def _names_body(name: str) -> bool:
    return LIKE.search(name) is not None and not clutter.is_beside(name)


def _size(element: html.HtmlElement) -> int:
    return sum(1 for _ in element.iter())
