"""Broken XML made whole: forgotten namespaces declared, and each item mended alone, so that one costs no other."""

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from extract.sources import charset
from extract.sources.pieces import Span

OPENING = re.compile(r"<!\[CDATA\[|<!--")
ENDS = {"<![CDATA[": "]]>", "<!--": "-->"}
UNKNOWN = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z]\w{0,30};", re.A)
LOOSE = re.compile(r"&(?!#?\w{1,31};)|<(?![/!?a-zA-Z_])")
CLOSING = re.compile(r"</(?:\w+:)?(?:description|encoded|summary|content|title)\s*>|\Z", re.I)
ROOT = re.compile(r"<(?![?!])[^\s<>/]+")
PREFIX = re.compile(r"(?:</?|\s)([A-Za-z][\w.-]{0,30}):[A-Za-z_]", re.A)
DECLARED = re.compile(r"xmlns:([\w.-]+)\s*=")
HEAD = re.compile(r"<(?:\w+:)?(channel|feed)\b[^<>]*>", re.I)
MOST = 50  # prefixes that a feed uses
SPACES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "atom": "http://www.w3.org/2005/Atom",
    "media": "http://search.yahoo.com/mrss/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "thr": "http://purl.org/syndication/thread/1.0",
    "georss": "http://www.georss.org/georss",
    "xhtml": "http://www.w3.org/1999/xhtml",
}
WHOLE = {"rss": '<rss version="2.0"{}><channel>{}</channel></rss>', "atom": "<feed{}>{}</feed>"}
DEFAULT = {"rss": "", "atom": ' xmlns="http://www.w3.org/2005/Atom"'}


def declared(text: str) -> str:
    """The feed with a declaration for every prefix that it uses; a forgotten one would cost what it stands on."""
    missing = _prefixes(text) - set(DECLARED.findall(text))
    root = ROOT.search(text)
    return text[: root.end()] + _declarations(missing) + text[root.end() :] if missing and root else text


def whole(text: str, found: Sequence[Span], kind: str) -> str:
    """A well-formed feed of what can be read of the items at ``found``, and of what stands before them."""
    head = HEAD.search(text)
    first = found[0][0] if found else len(text)
    before = text[head.end() : first] if head and head.end() <= first else ""
    names = DEFAULT[kind] + _declarations(_prefixes(text) | set(SPACES))
    parts = (_mended(piece, f"<w{names}>") for piece in (before, *(text[start:stop] for start, stop in found)))
    return WHOLE[kind].format(names, "".join(parts))


def parsed(text: str) -> etree._Element | None:
    """The root of XML that may be broken; no entity is opened, no file and no address."""
    reader = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), reader)
    except etree.XMLSyntaxError:
        return None


def _prefixes(text: str) -> set[str]:
    return set(sorted(set(PREFIX.findall(text)) - {"xml", "xmlns"})[:MOST])


def _declarations(prefixes: set[str]) -> str:
    return "".join(f' xmlns:{name}="{SPACES.get(name, f"urn:undeclared:{name}")}"' for name in sorted(prefixes))


def _mended(piece: str, opener: str) -> str:
    """The elements of a piece, well-formed."""
    root = parsed(f"{opener}{''.join(_parts(piece))}</w>")
    if root is None:
        return ""
    try:
        return "".join(etree.tostring(one, encoding="unicode") for one in root)
    except ValueError:  # names that the parser takes and the writer does not
        return ""


def _parts(piece: str) -> Iterator[str]:
    """Markup with its loose signs escaped and sections as they are; one that never ends does so with its element."""
    place = 0
    while opening := OPENING.search(piece, place):
        yield _escaped(piece[place : opening.start()])
        ends = ENDS[opening[0]]
        end = piece.find(ends, opening.end())
        closing = CLOSING.search(piece, opening.end()) if end < 0 else None
        place = closing.start() if closing else end if end >= 0 else len(piece)
        inside = piece[opening.end() : place].replace(opening[0], "")
        yield f"{opening[0]}{inside}{ends}" if opening[0] == "<![CDATA[" else ""
        place += len(ends) if end >= 0 else 0
    yield _escaped(piece[place:])


def _escaped(markup: str) -> str:
    known = UNKNOWN.sub("", charset.numbered(markup))
    return LOOSE.sub(lambda found: "&amp;" if found[0] == "&" else "&lt;", known)
