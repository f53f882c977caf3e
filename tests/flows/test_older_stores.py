"""Stores of older code go on working: what refers to their entries finds them."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
import sqlalchemy as sa

from extract.post import Entry
from flows.database import sightings
from flows.database import store as storing
from flows.database.schema import ENTRIES, FETCHES, MIGRATED, MIGRATIONS, SAMPLES
from flows.database.sightings import Brought
from flows.database.store import Store, stamp

AT = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
FEED = "http://blog.example/feed"
TEXT = (
    "The shop rang me back about my kettle the very same day, and nobody had asked them for that at all, so I was glad."
)
POST = Entry(FEED, "1", "http://blog.example/kettle", "Kettle", "", AT, "", "", f"<p>{TEXT}</p>", "stated")


def add(store: Store, *found: Entry, feed: str = FEED, place: str = "a@0", days: float = 0) -> sightings.Added:
    """Store entries of a feed, some days later."""
    return sightings.add(store, found, Brought(feed, place, AT + timedelta(days=days)))


def table(store: Store, of: sa.Table) -> list[storing.Row]:
    return storing.select(store, sa.select(of).order_by(*of.primary_key.columns))


def shape(store: Store) -> dict[str, tuple[set[str], set[str | None]]]:
    """By table the names of its columns and indexes."""
    told = sa.inspect(store.engine)
    return {
        name: ({one["name"] for one in told.get_columns(name)}, {one["name"] for one in told.get_indexes(name)})
        for name in told.get_table_names()
    }


NEW = ("editions", "sightings", "schedules", "fetches", "subscriptions")
COLUMNS = ("entries.zone", "entries.identity", "entries.seen", "posts.published_raw", "posts.zone")


def older(path: Path) -> Store:
    """A store as the code before migration 3 left it, opened by the code of now."""
    age(path)
    return storing.open_store(storing.sqlite_url(path))


def age(path: Path) -> None:
    """Make a store as the code before migration 3 left it: ids of feed and guid, no sightings."""
    store = storing.open_store(storing.sqlite_url(path))
    with store.engine.begin() as connection:
        for name in NEW:
            connection.exec_driver_sql(f"DROP TABLE {name}")
        for name in ("matches_by_entry", "entries_by_title", "entries_by_date"):
            connection.exec_driver_sql(f"DROP INDEX {name}")
        for place in COLUMNS:
            connection.exec_driver_sql("ALTER TABLE {} DROP COLUMN {}".format(*place.split(".")))
        connection.execute(MIGRATED.delete().where(MIGRATED.c.number > 2))
        for one in OLD:
            repeated = f"\n{one.url}\n{one.title}" if one.guid == "same" else ""
            name = sha256(f"{one.feed}\n{one.guid}{repeated}".encode()).hexdigest()[:32]
            row = {**asdict(one), "published": stamp(one.published), "id": name, "source": "old@0"}
            del row["zone"]
            connection.execute(ENTRIES.insert().values({**row, "made": stamp(AT), "version": "old"}))
        chosen = {
            "study": "s",
            "query": "service",
            "entry": name,
            "seed": 1,
            "probability": 0.5,
            "stratum": "",
            "drawn": 1,
        }
        connection.execute(SAMPLES.insert().values({**chosen, "size": 1, "made": "", "version": ""}))
    store.close()


OLD = (
    POST,
    replace(POST, guid="http://blog.example/?p=2", url="http://blog.example/soup", title="Soup", content="<p>Soup</p>"),
    replace(POST, guid="same", url="http://blog.example/a", title="A"),
    replace(POST, guid="same", url="http://blog.example/b", title="B"),
    replace(
        POST, feed="http://planet.example/rss", guid="p1", url="http://blog.example/cake?utm_source=p", title="Cake"
    ),
)


def test_a_store_of_older_code_keeps_its_ids_and_finds_its_entries(tmp_path: Path) -> None:
    store = older(tmp_path / "s.sqlite")
    before = {row["title"]: row["id"] for row in table(store, ENTRIES)}
    moved = replace(OLD[0], url="http://blog.example/kettle-2", content=POST.content.replace("glad", "cross"))
    secure = replace(OLD[1], guid="https://blog.example/?p=2", url="https://blog.example/soup")
    cake = replace(OLD[4], feed=FEED, guid="9", url="http://blog.example/cake")
    found = (moved, secure, *OLD[2:4], cake)
    added = [add(store, *found, place=f"a@{turn}", days=turn) for turn in (1, 2)]

    assert added[0].entries == added[1].entries == tuple(before[one.title] for one in found)
    assert ([one.new for one in added], storing.counts(store)["editions"]) == ([0, 0], 1)
    assert {row["id"] for row in table(store, ENTRIES)} == set(before.values())
    assert table(store, SAMPLES)[0]["entry"] == before["Cake"]


def test_a_store_of_older_code_gets_the_columns_and_indexes_of_a_new_one(tmp_path: Path) -> None:
    new = storing.open_store(storing.sqlite_url(tmp_path / "new.sqlite"))

    assert shape(older(tmp_path / "s.sqlite")) == shape(new)


def test_of_older_requests_nobody_knows_whether_they_were_conditional(tmp_path: Path) -> None:
    url = storing.sqlite_url(tmp_path / "s.sqlite")
    with closing(storing.open_store(url)) as store, store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE fetches DROP COLUMN conditional")
        connection.execute(MIGRATED.delete().where(MIGRATED.c.number == 7))
        connection.exec_driver_sql(
            "INSERT INTO fetches (url, asked, outcome, via, source, status, bytes, items, new, made, version) "
            "VALUES ('http://a.example/', '2026-03-04T12:00:00Z', 'feed', 'poll', 'a@0', 200, 9, 1, 1, '', '')"
        )

    with closing(storing.open_store(url)) as store:
        assert [row["conditional"] for row in table(store, FETCHES)] == [""]


@pytest.mark.parametrize("make", [age, lambda path: None], ids=["old", "new"])
def test_programs_that_open_a_store_at_once_wait_for_the_one_that_brings_it_up_to_date(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    for turn in range(5):
        path, start = tmp_path / f"{turn}.sqlite", threading.Barrier(6)
        make(path)

        def opened(url: str, start: threading.Barrier) -> list[storing.Row]:
            start.wait()
            with closing(storing.open_store(url)) as store:
                return table(store, MIGRATED)

        with ThreadPoolExecutor(6) as pool:
            found = [pool.submit(opened, storing.sqlite_url(path), start) for _ in range(6)]

        assert {len(one.result()) for one in found} == {len(MIGRATIONS)}
