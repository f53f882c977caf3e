"""The text of a short post: the whole of the container that holds it, because a few lines drown among menus.

A reader for articles goes by length and takes a sidebar for the article when the post is two sentences long.
"""

import re
from copy import deepcopy

from lxml import html

from extract import clutter, prose

SHORT = 120  # words of a container at most that is read here
LONG = 25  # words of a paragraph that tells a story; menus and notes have fewer
ELSEWHERE = 2.0  # times the container's words in paragraphs outside of it: then it was an introduction
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
    if holder is None or prose.words(holder) > 2 * SHORT:
        return ""
    holder.set("data-holder", "1")
    copy = deepcopy(page)
    del holder.attrib["data-holder"]
    clutter.drop_around(copy, lambda element: element.get("data-holder") is not None)
    kept = next(element for element in copy.iter() if element.get("data-holder") is not None)
    elsewhere = _paragraphs(copy) - _paragraphs(kept)
    for head in [*kept.iter("header"), *kept.iter("h1")]:
        head.drop_tree()
    text = prose.of(kept)
    count = len(text.split())
    return text if 0 < count <= SHORT and elsewhere <= ELSEWHERE * count else ""


def _holder(page: html.HtmlElement, opening: re.Pattern[str] | None) -> html.HtmlElement | None:
    """The element that holds the post, the best named first."""
    named = [element for element in page.iter("div", "section", "article", "td", "main") if _is_body(element)]
    for elements in (named, *(list(page.iter(tag)) for tag in WIDER)):
        spoken = [element for element in elements if prose.words(element)]
        if opening is not None:
            spoken = [element for element in spoken if opening.search(" ".join(map(str, element.itertext())))]
        if spoken:
            first = spoken[0]
            inner = [one for one in spoken[1:] if first in one.iterancestors()]
            return next((one for one in inner if 2 * prose.words(one) >= prose.words(first)), first)
    return None


def _is_body(element: html.HtmlElement) -> bool:
    return "articleBody" in (element.get("itemprop") or "") or any(map(BODY.fullmatch, clutter.names(element)))


def _paragraphs(element: html.HtmlElement) -> int:
    """The words of an element's long paragraphs."""
    return sum(count for one in element.iter("p", "blockquote") if (count := prose.words(one)) >= LONG)
