"""The same study on PostgreSQL: a server of this test's own, on a socket in its own folder."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import postgresql
import pytest
import sqlalchemy as sa
from stocking import added_at_once

from flows import study as studying
from flows.database import store as storing
from flows.settings import Study

TABLES = ("posts.parquet", "codings.parquet", "evidence.parquet", "report.json")

pytestmark = pytest.mark.skipif(not postgresql.IS_THERE, reason="needs PostgreSQL")


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """The URL of an empty database."""
    with postgresql.serving() as (url, _):
        yield url


def test_the_study_comes_to_the_same_bytes_and_a_second_run_adds_nothing(
    database: str, small: Study, template: Path, tmp_path: Path
) -> None:
    study = small.model_copy(update={"store": database})

    for _ in range(2):
        done = studying.run(study, tmp_path, tmp_path / "out", studying.in_turn)
        opened = storing.open_store(database)
        counted = storing.counts(opened)
        opened.close()

    assert done.report
    assert counted["entries"] == counted["posts"] == 12
    for name in TABLES:
        assert (tmp_path / "out" / name).read_bytes() == (template / "small-report" / name).read_bytes(), name


def test_feeds_with_one_post_that_come_at_once_make_one_entry(database: str) -> None:
    assert added_at_once(database) == (10, 40)


def test_programs_that_open_a_new_store_at_once_wait_for_the_one_that_makes_it(database: str) -> None:
    engine = sa.create_engine(database, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE fresh")
    engine.dispose()
    fresh, start = database.replace("/postgres?", "/fresh?"), threading.Barrier(6)

    def opened(_: int) -> dict[str, int]:
        start.wait()
        with closing(storing.open_store(fresh)) as store:
            return storing.counts(store)

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(opened, range(6)))

    assert all(not any(counts.values()) for counts in found)
