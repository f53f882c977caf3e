"""WebSub, by which a hub sends what is new (W3C Recommendation "WebSub"), as pure functions of a subscriber.

Sections are those of the Recommendation: 4 discovery, 5.1 the request, 5.3 verification of intent, 5.1.2 what is
acknowledged, 7 distribution of content, 8 its signature.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple
from urllib.parse import urlencode

from extract.net import relations
from extract.net.wire import bad_address
from extract.post import Page
from extract.sources.feed import Feed

LEASE = 10 * 86_400  # seconds that are asked for: the default of hubs (5.1)
SHORTEST, LONGEST = 300, 90 * 86_400  # a hub's lease outside of these is taken for the nearer
RENEWED = 0.8  # share of a lease after which it is renewed: a fifth is left for failures
SECRET = 199  # bytes; a secret must be shorter than 200 (5.1)
SIGNED = ("sha1", "sha256", "sha384", "sha512")  # 8: the recognised methods
SIGNATURE = re.compile(r"\s*(sha1|sha256|sha384|sha512)=([0-9a-f]{40,128})\s*", re.I)

Mode = Literal["subscribe", "unsubscribe"]


class Offer(NamedTuple):
    """Where a feed's news can be had: its hub, and the address by which the hub knows it; both ``""`` for nowhere."""

    hub: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """What a hub is asked for."""

    mode: Mode
    topic: str
    callback: str
    secret: str
    lease: int = LEASE


@dataclass(frozen=True, slots=True)
class Intent:
    """A hub's question whether a request was meant; `reason` is why it is denied, where mode is "denied"."""

    mode: str
    topic: str
    challenge: str
    lease: int
    reason: str = ""


def offered(page: Page, feed: Feed) -> Offer:
    """The hub that an answer declares; Link headers come before links in the feed (section 4)."""
    headers = relations.linked(page.headers, page.url)
    hub = next(iter(headers.get("hub", ())), "") or feed.hub
    topic = next(iter(headers.get("self", ())), "") or feed.topic
    usable = hub and topic and not bad_address(hub) and not bad_address(topic)
    return Offer(hub, topic) if usable else Offer()


def form(request: Request) -> bytes:
    """The body of a request to a hub, as ``application/x-www-form-urlencoded`` (5.1)."""
    told = {"hub.mode": request.mode, "hub.topic": request.topic, "hub.callback": request.callback}
    if request.mode == "subscribe":
        told |= {"hub.lease_seconds": str(request.lease), "hub.secret": request.secret[:SECRET]}
    return urlencode(told).encode()


def intent(asked: Mapping[str, Sequence[str]]) -> Intent | None:
    """What a hub asks at the callback, from its query as `urllib.parse.parse_qs` reads it; None for no such question."""
    said = {name: values[0] for name, values in asked.items() if values}
    mode, topic, challenge = (said.get(f"hub.{name}", "") for name in ("mode", "topic", "challenge"))
    if mode == "denied":
        return Intent(mode, topic, "", 0, said.get("hub.reason", ""))
    if mode not in ("subscribe", "unsubscribe") or not topic or not challenge:
        return None
    seconds = said.get("hub.lease_seconds", "")
    lease = int(seconds) if re.fullmatch(r"\d{1,9}", seconds, re.A) else LEASE
    return Intent(mode, topic, challenge, min(max(lease, SHORTEST), LONGEST))


def signed(body: bytes, header: str, secret: str) -> bool:
    """Whether an ``X-Hub-Signature`` is that of a body (section 8); compared in a time that tells nothing."""
    found = SIGNATURE.fullmatch(header)
    if found is None or not secret:
        return False
    made = hmac.new(secret.encode(), body, getattr(hashlib, found[1].lower())).hexdigest()
    return hmac.compare_digest(made, found[2].lower())


def signature(body: bytes, secret: str, method: str = "sha256") -> str:
    """The header that a hub sends with a body."""
    return f"{method}={hmac.new(secret.encode(), body, getattr(hashlib, method)).hexdigest()}"


def renewal(granted: datetime, lease: int) -> datetime:
    """When a lease that was granted is to be asked for again."""
    return granted + timedelta(seconds=RENEWED * lease)
