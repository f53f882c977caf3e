"""Turns that processes share: one request at a time for a host, gaps and rests that all of them keep."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from extract.net.turns import Turn, Turns
from flows.collecting import sharing

ASKING = """
import sys, time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from flows.collecting import sharing

turns = sharing.turns(Path(sys.argv[1]), 0)
now = lambda: datetime.now(UTC)
for _ in range(8):
    with turns.of("a.example") as turn:
        time.sleep(turn.wait(now()))
        begun = now()
        time.sleep(0.01)
        print(begun.isoformat(), now().isoformat(), flush=True)
        turn.after = now() + timedelta(seconds=0.05)
"""


def opened(folder: Path) -> Turns:
    """The turns of another process, or of the same after a restart."""
    return Turns(shared=partial(sharing.held, folder / sharing.FOLDER))


def test_two_processes_never_ask_a_host_at_the_same_time(tmp_path: Path) -> None:
    command = [sys.executable, "-c", ASKING, str(tmp_path)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    lines = [line.split() for one in running for line in one.communicate()[0].splitlines()]
    asked = sorted((datetime.fromisoformat(begun), datetime.fromisoformat(ended)) for begun, ended in lines)

    assert len(asked) == 16
    assert all(b[0] - a[1] >= timedelta(seconds=0.05) for a, b in pairwise(asked))


def test_a_rest_that_a_host_asked_for_outlives_a_restart(tmp_path: Path) -> None:
    later = datetime.now(UTC) + timedelta(days=9)
    with opened(tmp_path).of("a.example") as turn:
        turn.after, turn.status = later, 429
    with opened(tmp_path).of("a.example") as turn, opened(tmp_path).of("b.example") as other:
        assert (turn.after, turn.status, other.after) == (later, 429, None)


def test_so_does_the_rest_of_a_service_and_the_order_of_its_hosts(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    first, second = (opened(tmp_path).place(f"{name}.tumblr.com") for name in "ab")
    first.leave(now + timedelta(hours=1), 429)

    assert [first.wait(now, 5.0), second.wait(now, 5.0), first.wait(now, 5.0)] == [0.0, 5.0, 10.0]
    assert second.rest.wait(now) == 3600.0


def test_a_rest_noted_before_the_clock_was_set_back_is_as_long_as_it_was(tmp_path: Path) -> None:
    now = datetime.now(UTC)
    with opened(tmp_path).of("a.example") as turn:
        turn.after = now + timedelta(days=400, hours=1)
    (path,) = (tmp_path / sharing.FOLDER).iterdir()
    path.write_text(path.read_text().replace(now.isoformat()[:10], (now + timedelta(days=400)).isoformat()[:10]))

    with opened(tmp_path).of("a.example") as turn:
        assert turn.wait(now) == pytest.approx(3600.0, abs=30)


@pytest.mark.parametrize("torn", ["", '{"after": "2026-', "[]", '{"after": 1, "made": 2}'])
def test_a_torn_note_is_none(tmp_path: Path, torn: str) -> None:
    with opened(tmp_path).of("a.example") as turn:
        turn.after = datetime.now(UTC)
    (path,) = (tmp_path / sharing.FOLDER).iterdir()
    path.write_text(torn)
    turn = Turn()

    with sharing.held(tmp_path / sharing.FOLDER, "a.example", turn):
        assert turn.after is None
