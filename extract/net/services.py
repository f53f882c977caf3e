"""Services: one operator that answers on many host names, so that who asks many of them asks one."""

from dataclasses import dataclass
from functools import lru_cache

import tld

AT_ONCE = 2
SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Service:
    """Who stands behind a host: ``name`` is the key to count by.

    ``at_once`` requests may be under way, and between the beginnings of two lies at least ``share`` of the gap that one
    host has, and never less than ``gap`` seconds.  ``whole`` says that a 429 of one of its hosts speaks for all.
    """

    name: str
    at_once: int = AT_ONCE
    share: float = SHARE
    gap: float = 0.0
    whole: bool = False


# Two at once and half a gap: a service gets twice what a blog gets, however many of its blogs are asked. What research
# crawlers of feeds do is of that size: Media Cloud's rss-fetcher has two requests at once for a source and for a host.
SERVICES = (
    "ameblo.jp", "beehiiv.com", "blogger.com", "blogspot.com", "buttondown.com", "dreamwidth.org", "feedburner.com",
    "ghost.io", "hatenablog.com", "hashnode.dev", "livejournal.com", "medium.com", "over-blog.com", "squarespace.com",
    "substack.com", "tumblr.com", "typepad.com", "weebly.com", "wixsite.com", "wordpress.com", "write.as", "youtube.com",
)  # fmt: skip
OTHER_NAMES = {
    "blogger.com": "blogspot.com",
    "feedproxy.google.com": "feedburner.com",
    "hatenablog.jp": "hatenablog.com",
    "hatenadiary.com": "hatenablog.com",
    "hateblo.jp": "hatenablog.com",
    "wixstudio.com": "wixsite.com",
    "wp.com": "wordpress.com",
}
SLOW = {"reddit.com": 60.0}
"""Seconds between two requests, where a service gives out less than most: in 2026 Reddit about one feed a minute."""


@lru_cache(maxsize=4096)
def of(host: str) -> Service:
    """The service behind a host: a known one, or all hosts of its registrable domain, or the host alone.

    The registrable domain is that of the Public Suffix List without its private part, in which each blog of a service
    is a domain of its own.
    """
    domain = _domain(host)
    name = OTHER_NAMES.get(host) or OTHER_NAMES.get(domain) or _blogspot(domain)
    return Service(name, gap=SLOW.get(name, 0.0), whole=name in SERVICES or name in SLOW)


def _blogspot(domain: str) -> str:
    return "blogspot.com" if domain.startswith("blogspot.") else domain  # blogspot.de, blogspot.co.uk, ...


def _domain(host: str) -> str:
    if ":" in host or host.rpartition(".")[2].isdigit():
        return host  # an address
    found = tld.get_fld(f"http://{host}/", search_private=False, fail_silently=True)
    # The list's own rule for what it does not know is "*": the last label is the suffix.
    return found or ".".join(host.split(".")[-2:])
