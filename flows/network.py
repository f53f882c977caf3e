"""Stages as tasks call them: they take a study, its folder and a batch of ids, and open what they need."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from extract.net import addresses, transport
from extract.net.fetch import Fetcher
from extract.net.robots import origin
from flows import stopping
from flows.archiving import archive as archiving
from flows.archiving import notes
from flows.archiving.archive import Archive
from flows.collecting import collect, proxies, sharing
from flows.database import rows
from flows.database.store import VERSION
from flows.people import keeping
from flows.settings import Study
from flows.workspace import Workspace, opened


def user_agent(study: Study) -> str:
    """Who asks, and whom to write to."""
    return f"rootfeed/{VERSION} ({f'+{study.contact}' if study.contact else 'no contact given'}; research)"


def about(study: Study) -> dict[str, str]:
    """What the archive's files say of themselves."""
    return {
        "software": f"rootfeed/{VERSION}",
        "isPartOf": study.name,
        "robots": "obey",
        "http-header-user-agent": user_agent(study),
    }


@dataclass(frozen=True)
class Within:
    """A stage that opens its own workspace, so that tasks exchange ids only."""

    stage: Callable[[Workspace, Sequence[str]], Any]

    def __call__(self, study: Study, folder: Path, ids: Sequence[str]) -> Any:  # what the stage returns
        """Do a batch."""
        with opened(study, folder) as space:
            return self.stage(space, ids)


def feeds(study: Study, folder: Path, urls: Sequence[str]) -> collect.Tally:
    """One host's feeds."""
    with opened(study, folder) as space, fetching(space, urls) as (fetcher, archive):
        return collect.fetch_feeds(space, fetcher, archive, keeping.allowed(space.store, urls))


def pages(study: Study, folder: Path, urls: Sequence[str]) -> collect.Tally:
    """One host's pages."""
    with opened(study, folder) as space, fetching(space, urls, "page") as (fetcher, archive):
        return collect.fetch_pages(space, fetcher, archive, keeping.allowed(space.store, urls))


@contextmanager
def fetching(space: Workspace, urls: Sequence[str], purpose: keeping.For = "feed") -> Iterator[tuple[Fetcher, Archive]]:
    """A fetcher that archives every exchange, as far as it may be kept, and knows the robots.txt files of earlier runs."""
    archive = archiving.of(space.archive, about(space.study))
    known = rows.robots_of(space.store, sorted({origin(url) for url in urls}))
    asked = dict(known)
    limits = httpx.Timeout(20.0, connect=10.0)
    # A client for each batch, which is of one host: one for all threads costs a quarter more, looking through its pool.
    with transport.client(addresses.allowed(space.study.allow), proxies.of(space.study), limits) as client:
        fetcher = Fetcher(
            client,
            user_agent(space.study),
            clock=lambda: datetime.now(UTC),
            sleep=stopping.sleep,
            gap=space.study.gap,
            record=archive.record,
            robots=asked,
            turns=sharing.turns(space.folder.resolve(), os.getpid()),
            keeping=keeping.of(space.store, purpose),
        )
        yield fetcher, archive
    changed = [rules for name, rules in sorted(asked.items()) if known.get(name) != rules]
    for rules in changed:
        notes.write_robots(archive, rules)
    rows.add_robots(space.store, changed)
