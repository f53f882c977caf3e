"""Link headers of an answer (RFC 8288): other addresses, each with what it is to this one."""

import re
from collections.abc import Iterable

from extract.sources.links import address

LONGEST = 20_000  # characters of a header that are read
LINK = re.compile(
    r"<([^<>]{1,2000})>((?:\s*;\s*[\w!#$&+.^`|~*-]{1,40}\s*(?:=\s*(?:\"[^\"]{0,500}\"|[^\s;,\"]{0,500}))?){0,10})"
)
REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]+))", re.I)


def linked(headers: Iterable[tuple[str, str]], base: str) -> dict[str, tuple[str, ...]]:
    """Addresses by what they are (``hub``, ``self``, ``next``), in the order of the headers; `base` is the page's own."""
    found: dict[str, list[str]] = {}
    for name, value in headers:
        if name.lower() != "link":
            continue
        for link in LINK.finditer(" ".join(value[:LONGEST].split())):
            rel = REL.search(link[2])
            url = address(base, link[1])
            for kind in (rel[1] or rel[2] or "").lower().split() if rel and url else ():
                found.setdefault(kind, []).append(url)
    return {kind: tuple(dict.fromkeys(urls)) for kind, urls in found.items()}
