"""All processors: batches of a stage that computes are worked on in processes of their own, whoever spreads them.

The thread that has a batch (of `study.in_turn`, or Prefect's) waits for a worker of `flows.collecting.parsing`: what ends a
worker, or takes too long or too much memory, costs no other batch. A batch that came to grief is done post by post; one on
which a worker ends again, alone and twice, is put aside with its reason, and the rest is done.

Workers are our own and no executor's: that gives up all of its processes with one that ends, cannot end one that is stuck,
and took half as much again of processor and four times the memory (docs/processes.md).

A worker opens the study for each batch and makes the coder once. It ends after a rest, and with the process that asked, after
the batch in hand.
"""

import errno
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError

from extract.post import Reason
from flows import stopping
from flows.collecting import parsing
from flows.collecting.worker import SECONDS, Task
from flows.database.store import PATIENCE
from flows.nursery import Nursery
from flows.settings import Study
from flows.workspace import Workspace, opened

ALONE = 2  # times that a post is tried by itself before it is put aside
MEGABYTES = 512  # for a batch, beyond what a worker needs by itself
# What workers need. All of nltk would be half of it, with scipy for parts that nobody here asks; see `nursery.unrolled`.
# httpx does without its command line where that cannot be imported: 4 MiB, with rich and click.
CODE = """
import sys
sys.modules["httpx._main"] = None
from flows import nursery
nursery.unrolled("nltk", "nltk.tokenize")
from flows import reading
nursery.serve()
"""


@dataclass(frozen=True)
class Trouble:
    """Why a post was put aside: a reason, and for a person what happened."""

    reason: Reason
    detail: str


@dataclass(frozen=True)
class Computed:
    """A stage that computes: it opens its own workspace, so that a batch is a study, its folder and ids, and can be sent.

    `work` returns how many posts it is about; `aside` stores of a post that it is not to be tried again, and returns as much.
    """

    work: Callable[[Workspace, Sequence[str]], int]
    aside: Callable[[Workspace, str, Trouble], int]

    def __call__(self, study: Study, folder: Path, ids: Sequence[str]) -> int:
        """Do a batch in this very process."""
        with opened(study, folder) as space:
            return self.work(space, ids)


@dataclass(frozen=True)
class Guarded:
    """A stage whose batches are done by workers; to call it is to wait for one."""

    stage: Computed

    def __call__(self, study: Study, folder: Path, ids: Sequence[str]) -> int:
        """Do a batch, put aside what cannot be done. Raises what the store and the disk raise, and StudyError."""
        done = self._asked(study, folder, ids)
        if isinstance(done, int):
            return done
        return sum(self._alone(study, folder, one) for one in ids)

    def _alone(self, study: Study, folder: Path, one: str) -> int:
        tried = 1
        while isinstance(done := self._asked(study, folder, [one]), Trouble) and tried < ALONE:
            tried += 1
        if isinstance(done, int):
            return done
        self._sound(study, folder)
        with opened(study, folder) as space:
            return self.stage.aside(space, one, done)

    def _sound(self, study: Study, folder: Path) -> None:
        """Raises Unstarted where workers come to grief over nothing, which is no post's fault."""
        done = self._asked(study, folder, [])
        if not isinstance(done, int):
            raise parsing.Unstarted(f"the programs that read and code do not work here: {done.reason}, {done.detail}")

    def _asked(self, study: Study, folder: Path, ids: Sequence[str]) -> int | Trouble:
        """What came of a batch, or what became of its worker."""
        stopping.check()
        seconds = 2 * PATIENCE + SECONDS * max(
            1, len(ids)
        )  # a store may be waited for; see `worker.each` for the posts
        try:
            reply = pool(abreast(study)).ask(Task(outcome, (self.stage, study, folder, ids), seconds, MEGABYTES))
        except parsing.Crashed as error:
            stopping.check()  # it may have ended for the same reason as everything else
            return died(error)
        except parsing.Stopped as error:
            return Trouble("too slow", error.detail)
        if reply.full:
            return Trouble("too much memory", f"takes more than {MEGABYTES} MiB")
        if isinstance(said := reply.error or reply.value, Exception):
            raise said
        return int(said)


def outcome(stage: Computed, study: Study, folder: Path, ids: Sequence[str]) -> int | OSError | DBAPIError:
    """Within a worker: what came of a batch, or what the store or the disk said, which is no fault of a post."""
    try:
        return stage(study, folder, ids)
    except (OSError, DBAPIError) as error:
        if isinstance(error, OSError) and error.errno == errno.ENOMEM:
            raise MemoryError from error
        return error


def died(error: parsing.Crashed) -> Trouble:
    """Why a worker ended."""
    if error.code == -signal.SIGALRM:
        return Trouble("too slow", f"takes more than {SECONDS:g} seconds")
    return Trouble("crashed", str(error))


NURSERY = Nursery(CODE, stopping.check)
POOLS: dict[int, parsing.Pool] = {}  # by the most workers that each may have


def pool(most: int) -> parsing.Pool:
    """The workers of this process, which start when they are needed."""
    return POOLS.setdefault(most, parsing.Pool(most, lambda: parsing.Worker(NURSERY.bear, stopping.check)))


def abreast(study: Study) -> int:
    """How many batches of a study are worked on at once: as many as it says, or as there are processors for this program."""
    mine = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()  # the first is Linux's
    return study.workers or mine or 1


def guarded(stage: Any) -> Any:  # any stage: those that wait for others stay what they are
    """A stage that computes as one whose batches are done by workers."""
    return Guarded(stage) if isinstance(stage, Computed) else stage


def spread(
    stage: Guarded, study: Study, folder: Path, batches: Sequence[Sequence[str]], advance: Callable[[int], None]
) -> list[int]:
    """Batches by as many workers as are abreast; tallies in their order. `advance` is called with the posts of each."""
    threads = ThreadPoolExecutor(max(1, min(abreast(study), len(batches))))
    futures = {threads.submit(stage, study, folder, ids): len(ids) for ids in batches}
    try:
        with stopping.Passed():
            for future in as_completed(futures):
                future.result()
                advance(futures[future])
    finally:
        threads.shutdown(cancel_futures=True)
    return [future.result() for future in futures]
