"""The text of a short post: the whole of the container that holds it, because a few lines drown among menus.

A reader for articles goes by length and takes a sidebar for the article when the post is two sentences long.
"""

import re
from collections import Counter
from copy import deepcopy

from lxml import html

from extract import clutter, prose

SHORT = 750  # characters of a post at most that is read here; not words, which some scripts do not part
LONG = 150  # characters of a paragraph that tells a story; menus and notes have fewer
ELSEWHERE = (
    600  # characters of such paragraphs side by side outside of the container: it was no more than an introduction
)
# Names of the element that holds a post's text and nothing else, on the systems that blogs run on.
BODY = re.compile(
    r"(?:(?:the|blog|single|gh|wp-block|td|tdb|c|e|h|p|l|post|entry|article|story)[-_]{1,2})*"
    r"(?:post|entry|article|story|blog|blog-post|journal|item|e)[-_]{0,2}(?:content|body|text|bodycopy|entry|inner|copy|main)"
    r"|storycontent|articlebody|blogbody|snap_preview|available-content|body-text|entry|journal-entry|gh-content|kg-content"
    r"|caption|rich-text|richtext|markdown-body|prose|text-post|regular",
    re.I,
)
WIDER = ("article", "main")


def find(page: html.HtmlElement, opening: re.Pattern[str] | None) -> str:
    """The text of a page's post if it is short and can be told from the rest, else ``""``.

    The page has no comments in it; ``opening`` finds the post's first words where they are known.
    """
    holder = _holder(page, opening)
    if holder is None or _size(holder) > 2 * SHORT:
        return ""
    holder.set("data-holder", "")
    copy = deepcopy(page)
    del holder.attrib["data-holder"]
    kept = next(element for element in copy.iter() if element.get("data-holder") is not None)
    if _told_elsewhere(copy, kept) >= ELSEWHERE:
        return ""
    clutter.drop_around(kept)
    for head in [*kept.iter("header"), *kept.iter("h1")]:
        head.drop_tree()
    text = prose.of(kept)
    return text if len(text) <= SHORT else ""


def _holder(page: html.HtmlElement, opening: re.Pattern[str] | None) -> html.HtmlElement | None:
    """The element that holds the post: one with a name that says so, else the only article, or that with the headline."""
    named = [one for one in page.iter("div", "section", "article", "td", "main") if _is_body(one) and _size(one)]
    articles = list(page.iter("article"))
    headed = [one for one in articles if one.find(".//h1") is not None]
    for found in (named, headed or (articles if len(articles) == 1 else []), list(page.iter("main"))):
        spoken = [one for one in found if opening is None or opening.search(" ".join(map(str, one.itertext())))]
        if spoken:
            return _narrowed(spoken)
    return None


def _narrowed(found: list[html.HtmlElement]) -> html.HtmlElement:
    """The first of some elements, or one within it that holds most of its text."""
    first = found[0]
    inner = [one for one in found[1:] if first in one.iterancestors()]
    return next((one for one in inner if 2 * _size(one) >= _size(first)), first)


def _is_body(element: html.HtmlElement) -> bool:
    return "articleBody" in (element.get("itemprop") or "") or any(map(BODY.fullmatch, clutter.names(element)))


def _told_elsewhere(page: html.HtmlElement, holder: html.HtmlElement) -> int:
    """Characters of the most that stands in long paragraphs side by side outside of an element."""
    within = set(holder.iter("p"))
    sizes: Counter[html.HtmlElement] = Counter()
    for one in page.iter("p"):
        if one not in within and (size := _size(one)) >= LONG:
            sizes[one.getparent()] += size
    return max(sizes.values(), default=0)


def _size(element: html.HtmlElement) -> int:
    return len(" ".join("".join(map(str, element.itertext())).split()))
