"""A study killed at two hundred random moments, in every stage: what was lost, what was doubled."""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

POINTS, SEED = 200, 5
PROGRAM = Path(__file__).parents[1] / "flows" / "killing.py"
NOTE = "No peer: every count after the kills has to be 0."
HEAD = (
    "kills",
    "in collecting",
    "extracting",
    "coding",
    "replaying",
    "of these Ctrl-C",
    "of a worker",
    "studies",
    "lost",
    "doubled",
    "faults",
    "seconds",
)


def rows(points: int = POINTS) -> list[tuple[str, ...]]:
    """One row: the kills by stage, the studies that they were spread over, and what came of them."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(PROGRAM), folder, str(points), str(SEED)]
        told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    kills = told["kills"]
    stages, ways = ("collect", "extract", "code", "replay"), ("ctrl_c", "a_worker")
    by_stage = [str(sum(count for name, count in kills.items() if name.startswith(one))) for one in stages]
    by_stage += [str(sum(count for name, count in kills.items() if name.endswith(one))) for one in ways]
    found = [str(told["lives"]), str(told["lost"]), str(told["doubled"]), str(len(told["faults"]))]
    return [(str(sum(kills.values())), *by_stage, *found, f"{time.monotonic() - started:.0f}")]
