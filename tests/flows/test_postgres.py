"""The same study on PostgreSQL: a server of this test's own, on a socket in its own folder."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from stocking import added_at_once

from flows import study as studying
from flows.database import store as storing
from flows.settings import Study

BIN = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path(shutil.which("initdb") or "/nowhere/initdb").parent)
TABLES = ("posts.parquet", "codings.parquet", "evidence.parquet", "report.json")

pytestmark = pytest.mark.skipif(not (BIN / "initdb").exists(), reason="needs PostgreSQL")


def _run(*command: object, cwd: Path) -> None:
    # The server refuses to run as root, so there its package's own user runs it.
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*prefix, *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd=cwd)


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """The URL of an empty database."""
    folder = Path(subprocess.check_output(["mktemp", "-d", "/tmp/rootfeed-pg-XXXXXX"], text=True).strip())
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    _run(BIN / "initdb", "-D", data, "-A", "trust", "-U", "me", "-E", "UTF8", "--no-sync", cwd=folder)
    options = f"-c listen_addresses='' -k {folder} -c fsync=off"
    _run(BIN / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start", cwd=folder)
    yield f"postgresql+psycopg://me@/postgres?host={folder}"
    _run(BIN / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop", cwd=folder)
    shutil.rmtree(folder)


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
