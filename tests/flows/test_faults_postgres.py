"""A database that goes away in the middle: one clear line, and when it is back the same command comes to the same bytes."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import living
import postgresql
import psycopg
import pytest
from living import Run
from test_postgres import database

from flows import settings
from flows.archiving import archive
from flows.settings import Study

__all__ = ["database"]  # pytest finds the fixture here
pytestmark = pytest.mark.skipif(not postgresql.IS_THERE, reason="needs PostgreSQL")
OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = 'postgres'"


def place(url: str) -> Path:
    """The folder of a server."""
    return Path(parse_qs(urlsplit(url).query)["host"][0])


@contextmanager
def asking(url: str) -> Iterator[psycopg.Connection]:
    """A connection that is nobody's but the test's."""
    with closing(psycopg.connect(f"host={place(url)} user=me dbname=postgres", autocommit=True)) as connection:
        yield connection


@pytest.fixture
def study(database: str, small: Study, tmp_path: Path) -> Path:
    """A study whose store is an empty database."""
    with asking(database) as connection:
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    path = tmp_path / "small.toml"
    path.write_text(settings.write(small.model_copy(update={"store": database})), encoding="utf-8")
    return path


def cut(url: str) -> None:
    """Kill every connection."""
    with asking(url) as connection:
        connection.execute(OTHERS)


def fallen(url: str) -> None:
    """Let the server go away without a word."""
    postgresql.stopped(place(url))


def rows_of(connection: psycopg.Connection, table: str) -> int:
    """How many rows a table has, which need not be there."""
    if connection.execute(f"SELECT to_regclass('{table}')").fetchone() == (None,):
        return 0
    found = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return found[0] if found else 0


def when_rows(url: str, table: str, least: int, do: Callable[[str], None]) -> threading.Thread:
    """Do something to the database as soon as a table has so many rows."""

    def wait() -> None:
        end = time.monotonic() + 60.0
        with asking(url) as connection:
            while time.monotonic() < end and rows_of(connection, table) < least:
                time.sleep(0.002)
        do(url)

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


@pytest.mark.parametrize(("table", "least", "do"), [("pages", 3, cut), ("pages", 2, fallen)])
def test_a_connection_that_is_lost_is_named_and_the_same_command_goes_on(
    table: str, least: int, do: Callable[[str], None], database: str, study: Path, template: Path, rootfeed: Run
) -> None:
    waiting = when_rows(database, table, least, do)
    status, _, told = rootfeed("collect", study)
    waiting.join()
    archive.OPEN.clear()  # as if the next were another program
    if do is fallen:
        gone, _, said = rootfeed("collect", study)
        assert (gone, "small" in said or "postgresql" in said) == (2, True), said
        postgresql.started(place(database))

    assert status in (0, 1, 2)
    assert len([line for line in told.splitlines() if line.startswith("rootfeed: ")]) == (status != 0), told
    assert "me@" not in told.replace("me@/postgres", "")
    assert [rootfeed(stage, study)[0] for stage in living.STAGES] == [0, 0, 0, 0]
    assert living.report(study.parent) == living.report(template)
