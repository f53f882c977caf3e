"""What the store takes on PostgreSQL: things a second and bytes of each, on a server of its own that syncs as it is shipped.

By one writer, and by four at once: feeds' answers go in one after the other (flows.database.sightings), the rest side by side.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from analysis.coding import Coding
from extract.post import Entry, Failure, Post
from flows.database import intake, sightings
from flows.database import rows as kept
from flows.database import store as storing
from flows.database.sightings import Brought
from flows.database.store import Store

sys.path.append(str(Path(__file__).parents[1] / "flows"))
import postgresql

HEAD = ("what is stored", "a second, by one", "a second, by four", "bytes of one")
NOTE = "By wall time, with the server on the same machine, whatever else that does; bytes with all indexes."
TIMES, ITEMS, BATCH = 40, 20, 100
AT = datetime(2026, 3, 4, tzinfo=UTC)
WORDS = [f"word{number}" for number in range(5000)]


@dataclass(frozen=True)
class _Stored:
    """As much of a workspace as storing takes."""

    store: Store


def _text(seed: str) -> str:
    """Some 2,400 characters, each text another."""
    return " ".join(random.Random(seed).choices(WORDS, k=280))


def _feed(store: Store, number: int) -> int:
    feed = f"http://f{number}.example/"
    posts = [
        Entry(feed, f"{number}-{one}", f"{feed}{one}", _text(f"{one} {number}")[:60], "", AT, "", "", "", "stated")
        for one in range(ITEMS)
    ]
    sightings.add(store, posts, Brought(feed, f"a-{number}@0", AT))
    return ITEMS


def _again(store: Store, number: int) -> int:
    """What stands in the store already."""
    return _feed(store, number)


def _requests(store: Store, number: int) -> int:
    answer = intake.Answer(Failure("http://f.example/", "timed out", "", None), "", AT + timedelta(minutes=number))
    for one in range(ITEMS):
        intake.feed(_Stored(store), {"url": f"http://requests{number}-{one}.example/feed"}, answer)  # type: ignore[arg-type]
    return ITEMS


def _posts(store: Store, number: int) -> int:
    ids = [f"{number}-{one}" for one in range(BATCH)]
    texts = {one: _text(one) for one in ids}
    made = {
        one: (Post(f"http://f.example/{one}", "Kettle", "", AT, "feed", "en", text, "page", "f.example"), "a@0")
        for one, text in texts.items()
    }
    kept.add_posts(store, made)
    return BATCH


def _codings(store: Store, number: int) -> int:
    told = Coding("experience", "tells", tuple((f"cause{one}", "failed") for one in range(4)), -1)
    kept.add_codings(store, "default", "1", {f"{number}-{one}": told for one in range(BATCH)})
    return BATCH


WORK: dict[str, tuple[Callable[[Store, int], int], str]] = {
    "entries, by feeds of 20": (_feed, "entries sightings"),
    "the same again": (_again, "entries sightings"),
    "answers of feeds, with the feed's row": (_requests, "fetches feeds"),
    "posts of 2,400 characters, by 100": (_posts, "posts"),
    "codings, by 100": (_codings, "codings"),
}


def rows() -> Iterator[tuple[str, ...]]:
    """A row for each kind of thing."""
    with postgresql.serving("-c fsync=on -c autovacuum=on") as (url, _), closing(storing.open_store(url)) as store:
        for name, (work, tables) in WORK.items():
            one = _speed(partial(work, store), 0, 1)
            four = _speed(partial(work, store), 1000, 4)
            with store.engine.connect() as connection:
                size = sum(
                    connection.scalar(sa.text(f"SELECT pg_total_relation_size('{table}')")) for table in tables.split()
                )
                count = connection.scalar(sa.text(f"SELECT count(*) FROM {tables.split()[0]}"))
            yield name, f"{one:,.0f}", f"{four:,.0f}", f"{size / count:,.0f}"


def _speed(work: Callable[[int], int], first: int, writers: int) -> float:
    started = time.perf_counter()
    with ThreadPoolExecutor(writers) as pool:
        done = sum(pool.map(work, range(first, first + TIMES)))
    return done / (time.perf_counter() - started)
