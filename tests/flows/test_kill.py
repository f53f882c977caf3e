"""A run that is killed at any moment leaves a store from which the next run comes to the same result."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows import settings
from flows.settings import Study

RUN = """
import sys
from pathlib import Path
from flows import settings, study
folder = Path(sys.argv[1])
study.run(settings.load(folder / "small.toml"), folder, folder / "small-report", study.in_turn)
"""
FILES = ("posts.parquet", "codings.parquet", "evidence.parquet", "report.json", "report.html", "manifest.json")


def start(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", RUN, str(folder)], stderr=subprocess.DEVNULL)


@pytest.mark.parametrize("seed", range(2))
def test_killed_three_times_and_run_again_it_comes_to_the_same(
    small: Study, template: Path, tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
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
