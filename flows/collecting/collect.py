"""Collecting: which addresses a study asks, and what each answered, into the store and the archive."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from extract.errors import StudyError
from extract.matching import query
from extract.net.fetch import Fetcher
from extract.post import Failure, Page
from extract.sources import opml, templates
from extract.timing import schedule
from extract.timing.schedule import Schedule
from flows import stopping
from flows.archiving import notes
from flows.archiving.archive import Archive
from flows.collecting import scheduling
from flows.database import intake
from flows.database import store as storing
from flows.database.intake import BLANK, is_good, old_failure
from flows.database.schema import FEEDS, PAGES
from flows.database.store import Store
from flows.errors import UsageError
from flows.settings import Study
from flows.workspace import Workspace

LONGEST_BATCH = 50  # addresses of one host in one task
TOGETHER = timedelta(seconds=1)  # pages that come within it are stored in one transaction


@dataclass(frozen=True)
class Tally:
    """What a batch came to: addresses asked, new rows, and the failures with their reasons."""

    asked: int
    new: int
    failures: tuple[Failure, ...]


def addresses(study: Study, folder: Path) -> list[str]:
    """Every feed address of a study: named, from OPML, and from search templates, each once, in that order.

    Raises UsageError where there are none, or an OPML file cannot be read.
    """
    return list(families(study, folder))


def families(study: Study, folder: Path) -> Mapping[str, str]:
    """The source family of each of `addresses`: "named", "opml:FILE" or "search:TEMPLATE"; the first that names it."""
    return _families(study, folder, tuple(_changed_at(folder / name) for name in study.opml))


@lru_cache(maxsize=4)  # asked for with every batch, and lists may be long
def _families(study: Study, folder: Path, _changed: tuple[int, ...]) -> Mapping[str, str]:
    found = dict.fromkeys(study.feeds, "named")
    for name in study.opml:
        for url in _listed(folder / name):
            found.setdefault(url, f"opml:{name}")
    words = query.parse(study.query).words
    for item in study.search:
        name, _, site = item.partition("@")
        for url in templates.expand(name, words, site):
            found.setdefault(url, f"search:{name}")
    if not found:
        raise UsageError(f"study {study.name!r} names no feeds; give it some under feeds, opml or search")
    return MappingProxyType(found)


def _changed_at(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0


def _listed(path: Path) -> list[str]:
    """The addresses in an OPML file of the study; what of it cannot be asked is named on stderr."""
    listed = outlines(path)
    if listed.left_out and not listed.feeds:
        raise UsageError(f"{path}: none of its feeds can be asked; {listed.left_out[0]}")
    for line in listed.left_out:
        print(f"{path}: left out: {line}", file=sys.stderr)
    return [outline.url for outline in listed.feeds]


def outlines(path: Path) -> opml.Listed:
    """An OPML file. Raises UsageError that names the file."""
    try:
        return opml.read(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path}: OPML file cannot be read: {error.strerror}") from error
    except StudyError as error:
        raise UsageError(f"{path}: {error}") from error


def by_host(urls: Sequence[str]) -> list[list[str]]:
    """Batches of addresses, each of one host; every host's first batch comes before any host's second."""
    ordered = sorted(urls, key=lambda url: (_host(url), url))
    batches = []
    for _, group in groupby(ordered, key=_host):
        queue = list(group)
        parts = range(0, len(queue), LONGEST_BATCH)
        batches += [(start, queue[start : start + LONGEST_BATCH]) for start in parts]
    return [batch for _, batch in sorted(batches)]


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def fetch_feeds(space: Workspace, fetcher: Fetcher, archive: Archive, urls: Sequence[str]) -> Tally:
    """Ask each feed that may be asked once, conditionally, and store what it brings and when it is asked again."""
    states = {row["url"]: row for row in storing.by_ids(space.store, FEEDS, "url", urls)}
    plans, named = scheduling.known(space.store, urls, fetcher.clock()), families(space.study, space.folder)
    asked, new, failures = 0, 0, []
    for url in urls:
        stopping.check()
        known = states.get(url, {**BLANK, "url": url})
        if plans[url].earliest > fetcher.clock():
            failures += [] if known["outcome"] in ("", "feed") else [old_failure(known)]
            continue
        asked += 1
        validators = _validators(plans[url], known)
        said, conditional = _asked(fetcher, plans[url], validators), "yes" if validators else "no"
        answer = intake.Answer(said, archive.places.get(said.url, ""), fetcher.clock(), conditional=conditional)
        family = named.get(url, "")
        taken = settled(space, known, plans[url], notes.noted(archive, url, answer, family), family)
        new += taken.new
        failures += [taken.failure] if taken.failure else []
    return Tally(asked, new, tuple(failures))


def _validators(plan: Schedule, known: storing.Row) -> tuple[str, str] | None:
    """With what a feed is asked conditionally; None where it gave nothing, and now and then, since some are wrong."""
    given = (known["etag"], known["modified"])
    return given if any(given) and not schedule.full(plan.url, known["asked"]) else None


def _asked(fetcher: Fetcher, plan: Schedule, validators: tuple[str, str] | None) -> Page | Failure:
    """A feed's answer, from where it has moved to if that is sure."""
    said = fetcher.get(plan.target, validators) if validators else _changed(fetcher.get(plan.target))
    if isinstance(said, Failure):
        throttled = schedule.backoff(said, plan.succeeded is not None) is schedule.THROTTLED
        return replace(said, url=plan.url, reason="throttled" if throttled else said.reason)
    return replace(said, asked=plan.url)


def settled(space: Workspace, known: storing.Row, plan: Schedule, answer: intake.Answer, family: str) -> intake.Taken:
    """All that follows from a feed's answer, now or in a replay; `known` and `plan` are what was known before it."""
    if isinstance(answer.said, Page) and answer.said.status == 304:
        taken = intake.unchanged(space, known, answer)
    else:
        row = {**(known if is_good(known) else BLANK), "url": known["url"]}
        taken = intake.feed(space, row, answer, family)
    scheduling.follow(space, plan, answer, taken)
    return taken


def _changed(answer: Page | Failure) -> Page | Failure:
    """The answer to a request without conditions, to which "not modified" is none."""
    if isinstance(answer, Page) and answer.status == 304:
        return Failure(answer.asked, "http", "answered 304 to a request without conditions", 304)
    return answer


def fetch_pages(space: Workspace, fetcher: Fetcher, archive: Archive, urls: Sequence[str]) -> Tally:
    """Ask for each page once and store where its bytes lie in the archive, or why there are none."""
    before = {row["url"]: row["tries"] for row in storing.by_ids(space.store, PAGES, "url", urls)}
    failures: list[Failure] = []
    waiting: list[tuple[str, int, intake.Answer]] = []
    try:
        for url in urls:
            stopping.check()
            said = _changed(fetcher.get(url))
            answer = intake.Answer(said, archive.places.get(said.url, ""), fetcher.clock())
            notes.write(archive, "page", url, answer)
            waiting.append((url, intake.tried(before.get(url, 0), answer), answer))
            if answer.at - waiting[0][2].at >= TOGETHER:
                failures += filter(None, intake.pages(space, waiting))
                waiting = []
    finally:  # also where the user stops
        failures += filter(None, intake.pages(space, waiting))
    return Tally(len(urls), len(urls) - len(failures), tuple(failures))


def ripe(store: Store, urls: Sequence[str], now: datetime) -> list[str]:
    """Of pages to ask for, those that nobody has asked for lately: who failed in passing is left an hour, then four, ..."""
    tried = {row["url"]: row for row in storing.by_ids(store, PAGES, "url", urls)}
    rests = {url: timedelta(hours=4.0 ** (row["tries"] - 1)) for url, row in tried.items()}
    return [url for url in urls if url not in tried or now - storing.moment(tried[url]["made"]) >= rests[url]]
