"""The whole demo as a user runs it, the same study without Prefect, and what of it is Prefect's start."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.clock import seconds, waited

PLAIN = """
import sys
from pathlib import Path
from flows import study
from flows.demo.server import serving
from flows.settings import Study
with serving() as blogs:
    query = '"customer service" OR "tech support" OR warranty'
    asked = Study(name="study", query=query, feeds=tuple(blogs.feeds), proxy=blogs.base, gap=0.0)
    study.run(asked, Path(sys.argv[1]), Path(sys.argv[1]), study.in_turn)
"""
START = "from flows.deployment import orchestrate; orchestrate.quiet(); orchestrate.nothing()"
HEAD = ("run", "wall", "share of the first row")


def rows() -> Iterator[tuple[str, ...]]:
    """Wall seconds of fresh processes; each run starts with an empty folder but the last, which finds all stored."""
    with tempfile.TemporaryDirectory() as folder:
        command = [str(Path(sys.executable).with_name("rootfeed")), "demo", "--out", f"{folder}/demo"]
        plain = [sys.executable, "-c", PLAIN, f"{folder}/plain"]
        runs = (
            ("rootfeed demo", command),
            ("the same study without Prefect, one host after the other", plain),
            ("an empty Prefect flow, start to end", [sys.executable, "-c", START]),
            ("rootfeed demo again", command),
        )
        first = 0.0
        for name, program in runs:
            took = waited(lambda program=program: subprocess.run(program, check=True, capture_output=True))  # type: ignore[misc]
            first = first or took
            yield name, seconds(took), f"{took / first:.2f}"
