"""`rootfeed serve`: rounds for weeks, each of what is due by then, with one line a round.

A round asks the feeds that are due and the pages that are new, and makes posts, matches and codings of them. It keeps
nothing in memory: which feed is due stands in its row, so that a service that is stopped and started goes on. What a
round may lose is told and tried again: a locked store, a full disk, a network that is away, a study file being edited.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

from sqlalchemy.exc import DBAPIError

from extract.errors import StudyError
from extract.post import Failure
from flows import network, settings, stopping
from flows import study as studying
from flows.archiving import archive
from flows.collecting import collect, hearing, scheduling
from flows.database import ailing, pending
from flows.errors import UsageError
from flows.reporting import results
from flows.settings import Study
from flows.workspace import opened

WORKERS = 8  # hosts asked side by side
MOST = 2_000  # feeds of a round, and pages
OF_A_HOST = 10  # so that one host with many feeds does not hold up a round
AT_LEAST, AT_MOST = 5.0, 600.0  # seconds between two rounds
AGAIN = 60.0  # seconds after which a round that failed is tried again
AWAY = timedelta(minutes=5)  # until feeds are asked again when the network was away
CUT_OFF = 3  # hosts, all unreachable, from which on it is our own network that is away
DAILY = timedelta(days=1)
DEAF = "callback: hubs are heard by rootfeed serve without --cron and --pool only; its runs poll every feed"
Most = Callable[[Iterable[str]], list[str]]
LOST = (StudyError, DBAPIError, OSError)  # what a round may end with while the service goes on


@dataclass(frozen=True)
class Round:
    """What a round came to: feeds asked, those that failed, new posts, pages asked, and seconds until the next is due.

    `away` says that nobody could be reached.
    """

    feeds: int
    failures: tuple[Failure, ...]
    new: int
    pages: int
    wait: float
    away: bool = False

    @property
    def failed(self) -> int:
        """How many feeds failed."""
        return len(self.failures)


def serve(options: argparse.Namespace) -> int:
    """Rounds until Ctrl-C; with --cron or --pool a Prefect deployment."""
    study, folder = settings.load(options.study), options.study.resolve().parent
    if options.dask and not (options.cron or options.pool):
        raise UsageError("--dask needs --cron or --pool: rounds without a Prefect server are of one machine")
    if options.cron or options.pool:
        if study.callback:
            print(f"{options.study}: {DEAF}", file=sys.stderr)
        os.environ |= {"ROOTFEED_DASK": options.dask} if options.dask else {}
        from flows.deployment import deploying  # Prefect takes seconds to import

        return deploying.deploy(study, folder, options.cron, options.pool)
    with opened(study, folder) as space:
        late = scheduling.spread(space.store, collect.addresses(study, folder), datetime.now(UTC))
        _tell(f"{late} feeds wait to be asked; Ctrl-C ends")
        try:
            with hearing.listening(study, folder):
                _rounds(options)
        finally:
            archive.settle(space.archive)
    return 0


def _rounds(options: argparse.Namespace) -> NoReturn:
    """Rounds for ever; once a day, if there is news, the archive's index and the report."""
    kept, news = datetime.min.replace(tzinfo=UTC), 0
    while True:
        wait, done = attempt(options.study)
        news += done.new if done else 0
        if news and datetime.now(UTC) - kept >= DAILY:
            _daily(options.study, options.report)
            kept, news = datetime.now(UTC), 0
        stopping.sleep(max(wait, 60.0 * (options.every or 0)))


def attempt(path: Path) -> tuple[float, Round | None]:
    """One round of a study file, and the seconds until the next; what it could not do is told and tried again."""
    try:
        study, folder = settings.load(path), path.resolve().parent
        done = round_(study, folder, datetime.now(UTC))
    except LOST as error:
        _tell(f"nothing done: {_reason(error)}; again in {AGAIN:.0f} s")
        return AGAIN, None
    away = "; the network seems to be away" if done.away else ""
    _tell(
        f"{done.feeds} feeds asked, {done.failed} failed, {done.new} new posts, {done.pages} pages asked{away}; "
        f"next in {done.wait:.0f} s"
    )
    return done.wait, done


def round_(study: Study, folder: Path, now: datetime) -> Round:
    """Ask what is due, and make posts, matches and codings of what is new. Raises StudyError, DBAPIError and OSError."""
    done = collected(study, folder, now, abreast, some)
    with opened(study, folder) as space:
        if done.pages or pending.unread(space.store, study.profile):
            studying.extracted(study, folder, abreast)
            studying.coded(study, folder, abreast)
    return done


def collected(study: Study, folder: Path, now: datetime, spread: studying.Spread, most: Most = list) -> Round:
    """Ask the feeds that are due, and the pages that are new; of either, those that `most` leaves."""
    with opened(study, folder) as space:
        every = collect.addresses(study, folder)
        feeds = most(scheduling.due(space.store, every, now))
        before = scheduling.known(space.store, feeds, now)
        tallies = spread("feeds", network.feeds, study, folder, collect.by_host(feeds))
        failures = tuple(failure for tally in tallies for failure in tally.failures)
        if away := cut_off(feeds, failures):
            scheduling.put(space.store, [replace(plan, due=now + AWAY) for plan in before.values()])
        pages = [] if away else most(collect.ripe(space.store, pending.unfetched(space.store), now))
        spread("pages", network.pages, study, folder, collect.by_host(pages))
        new, ended = sum(tally.new for tally in tallies), datetime.now(UTC)
        ahead = scheduling.due(space.store, every, ended, timedelta(seconds=AT_MOST))
    wait = max((min(ahead.values(), default=ended) - ended).total_seconds(), AT_LEAST) if ahead else AT_MOST
    return Round(len(feeds), failures, new, len(pages), wait, away)


def some(urls: Iterable[str]) -> list[str]:
    """The first MOST of them, and of one host the first OF_A_HOST; the others stay due."""
    ordered = sorted(enumerate(urls), key=lambda item: (urlsplit(item[1]).hostname or "", item[0]))
    kept = []
    for _, group in groupby(ordered, key=lambda item: urlsplit(item[1]).hostname):
        kept += list(group)[:OF_A_HOST]
    return [url for _, url in sorted(kept)[:MOST]]


def cut_off(urls: Sequence[str], failures: Sequence[Failure]) -> bool:
    """Whether it is our own network that is away: several hosts were asked, and none could be reached."""
    hosts = {urlsplit(url).hostname for url in urls}
    lost = sum(failure.reason == "unreachable" for failure in failures)
    return len(hosts) >= CUT_OFF and lost == len(urls)


def abreast(name: str, stage: studying.Stage, study: Study, folder: Path, batches: list[list[str]]) -> list[Any]:
    """Hosts side by side in threads; what only computes, one batch after the other. Nothing is shown."""
    work = partial(stage, study, folder)
    if name not in ("feeds", "pages"):
        return [work(batch) for batch in batches]
    with stopping.Passed(), ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(work, batches))


def _daily(path: Path, report: bool) -> None:
    try:
        study, folder = settings.load(path), path.resolve().parent
        with opened(study, folder) as space:
            archive.settle(space.archive)
        if report:
            _tell(f"report: {reported(study, folder)}")
    except LOST as error:
        _tell(f"no report: {_reason(error)}")


def reported(study: Study, folder: Path) -> Path:
    """Write the report to where `rootfeed run` writes it; returns its path. Raises TooLittleData."""
    with opened(study, folder) as space:
        return results.write(space, folder / f"{study.name}-report")


def _reason(error: Exception) -> str:
    return ailing.told(error) if ailing.is_damage(error) else ailing.said(error)


def _tell(line: str) -> None:
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {line}", file=sys.stderr, flush=True)
