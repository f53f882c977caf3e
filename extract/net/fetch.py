"""Asking web servers for pages, politely: with `extract.net.transport`, the only part of ``extract`` on the network.

A fetcher obeys robots.txt at every hop, leaves a gap between requests to one host, says who it is, asks again only a
little, and takes no more bytes and no more time than agreed.  What goes wrong is an answer too: a Failure, never an
exception.  The client, the clock and the waiting come from outside, so tests run in no time.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

import httpx

from extract.net import robots, walls
from extract.net.exchange import LIMIT, NONE, Asker, Wanted, header
from extract.net.keeping import ALL, Keeping
from extract.net.patience import PASSING, Patience, Record
from extract.net.robots import Robots
from extract.net.turns import Turns
from extract.net.wire import asked, bad_address, seconds
from extract.post import Failure, Page, Reason

REDIRECTS = 5
LONGEST_ANSWER = 120.0  # seconds on the wire for one address, its redirects and attempts together
LONGEST_HOP = 300.0  # seconds that are waited before a redirect is followed on a host that asks for gaps
LONGEST_RULES = 30.0  # seconds of that kind for one robots.txt
UNKNOWN = timedelta(hours=1)  # how long rules that could not be had are not asked for again
REDIRECTING = {301, 302, 303, 307, 308}
PERMANENT = {301, 308}


@dataclass(slots=True)
class Fetcher:
    """Fetches pages; ``contact`` is sent as the User-Agent and should name the tool and someone to write to.

    ``client`` is one of `extract.net.transport.client`, which goes to public addresses only. ``clock`` gives aware UTC times,
    ``sleep`` waits seconds, ``gap`` is the seconds between two requests to one host, counted from the end of the first.
    ``record`` sees every complete answer, redirects, errors and robots.txt among them, for an archive.
    ``robots`` maps origins to their rules: what an earlier run knew goes in, what is known now can be read from it.
    ``turns`` keeps it to one request at a time per host, for all threads and for all fetchers that share it.
    ``keeping`` says what may be asked for and what of an answer may be kept.
    """

    client: httpx.Client
    contact: str
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    gap: float = 1.0
    record: Record | None = None
    robots: dict[str, Robots] = field(default_factory=dict)
    turns: Turns = field(default_factory=Turns)
    keeping: Keeping = ALL
    _unknown: dict[str, tuple[datetime, Failure]] = field(default_factory=dict, init=False)
    _readers: Turns = field(default_factory=Turns, init=False)
    _patience: Patience = field(init=False)

    def __post_init__(self) -> None:
        """Who asks, put together."""
        asker = Asker(self.client, self.contact, self.clock)
        self._patience = Patience(asker, self.sleep, self.gap, self.record, self.turns, self.keeping)

    def get(self, url: str, validators: tuple[str, str] = NONE, limit_bytes: int = LIMIT) -> Page | Failure:
        """The page at an address, after redirects; ``validators`` are the ETag and Last-Modified of an earlier answer.

        Any 2xx is a Page; an unchanged page is ``Page(status=304, body=b"")``.  Bodies above ``limit_bytes`` are
        refused.
        """
        here, moved, permanent, left = asked(url), "", True, LONGEST_ANSWER
        for hop in range(REDIRECTS + 1):
            if refused := self._refusal(here):
                return _named(refused, url)
            wanted = Wanted(here, validators, limit_bytes, left)
            answer, spent = self._patience.ask(wanted, self._apart(here), LONGEST_HOP if hop else 0.0)
            if isinstance(answer, Failure):
                return _named(answer, url)
            if not (location := _location(answer)):
                return self._judged(replace(answer, asked=url, moved=moved))
            permanent = permanent and answer.status in PERMANENT
            here, moved, left = location, location if permanent else moved, left - spent
        return Failure(url, "http", f"more than {REDIRECTS} redirects, the last to {here}", None)

    def _refusal(self, url: str) -> Failure | None:
        """Why an address must not be asked, or None."""
        if bad := bad_address(url):
            return Failure(url, "bad address", bad, None)
        if self.keeping.barred(url):
            return Failure("", "forgotten", "it is kept out, as was asked for", None)
        if whose := walls.leads_to(url):
            return Failure(url, "walled", f"the way leads to a wall: {whose}", None)
        rules = self._rules(robots.origin(url))
        if isinstance(rules, Failure):
            return rules
        if not robots.allows(rules, url, self._name()):
            path = urlsplit(url).path or "/"
            return Failure(url, "forbidden by robots", f"{rules.origin}/robots.txt disallows {path}", None)
        return None

    def _rules(self, origin: str) -> Robots | Failure:
        """An origin's rules, asked for at most once a day, and then only if they changed."""
        with self._readers.of(origin):
            known = self.robots.get(origin)
            if known and robots.fresh(known, self.clock()):
                return known
            if origin in self._unknown and self.clock() - self._unknown[origin][0] < UNKNOWN:
                return known or self._unknown[origin][1]
            found = self._ask_rules(origin, known)
            if isinstance(found, Failure):
                if found.reason != "throttled":  # then nobody was asked
                    self._unknown[origin] = self.clock(), found
                # RFC 9309 2.4: while the file cannot be had, the old rules hold.
                return known or found
            self.robots[origin] = found
            return found

    def _ask_rules(self, origin: str, known: Robots | None) -> Robots | Failure:
        here, status = f"{origin}/robots.txt", 0
        validators = (known.etag, known.modified) if known else NONE
        for _ in range(REDIRECTS + 1):
            # No gap that the rules ask for behind them: one of a day would leave nothing of the day but this request.
            wanted = Wanted(here, validators, robots.LIMIT, LONGEST_RULES, partial=True)
            answer, _ = self._patience.ask(wanted, self.gap)
            if isinstance(answer, Failure):
                if answer.reason != "bad address":
                    return answer
                break  # a redirect that leads nowhere
            status = answer.status
            if found := self._told(origin, known, answer):
                return found
            if not (location := _location(answer)) or bad_address(location):
                break
            here = location
        # RFC 9309 2.3.1.3: no robots.txt, or one lost in redirects, means everything is allowed.
        return Robots(origin, "", "", status, b"", self.clock())

    def _told(self, origin: str, known: Robots | None, page: Page) -> Robots | Failure | None:
        """The rules that an answer holds, or keeps back; None where it does neither."""
        if page.status in PASSING or page.status >= 500:
            # RFC 9309 2.3.1.4: rules that exist but cannot be had forbid everything.
            unknown = f"answered {page.status}, so its rules are unknown"
            return Failure(page.url, "forbidden by robots", unknown, page.status, self._asked_rest(page))
        if page.status == 304 and known:
            return replace(known, fetched=page.fetched)
        if 200 <= page.status < 300:
            etag, modified = (header(page, name) for name in ("etag", "last-modified"))
            return Robots(origin, etag, modified, page.status, page.body, page.fetched)
        return None

    def _name(self) -> str:
        """The name robots.txt files may use for us: ``rootfeed`` of ``rootfeed/0.1 (+…)``."""
        return self.contact.split("/")[0].split()[0] if self.contact.strip() else "*"

    def _apart(self, url: str) -> float:
        """Seconds between two requests to the host of an address."""
        rules = self.robots.get(robots.origin(url))
        return max(self.gap, robots.delay(rules, self._name()) if rules else 0.0)

    def _judged(self, page: Page) -> Page | Failure:
        """The answer at the end of the way, or what is wrong with it."""
        if whose := walls.wall(page):
            return Failure(page.asked, "walled", f"{page.url} answered with a wall: {whose}", page.status)
        if 200 <= page.status < 300 or page.status == 304:
            return page
        rest = self._asked_rest(page)
        throttled = page.status == 429 or (page.status == 503 and rest is not None)
        detail = f"{page.url} answered {page.status}" + (f", asks for {rest:.0f} s of rest" if rest is not None else "")
        reason: Reason = "throttled" if throttled else "gone" if page.status == 410 else "http"
        return Failure(page.asked, reason, detail, page.status, rest)

    def _asked_rest(self, page: Page) -> float | None:
        """Seconds of rest that an answer asks for."""
        return seconds(header(page, "retry-after"), self.clock())


def _named(failure: Failure, wanted: str) -> Failure:
    """The failure under the address that was asked for, with the one that failed in the detail."""
    detail = failure.detail if failure.url in ("", wanted, asked(wanted)) else f"{failure.detail} (at {failure.url})"
    return replace(failure, url=wanted, detail=detail)


def _location(page: Page) -> str:
    """Where a redirect leads, or ``""``."""
    location = header(page, "location") if page.status in REDIRECTING else ""
    try:
        return asked(urljoin(page.url, location)) if location else ""
    except ValueError:
        return location  # refused as a bad address at the next hop
