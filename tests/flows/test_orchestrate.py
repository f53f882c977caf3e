"""Prefect's own server: it ends with the run, and one that is not there is told."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import prefecting
import pytest

from flows import settings
from flows.settings import Study

BIN = Path(sys.executable).parent


def marked(word: str) -> list[str]:
    """The programs that have inherited this word."""
    mark, found = f"ROOTFEED_TEST={word}".encode(), []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (place / "environ").read_bytes().split(b"\0"):
                found.append((place / "cmdline").read_text())
        except OSError:  # it has ended
            continue
    return found


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes as Linux shows them")
def test_a_run_that_is_killed_leaves_no_server_behind(tmp_path: Path, small: Study) -> None:
    (tmp_path / "small.toml").write_text(settings.write(small), encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    with subprocess.Popen(
        [str(BIN / "rootfeed"), "run", "small.toml"],
        cwd=tmp_path,
        env={**environment, "ROOTFEED_TEST": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as running:
        prefecting.until((tmp_path / "small.sqlite").exists, bool, 200.0)
        while_running = marked(str(tmp_path))
        running.send_signal(signal.SIGKILL)

    assert any("uvicorn" in line for line in while_running)
    assert prefecting.until(lambda: marked(str(tmp_path)), lambda found: not found, 30.0) == []


def test_a_server_that_is_not_there_is_one_clear_line(tmp_path: Path, small: Study) -> None:
    (tmp_path / "small.toml").write_text(settings.write(small), encoding="utf-8")
    environment = {**os.environ, "PREFECT_API_URL": f"http://127.0.0.1:{prefecting.free_port()}/api"}

    done = subprocess.run(
        [str(BIN / "rootfeed"), "run", "small.toml"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=200,
    )

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "PREFECT_API_URL" in done.stderr
