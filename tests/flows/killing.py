"""Strikes a study again and again, at random moments, and tells what was lost or doubled. A program of its own, for it forks.

`killing.py FOLDER POINTS SEED`: stage after stage while a blogosphere grows, each struck at moments spread over the time
that it takes (kill -9 of it all, Ctrl-C, kill -9 of a process that it started), then left to end; last the store is made
again from the archive. What is exported must then be what a study exports that nobody struck. Prints one JSON object.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import growing
import httpx
import sqlalchemy as sa

from analysis import codebook
from extract.errors import StudyError
from extract.post import Entry, Page
from extract.reading import article
from flows import settings, stopping
from flows import study as studying
from flows.archiving import archive, replaying
from flows.coding import coders
from flows.database import store as storing
from flows.database.schema import CODINGS, EDITIONS, ENTRIES, FEEDS, PAGES, POSTS, SIGHTINGS
from flows.reporting import frames
from flows.settings import Study
from flows.workspace import opened
from reports import exports

KILLS = 3  # of each stage in each phase
PHASES = (0, 2)
TABLES = (ENTRIES, SIGHTINGS, EDITIONS, PAGES, POSTS, CODINGS, FEEDS)
Work = Callable[[Study, Path], Any]
Strike = Callable[[int], bool]  # of a process; whether there was anything to strike
NAMED, INTERRUPTED = 2, 130  # exit statuses after an error with a name of our own, and after Ctrl-C


def collect(study: Study, folder: Path) -> None:
    """Two rounds, as a program that serves makes them."""
    for _ in range(2):
        studying.collected(study, folder, studying.in_turn)


def extract(study: Study, folder: Path) -> None:
    studying.extracted(study, folder, studying.in_turn)


def code(study: Study, folder: Path) -> None:
    studying.coded(study, folder, studying.in_turn)


def replay(study: Study, folder: Path) -> None:
    (folder / f"{study.name}.sqlite.bak").unlink(missing_ok=True)
    replaying.replay(argparse.Namespace(study=folder / f"{study.name}.toml", out=None, json=False))


STAGES: tuple[Work, ...] = (collect, extract, code)


def begun(work: Work, study: Study, folder: Path) -> int:
    """Start work in a child; returns its process id."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        os.setsid()  # whatever it starts is killed with it
        with (folder / "told.txt").open("a") as told:
            os.dup2(told.fileno(), 1)
            os.dup2(told.fileno(), 2)
        with stopping.Interruption():
            work(study, folder)
        status = 0
    except KeyboardInterrupt:
        status = INTERRUPTED
    except StudyError:  # what a user is told in one line, and after which the same command goes on
        status = NAMED
        traceback.print_exc()
    finally:  # whatever ends it: a child does not go on with what its parent is doing
        if status == 1:
            traceback.print_exc()
        sys.stderr.flush()
        os._exit(status)


def killed(work: Work, study: Study, folder: Path, after: float, strike: Strike) -> bool:
    """Whether work was still going on when it was struck. Raises RuntimeError where it failed by itself."""
    child = begun(work, study, folder)
    time.sleep(after)
    hit = strike(child)
    status = _ended(child, folder)
    if status == NAMED and not (hit and strike is a_worker):  # one that dies as it starts ends the run
        raise RuntimeError((folder / "told.txt").read_text()[-3000:])
    return status in (-signal.SIGKILL, INTERRUPTED) or (hit and strike is a_worker)


def everything(child: int) -> bool:
    """kill -9 of a program and of all that it has started."""
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:  # it leads no group yet
        os.kill(child, signal.SIGKILL)
    return True


def ctrl_c(child: int) -> bool:
    """What a terminal sends to all of them."""
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGINT)
    return True


def a_worker(child: int) -> bool:
    """kill -9 of a process that the program has started, as one that reads feeds; the program is to go on and end well."""
    with suppress(OSError, IndexError):  # none is there, or no more
        told = "".join(path.read_text() for path in Path(f"/proc/{child}/task").glob("*/children"))
        os.kill(int(told.split()[0]), signal.SIGKILL)
        return True
    return False


STRIKES: tuple[Strike, ...] = (everything, everything, ctrl_c, a_worker)


def whole(work: Work, study: Study, folder: Path) -> float:
    """Let work end; returns the seconds that it took."""
    started = time.monotonic()
    if _ended(begun(work, study, folder), folder):
        raise RuntimeError((folder / "told.txt").read_text()[-3000:])
    return time.monotonic() - started


def _ended(child: int, folder: Path) -> int:
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status > 0 and status not in (NAMED, INTERRUPTED):
        raise RuntimeError((folder / "told.txt").read_text()[-3000:])
    return status


def phase(study: Study, number: int) -> None:
    """Let the blogosphere go on."""
    httpx.get(f"http://phase.example/{number}", proxy=study.proxy)


def result(study: Study, folder: Path) -> tuple[dict[str, bytes], dict[str, Counter[Any]]]:
    """What is exported, and how often each key stands in each table."""
    with opened(study, folder) as space:
        made = frames.frames(space)
        texts = frames.texts(space, made)
        tables = {
            table.name: Counter(
                tuple(row.values()) for row in storing.select(space.store, sa.select(*table.primary_key))
            )
            for table in TABLES
        }
    return exports.EXPORTS["csv"]({**made.tables, "texts": texts}), tables


def faults(study: Study, folder: Path) -> list[str]:
    """What is wrong with store and archive."""
    found = []
    with opened(study, folder) as space:
        with space.store.engine.connect() as connection:
            found += [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"]
        for table in (FEEDS, ENTRIES, PAGES):
            for row in storing.select(space.store, sa.select(table.c.source).where(table.c.source != "").distinct()):
                archive.read(space.archive, row["source"])  # raises where a row names what is not there
        files = sorted(map(str, space.archive.glob("*.warc.gz")))
    check = subprocess.run([sys.executable, "-m", "warcio.cli", "check", *files], capture_output=True, text=True)
    return found + [line for line in check.stdout.splitlines() if line]


def lived(study: Study, folder: Path, dice: random.Random, times: dict[tuple[str, int], float]) -> Counter[str]:
    """A study's life over all PHASES with KILLS at each stage, fewer where it ends sooner; without times, undisturbed."""
    folder.mkdir()
    (folder / f"{study.name}.toml").write_text(settings.write(study), encoding="utf-8")
    kills: Counter[str] = Counter()
    undisturbed = not times
    for number in PHASES:
        phase(study, number)
        for work in (*STAGES, replay) if number == PHASES[-1] else STAGES:
            key = work.__name__, number
            for _ in range(0 if undisturbed else KILLS):
                strike, after = dice.choice(STRIKES), dice.uniform(0.0, times[key])
                kills[f"{work.__name__} {strike.__name__}"] += killed(work, study, folder, after, strike)
            took = whole(work, study, folder)
            times |= {key: took} if undisturbed else {}
    return kills


@contextmanager
def serving() -> Iterator[str]:
    """The blogosphere in a process of its own: a fork must not inherit its threads."""
    program = [sys.executable, growing.__file__]
    with subprocess.Popen(
        program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout and server.stdin
        yield server.stdout.readline().strip()
        server.stdin.close()


def warm(study: Study) -> None:
    """Load what every child would load: texts are read and coded here once."""
    url = "http://slow-kettle.example/"
    page = Page(url, url, 200, (), b"<html><body>" + b"<p>I called customer service.</p>" * 50, datetime.now(UTC))
    article.read(page, Entry(url, url, url, "A call", "", None, "", "", ""))
    coders.coder(study, codebook.default())("A call", "I called customer service twice and nobody came.")


def judged(proxy: str, place: str, points: int, seed: int) -> dict[str, Any]:
    """Lives until there were so many kills, and what they came to."""
    keys = {"name": "killed", "query": '"customer service"', "feeds": growing.FEEDS, "proxy": proxy, "gap": 0.0}
    study = Study.model_validate({**keys, "contact": "t@t.example"})
    times: dict[tuple[str, int], float] = {}
    warm(study)
    lived(study, Path(place) / "undisturbed", random.Random(seed), times)
    exported, tables = result(study, Path(place) / "undisturbed")
    told: dict[str, Any] = {"kills": Counter(), "lost": 0, "doubled": 0, "faults": [], "lives": 0}
    while told["kills"].total() < points:
        told["lives"] += 1
        folder = Path(place) / f"life-{told['lives']}"
        told["kills"] += lived(study, folder, random.Random(f"{seed} {told['lives']}"), times)
        again, now = result(study, folder)
        told["lost"] += sum((tables[name] - now[name]).total() for name in tables)
        told["doubled"] += sum((now[name] - tables[name]).total() for name in tables)
        told["faults"] += faults(study, folder)
        told["faults"] += [f"{name} differs" for name in exported if again[name] != exported[name]]
    return told


if __name__ == "__main__":
    with serving() as proxy:
        print(json.dumps(judged(proxy, sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
