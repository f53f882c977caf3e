"""What stands around a post in a page: readers' comments, menus, share bars, related posts, sidebars, footers.

Only what says so itself goes, by its element, its role, its name or its heading.  Comments go from every page, because
other people's words would count as the author's; the rest goes where a short post would drown in it.
"""

import re
from functools import lru_cache
from itertools import islice

from lxml import html

from extract.reading import prose

LEAST = 15  # words that must be left when comments go, or what looked like comments was the post
LINE = 200  # characters of a heading
HOLDERS = ("div", "section", "ol", "ul", "dl", "li", "aside", "form", "article", "table", "details", "p", "a",
           "noscript")  # fmt: skip

# Names of whole comment areas, as WordPress, Blogger, Disqus, Substack, Medium and their like write them.
COMMENTS = re.compile(
    r"(?:blog-|post-?|entry-|article-+|article__|reader-?|readers-|user-|gh-|js-|c-|wp-block-post-|wp-block-|fb-|facebook-|wpd-)?"
    r"comments?(?:[-_]?(?:list|section|area|thread|wrap|wrapper|block|container|holder|form|respond|box|body|template"
    r"|s-area|tree|page|pane|content|list-container|for-scroll|0))?"
    r"|commentlist|respond|replies|responses|(?:js-)?responses(?:Stream)?(?:-?Wrapper|-?list|-?section)?|discussion|guest-?book"
    r"|disqus_thread|disqus|dsq-\w+|comments4?|wpdcom|isso-thread|utterances|giscus|cusdis_thread|hyvor-talk-view"
    r"|remark42|commento|idc-container|livefyre|coral-?talk|webmentions?|trackbacks?|pinglist",
    re.I,
)
# Headings of comments that have no container of their own; with a number they need less proof.
COUNTED = re.compile(
    r"\(?(?:\d+|one|two|three)\)?\s*(?:comments?|responses?|replies|thoughts|reactions)(?:\s+(?:to|on|about|for)\s.{1,150})?[:.]?"
    r"|(?:comments?|responses?|replies|kommentare?|commentaires?|comentarios?|reacties)\s*[(\[:]?\s*\d+\s*[)\]]?",
    re.I,
)
HEADING = re.compile(
    r"(?:(?:all|view all|reader|readers['’]?|user|latest|your|previous|older)\s+)?"
    r"(?:comments?|responses?|replies|guest\s?book|kommentare?|commentaires?|comentarios?|reacties)"
    r"(?:\s+(?:to|on|about|for)\s+(?:this|the)\s+(?:post|entry|article|story|page))?\s*[:.]?"
    r"|discussion about this post|leave (?:a|your) (?:comment|reply)|(?:post|add|write) a comment",
    re.I,
)
# Marks of a comment: who wrote it (an author quotes people so, too), and when.
SAID = re.compile(r"\b(?:says|said|wrote|writes|commented|replied)\s*(?:\.{3}|…|:)", re.I)
SIGNED = re.compile(
    r"\bposted by\b|\b(?:hours?|days?|weeks?|months?|years?) ago\b|\bon \w+ \d{1,2}, \d{4},? at\b|\breply\b\s*$",
    re.I | re.M,
)
ROLES = {"navigation", "complementary", "contentinfo", "search", "banner", "dialog", "menu", "menubar", "toolbar"}
TAGS = ("nav", "aside", "footer", "form", "button", "select", "dialog", "menu", "noscript", "script", "style")
# Parts of the names (classes and ids) of what surrounds a post.
AROUND = {
    "ad", "addthis", "addtoany", "ads", "adsbygoogle", "advert", "advertisement", "archive", "archives", "author",
    "blogroll", "breadcrumb", "breadcrumbs", "byline", "carousel", "colophon", "consent", "cookie", "cookies", "copyright",
    "cta", "date", "feedflare", "footer", "hidden", "labels", "like", "likes", "masthead", "menu", "meta",
    "metadata", "modal", "nav", "navbar", "navi", "navigation", "newsletter", "notes", "optin", "outbrain",
    "pager", "pagination", "popup", "posted", "postinfo", "postmeta", "postmetadata", "promo", "rail", "rating",
    "ratings", "reblog", "recommended", "related", "relatedposts", "share", "sharebar", "sharedaddy", "shares",
    "sharethis", "sharing", "side", "sidebar", "signup", "sociable", "social", "socials", "subscribe",
    "subscription", "swiper", "taboola", "taglist", "tags", "timestamp", "vcard", "widget", "widgets", "yarpp", "zergnet",
}  # fmt: skip
TOPICS = re.compile(
    r"(?:category|tag|has|no|with|js|is|post-tag)-", re.I
)  # names of what a post is about or how it looks
# Names by which page builders call all that they place, whatever it holds.
BUILT = re.compile(
    r"elementor-(?:widget|element|column|section|location|post|\d)|wpb[-_]|et_pb_(?:text|section|row|column|module)|vc_|fl-"
    r"|so-widget|siteorigin|tags?-\d"
)
UNSHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")


def drop_comments(page: html.HtmlElement) -> None:
    """Take the readers' comments out of a page."""
    left = prose.words(page)
    gone: set[html.HtmlElement] = set()
    for element in list(page.iter(*HOLDERS)):
        if element in gone or not _is_comments(element) or element.find(".//h1") is not None:
            continue
        inside = prose.words(element)
        if left - inside >= LEAST and element.getparent() is not None:
            gone.update(element.iter())
            element.drop_tree()
            left -= inside
    headed = _headed(page)
    if left - sum(map(prose.words, headed)) >= LEAST:
        for element in headed:
            element.getparent().remove(element)  # with the text after it


def drop_around(post: html.HtmlElement) -> None:
    """Take out of a post's container what is not the post."""
    for element in list(post.iterdescendants()):
        if isinstance(element.tag, str) and element.getparent() is not None and is_around(element):
            element.drop_tree()


def names(element: html.HtmlElement) -> list[str]:
    """The classes and the id of an element."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".split()


def _is_comments(element: html.HtmlElement) -> bool:
    if element.tag == "noscript":  # what Disqus says to those who do not run its script
        return "comments" in "".join(map(str, element.itertext()))
    return any(map(COMMENTS.fullmatch, names(element)))


def is_around(element: html.HtmlElement) -> bool:
    """Whether an element says by its kind, role or name, or by being hidden, that it is no part of a post."""
    return is_hidden(element) or is_furniture(element)


def is_hidden(element: html.HtmlElement) -> bool:
    """Whether a reader does not see an element."""
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and UNSHOWN.search(style) is not None)


def is_furniture(element: html.HtmlElement) -> bool:
    """Whether an element says by its kind, role or name that it is no part of a post."""
    return (
        element.tag in TAGS
        or (element.get("role") or "").lower() in ROLES
        or any(is_beside(name) for name in names(element) if not BUILT.match(name))
    )


@lru_cache(maxsize=8192)
def is_beside(name: str) -> bool:
    """Whether a class or an id is a name of what stands beside posts."""
    parts = re.split(r"[-_]+|(?<=[a-z])(?=[A-Z])|(?<=\D)(?=\d)", name)
    return not TOPICS.match(name) and any(part.lower() in AROUND for part in parts)


def _headed(page: html.HtmlElement) -> list[html.HtmlElement]:
    """The first heading of comments and all that follows it in its container."""
    heads = (head for head in page.iter("h2", "h3", "h4", "h5", "h6", "b", "strong", "a", "p") if _proof(head))
    for head in islice(heads, 5):
        top = _top(head)
        parts = [top, *top.itersiblings()]
        told = "\n".join("\n".join([*map(str, part.itertext()), part.tail or ""]) for part in parts)
        marks = len(SAID.findall(told)) + 2 * len(SIGNED.findall(told))
        if marks >= _proof(head) and not any(part.find(".//h1") is not None for part in parts):
            return parts
    return []


def _proof(head: html.HtmlElement) -> int:
    """How many marks of comments must follow an element, or 0 for one that is no heading of comments."""
    if len(head.text or "") > LINE:
        return 0
    line = " ".join("".join(map(str, head.itertext())).split())[:LINE]
    if COUNTED.fullmatch(line):
        return 1
    return 2 if HEADING.fullmatch(line) or (head.get("name") or "").lower() in ("comment", "comments") else 0


def _top(head: html.HtmlElement) -> html.HtmlElement:
    """The outermost element that holds nothing but the heading."""
    parent = head.getparent()
    while parent is not None and parent.tag != "body" and prose.words(parent) == prose.words(head):
        head, parent = parent, parent.getparent()
    return head
