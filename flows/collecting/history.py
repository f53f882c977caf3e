"""`rootfeed history`: the posts that feeds hold no more, into the store; their pages are fetched by the next run."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from flows import network, settings
from flows.collecting import collect, sitemapping
from flows.collecting.walking import Walk, Walker
from flows.errors import UsageError
from flows.people import keeping
from flows.progress import shown
from flows.settings import Study
from flows.telling import tell
from flows.workspace import opened
from reports.wording import amount

SOME_FAILED = 3
REQUESTS = 1_000  # for one feed in one run, where nobody says otherwise


def history(options: argparse.Namespace) -> int:
    """Walk back through the past of a study's feeds. Search feeds have none."""
    study, folder = settings.load(options.study), options.study.resolve().parent
    named = study.model_copy(update={"search": ()})
    if not (named.feeds or named.opml):
        raise UsageError(f"{options.study}: no feeds whose history could be read; name some under feeds or opml")
    feeds = collect.addresses(named, folder)
    walks = walked(study, folder, feeds, options.since or study.since, options.limit or REQUESTS)
    for one in walks:
        if one.failure:
            at = f" at {one.failure.url}" if one.failure.url != one.feed else ""
            goes = "; the same command goes on" if one.more else ""
            told = f"{one.failure.reason}: {one.failure.detail}"
            print(f"history of {one.feed} stopped{at}: {told}{goes}", file=sys.stderr)
    lines = [
        f"{one.new} new of {one.items} posts in {amount(one.asked, 'request')}: {one.feed}: {one.end}" for one in walks
    ]
    tell(options, {"feeds": [asdict(one) for one in walks]}, "\n".join(lines))
    print(f"next: rootfeed run {options.study}", file=sys.stderr)
    return SOME_FAILED if any(one.failure for one in walks) else 0


def walked(study: Study, folder: Path, feeds: Sequence[str], since: date | None, limit: int) -> list[Walk]:
    """The past of each feed, host after host."""
    walks: list[Walk] = []
    with shown("history", len(feeds)) as advance, opened(study, folder) as space:
        for urls in collect.by_host(feeds):
            with network.fetching(space, urls) as (fetcher, archive):
                for url in keeping.allowed(space.store, urls):
                    walks.append(_walk(Walker(space, fetcher, archive, url, since, limit)))
                    advance(1)
    return walks


def _walk(walker: Walker) -> Walk:
    end = walker.walk()
    if walker.posts and not (end.complete or end.more):  # known posts tell which addresses are posts
        end = sitemapping.walk(walker, end)
    return walker.told(end)
