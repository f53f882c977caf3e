"""What an answer is, told by its first element: a feed of some kind, or one of the things that come in its place."""

import re

from extract.errors import FeedError
from extract.net import walls

# The root element; what stands before it is a prolog, comments, or the error messages of a broken blog.
ROOT = re.compile(
    r"<(?:[\w.-]+:)?(rss|rdf|channel|feed|entry|html|head|body|urlset|sitemapindex|opml|svg|error|response"
    r"|opensearchdescription|service|wml|plist|listbucketresult|manifest)\b(?![\w.-])",
    re.I,
)
KINDS = {"rss": "rss", "rdf": "rss", "channel": "rss", "feed": "atom", "entry": "atom"}
PAGES = {"html", "head", "body"}
NAMES = {
    "urlset": "a sitemap",
    "sitemapindex": "a sitemap",
    "opml": "a list of feeds",
    "svg": "a picture",
    "error": "an error message",
    "response": "an error message",
    "opensearchdescription": "the description of a search",
    "service": "the service document of an Atom server",
    "wml": "a page for old telephones",
    "plist": "a property list",
    "listbucketresult": "a list of files",
    "manifest": "a manifest",
}
PAGE = re.compile(r"<!doctype\s+html", re.I)
SNIFFED = 65_536  # characters looked at to find the root element
QUOTED = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
TITLE = re.compile(r"<title[^<>]*>([^<]{1,80})", re.I)
# Titles that stand for walls where a feed was asked for, though a post could be called so.
CHECKS = re.compile(
    r"\s*(?:just a moment\W*|attention required!.*|verifying you are human\W*|are you a robot\?|(?:bot|human|site) verification"
    r"|one moment, please\W*|checking your browser.*|security check(?:point)?|access (?:to this page has been )?denied"
    r"|pardon our interruption\W*|robot check|stackpath|sucuri website firewall.*|ddos-guard|vercel security checkpoint)\s*",
    re.I,
)
CONSENTS = re.compile(
    r"\s*(?:before you continue.*|bevor sie fortfahren.*|avant d['’]acc[ée]der.*|antes de continuar.*|cookie ?consent.*"
    r"|datenschutzeinstellungen.*|privacy ?(?:settings|gate).*|dpg media privacy gate.*)\s*",
    re.I,
)


def recognised(text: str, url: str) -> tuple[str, str, str]:
    """The kind of a feed (a key of ``FORMATS``), its text from the root element on, and a note about junk before it.

    Raises FeedError, naming ``url`` and what came: ``walled`` for a bot wall or a consent page, else ``not a feed``.
    """
    head = text[:SNIFFED]
    if head.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return "json", text.lstrip("\ufeff \t\r\n"), ""
    masked = QUOTED.sub(lambda found: " " * len(found[0]), head)  # a feed that is commented out is none
    root = ROOT.search(masked)
    name = root[1].lower() if root else ""
    if root is None or name not in KINDS:
        raise _refusal(text, name, url)
    before = re.sub(r"<[?!][^<>]*(?:\[.*?\]\s*)?>", "", masked[: root.start()], flags=re.S).strip("\ufeff \t\r\n")
    note = f"begins with {before[:40]!r}" if before else ""
    doctype = re.search(r"<!DOCTYPE\b(?!\s+html)", head[: root.start()], re.I)
    return KINDS[name], text[doctype.start() if doctype else root.start() :], note


def _refusal(text: str, name: str, url: str) -> FeedError:
    title = TITLE.search(text[:SNIFFED])
    titled = " ".join(title[1].split()) if title else ""
    if wall := _wall(text, titled, url):
        return FeedError(url, "walled", f"{wall} stands in the place of the feed")
    if name in PAGES or PAGE.search(text[:SNIFFED]):
        return FeedError(url, "not a feed", f"the answer is a web page{f' titled {titled!r}' if titled else ''}")
    found = NAMES.get(name, f"text beginning {text.strip()[:40]!r}")
    return FeedError(url, "not a feed", f"the answer is {found}")


def _wall(text: str, title: str, url: str) -> str:
    if whose := walls.leads_to(url) or walls.shown(text[: walls.HEAD].encode()):
        return f"a wall ({whose})"
    if CHECKS.fullmatch(title):
        return f"a check for robots ({title!r})"
    return f"a question for consent ({title!r})" if CONSENTS.fullmatch(title) else ""
