"""Asking web servers for pages, politely: the only part of ``extract`` that touches the network.

A fetcher obeys robots.txt at every hop, leaves a gap between requests to one host, says who it is, asks again only a
little, and takes no more bytes than agreed.  What goes wrong is an answer too: a Failure, never an exception.
The client, the clock and the waiting come from outside, so tests run in no time.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

import httpx

from extract import robots
from extract.decoding import TooLarge, Unreadable, unpack
from extract.post import Failure, Page, Reason
from extract.robots import Robots
from extract.turns import Turns
from extract.wire import asked, bad_address, request_head, seconds
from extract.wire import response as wire_response

LIMIT = 16 * 1024 * 1024  # bytes of a body after unpacking
REDIRECTS = 5
RETRIES = 2
LONGEST_WAIT = 30.0  # seconds; who asks for more is left for another run
LONGEST_ANSWER = 120.0  # seconds for one body, against servers that send a byte now and then
REDIRECTING = {301, 302, 303, 307, 308}
PASSING = {429, 500, 502, 503, 504}  # statuses worth asking again
NONE = ("", "")

Record = Callable[[Page, bytes, bytes], None]
"""Called with each answer, the request's bytes, and the answer's bytes (head and unpacked body)."""


@dataclass(slots=True)
class Fetcher:
    """Fetches pages; ``contact`` is sent as the User-Agent and should name the tool and someone to write to.

    ``clock`` gives aware UTC times, ``sleep`` waits seconds, ``gap`` is the seconds between two requests to one host,
    counted from the end of the first.
    ``record`` sees every complete answer, redirects, errors and robots.txt among them, for an archive.
    ``robots`` maps origins to their rules: what an earlier run knew goes in, what is known now can be read from it.
    ``turns`` keeps it to one request at a time per host, for all threads and for all fetchers that share it.
    """

    client: httpx.Client
    contact: str
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    gap: float = 1.0
    record: Record | None = None
    robots: dict[str, Robots] = field(default_factory=dict)
    turns: Turns = field(default_factory=Turns)
    _unknown: dict[str, Failure] = field(default_factory=dict, init=False)
    _readers: Turns = field(default_factory=Turns, init=False)

    def get(self, url: str, validators: tuple[str, str] = NONE, limit_bytes: int = LIMIT) -> Page | Failure:
        """The page at an address, after redirects; ``validators`` are the ETag and Last-Modified of an earlier answer.

        Any 2xx is a Page; an unchanged page is ``Page(status=304, body=b"")``.  Bodies above ``limit_bytes`` are
        refused.
        """
        here = asked(url)
        for _ in range(REDIRECTS + 1):
            if refused := self._refusal(here):
                return _named(refused, url)
            answer = self._patient(here, validators, limit_bytes)
            if isinstance(answer, Failure):
                return _named(answer, url)
            if not (location := _location(answer)):
                return _judged(answer, url)
            here = location
        return Failure(url, "http", f"more than {REDIRECTS} redirects, the last to {here}", None)

    def _refusal(self, url: str) -> Failure | None:
        """Why an address must not be asked, or None."""
        if bad := bad_address(url):
            return Failure(url, "bad address", bad, None)
        rules = self._rules(robots.origin(url))
        if isinstance(rules, Failure):
            return rules
        delay = robots.delay(rules, self._name())
        if delay > LONGEST_WAIT:
            return Failure(url, "forbidden by robots", f"robots.txt asks for {delay:g} s between requests", None)
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
            if origin in self._unknown:
                return known or self._unknown[origin]
            found = self._ask_rules(origin, known)
            if isinstance(found, Failure):
                self._unknown[origin] = found
                # RFC 9309 2.4: while the file cannot be had, the old rules hold.
                return known or found
            self.robots[origin] = found
            return found

    def _ask_rules(self, origin: str, known: Robots | None) -> Robots | Failure:
        here = f"{origin}/robots.txt"
        validators = (known.etag, known.modified) if known else NONE
        for _ in range(REDIRECTS + 1):
            answer = self._patient(here, validators, robots.LIMIT, partial=True)
            status = answer.status or 0
            if status in PASSING or status >= 500:
                # RFC 9309 2.3.1.4: rules that exist but cannot be had forbid everything.
                return Failure(here, "forbidden by robots", f"answered {status}, so its rules are unknown", status)
            if isinstance(answer, Failure):
                return answer
            if status == 304 and known:
                return replace(known, fetched=answer.fetched)
            if 200 <= status < 300:
                etag, modified = (_header(answer, name) for name in ("etag", "last-modified"))
                return Robots(origin, etag, modified, status, answer.body, answer.fetched)
            if not (location := _location(answer)) or bad_address(location):
                break
            here = location
        # RFC 9309 2.3.1.3: no robots.txt, or one lost in redirects, means everything is allowed.
        return Robots(origin, "", "", status, b"", self.clock())

    def _name(self) -> str:
        """The name robots.txt files may use for us: ``rootfeed`` of ``rootfeed/0.1 (+…)``."""
        return self.contact.split("/")[0].split()[0] if self.contact.strip() else "*"

    def _patient(self, url: str, validators: tuple[str, str], limit: int, *, partial: bool = False) -> Page | Failure:
        """One address, asked up to three times; what a host asks to wait holds for all who want it."""
        host = urlsplit(url).hostname or ""
        rules = self.robots.get(robots.origin(url))
        apart = max(self.gap, robots.delay(rules, self._name()) if rules else 0.0)
        for attempt in range(RETRIES + 1):
            with self.turns.of(host) as turn:
                wait = turn.wait(self.clock())
                if wait > max(LONGEST_WAIT, apart):
                    return Failure(url, "http", f"{host} asks to be left alone for {wait:.0f} s", turn.status)
                if wait > 0:
                    self.sleep(wait)
                answer = self._ask(url, validators, limit, partial=partial)
                again = self._again(answer, attempt)
                turn.after = self.clock() + timedelta(seconds=max(apart, again or 0.0))
                turn.status = answer.status if again is not None else None
            if again is None or again > LONGEST_WAIT:
                break
        return answer

    def _again(self, answer: Page | Failure, attempt: int) -> float | None:
        """Seconds until the address may be asked again, or None when the answer stands."""
        if isinstance(answer, Failure):
            return 2.0**attempt if answer.reason in ("unreachable", "timed out") else None
        if answer.status not in PASSING:
            return None
        rest = seconds(_header(answer, "retry-after"), self.clock())
        return 2.0**attempt if rest is None else rest

    def _ask(self, url: str, validators: tuple[str, str], limit: int, *, partial: bool) -> Page | Failure:
        """One request; ``partial`` keeps the beginning of a body that is too large."""
        headers = {"User-Agent": self.contact, "Accept-Encoding": "gzip, deflate"}
        headers |= {k: v for k, v in zip(("If-None-Match", "If-Modified-Since"), validators, strict=True) if v}
        try:
            with self.client.stream("GET", url, headers=headers, follow_redirects=False) as response:
                return self._answer(url, response, limit, partial=partial)
        except (httpx.TimeoutException, TimeoutError) as error:
            return Failure(url, "timed out", str(error) or type(error).__name__, None)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError, UnicodeError) as error:
            return Failure(url, "bad address", str(error), None)
        except httpx.HTTPError as error:
            return Failure(url, "unreachable", str(error) or type(error).__name__, None)

    def _answer(self, url: str, response: httpx.Response, limit: int, *, partial: bool) -> Page | Failure:
        status = response.status_code
        headers = tuple((name.lower(), value) for name, value in response.headers.multi_items())
        try:
            chunks = () if status == 304 else self._on_time(response)
            body = unpack(chunks, response.headers.get("content-encoding", ""), limit)
        except (TooLarge, Unreadable) as error:
            if 200 <= status < 300 and not (partial and isinstance(error, TooLarge)):
                reason: Reason = "too large" if isinstance(error, TooLarge) else "unreadable"
                return Failure(url, reason, str(error), status)
            body = error.body  # of an error page or a redirect the status is what counts
        page = Page(url, url, status, headers, body, self.clock())
        if self.record:
            request = request_head(response.request.url.raw_path, response.request.headers.raw)
            self.record(page, request, wire_response(page, response.reason_phrase))
        return page

    def _on_time(self, response: httpx.Response) -> Iterator[bytes]:
        end = self.clock() + timedelta(seconds=LONGEST_ANSWER)
        for chunk in response.iter_raw():
            yield chunk
            if self.clock() > end:
                raise TimeoutError(f"the answer took more than {LONGEST_ANSWER:g} s")


def _judged(page: Page, wanted: str) -> Page | Failure:
    if 200 <= page.status < 300 or page.status == 304:
        return replace(page, asked=wanted)
    later = _header(page, "retry-after")
    detail = f"{page.url} answered {page.status}" + (f", Retry-After: {later}" if later else "")
    return Failure(wanted, "gone" if page.status == 410 else "http", detail, page.status)


def _named(failure: Failure, wanted: str) -> Failure:
    """The failure under the address that was asked for, with the one that failed in the detail."""
    detail = failure.detail if failure.url in (wanted, asked(wanted)) else f"{failure.detail} (at {failure.url})"
    return Failure(wanted, failure.reason, detail, failure.status)


def _header(page: Page, name: str) -> str:
    return next((value for one, value in page.headers if one == name), "")


def _location(page: Page) -> str:
    """Where a redirect leads, or ``""``."""
    location = _header(page, "location") if page.status in REDIRECTING else ""
    try:
        return asked(urljoin(page.url, location)) if location else ""
    except ValueError:
        return location  # refused as a bad address at the next hop
