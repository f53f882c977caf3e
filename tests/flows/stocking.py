"""What tests put into a store, and what stands in it then."""

import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from extract.post import Entry
from flows.database import sightings
from flows.database import store as storing
from flows.database.schema import ENTRIES, METADATA
from flows.database.sightings import Brought
from flows.database.store import Store

AT = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
FEED = "http://blog.example/feed"
TEXT = (
    "The shop rang me back about my kettle the very same day, and nobody had asked them for that at all, so I was glad."
)
POST = Entry(FEED, "1", "http://blog.example/kettle", "Kettle", "", AT, "", "", f"<p>{TEXT}</p>", "stated")
DERIVED = ("codings", "matches", "posts", "queries")  # tables that tell when a stage ran, not when an answer came


def add(store: Store, *found: Entry, feed: str = FEED, place: str = "a@0", days: float = 0) -> sightings.Added:
    """Store entries of a feed, some days later."""
    return sightings.add(store, found, Brought(feed, place, AT + timedelta(days=days)))


def table(store: Store, of: sa.Table) -> list[storing.Row]:
    return storing.select(store, sa.select(of).order_by(*of.primary_key.columns))


def entry(store: Store) -> storing.Row:
    """The only entry there is."""
    (only,) = table(store, ENTRIES)
    return only


def rows(path: Path) -> dict[str, list[dict[str, object]]]:
    """Every table without the moments at which posts were made, matched and coded."""
    with closing(storing.open_store(storing.sqlite_url(path))) as one:
        found = {of.name: storing.select(one, sa.select(of)) for of in METADATA.sorted_tables}
    apart = {name: {"made"} if name in DERIVED else set() for name in found}
    return {
        name: sorted(({k: v for k, v in row.items() if k not in apart[name]} for row in told), key=str)
        for name, told in found.items()
    }


def added_at_once(url: str) -> tuple[int, int]:
    """Four feeds with the same ten posts come to a store at once; the entries and the sightings that there are more."""
    start = threading.Barrier(4)

    def bring(number: int) -> None:
        with closing(storing.open_store(url)) as store:  # as a process of its own would
            start.wait()
            for post in range(10):
                link = f"http://at-once.example/{post}?utm_source={number}"
                one = replace(POST, guid=f"{number}-{post}", url=link, title=f"Kettle {post}")
                add(store, one, feed=f"http://f{number}.example/")

    with closing(storing.open_store(url)) as base:
        before = storing.counts(base)
        threads = [threading.Thread(target=bring, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        after = storing.counts(base)
    return after["entries"] - before["entries"], after["sightings"] - before["sightings"]
