"""A post that ends the program which works on it is put aside with its reason, and costs no other."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import poisoning
import pytest
import sqlalchemy as sa

from flows import cores, reading, settings
from flows import study as studying
from flows.coding import coders
from flows.collecting.parsing import Unstarted
from flows.cores import Computed, Trouble
from flows.database import pending
from flows.database import store as storing
from flows.database.schema import CODINGS, CRASHES, ENTRIES, MATCHES, POSTS
from flows.workspace import Workspace, opened

Run = Callable[..., tuple[int, str, str]]
REASONS = {
    "abort": ("crashed", "it ended with -6"),
    "exit": ("crashed", "it ended with 7"),
    "segfault": ("crashed", "it ended with -11"),
    "memory": ("too much memory", "takes more than 512 MiB"),
    "endless": ("too slow", "takes more than 30 seconds"),
    "bug": ("crashed", "ValueError: invalid literal for int() with base 10: 'x'"),
}


@contextmanager
def emptied(path: Path, *tables: str) -> Iterator[Workspace]:
    """The study of a file without the rows of some tables."""
    with closing(sqlite3.connect(path.parent / "small.sqlite")) as store:
        for table in tables:
            store.execute(f"DELETE FROM {table}")
        store.commit()
    with opened(settings.load(path), path.parent) as space:
        yield space


def done(space: Workspace, stage: Computed, ids: list[str]) -> int:
    """A stage done with one batch; gives its tally."""
    return sum(studying.in_turn("test", stage, space.study, space.folder, [ids]))


def test_pages_that_end_the_reader_are_put_aside_and_all_others_are_read(finished: Path, rootfeed: Run) -> None:
    with emptied(finished, "posts") as space:
        ids = pending.unread(space.store)
        deeds = dict(zip(ids, poisoning.DEEDS, strict=False))
        stage = Computed(partial(poisoning.read, deeds), reading.unreadable)
        made = done(space, stage, ids)
        found = {row["entry"]: row for row in storing.by_ids(space.store, POSTS, "entry", ids)}

        assert {deed: (found[one]["outcome"], found[one]["detail"]) for one, deed in deeds.items()} == REASONS
        assert made == sum(row["outcome"] == "post" for row in found.values()) >= len(ids) - len(deeds) - 2
        assert pending.unread(space.store) == []  # none is tried again

        first = storing.by_ids(space.store, ENTRIES, "id", ids[:1])[0]
        storing.upsert(
            space.store, ENTRIES, [{**first, "source": "feed@another"}]
        )  # until what it is made from changes

        assert pending.unread(space.store) == ids[:1]
    _, told, _ = rootfeed("status", finished)
    _, facts, _ = rootfeed("status", finished, "--json")

    assert "put aside     6 posts" in told
    assert f"read {found[ids[0]]['url']}: crashed: it ended with -6" in told
    assert {row["url"] for row in json.loads(facts)["aside"]} == {found[one]["url"] for one in deeds}


def test_a_post_that_ends_the_coder_is_left_uncoded_and_named(
    finished: Path, rootfeed: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    with emptied(finished, "codings") as space:
        version = coders.version(space.study, space.book)
        ids = pending.uncoded(space.store, space.study, version)
        stage = Computed(partial(poisoning.code, {ids[1]: "abort"}, version), partial(reading.uncoded, version))
        left = done(space, stage, ids)
        coded = {row["entry"] for row in storing.select(space.store, sa.select(CODINGS.c.entry))}
        url = storing.by_ids(space.store, POSTS, "entry", ids[1:2])[0]["url"]

        assert (left, coded) == (1, {*ids} - {ids[1]})
        assert f"left uncoded: {url}: crashed: it ended with -6" in capsys.readouterr().err
        assert pending.uncoded(space.store, space.study, version) == []
        assert pending.uncoded(space.store, space.study, "another version") == ids
    _, told, _ = rootfeed("status", finished)

    assert f"code default {url}: crashed: it ended with -6" in told


def test_a_post_that_ends_the_search_matches_nothing_and_is_named(finished: Path, rootfeed: Run) -> None:
    with emptied(finished, "matches") as space:
        ids = pending.unmatched(space.store)
        done(space, Computed(partial(poisoning.match, {ids[0]: "exit"}), reading.unmatched), ids)
        mine = sa.select(MATCHES.c.entry).where(MATCHES.c.hits != "[]", MATCHES.c.query == space.study.query)
        matching = {row["entry"] for row in storing.select(space.store, mine)}

        assert pending.unmatched(space.store) == []
        assert ids[0] not in matching and matching
    assert "match http" in rootfeed("status", finished)[1]


def test_a_post_with_another_text_is_no_longer_put_aside(finished: Path) -> None:
    with emptied(finished) as space:
        version = coders.version(space.study, space.book)
        one = pending.wanted(space.store, space.study)[0]
        reading.uncoded(version, space, one, Trouble("crashed", "test"))
        storing.upsert(
            space.store, POSTS, [{**storing.by_ids(space.store, POSTS, "entry", [one])[0], "text": "An older text."}]
        )
        reading.read(space, [one])

        assert storing.select(space.store, sa.select(CRASHES)) == []


@pytest.mark.parametrize(
    ("work", "raised"), [(poisoning.unwritable, FileNotFoundError), (poisoning.lost, sa.exc.OperationalError)]
)
def test_what_the_disk_or_the_store_says_is_no_fault_of_a_post(finished: Path, work: object, raised: type) -> None:
    with emptied(finished) as space, pytest.raises(raised, match="missing"):
        done(space, Computed(work, reading.unreadable), ["x"])  # type: ignore[arg-type]


def test_where_workers_end_over_nothing_no_post_is_blamed(finished: Path) -> None:
    with emptied(finished, "posts") as space:
        ids = pending.unread(space.store)
        with pytest.raises(Unstarted, match="crashed, it ended with 3"):
            done(space, Computed(poisoning.always, reading.unreadable), ids[:1])

        assert pending.unread(space.store) == ids


def test_a_worker_that_somebody_kills_costs_no_post(finished: Path) -> None:
    with emptied(finished, "posts") as space:
        ids = pending.unread(space.store)
        done(space, studying.READ, ids[:1])
        for one in cores.pool(cores.abreast(space.study)).idle:
            one.process.kill()
        done(space, studying.READ, ids)

        assert pending.unread(space.store) == []
        assert "crashed" not in storing.outcomes(space.store, POSTS)
