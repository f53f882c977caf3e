"""`rootfeed replay` of a study whose store is damaged: it is made again, and what the old one cannot give is named."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from flows.archiving import replaying
from flows.database import store as storing
from flows.database.schema import POSTS, SAMPLES

Run = Callable[..., tuple[int, str, str]]


def rows(store: Path, table: sa.Table) -> list[storing.Row]:
    """A table of a store, less the moments at which its rows were made."""
    with closing(storing.open_store(storing.sqlite_url(store))) as one:
        found = storing.select(one, sa.select(table).order_by(*table.primary_key.columns))
    return [{name: value for name, value in row.items() if name != "made"} for row in found]


@pytest.fixture
def store(finished: Path, rootfeed: Run) -> Path:
    """The store of a study of which a sample was drawn."""
    assert rootfeed("hand", "sample", finished, "--size", 5, "--coder-name", "anna")[0] == 0
    return finished.parent / "small.sqlite"


def spoil(store: Path, table: str) -> None:
    """Overwrite the page at which a table begins."""
    with closing(sqlite3.connect(store)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,), (page,) = (
            raw.execute(told).fetchone()
            for told in ("PRAGMA page_size", f"SELECT rootpage FROM sqlite_master WHERE name = '{table}'")
        )
    with store.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)


def test_a_store_that_is_no_database_is_made_again_and_kept(finished: Path, store: Path, rootfeed: Run) -> None:
    before = rows(store, POSTS)
    store.write_bytes(b"no database " * 1000)
    store.with_name("small.sqlite-wal").write_bytes(b"what a killed run left")
    status, told, said = rootfeed("replay", finished)

    assert (status, "answers replayed" in told) == (replaying.SOME_LOST, True)
    assert f"{store}: its samples are lost: file is not a database" in said
    assert rows(store, POSTS) == before
    assert store.with_name("small.sqlite.bak").read_bytes().startswith(b"no database")
    assert rootfeed("report", finished)[0] == 0


def test_what_a_damaged_store_still_gives_is_carried_over(finished: Path, store: Path, rootfeed: Run) -> None:
    before = rows(store, SAMPLES)
    spoil(store, "posts")
    status, _, said = rootfeed("replay", finished)

    assert status == replaying.SOME_LOST
    assert "its codings are lost: database disk image is malformed" in said
    assert rows(store, SAMPLES) == before != []


def test_no_folder_for_the_new_store_is_named_before_anything_is_done(finished: Path, rootfeed: Run) -> None:
    status, _, said = rootfeed("replay", finished, "--out", finished.parent / "nowhere" / "x.sqlite")

    assert (status, f"{finished.parent / 'nowhere'}: no such folder" in said) == (2, True)
