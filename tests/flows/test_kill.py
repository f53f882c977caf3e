"""Killed at any moment, a study goes on: nothing is lost, nothing is doubled, and it comes to the same result."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import killing
import pytest

from flows import settings
from flows.archiving import archive
from flows.settings import Study

RUN = """
import sys
from pathlib import Path
from flows import settings, study
folder = Path(sys.argv[1])
study.run(settings.load(folder / "small.toml"), folder, folder / "small-report", study.in_turn)
"""
WRITE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from extract.post import Page
from flows.archiving.archive import Archive
one, number = Archive(Path(sys.argv[1]), "one", full=2_000_000), 0
while True:
    url = f"http://a.example/{number}"
    body = url.encode() * (number % 50 * 100 + 1)
    one.record(Page(url, url, 200, (), body, datetime.now(UTC)), b"GET / HTTP/1.1\\r\\n\\r\\n")
    print(one.places[url], url, flush=True)
    number += 1
"""
FILES = ("posts.parquet", "codings.parquet", "evidence.parquet", "report.json", "report.html", "manifest.json")


def start(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", RUN, str(folder)], stderr=subprocess.DEVNULL)


def test_killed_three_times_and_run_again_the_whole_program_comes_to_the_same(
    small: Study, template: Path, tmp_path: Path
) -> None:
    dice = random.Random(0)
    (tmp_path / "small.toml").write_text(settings.write(small), encoding="utf-8")
    killed = 0
    for stage in ("small.sqlite", "small-archive", "small-report"):
        running = start(tmp_path)
        while running.poll() is None and not (tmp_path / stage).exists():
            time.sleep(0.01)
        time.sleep(dice.uniform(0.0, 0.4))
        running.kill()
        killed += running.wait() == -signal.SIGKILL

    assert start(tmp_path).wait() == 0
    assert killed
    for name in FILES:
        assert (tmp_path / "small-report" / name).read_bytes() == (template / "small-report" / name).read_bytes()


def test_killed_in_every_stage_nothing_is_lost_and_nothing_doubled(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, killing.__file__, str(tmp_path), "12", "1"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)

    assert sum(told["kills"].values()) >= 12
    assert (told["lost"], told["doubled"], told["faults"]) == (0, 0, [])


@pytest.mark.parametrize("seed", range(4))
def test_a_place_that_was_told_is_whole_on_the_disk(tmp_path: Path, seed: int) -> None:
    command = [sys.executable, "-c", WRITE, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as running:
        assert running.stdout
        lines = [running.stdout.readline()]
        time.sleep(random.Random(seed).uniform(0.0, 0.2))
        os.kill(running.pid, signal.SIGKILL)
        lines += [line for line in running.stdout if line.endswith("\n")]

    assert lines[0]
    for line in lines:
        place, url = line.split()
        headers, body = archive.read(tmp_path, place)
        assert body.startswith(url.encode())
        assert int(dict(headers)["Content-Length"]) == len(body)
