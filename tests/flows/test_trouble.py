"""Trouble from outside: Ctrl-C, a disk that is full, a store or archive that is broken. One clear line, the right code."""

import resource
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from flows import settings, stopping
from flows.database import ailing
from flows.database import store as storing
from flows.database.schema import QUERIES
from flows.settings import Study

PROGRAM = str(Path(sys.executable).with_name("rootfeed"))


def rootfeed(*arguments: object, largest_file: int | None = None) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, with a limit in bytes on the files it may write."""

    def limit() -> None:
        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    command = [PROGRAM, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, preexec_fn=limit)


@pytest.mark.parametrize("after", [0.5, 3.0])
def test_ctrl_c_ends_in_one_line_that_says_how_to_go_on(tmp_path: Path, after: float) -> None:
    running = subprocess.Popen(
        [PROGRAM, "demo", "--out", str(tmp_path / "d")], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    time.sleep(after)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)

    assert (running.returncode, out) == (130, "")
    assert err.splitlines()[-1] == "rootfeed: interrupted; what is stored stays valid, run the same command to go on"
    assert "Traceback" not in err


def test_ctrl_c_ends_a_wait_of_the_fetching_threads_at_once() -> None:
    stopping.WANTED.set()
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        stopping.sleep(60)
    with stopping.Interruption():  # a new command starts afresh
        stopping.check()

    assert time.monotonic() - started < 30


def test_ctrl_c_counts_even_if_a_library_makes_another_error_of_it() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), stopping.Interruption():
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt as error:
            raise ValueError("what a library might say") from error

    assert signal.getsignal(signal.SIGINT) == before


def test_ctrl_c_in_a_callback_that_cannot_raise_is_not_lost(capsys: pytest.CaptureFixture[str]) -> None:
    class Pressing:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt), stopping.Interruption():
        Pressing()
        time.sleep(30)

    assert stopping.WANTED.is_set()
    assert capsys.readouterr().err == ""


def test_a_full_disk_is_one_clear_line_and_the_next_run_goes_on(small: Study, template: Path, tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_text(settings.write(small), encoding="utf-8")

    full = rootfeed("collect", path, largest_file=60_000)
    stages = [rootfeed(stage, path) for stage in ("collect", "extract", "code", "report")]

    assert full.returncode in (1, 2)  # 2 where not even the store can be made
    assert len([line for line in full.stderr.splitlines() if line.startswith("rootfeed: ")]) == 1
    assert "Traceback" not in full.stderr
    assert str(tmp_path) in full.stderr
    assert [stage.returncode for stage in stages] == [0, 0, 0, 0], [stage.stderr for stage in stages]
    same = "posts.parquet"
    assert (tmp_path / "small-report" / same).read_bytes() == (template / "small-report" / same).read_bytes()


def test_a_store_that_is_no_database_is_named(finished: Path) -> None:
    (finished.parent / "small.sqlite").write_bytes(b"not a database, whatever its name says " * 100)

    done = rootfeed("report", finished)

    assert done.returncode == 2
    assert "small.sqlite" in done.stderr
    assert "rootfeed replay STUDY.toml" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_store_that_another_program_writes_to_is_waited_for_and_then_named(finished: Path) -> None:
    with closing(sqlite3.connect(finished.parent / "small.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sa.exc.OperationalError) as caught:
            _write(finished.parent / "small.sqlite")

    assert ailing.told(caught.value) == f"database is locked; {ailing.WAIT}"
    assert not ailing.is_damage(caught.value)


def _write(path: Path) -> None:
    """Write to a store without waiting for others."""
    engine = sa.create_engine(storing.sqlite_url(path), connect_args={"timeout": 0})
    with closing(storing.Store(engine)) as store:
        storing.upsert(store, QUERIES, [{"query": "q", "study": "s", "made": "", "version": ""}])


def test_an_archive_that_is_gone_is_named_when_it_is_needed(finished: Path) -> None:
    for path in finished.parent.glob("small-archive/*"):
        path.unlink()
    kept = rootfeed("report", finished)
    with closing(sqlite3.connect(finished.parent / "small.sqlite")) as store:
        store.execute("DELETE FROM posts")
        store.commit()
    again = rootfeed("extract", finished)

    assert kept.returncode == 0  # what was read stays read
    assert again.returncode == 2
    assert ".warc.gz: archived page at" in again.stderr
    assert "Traceback" not in kept.stderr + again.stderr
