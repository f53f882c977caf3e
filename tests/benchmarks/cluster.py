"""One Dask worker against two, each with one process that computes: a stored study on PostgreSQL, as docs/cluster.md has it.

The archive is a folder that both see: an object store on the same two processors would take them from the workers.
"""

import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import sqlalchemy as sa

from flows import settings
from flows.settings import Study
from tests.benchmarks import studies

sys.path.append(str(Path(__file__).parents[1] / "flows"))
import clusters
from clusters import Cluster

HEAD = ("stage", "posts", "one worker, s", "two workers, s", "times as fast", "of turns")
NOTE = "Wall seconds as the run tells them, in turns, so that what else the machine does falls on both."
POSTS, TURNS = 5_000, 3  # as many batches for each worker
STAGES = ("extract", "match", "code")
TOLD = re.compile(r"^(\w+): (\d+) of \2 in ([\d.]+) s", re.M)
AGAIN = ("codings", "matches", "posts")  # tables that are emptied before each run


def rows() -> Iterator[tuple[str, ...]]:
    """A row for each stage, and one for all."""
    with tempfile.TemporaryDirectory() as folder, clusters.serving(Path(folder)) as cluster:
        place = {"store": cluster.database, "archive": f"{folder}/archive", "draws": 100}
        study = studies.study(1).model_copy(update=place)
        home = Path(folder) / "study"
        home.mkdir()
        (home / "calls.toml").write_text(settings.write(study), encoding="utf-8")
        studies.collected(home, POSTS, study)
        times: dict[int, list[dict[str, float]]] = {1: [], 2: []}
        for _ in range(TURNS):
            _run(cluster, study, home)  # fills caches; the one that has joined loads what it needs
            times[2].append(_run(cluster, study, home))
            cluster.kill("two")
            times[1].append(_run(cluster, study, home))
            cluster.join("two")
        for name in (*STAGES, "all"):
            one, two = ([turn[name] for turn in times[count]] for count in (1, 2))
            ratios = [slow / fast for slow, fast in zip(one, two, strict=True)]
            spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
            yield name, f"{POSTS:,}", f"{median(one):.1f}", f"{median(two):.1f}", f"{median(ratios):.2f}", spread


def _run(cluster: Cluster, study: Study, home: Path) -> dict[str, float]:
    """Seconds of each stage, and of all."""
    with sa.create_engine(study.store).begin() as connection:
        for table in AGAIN:
            connection.exec_driver_sql(f"DELETE FROM {table}")
    line = clusters.command("rootfeed run calls.toml --dask").split(" --query")[0] + " --offline"
    if cluster.begin("run", line, home).wait() != 0:
        raise RuntimeError(cluster.log("run"))
    told = {name: float(took) for name, _, took in TOLD.findall(cluster.log("run"))}
    return {**told, "all": sum(told[name] for name in STAGES)}
