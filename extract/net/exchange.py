"""One request and what came of it: an answer within its limits, or a Failure that says why there is none."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import httpx

from extract.net.decoding import TooLarge, Unreadable, unpack
from extract.net.transport import SECONDS, Forbidden
from extract.net.watch import LONGEST_EXCHANGE, Endless
from extract.net.wire import request_head
from extract.post import Failure, Page, Reason

LIMIT = 16 * 1024 * 1024  # bytes of a body after unpacking
MOST_HEADERS = 256
NONE = ("", "")
VALIDATOR = re.compile(r"[\x20-\x7e]{1,1000}")

FAULTS: tuple[tuple[type[Exception], Reason], ...] = (
    (httpx.TimeoutException, "timed out"),
    (httpx.InvalidURL, "bad address"),
    (httpx.UnsupportedProtocol, "bad address"),
    (httpx.LocalProtocolError, "bad address"),
    (UnicodeError, "bad address"),
    (httpx.HTTPError, "unreachable"),
    (Forbidden, "forbidden address"),
    (Endless, "too large"),
)
"""What may go wrong below, and what that is called; the first that fits counts."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An address as it is asked: on condition of ``validators``, ``limit`` bytes and ``seconds`` at most.

    ``partial`` keeps the beginning of a body that is too large.
    """

    url: str
    validators: tuple[str, str] = NONE
    limit: int = LIMIT
    seconds: float = LONGEST_EXCHANGE
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: the client, what it says about itself, and the clock."""

    client: httpx.Client
    contact: str
    clock: Callable[[], datetime]


def ask(asker: Asker, wanted: Wanted) -> tuple[Page | Failure, bytes]:
    """One answer, whatever its status, and the bytes of the request where there is one."""
    headers = {"User-Agent": asker.contact, "Accept-Encoding": "gzip, deflate"}
    conditions = zip(("If-None-Match", "If-Modified-Since"), wanted.validators, strict=True)
    # What a server once sent may be no header that can be sent: then it is asked for all.
    headers |= {name: value for name, value in conditions if VALIDATOR.fullmatch(value)}
    stream = asker.client.stream
    limits = {SECONDS: wanted.seconds}
    try:
        with stream("GET", wanted.url, headers=headers, follow_redirects=False, extensions=limits) as response:
            request = request_head(response.request.url.raw_path, response.request.headers.raw)
            return _answer(asker, wanted, response), request
    except tuple(kind for kind, _ in FAULTS) as error:
        return Failure(wanted.url, _reason(error), str(error) or type(error).__name__, None), b""


def _reason(error: Exception) -> Reason:
    # A Location that is no address is a fault of the protocol to httpx, and the reason is its context alone.
    bad = isinstance(error, httpx.RemoteProtocolError) and isinstance(error.__context__, httpx.InvalidURL)
    return "bad address" if bad else next(reason for kind, reason in FAULTS if isinstance(error, kind))


def _answer(asker: Asker, wanted: Wanted, response: httpx.Response) -> Page | Failure:
    status = response.status_code
    headers = tuple((name.lower(), value) for name, value in response.headers.multi_items())
    if len(headers) > MOST_HEADERS:
        return Failure(wanted.url, "too large", f"{len(headers)} headers", status)
    try:
        chunks = () if status == 304 else response.iter_raw()
        body = unpack(chunks, response.headers.get("content-encoding", ""), wanted.limit)
    except (TooLarge, Unreadable) as error:
        large = isinstance(error, TooLarge)
        if 200 <= status < 300 and not (wanted.partial and large):
            return Failure(wanted.url, "too large" if large else "unreadable", str(error), status)
        body = error.body  # of an error page or a redirect the status is what counts
    return Page(wanted.url, wanted.url, status, headers, body, asker.clock())


def header(page: Page, name: str) -> str:
    """The value of a header, or ``""``."""
    return next((value for one, value in page.headers if one == name), "")
