"""Work on all processors: the same results by any number of processes, which end with the one that asked."""

import os
import pickle
import shutil
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import prefecting
import pytest
import sqlalchemy as sa

from analysis.reading import sentences
from flows import cores, reading, settings
from flows import study as studying
from flows.coding import coders
from flows.database import pending
from flows.database import store as storing
from flows.database.schema import CODINGS, ENTRIES, MATCHES, POSTS
from flows.reporting import frames
from flows.settings import Study
from flows.study import Stage
from flows.workspace import opened
from reports import exports

PROGRAM = str(Path(sys.executable).with_name("rootfeed"))
TEXT = "I met Mr. Hale, e.g. twice... Then? It broke."
LIGHT = """
from flows import nursery
nursery.unrolled("nltk", "nltk.tokenize")
from analysis import reading
import sys
print(reading.sentences(sys.argv[1]), "scipy" in sys.modules)
"""


def emptied(template: Path, folder: Path, **keys: object) -> Study:
    """A copy of a study of which nothing is read yet."""
    shutil.copytree(template, folder)
    study = settings.load(folder / "small.toml").model_copy(update=keys)
    with opened(study, folder) as space, space.store.engine.begin() as connection:
        for table in (POSTS, MATCHES, CODINGS):
            connection.execute(table.delete())
    return study


def in_threes(workers: int, name: str, stage: Stage, study: Study, folder: Path, batches: list[list[str]]) -> list[int]:
    """A spread over batches of three; no workers are this very process."""
    few = reading.batches([one for batch in batches for one in batch], 3)
    return studying.in_turn(name, stage, study, folder, few) if workers else [stage(study, folder, ids) for ids in few]


def test_any_number_of_processes_comes_to_the_same_bytes(template: Path, tmp_path: Path) -> None:
    told = {}
    for workers in (0, 1, 3):
        folder = tmp_path / str(workers)
        study = emptied(template, folder, workers=workers)
        spread = partial(in_threes, workers)
        studying.extracted(study, folder, spread)
        coded = studying.coded(study, folder, spread)
        with opened(study, folder) as space:
            made = frames.frames(space)
            texts = frames.texts(space, made)
        told[workers] = coded, exports.EXPORTS["csv"]({**made.tables, "texts": texts})

    assert told[0] == told[1] == told[3]
    assert len(cores.pool(3).idle) > 1
    assert told[0][0] > 3


def test_a_stage_can_be_sent_elsewhere() -> None:
    stages = [studying.READ, studying.MATCH, cores.Computed(partial(reading.code, "v"), partial(reading.uncoded, "v"))]

    assert [repr(pickle.loads(pickle.dumps(one))) for one in stages] == list(map(repr, stages))


def test_a_coder_is_made_once_a_process(template: Path) -> None:
    study = settings.load(template / "small.toml")
    with opened(study, template) as one, opened(study, template) as other:
        assert coders.coder(study, one.book) is coders.coder(study, other.book)


def test_a_nursery_that_somebody_kills_is_replaced(template: Path, tmp_path: Path) -> None:
    study = emptied(template, tmp_path / "a")
    spread = partial(in_threes, 1)
    studying.extracted(study, tmp_path / "a", spread)
    assert cores.NURSERY.program
    cores.NURSERY.program.kill()
    for one in cores.pool(cores.abreast(study)).idle:
        one.process.kill()
    studying.coded(study, tmp_path / "a", spread)

    with opened(study, tmp_path / "a") as space:
        assert pending.uncoded(space.store, study, coders.version(study, space.book)) == []


@pytest.mark.parametrize(
    ("posts", "sizes"),
    [
        (0, []),
        (40, [40]),
        (120, [50, 50, 20]),
        (1_001, [*[126] * 7, 119]),
        (5_000, [250] * 20),
        (5_001, [*[250] * 20, 1]),
    ],
)
def test_a_task_has_more_posts_where_there_are_more(posts: int, sizes: list[int]) -> None:
    ids = [str(number) for number in range(posts)]
    batches = reading.batches(ids)

    assert [len(batch) for batch in batches] == sizes
    assert [one for batch in batches for one in batch] == ids


def kibibytes(process: int) -> dict[str, int]:
    """The memory of a process by kind."""
    told = Path(f"/proc/{process}/smaps_rollup")
    if not told.exists():
        pytest.skip("memory as Linux tells it")
    return {line.split()[0]: int(line.split()[1]) for line in told.read_text().splitlines()[1:]}


def test_a_worker_shares_what_the_nursery_has_loaded() -> None:
    pool = cores.pool(1)
    worker = pool._rested() or pool.start()
    pool.idle.append(worker)
    sizes = kibibytes(worker.process.pid)

    assert sizes["Private_Dirty:"] + sizes["Private_Clean:"] < sizes["Rss:"] / 2


def test_workers_load_of_nltk_what_they_need_and_cut_the_same_sentences() -> None:
    done = subprocess.run([sys.executable, "-c", LIGHT, TEXT], capture_output=True, text=True)

    assert done.stdout == f"{sentences(TEXT)} False\n", done.stderr


def stocked(template: Path, folder: Path) -> Path:
    """A study with hundreds of posts to read."""
    study = emptied(template, folder)
    with opened(study, folder) as space:
        entries = storing.select(space.store, sa.select(ENTRIES).where(ENTRIES.c.url != ""))
        more = [{**row, "id": f"{row['id']}-{number}"} for row in entries[:10] for number in range(25)]
        storing.upsert(space.store, ENTRIES, more)
    return folder / "small.toml"


def session(number: int) -> list[int]:
    """The processes of a session that have not ended."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, of = (place / "stat").read_text().rpartition(")")[2].split()[:4]
        except OSError:  # it has ended
            continue
        found += [int(place.name)] if int(of) == number and state != "Z" else []
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes as Linux shows them")
@pytest.mark.parametrize(("number", "to_all"), [(signal.SIGINT, True), (signal.SIGKILL, False)])
def test_stopped_in_the_middle_it_leaves_no_process_and_the_next_run_does_the_rest(
    template: Path, tmp_path: Path, number: signal.Signals, to_all: bool
) -> None:
    path = stocked(template, tmp_path / "s")
    study = settings.load(path)
    with (tmp_path / "told").open("w") as err, opened(study, path.parent) as space:
        running = subprocess.Popen([PROGRAM, "extract", str(path)], stderr=err, start_new_session=True)
        read = prefecting.until(lambda: storing.counts(space.store)["posts"], bool)
        (os.killpg if to_all else os.kill)(running.pid, number)
        code = running.wait(timeout=60)
        prefecting.until(lambda: session(running.pid), lambda left: not left, 60.0)
        stored = storing.counts(space.store)["posts"]
        studying.extracted(study, path.parent, studying.in_turn)
        counts, outcomes = storing.counts(space.store), storing.outcomes(space.store, POSTS)

    told = (tmp_path / "told").read_text()
    assert read <= stored <= counts["entries"] == counts["posts"]
    assert "Traceback" not in told
    assert code == (-9 if number == signal.SIGKILL else 130)
    assert (number == signal.SIGKILL) != ("rootfeed: interrupted; what is stored stays valid" in told)
    assert "crashed" not in outcomes
