"""The small rules of HTTP, without a network: addresses, Retry-After, and requests as bytes."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from urllib.parse import urlsplit

import httpx

# Bodies are kept decoded; a content coding left in the headers would make readers decode them twice.
DROPPED = {"content-encoding", "transfer-encoding", "content-length"}
# urlsplit takes these into a host, and httpx would ask for the name with %5B in it.
UNFIT = re.compile(r"[\s%\[\]<>\"^`{|}\\]")
NUMBER = re.compile(r"\d+(?:\.\d+)?", re.A)
LONGEST = 8_192  # characters of an address; RFC 9110 4.1 wants 8,000 to be taken, and no feed needs more
BELIEVED = 3650 * 86_400.0  # seconds; who asks for more says a number, not a time
LONGEST_REST = 86_400.0  # seconds that are left to somebody who asks for a time beyond all sense


def bad_address(url: str) -> str:
    """What keeps an address from being asked, or ``""``: only http and https, with a host and without a user name."""
    if len(url) > LONGEST:
        return f"{url[:80]!r}... is longer than {LONGEST} characters"
    return _bad(url)


@lru_cache(maxsize=512)
def _bad(url: str) -> str:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  reading it is the check
        read = httpx.URL(url)
    except (ValueError, httpx.InvalidURL) as error:
        return f"{url!r} is no address: {error}"
    if parts.scheme.lower() not in {"http", "https"}:
        return f"{url!r} is not http or https"
    if not (parts.hostname and read.host):  # urlsplit reads past blanks before an address, httpx does not
        return f"{url!r} names no host"
    if unfit := UNFIT.search(parts.hostname):
        return f"{url!r} is no address: no host has {unfit[0]!r} in its name"
    return f"{parts.hostname} is asked for with a user name" if "@" in parts.netloc else ""


@lru_cache(maxsize=512)
def asked(url: str) -> str:
    """An address as it is asked: host in ASCII, blanks and other letters percent-encoded; what is none, unchanged."""
    return url if bad_address(url) else str(httpx.URL(url))


def seconds(retry_after: str, now: datetime) -> float | None:
    """Retry-After as seconds from now, from a number or a date (RFC 9110 10.2.3); None when absent or neither.

    Weeks are believed. A time of more than ten years is nonsense, but its sender wants to be left alone: a day.
    """
    text = retry_after.strip()
    if NUMBER.fullmatch(text):  # fractions of a second are met with, though none are allowed
        rest = float(text[:20])
    else:
        try:
            moment = parsedate_to_datetime(text)
            rest = (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()
        except (ValueError, TypeError, OverflowError):
            return None
    return LONGEST_REST if rest > BELIEVED else max(0.0, rest)


def request_head(target: bytes, headers: list[tuple[bytes, bytes]]) -> bytes:
    """The bytes of a GET request."""
    lines = [b"GET %s HTTP/1.1" % target, *(name + b": " + value for name, value in headers)]
    return b"\r\n".join([*lines, b"", b""])
