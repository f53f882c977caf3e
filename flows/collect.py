"""Collecting: which addresses a study asks, and what each answered, into the store and the archive."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from urllib.parse import urlsplit

from extract import query, sources
from extract.errors import FeedError
from extract.fetch import Fetcher
from extract.post import Failure, Page
from extract.sources import opml, templates
from flows import store as storing
from flows.archive import Archive
from flows.errors import UsageError
from flows.schema import FEEDS, PAGES
from flows.settings import Study
from flows.workspace import Workspace

LONGEST_BATCH = 50  # addresses of one host in one task


@dataclass(frozen=True)
class Tally:
    """What a batch came to: addresses asked, new rows, and the failures with their reasons."""

    asked: int
    new: int
    failures: tuple[Failure, ...]


def addresses(study: Study, folder: Path) -> list[str]:
    """Every feed address of a study: named, from OPML, and from search templates, each once, in that order."""
    found = list(study.feeds)
    for name in study.opml:
        try:
            found += [url for _, url in opml.feeds((folder / name).read_bytes())]
        except OSError as error:
            raise UsageError(f"{folder / name}: OPML file cannot be read: {error.strerror}") from error
    words = query.parse(study.query).words
    for item in study.search:
        name, _, site = item.partition("@")
        found += templates.expand(name, words, site)
    return list(dict.fromkeys(found))


def by_host(urls: Sequence[str]) -> list[list[str]]:
    """Batches of addresses, each of one host only, so that one task is one host's queue."""
    ordered = sorted(urls, key=lambda url: (urlsplit(url).hostname or "", url))
    batches = []
    for _, group in groupby(ordered, key=lambda url: urlsplit(url).hostname or ""):
        queue = list(group)
        batches += [queue[start : start + LONGEST_BATCH] for start in range(0, len(queue), LONGEST_BATCH)]
    return batches


def fetch_feeds(space: Workspace, fetcher: Fetcher, archive: Archive, urls: Sequence[str]) -> Tally:
    """Ask each feed once, conditionally, and store what it brings. 410 is never asked again."""
    states = storing.feed_states(space.store)
    new, failures = 0, []
    live = [url for url in urls if states.get(url, {}).get("outcome") != "gone"]
    for url in live:
        known = states.get(url, {})
        answer = fetcher.get(url, validators=(known.get("etag", ""), known.get("modified", "")))
        if isinstance(answer, Page) and answer.status == 304:
            continue
        if isinstance(answer, Page):
            archive.add(answer)
        count, failure = _store_feed(space, url, answer)
        new += count
        failures += [failure] if failure else []
    return Tally(len(live), new, tuple(failures))


def _store_feed(space: Workspace, url: str, answer: Page | Failure) -> tuple[int, Failure | None]:
    row = {"url": url, "answered": answer.url, "etag": "", "modified": "", "items": 0}
    row |= {"made": storing.now(), "version": storing.VERSION, "outcome": "feed", "detail": ""}
    if isinstance(answer, Failure):
        storing.upsert(space.store, FEEDS, [row | {"outcome": answer.reason, "detail": answer.detail}])
        return 0, answer
    try:
        entries = sources.entries(answer.body, answer.url)
    except FeedError as error:
        storing.upsert(space.store, FEEDS, [row | {"outcome": error.reason, "detail": error.detail}])
        return 0, Failure(url, "not a feed", str(error), answer.status)
    new = storing.add_entries(space.store, entries)
    headers = {name.lower(): value for name, value in answer.headers}
    # Written after the entries: a kill in between asks again in full instead of losing items behind a 304.
    row |= {"etag": headers.get("etag", ""), "modified": headers.get("last-modified", ""), "items": len(entries)}
    storing.upsert(space.store, FEEDS, [row])
    return new, None


def fetch_pages(space: Workspace, fetcher: Fetcher, archive: Archive, urls: Sequence[str]) -> Tally:
    """Ask for each page once and store where its bytes lie in the archive, or why there are none."""
    failures = []
    for url in urls:
        answer = fetcher.get(url)
        row = {"url": url, "answered": answer.url, "status": answer.status or 0, "file": "", "offset": 0}
        row |= {"made": storing.now(), "version": storing.VERSION, "outcome": "page", "detail": ""}
        if isinstance(answer, Page):
            file, offset = archive.add(answer)
            row |= {"file": file, "offset": offset}
        else:
            failures.append(answer)
            row |= {"outcome": answer.reason, "detail": answer.detail}
        storing.upsert(space.store, PAGES, [row])
    return Tally(len(urls), len(urls) - len(failures), tuple(failures))
