"""Stages as tasks call them: they take a study, its folder and a batch of ids, and open what they need."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from extract.fetch import Fetcher
from extract.robots import origin
from extract.turns import Turns
from flows import collect, rows, stopping
from flows.archive import Archive
from flows.settings import Study
from flows.store import VERSION
from flows.workspace import Workspace, opened

TURNS = Turns()  # one for the process: no two threads ever ask one host at the same time


def user_agent(study: Study) -> str:
    """Who asks, and whom to write to."""
    return f"rootfeed/{VERSION} ({f'+{study.contact}' if study.contact else 'no contact given'}; research)"


def within(stage: Callable[[Workspace, Sequence[str]], Any]) -> Callable[[Study, Path, Sequence[str]], Any]:
    """A stage that opens its own workspace, so that tasks exchange ids only."""

    def inside(study: Study, folder: Path, ids: Sequence[str]) -> Any:  # what the stage returns
        with opened(study, folder) as space:
            return stage(space, ids)

    return inside


def feeds(study: Study, folder: Path, urls: Sequence[str]) -> collect.Tally:
    """One host's feeds."""
    with opened(study, folder) as space, _fetching(space, urls) as (fetcher, archive):
        return collect.fetch_feeds(space, fetcher, archive, urls)


def pages(study: Study, folder: Path, urls: Sequence[str]) -> collect.Tally:
    """One host's pages."""
    with opened(study, folder) as space, _fetching(space, urls) as (fetcher, archive):
        return collect.fetch_pages(space, fetcher, archive, urls)


@contextmanager
def _fetching(space: Workspace, urls: Sequence[str]) -> Iterator[tuple[Fetcher, Archive]]:
    """A fetcher that archives every exchange and knows the robots.txt files of earlier runs."""
    started = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    archive = Archive(space.archive, f"{started}-{os.getpid()}-{os.urandom(3).hex()}")
    known = rows.robots_of(space.store, sorted({origin(url) for url in urls}))
    asked = dict(known)
    limits = httpx.Timeout(20.0, connect=10.0)
    with httpx.Client(proxy=space.study.proxy or None, timeout=limits) as client:
        fetcher = Fetcher(
            client,
            user_agent(space.study),
            clock=lambda: datetime.now(UTC),
            sleep=stopping.sleep,
            gap=space.study.gap,
            record=archive.record,
            robots=asked,
            turns=TURNS,
        )
        yield fetcher, archive
    rows.add_robots(space.store, [rules for name, rules in sorted(asked.items()) if known.get(name) != rules])
