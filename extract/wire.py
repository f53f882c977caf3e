"""The small rules of HTTP, without a network: addresses, Retry-After, and messages as bytes."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import httpx

from extract.post import Page

# Bodies are kept decoded; a content coding left in the headers would make readers decode them twice.
DROPPED = {"content-encoding", "transfer-encoding", "content-length"}
# urlsplit takes these into a host, and httpx would ask for the name with %5B in it.
UNFIT = re.compile(r"[\s%\[\]<>\"^`{|}\\]")
LONGEST_REST = 86_400.0  # seconds; nobody has to be believed who asks for more, or for a number beyond all sense


def bad_address(url: str) -> str:
    """What keeps an address from being asked, or ``""``: only http and https, with a host and without a user name."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  reading it is the check
        httpx.URL(url)
    except (ValueError, httpx.InvalidURL) as error:
        return f"{url!r} is no address: {error}"
    if parts.scheme.lower() not in {"http", "https"}:
        return f"{url!r} is not http or https"
    if not parts.hostname:
        return f"{url!r} names no host"
    if unfit := UNFIT.search(parts.hostname):
        return f"{url!r} is no address: no host has {unfit[0]!r} in its name"
    return f"{parts.hostname} is asked for with a user name" if "@" in parts.netloc else ""


def asked(url: str) -> str:
    """An address as it is asked: host in ASCII, blanks and other letters percent-encoded; what is none, unchanged."""
    return url if bad_address(url) else str(httpx.URL(url))


def seconds(retry_after: str, now: datetime) -> float | None:
    """Retry-After as seconds from now, from a number or a date, LONGEST_REST at most; None when absent or neither."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return min(float(text), LONGEST_REST)
    try:
        moment = parsedate_to_datetime(text)
        rest = (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(0.0, rest), LONGEST_REST)


def request_head(target: bytes, headers: list[tuple[bytes, bytes]]) -> bytes:
    """The bytes of a GET request."""
    lines = [b"GET %s HTTP/1.1" % target, *(name + b": " + value for name, value in headers)]
    return b"\r\n".join([*lines, b"", b""])


def response(page: Page, phrase: str) -> bytes:
    """The bytes of an answer, without the headers about packing, because the body is unpacked."""
    lines = [f"HTTP/1.1 {page.status} {phrase}".rstrip()]
    lines += [f"{name}: {value}" for name, value in page.headers if name not in DROPPED]
    return "\r\n".join([*lines, "", ""]).encode("utf-8", "replace") + page.body
