"""The post as the page's markup tells it: the blocks in the element that holds it, less calls, captions and lists of links.

The third way to read a page, beside trafilatura's and readability's.  It goes by names and by whole blocks, they by the
length of paragraphs, so they err in different places.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from lxml import html

from extract.reading import blocks, clutter, holding, prose
from extract.reading.blocks import Block

LINKS = 0.6  # share of a block in links that makes a menu of it
LINK = 0.9  # share that makes one of a paragraph
LISTED = 0.4  # share of a post's words in links that makes it a post of links
CALL = 30  # words that a call has at most
LONG_CALL = 40  # and one made of links
LABEL = 60  # words of a caption at most
BYLINE = 14  # words of a byline at most
TITLE = 9  # words of a heading over what is no part of the post
UP = 3  # elements above a block of which one may say that it is a caption
CAPTION = re.compile(r"caption|credit|copyright", re.I)
# A line that calls for something or labels something. What may begin a sentence needs a colon, or nothing after it.
CALLS = re.compile(
    r"\W*(?:(?:read (?:more|next|also)|also read|see also|more from|you (?:may|might) (?:also )?(?:like|enjoy|be interested)"
    r"|don['’]t miss|further reading|(?:next|previous) (?:article|post)|(?:keep|continue) reading|click here|sign up"
    r"|subscribe|join our|follow (?:us|me|@|the)|share this|like this|tell us what you|leave a (?:comment|reply)"
    r"|get (?:the|our) (?:latest|free|day)|download our|copyright|©|\(c\)|all rights reserved|(?:re)?posted in"
    r"|(?:photo|photograph|image|picture)s? (?:by|credit|courtesy|source|©)|story continues|reporting by|editing by"
    r"|about the author|(?:get|book|request) a demo|learn more|view (?:all|more)|a (?:post|photo) shared by|view this post on"
    r"|lesen sie auch|mehr zum thema|das könnte sie|lire aussi|à lire aussi|leer también|lea también|leia também)\b.*"
    r"|(?:related|recommended|tags|tagged|contents|photos?|images?|fotos?|credit|source|(?-i:SEE|WATCH|LISTEN|MORE)(?: MORE)?)"
    r"\s*:.*"
    r"|(?:\d+ )?comments?|share|teilen|tweet|print|drucken|email|advertise?ment|anzeige|sponsored|loading"
    r"|back to (?:top|blog.*|gallery))\W*",
    re.I | re.S,
)
# A line that says who wrote the post, when, and where it belongs; it does not end as sentences do.
BYLINES = re.compile(
    r"\W*(?:by|written by|posted (?:on|by)|published|(?:last )?updated|filed under|tagged|authored by|von|veröffentlicht)\b.*",
    re.I | re.S,
)
PICTURE = re.compile(
    r"\((?:image|photo|pic|picture|credit|source|getty|reuters|ap)\b[^)]{0,80}\)\W*$"
    r"|(?:/|\bvia\s)(?:getty|reuters|ap|afp|shutterstock|istock|unsplash|alamy)(?: images)?\W*$",
    re.I,
)
# A heading over other posts, forms and lists of contents.
SECTION = re.compile(
    r"\W*(?:related(?: (?:articles?|posts?|stories|content|reading|links|topics|news|resources))?"
    r"|(?:featured|recent|latest|popular|trending|most read|more|other|similar|recommended)"
    r" (?:articles?|posts?|stories|news|reads|content|resources|in|from|on|like)\b.*"
    r"|you (?:may|might) (?:also )?(?:like|enjoy|be interested).*|most read|keep reading|read (?:more|next|also)|see also"
    r"|what to read next|up next|subscribe.*|newsletter.*|sign up.*|contact us|get in touch|about (?:the )?author.*"
    r"|share(?: this.*)?|follow us.*|leave a (?:comment|reply).*|tags|categories|voc[eê] pode gostar.*"
    r"|ähnliche (?:artikel|beiträge)|das könnte sie auch interessieren.*|articles? (?:liés|similaires)"
    r"|artículos relacionados)\W*",
    re.I,
)
# A heading over the list of the post's own headings.
CONTENTS = re.compile(
    r"\W*(?:(?:table of )?contents|on this page|in this (?:article|post|guide)|topics covered|jump to|inhalt|inhaltsverzeichnis"
    r"|sommaire|índice)\W*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A post's text, one line for each block, and the share of its page's prose that stands where it was found."""

    text: str
    share: float


def read(page: html.HtmlElement) -> Reading:
    """The post in a page that is left as it is and has no comments."""
    found = blocks.of(page)
    astray = holding.strays(found)
    place = holding.find(page, found, astray)
    return Reading(text([block for block in found if block.element in place.within], astray), place.share)


def text(found: Sequence[Block], astray: Set[html.HtmlElement] = frozenset()) -> str:
    """What of some blocks is a post's own text."""
    kept: list[Block] = []
    total = sum(block.words for block in found)
    is_list = sum(block.words for block in found if block.linked > LINK) > LISTED * total
    over: Block | None = None  # the heading of a part that is no part of the post
    for block in found:
        over = over if over is not None and _is_under(block, over) else None
        if over is not None or not astray.isdisjoint(block.furniture):
            continue
        if block.words <= TITLE and (SECTION.fullmatch(block.text) or CONTENTS.fullmatch(block.text)):
            over = block if block.is_heading or CONTENTS.fullmatch(block.text) else None
        elif not _is_aside(block, total) and (is_list or not _is_link(block)):
            kept.append(block)
    while kept and kept[-1].is_heading:
        kept.pop()
    while kept and kept[0].element.tag == "h1":
        kept.pop(0)
    return "\n".join(f"- {block.text}" if block.element.tag == "li" else block.text for block in kept)


def _is_link(block: Block) -> bool:
    tag = block.element.tag
    least = LINK if tag in ("p", "td") else LINKS
    return block.linked > least and 3 < block.words < CALL and tag != "pre" and not block.is_heading


def _is_aside(block: Block, total: int) -> bool:
    """Whether a block is a call or a caption, among some that have so many words in all."""
    if block.words < (LONG_CALL if block.linked > LINKS else CALL) and is_call(block.text):
        return True
    return block.words < LABEL and _is_caption(block.element, total)


def is_call(line: str) -> bool:
    """Whether a line calls for something or labels a picture."""
    signed = blocks.count(line) <= BYLINE and BYLINES.fullmatch(line) and not blocks.SENTENCE.search(line)
    return bool(signed) or CALLS.fullmatch(line) is not None or PICTURE.search(line) is not None


def _is_caption(element: html.HtmlElement, total: int) -> bool:
    """Whether an element or one around it says that it is a caption, and is not most of the post, as on Tumblr."""
    above: html.HtmlElement | None = element
    for _ in range(UP):
        if above is None:
            return False
        if above.tag in ("figcaption", "caption") or any(map(CAPTION.search, clutter.names(above))):
            return 2 * prose.words(above) < total
        above = above.getparent()
    return False


def _is_under(block: Block, heading: Block) -> bool:
    if CONTENTS.fullmatch(heading.text):
        return any(element.tag in ("ul", "ol", "nav") for element in block.element.iterancestors())
    higher = block.is_heading and block.element.tag <= heading.element.tag
    return not higher and heading.element.getparent() in block.element.iterancestors()
