"""The whole study on one screen: collect | read | match | code | report.

Each stage asks the store what is pending and spreads batches of ids over `spread`: a plain loop, or Prefect tasks.
A stage's result is an upsert, so a killed run resumes where it was and a second run does only what is new.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from extract.post import Failure
from flows import cores, network, reading
from flows.archiving import archive
from flows.coding import coders
from flows.collecting import collect
from flows.database import pending, rows
from flows.errors import TooLittleData
from flows.progress import shown
from flows.reporting import results
from flows.settings import Study
from flows.workspace import Workspace, opened

Stage = Callable[[Study, Path, Sequence[str]], Any]  # a stage returns its own tally
Spread = Callable[[str, Stage, Study, Path, list[list[str]]], list[Any]]
READ = cores.Computed(reading.read, reading.unreadable)
MATCH = cores.Computed(reading.match, reading.unmatched)


@dataclass(frozen=True)
class Outcome:
    """What a run came to: the report's path, or None and what is lacking; the feeds asked and the failures."""

    report: Path | None
    lack: str
    feeds: int
    failures: tuple[Failure, ...]


def run(study: Study, folder: Path, out: Path, spread: Spread, offline: bool = False) -> Outcome:
    """Run every stage and write the report into `out`. Raises StudyError with what to do."""
    feeds, failures = (0, ()) if offline else collected(study, folder, spread)
    extracted(study, folder, spread)
    coded(study, folder, spread)
    with opened(study, folder) as space:
        try:
            return Outcome(results.write(space, out), "", feeds, failures)
        except TooLittleData as error:  # the failed feeds may be why, so they are told as well
            return Outcome(None, str(error), feeds, failures)


def collected(study: Study, folder: Path, spread: Spread) -> tuple[int, tuple[Failure, ...]]:
    """Ask every feed that may be asked now, then every page that feeds named and nobody has asked for."""
    with opened(study, folder) as space:
        feeds = collect.addresses(study, folder)
        asked = spread("feeds", network.feeds, study, folder, collect.by_host(feeds))
        spread("pages", network.pages, study, folder, collect.by_host(pending.unfetched(space.store)))
        archive.settle(space.archive)
    return len(feeds), tuple(failure for tally in asked for failure in tally.failures)


def extracted(study: Study, folder: Path, spread: Spread) -> None:
    """Make posts of the entries that have none."""
    with opened(study, folder) as space:
        unread = reading.batches(pending.unread(space.store, study.profile))
        spread("extract", READ, study, folder, unread)


def coded(study: Study, folder: Path, spread: Spread) -> int:
    """Match the posts on which a stored query was not tried; code the matching ones that are not coded.

    Returns how many posts of the store this coder has coded now.
    """
    with opened(study, folder) as space:
        version = coders.version(study, space.book)
        for query in study.queries:
            rows.register(space.store, study.name, query)
        spread("match", MATCH, study, folder, reading.batches(pending.unmatched(space.store)))
        if study.coder == coders.HAND:  # people code elsewhere; what they imported is what there is
            return rows.coded(space.store, study.coder, version)
        asked = (study.model_copy(update={"query": query}) for query in study.queries)
        uncoded = sorted({entry for one in asked for entry in pending.uncoded(space.store, one, version)})
        code, size = _coding(space, version)
        left = spread("code", code, study, folder, reading.batches(uncoded, size))
        reading.tell_left(sum(left), len(uncoded), study.coder in coders.ASKING)
        return rows.coded(space.store, study.coder, version)


def _coding(space: Workspace, version: str) -> tuple[Stage, int | None]:
    """The stage that codes, and how many posts are a batch of it, if not as many as in the other stages."""
    if space.study.coder in coders.ASKING:
        coder = coders.coder(space.study, space.book)
        return network.Within(partial(reading.ask, coder, version)), reading.ASKED
    return cores.Computed(partial(reading.code, version), partial(reading.uncoded, version)), None


def in_turn(name: str, stage: Stage, study: Study, folder: Path, batches: list[list[str]]) -> list[Any]:
    """The plain spread: what waits for others is done here, one batch after the other, what computes on all processors."""
    tallies = []
    with shown(name, sum(map(len, batches))) as advance:
        if isinstance(stage, cores.Computed):
            return cores.spread(cores.Guarded(stage), study, folder, batches, advance)
        for batch in batches:
            tallies.append(stage(study, folder, batch))
            advance(len(batch))
    return tallies
