"""What a publisher asks of who reads its feed: how long to stay away, and in which hours and on which days."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from extract.post import Page
from extract.sources import charset, heading, pieces
from extract.sources.feed import Feed

# A server that lets its files be kept for a year speaks of files, not of a feed: believed for a week.
LONGEST = 7 * 86_400.0
UNKEPT = re.compile(r"\b(no-cache|no-store)\b", re.I)
MAX_AGE = re.compile(r"\bmax-age\s*=\s*\"?(\d{1,10})", re.I)
HOUR = timedelta(hours=1)
TOLD = re.compile(rb"ttl|skipHours|skipDays|updatePeriod", re.I)  # in a body without these there is nothing to read
LARGEST = 4 * 1024 * 1024  # bytes of a body that is read for them


@dataclass(frozen=True, slots=True)
class Wishes:
    """``rest`` seconds between two requests; ``hours`` (UTC, 0 to 23) and ``days`` (0 is Monday) in which nobody asks."""

    rest: float = 0.0
    hours: frozenset[int] = frozenset()
    days: frozenset[int] = frozenset()


def of(page: Page, head: Feed) -> Wishes:
    """The wishes of an answer: its headers, and what the feed in it says of itself (``head``)."""
    return Wishes(max(freshness(page), min(float(head.ttl or 0), LONGEST)), head.skip_hours, head.skip_days)


def head(page: Page) -> Feed:
    """What a feed says of itself, without its entries, as far as that can be told without reading them."""
    if not TOLD.search(page.body) or len(page.body) > LARGEST or page.body.lstrip()[:1] in (b"{", b"["):
        return Feed(())
    kind = next((value for name, value in page.headers if name.lower() == "content-type"), "")
    text, _ = charset.text(page.body, kind)
    return heading.read(pieces.around(text, pieces.spans(text)), page.url)


def still(before: Wishes, page: Page) -> Wishes:
    """The wishes after "not modified": headers that it repeats are new, all else holds on (RFC 9111, 4.3.4)."""
    return replace(before, rest=max(before.rest, freshness(page)))


def freshness(page: Page) -> float:
    """Seconds for which an answer is fresh, LONGEST at most: max-age, else Expires, less its Age (RFC 9111, 4.2)."""
    headers = {name.lower(): value for name, value in page.headers}
    control = headers.get("cache-control", "")
    if UNKEPT.search(control):
        return 0.0
    given = MAX_AGE.search(control)
    life = float(given[1]) if given else _expires(headers, page.fetched)
    age = headers.get("age", "").strip()
    gone = float(age) if re.fullmatch(r"\d{1,10}", age, re.A) else 0.0
    return min(max(0.0, life - gone), LONGEST)


def _expires(headers: Mapping[str, str], fetched: datetime) -> float:
    if (ends := _date(headers.get("expires", ""))) is None:  # also for 0, which many servers write for "at once"
        return 0.0
    return (ends - (_date(headers.get("date", "")) or fetched)).total_seconds()


def _date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC)


def allowed(wishes: Wishes, moment: datetime) -> datetime:
    """The first moment from then on whose hour and day are not to be skipped; the moment itself if all are."""
    here = moment
    for _ in range(8 * 24):
        if here.hour not in wishes.hours and here.weekday() not in wishes.days:
            return here
        here = here.replace(minute=0, second=0, microsecond=0) + HOUR
    return moment
