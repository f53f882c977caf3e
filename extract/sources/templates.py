"""Search feeds: addresses at which a service answers a keyword with a feed.

Services change; what each brings is checked against the query again, so a service that ignores the keyword only costs
time.  A new service is one line in ``SEARCH_FEEDS``.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

from extract.errors import StudyError
from extract.net.wire import bad_address


@dataclass(frozen=True, slots=True)
class Template:
    """One search feed.

    ``url`` may hold ``{words}`` or ``{query}`` (quoted, phrases in quotation marks), ``{tag}``
    (``customer-service``), ``{joined}`` (``customerservice``) and ``{site}``; ``needs`` names what a caller must give.
    """

    name: str
    url: str
    needs: tuple[str, ...]


_WORDS = ("words",)
_BOTH = ("words", "site")

SEARCH_FEEDS: dict[str, Template] = {
    template.name: template
    for template in (
        Template("wordpress-com-tag", "https://en.wordpress.com/tag/{tag}/feed/", _WORDS),
        Template("wordpress-tag", "{site}/tag/{tag}/feed/", _BOTH),
        Template("wordpress-search", "{site}/?s={words}&feed=rss2", _BOTH),
        Template("blogger", "{site}/feeds/posts/default?q={words}&alt=rss&orderby=published", _BOTH),
        Template("medium-tag", "https://medium.com/feed/tag/{tag}", _WORDS),
        Template("google-news", "https://news.google.com/rss/search?q={words}&hl=en-US&gl=US&ceid=US:en", _WORDS),
        Template("bing-news", "https://www.bing.com/news/search?q={words}&format=rss", _WORDS),
        Template("reddit", "https://www.reddit.com/search.rss?q={words}&sort=new", _WORDS),
        Template("hacker-news", "https://hnrss.org/newest?q={words}", _WORDS),
        Template("mastodon-tag", "{site}/tags/{joined}.rss", _BOTH),
        Template("tumblr-tag", "{site}/tagged/{tag}/rss", _BOTH),
        Template("devto-tag", "https://dev.to/feed/tag/{joined}", _WORDS),
        # Substack has no search feed: the whole feed comes, and the query chooses from it.
        Template("substack", "{site}/feed", ("site",)),
        # A site's own search feed: the address as the site gives it, with {words} where the keyword stands.
        Template("site-search", "{site}", _BOTH),
    )
}


def expand(name: str, query_words: Sequence[str], site: str = "") -> list[str]:
    """The addresses to ask for a query's words: one for each word or phrase, in order, none twice.

    ``site`` is a blog's address (``https://blog.example``), needed by templates that search one site.
    Raises StudyError for an unknown template, a missing part, and a site that makes no address.
    """
    template = SEARCH_FEEDS.get(name)
    if template is None:
        raise StudyError(f"no search feed {name!r}; there are {', '.join(sorted(SEARCH_FEEDS))}")
    where = _site(template, site)
    if "words" in template.needs and not query_words:
        raise StudyError(f"search feed {name!r} needs words to look for")
    base = template.url.replace("{site}", where)
    if name == "site-search" and not re.search(r"\{(words|query|tag|joined)\}", base):
        raise StudyError(f"search feed {name!r} needs an address with {{words}} in it, as in {where}/?s={{words}}")
    found = dict.fromkeys(_fill(base, words) for words in (query_words or ("",)))
    if bad := next(filter(None, map(bad_address, found)), ""):
        raise StudyError(f"search feed {name!r} makes no address of the site: {bad}")
    return list(found)


def _site(template: Template, site: str) -> str:
    if "site" not in template.needs:
        return ""
    if not site.strip():
        raise StudyError(f"search feed {template.name!r} needs a site, as in {template.name}@https://blog.example")
    where = site.strip().rstrip("/")
    return where if re.match(r"https?://", where, re.I) else f"https://{where}"


def _fill(base: str, words: str) -> str:
    parts = re.findall(r"\w+", words.lower())
    phrase = f'"{words}"' if " " in words.strip() else words.strip()
    filled = base.replace("{tag}", quote("-".join(parts))).replace("{joined}", quote("".join(parts)))
    return filled.replace("{words}", quote_plus(phrase)).replace("{query}", quote_plus(phrase))
