"""A WebSub hub on loopback, after the Recommendation: it asks back before it believes, and signs what it sends."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode

import httpx
import replying
from replying import Asked, Reply

from extract.finding import websub

LEASE = 86_400


@dataclass
class Hub:
    """What was asked for, what the callback answered to its questions, and which subscriptions hold."""

    url: str = ""
    lease: int = LEASE
    refuses: int = 0
    moved: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    answered: list[bool] = field(default_factory=list)
    subscribed: dict[str, dict[str, str]] = field(default_factory=dict)

    def answer(self, asked: Asked) -> Reply:
        if self.moved and asked.path == "/":
            return 307, {"Location": "/moved"}, b""
        told = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        self.asked.append(told)
        if not self.refuses:
            self.verify(told)  # before the answer, which the Recommendation allows
        return self.refuses or 202, {}, b""

    def verify(self, asked: dict[str, str], **otherwise: str) -> bool:
        """Ask the callback whether a request was meant."""
        challenge = secrets.token_urlsafe(16)
        told = {"hub.mode": asked["hub.mode"], "hub.topic": asked["hub.topic"], "hub.challenge": challenge}
        query = urlencode(told | {"hub.lease_seconds": str(self.lease)} | otherwise)
        answer = httpx.get(f"{asked['hub.callback']}?{query}", timeout=5.0, trust_env=False)
        confirmed = answer.status_code == 200 and answer.text == challenge
        self.answered.append(confirmed)
        if confirmed and asked["hub.mode"] == "subscribe":
            self.subscribed[asked["hub.topic"]] = asked
        elif confirmed:
            self.subscribed.pop(asked["hub.topic"])
        return confirmed

    def send(self, topic: str, body: bytes, method: str = "sha256", **headers: str) -> int:
        """Send content to the callback of a topic; gives the status."""
        to = self.subscribed[topic]
        said = {
            "Content-Type": "application/rss+xml",
            "X-Hub-Signature": websub.signature(body, to["hub.secret"], method),
        }
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx.post(
            to["hub.callback"], content=body, headers=said | given, timeout=5.0, trust_env=False
        ).status_code


@contextmanager
def serving() -> Iterator[Hub]:
    hub = Hub()
    with replying.serving(hub.answer) as url:
        hub.url = f"{url}/"
        yield hub
