"""A study that hears a hub: its blog, its hub and the callback server on loopback."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import bygone
import hubs
import sqlalchemy as sa
from bygone import Blog
from hubs import Hub

from flows import study as studying
from flows.collecting import callback, hearing
from flows.collecting.hearing import Hearing
from flows.database import store as storing
from flows.database.schema import ENTRIES, SUBSCRIPTIONS
from flows.database.store import Row
from flows.settings import Study
from flows.workspace import opened


@dataclass
class Heard:
    """A study whose feed has been asked, its hub, the callback server, and a clock that is set by hand."""

    hub: Hub
    blog: Blog
    study: Study
    folder: Path
    hearing: Hearing
    topic: str
    now: datetime

    def keep(self) -> int:
        return hearing.keep(self.hearing.space, lambda: self.now)

    def rows(self, table: sa.Table) -> list[Row]:
        return storing.select(self.hearing.space.store, sa.select(table))

    @property
    def titles(self) -> list[str]:
        return sorted(row["title"] for row in self.rows(ENTRIES))

    @property
    def state(self) -> str:
        return str(self.rows(SUBSCRIPTIONS)[0]["state"])

    def feed(self, number: int) -> bytes:
        """What a hub sends: a feed with one post."""
        return self.blog.rss([number])[2]


def free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_for(done: Callable[[], bool]) -> bool:
    """Whether something comes about within a minute."""
    end = time.monotonic() + 60
    while not done() and time.monotonic() < end:
        time.sleep(0.05)
    return done()


@contextmanager
def prepared(folder: Path, serving: bool = True) -> Iterator[Heard]:
    """Nothing is subscribed to yet."""
    port = free()
    with bygone.serving() as blog, hubs.serving() as hub:
        blog.posts = 3
        topic = f"{blog.url}/rss.xml"
        links = f'<atom:link rel="hub" href="{hub.url}"/><atom:link rel="self" href="{topic}"/>'
        blog.says["/rss.xml"] = lambda blog, _: blog.rss(blog.numbers, links)
        here = f"http://127.0.0.1:{port}/hear"
        study = bygone.study(blog, "/rss.xml", callback=here, listen=f"127.0.0.1:{port}")
        studying.collected(study, folder, studying.in_turn)
        with opened(study, folder) as space:
            one = Heard(hub, blog, study, folder, Hearing(space, lambda: one.now), topic, datetime.now(UTC))
            with callback.serving(study.listen, one.hearing) if serving else nullcontext():
                yield one
