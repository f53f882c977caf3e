"""One spelling for all addresses of a page: what readers' programs, feeds and trackers add to it is taken off.

The result names a page and is not meant to be asked: it has no scheme, and a mobile page has the name of the other.
"""

import re
from contextlib import suppress
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit

OFTEN = 300  # characters of addresses whose names are remembered, because every poll asks for them again
LONGEST = 8000  # characters; longer ones are data, and stay as they are
PORTS = ("", "80", "443")
HOST = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
BLOGSPOT = re.compile(r"\.blogspot\.(?:com?\.)?[a-z]{2,3}$")  # one blog under the name of each reader's country
DEFAULTS = re.compile(r"/(?:index\.(?:html?|php\d?|aspx?|jsp|cgi|shtml|xhtml)|default\.(?:html?|aspx?))$", re.I)
AMP = re.compile(r"(?<=[^/])(?:/amp(?:\.html)?/*$|\.amp(?=\.html?$)|\.amp$)", re.I)
CACHED = re.compile(r"^[^/]+\.cdn\.ampproject\.org/[a-z]/(?:s/)?|^google\.[a-z.]{2,6}/amp/(?:s/)?")
SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;?]*", re.I)
# Fragments that are a post's: routes of the page's program, and the anchors of pages that hold a day's or month's posts,
# which were the permalinks of Blogger, Radio UserLand and change logs; and comments, which are not the post they are on.
ROUTE = re.compile(
    r"[!/].*|\d{2,}|[a-z]\d+|(?:p|post|entry|item|id|comment)[-_]?\d+|[a-z]?\d{4}[-_/.]?\d\d[^=]*|v?\d+(?:\.\d+)+"
)
ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")  # RFC 3986, 2.3
PATH, QUERY = "%/:@!$&'()*+,;=", "%/:@!$'()*,;=?+"

# Parameters that do not choose a page: those of campaigns by how they begin, clicks, partners, mail programs, shops,
# newsrooms, share buttons, sessions, comment forms, feed readers, and the other look of the same page. After the lists
# of AdGuard (TrackParamFilter), ClearURLs and Firefox (query-stripping), without the names that choose one elsewhere.
TRACKERS = re.compile(
    r"(?:utm|[ip]?tm|mtm|matomo|piwik|pk|hsa|mc|mkt|vero|oly|ml|ga|gs|at|wt|ads?)[_.](?!id$)\w+|\w*clid|\w*_?clickid"
    r"|(?:msclk|igsh|gbra|wbra|wicked|srslt|aff|partner)id|aff|affi|affiliate(?:_?id)?|aff_id|partner_id|ref_(?:src|url)|xtor"
    r"|_hs(?:enc|mi)|__hs\w+|hsctatracking|li_fat_id|epik|_branch_match_id|trk(?:campaign|email)?|_openstat|spm|smid|smtyp"
    r"|ncid|ocid|cmpid|mbid|icid|s_kwcid|igsh|sr_share|fspref|soc_(?:src|trk)|ftag"
    r"|fb_(?:action_(?:ids|types)|source|ref)|action_(?:object|ref|type)_map|__twitter_impression"
    r"|from_?rss|feedburner|__s|__cf\w+|_gl|_ga|_kx|dm_i|elq\w*|sfmc\w*|guccounter|guce_\w+|cn-reloaded|gclsrc"
    r"|(?:php|asp|j)sess(?:ion)?id\w*|cfid|cftoken|nocache|replytocom|showcomment|amp|ampmode|amp_js_v|usqp|outputtype",
    re.I,
)
# Names that say from where somebody comes, unless their value is a number.
FROM = re.compile(r"ref|refid|referr?er|(?:\w+_)(?:ref|source|medium|campaign|referr?er)|ref_id|source|via|share")
# Names that do either: the values with which they do not choose a page.
WORD, SESSION_KEY, YES = (
    re.compile(r"(?!\d+$).+"),
    re.compile(r"[0-9a-f]{16,}|[0-9a-z,-]{26,}", re.I),
    re.compile("[01]?"),
)
VALUED = {
    **dict.fromkeys(("si", "sid", "session", "sessionid", "session_id"), SESSION_KEY),
    **dict.fromkeys(("m", "mobile", "nomobile", "print", "rss"), YES),
    **dict.fromkeys(("view", "format", "output"), re.compile("amp|mobile|print")),
    "from": re.compile("rss|feed"),
}


def canonical(url: str) -> str:
    """The name of the page at an address, such as ``example.org/post?p=3``; ``""`` for what is no web address.

    Two addresses with one name show the same page; of pages that differ, two hardly ever have one name. What does not count:
    scheme, ``www.``, default ports, fragments but routes and anchors of posts, default documents, last slashes, AMP and
    mobile variants, trackers, the order of parameters. Percent-encoding is brought to one form (RFC 3986, 6.2.2).
    """
    url = url.strip()
    return _often(url) if len(url) <= OFTEN else _name(url)


def _name(url: str) -> str:
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        return ""
    if len(url) > LONGEST:
        return url
    host = _host(parts.hostname) + ("" if port in PORTS else f":{port}")
    name = f"{host}{_path(parts.path)}{_query(parts.query)}"
    if inner := CACHED.match(name):
        return canonical(f"http://{name[inner.end() :]}")
    return f"{name}#{_encoded(parts.fragment, PATH)}" if ROUTE.fullmatch(parts.fragment) else name


@lru_cache(maxsize=8192)
def _often(url: str) -> str:
    return _name(url)


def is_home(name: str) -> bool:
    """Whether a canonical name is that of a whole site, which is no post's."""
    return "/" not in name and "?" not in name and "#" not in name


def host(name: str) -> str:
    """The host in a canonical name."""
    return re.split(r"[/?#]", name, maxsplit=1)[0]


def _host(name: str) -> str:
    name = name.rstrip(".").lower()
    with suppress(UnicodeError):
        name = name if name.isascii() else name.encode("idna").decode()
    return BLOGSPOT.sub(".blogspot.com", HOST.sub("", name))


def _path(path: str) -> str:
    path = re.sub(r"(?<!:)/{2,}", "/", SESSION.sub("", _encoded(path, PATH)))
    path = DEFAULTS.sub("/", AMP.sub("", path))
    return path.rstrip("/")


def _query(query: str) -> str:
    kept = [(name, sign, value) for name, sign, value in _pairs(query) if not _tracks(name, value)]
    return "?" + "&".join(name + sign + value for name, sign, value in sorted(kept)) if kept else ""


def _pairs(query: str) -> list[tuple[str, str, str]]:
    pairs = (pair.partition("=") for pair in query.replace("&amp;", "&").split("&") if pair)
    return [(_encoded(name, QUERY), sign, _encoded(value, QUERY)) for name, sign, value in pairs]


def _tracks(name: str, value: str) -> bool:
    """Whether a parameter says who looks at a page, from where or how, and not at which."""
    plain = unquote(name).lower()
    if plain in VALUED:
        return bool(VALUED[plain].fullmatch(value))
    return bool(TRACKERS.fullmatch(plain) or (FROM.fullmatch(plain) and WORD.fullmatch(value)))


def _encoded(text: str, safe: str) -> str:
    """Percent-encoding in one form: unreserved letters bare, all others in capitals."""

    def one(found: re.Match[str]) -> str:
        letter = chr(int(found[1], 16))
        return letter if letter in UNRESERVED else found[0].upper()

    return quote(ESCAPED.sub(one, text), safe=safe, errors="replace")
