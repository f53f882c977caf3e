"""The blogosphere behind a proxy at which hosts can be made to refuse for a while, or to answer slowly."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import replying
from replying import Asked, Reply

from flows.demo import site


@dataclass
class Faltering:
    """A running proxy: how often each host still refuses, the seconds that an answer takes, and who was asked how often."""

    base: str = ""
    refusals: Counter[str] = field(default_factory=Counter)
    wait: float = 0.0
    asked: Counter[str] = field(default_factory=Counter)

    def answer(self, asked: Asked) -> Reply:
        self.asked[asked.url] += 1
        time.sleep(self.wait)
        if self.refusals[asked.host] > 0 and asked.path != "/robots.txt":
            self.refusals[asked.host] -= 1
            return 503, {}, b""
        found = site.answer(asked.host, asked.path, {name.lower(): value for name, value in asked.headers.items()})
        return found.status, dict(found.headers), found.body


@contextmanager
def serving() -> Iterator[Faltering]:
    """Serve on a free port of 127.0.0.1 while the block runs."""
    state = Faltering()
    with replying.serving(state.answer) as state.base:
        yield state
