"""The records that pass from one step of extraction to the next.

All times are timezone-aware UTC; every record is frozen, so a step can only make a new one.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Reason = Literal[
    "unreachable",
    "timed out",
    "too large",
    "http",
    "forbidden by robots",
    "not a feed",
    "empty",
    "gone",
    "unreadable",
    "bad address",
    "throttled",
    "walled",
    "forbidden address",
    "reserved",
    "forgotten",
    "crashed",
    "too slow",
    "too much memory",
]
"""Why something could not be had. "throttled" asks for patience (429, 503 with Retry-After, 403 after 200), "walled" is
a consent or bot-wall page in its place, "forbidden address" one that leads into a private network,
"reserved" one whose publisher asks not to be indexed, archived or mined, "forgotten" one that is kept out on request. "crashed",
"too slow" and "too much memory" say what became of the program that read it."""

Zone = Literal["stated", "named", "assumed", ""]
"""How sure the zone of a date is: an offset or UTC was "stated", a zone was "named" (``PST``, ``Europe/Paris``), none was
and UTC is "assumed", which errs by up to 14 hours; ``""`` where there is no date."""


Profile = Literal["fast", "default", "best"]
"""How many readers look for a post in its page: "fast" one where it is sure, "default" two and a third where they differ,
"best" trafilatura's own first."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed, as the feed states it.

    ``summary`` and ``content`` are HTML; ``content`` is empty when the feed carries only a summary.
    ``published_raw`` is the date as written, kept because feeds write dates wrongly in many ways; ``zone`` says how sure
    the time zone of ``published`` is.
    """

    feed: str
    guid: str
    url: str
    title: str
    author: str
    published: datetime | None
    published_raw: str
    summary: str
    content: str
    zone: Zone = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One answer of a web server: ``asked`` is the address wanted, ``url`` the one that answered after redirects.

    ``moved`` is where the address has moved for good: the end of the permanent redirects (301, 308) that the way began
    with, or ``""``.
    """

    asked: str
    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched: datetime
    moved: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """One blog post as plain text; ``blog`` is the host that published it, without a leading ``www.``.

    ``published_raw`` is the date as its source writes it, ``zone`` how sure its time zone is.
    """

    url: str
    title: str
    author: str
    published: datetime | None
    date_source: Literal["feed", "page", ""]
    language: str
    text: str
    text_source: Literal["page", "feed"]
    blog: str
    published_raw: str = ""
    zone: Zone = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """Why an entry matched: the words found at ``[start, end)`` of its title or text."""

    field: Literal["title", "text"]
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Failure:
    """Something that could not be had: ``reason`` is from a short fixed list, ``detail`` is for a person.

    ``status`` is the HTTP status when a server answered, else ``None``; ``retry`` are the seconds from then for which it
    asks to be left alone, where it says so.
    """

    url: str
    reason: Reason
    detail: str
    status: int | None
    retry: float | None = None
