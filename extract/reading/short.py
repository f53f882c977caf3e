"""The text of a short post: the whole of the container that holds it, because a few lines drown among menus.

A reader for articles goes by length and takes a sidebar for the article when the post is two sentences long.
"""

import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from functools import lru_cache

from lxml import html

from extract.reading import clutter, prose

SHORT = 750  # characters of a post at most that is read here; not words, which some scripts do not part
LONG = 150  # characters of a paragraph that tells a story; menus and notes have fewer
ELSEWHERE = (
    600  # characters of such paragraphs side by side outside of the container: it was no more than an introduction
)
# Names of the element that holds a post's text and nothing else, on the systems that blogs run on.
BODY = re.compile(
    r"(?:(?:the|blog|single|gh|wp-block|td|tdb|c|e|h|p|l|post|entry|article|story)[-_]{1,2})*"
    r"(?:post|entry|article|story|blog|blog-post|journal|item|e)[-_]{0,2}(?:content|body|text|bodycopy|entry|inner|copy|main)"
    r"|field-{1,2}name-body|node-{1,2}content|serendipity_entry_body|item-page|sqs-html-content|storycontent|articlebody|blogbody|snap_preview|available-content|body-text|entry|journal-entry|gh-content|kg-content"
    r"|caption|rich-text|richtext|markdown-body|prose|text-post|regular",
    re.I,
)
# Names of elements that hold a post, its headline and what else belongs to it.
POST = re.compile(r"post|hentry|h-entry|(?:blog|single)-?post|node|content|(?:main|page)-?content|journal-entry", re.I)
INLINE = {"a", "b", "big", "em", "font", "i", "p", "small", "span", "strong", "u", "h1", "h2", "h3", "blockquote"}

HOLDERS = ("div", "section", "article", "td", "main")

Opening = re.Pattern[str] | None


def find(page: html.HtmlElement, opening: Opening) -> str:
    """The text of a page's post if it is short and can be told from the rest, else ``""``.

    The page has no comments in it; ``opening`` finds the post's first words where they are known.
    """
    holder = _holder(page, opening)
    if holder is None or _size(holder) > 2 * SHORT:
        return ""
    sizes = _told_elsewhere(page, holder)
    # An element without a name may be one of many that hold a paragraph each.
    if (max(sizes, default=0) if _named(holder) else sum(sizes)) >= ELSEWHERE:
        return ""
    kept = deepcopy(holder)
    kept.tail = None
    clutter.drop_around(kept)
    for head in [*kept.iter("header"), *kept.iter("h1")]:
        if head is not kept:
            head.drop_tree()
    text = prose.of(kept)
    return text if len(text) <= SHORT else ""


def _holder(page: html.HtmlElement, opening: Opening) -> html.HtmlElement | None:
    """The element that holds the post: one with a name that says so, else the likeliest of the others."""
    for found in _holders(page):
        spoken = [one for one in found if _size(one) and (opening is None or _has(one, opening))]
        if spoken:
            return _narrowed(spoken)
    return None if opening is None else _around(page, opening)


def _holders(page: html.HtmlElement) -> Iterator[list[html.HtmlElement]]:
    yield [one for one in page.iter(*HOLDERS) if is_body(one)]
    for found in (list(page.iter("article")), [one for one in page.iter("div", "section") if _is_post(one)]):
        headed = [one for one in found if one.find(".//h1") is not None]
        yield headed or (found if len(found) == 1 else [])
    yield list(page.iter("main"))


def _around(page: html.HtmlElement, opening: re.Pattern[str]) -> html.HtmlElement | None:
    """The block around the post's first words."""
    holder = next((one for one in page.iter("body") if _has(one, opening)), None)
    while holder is not None:
        inner = next((one for one in holder if isinstance(one.tag, str) and _has(one, opening)), None)
        if inner is None or inner.tag in INLINE:
            return None if holder.tag == "body" else holder
        holder = inner
    return None


def _has(element: html.HtmlElement, opening: re.Pattern[str]) -> bool:
    return opening.search(" ".join(map(str, element.itertext()))) is not None


def _named(element: html.HtmlElement) -> bool:
    return is_body(element) or _is_post(element) or element.tag in ("article", "main")


def _is_post(element: html.HtmlElement) -> bool:
    return any(map(POST.fullmatch, clutter.names(element)))


def _narrowed(found: list[html.HtmlElement]) -> html.HtmlElement:
    """The first of some elements, or one within it that holds most of its text."""
    first = found[0]
    inner = [one for one in found[1:] if first in one.iterancestors()]
    return next((one for one in inner if 2 * _size(one) >= _size(first)), first)


def is_body(element: html.HtmlElement) -> bool:
    """Whether an element's name says that it holds a post's text and nothing else."""
    return "articleBody" in (element.get("itemprop") or "") or any(map(_names_body, clutter.names(element)))


@lru_cache(maxsize=8192)  # as pages of one blog share their names
def _names_body(name: str) -> bool:
    return BODY.fullmatch(name) is not None


def _told_elsewhere(page: html.HtmlElement, holder: html.HtmlElement) -> list[int]:
    """Characters in long paragraphs outside of an element, those that stand side by side together."""
    within = set(holder.iter("p"))
    sizes: Counter[html.HtmlElement] = Counter()
    for one in page.iter("p"):
        if one not in within and (size := _size(one)) >= LONG:
            sizes[one.getparent()] += size
    return list(sizes.values())


def _size(element: html.HtmlElement) -> int:
    return len(" ".join("".join(map(str, element.itertext())).split()))
