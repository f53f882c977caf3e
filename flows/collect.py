"""Collecting: which addresses a study asks, and what each answered, into the store and the archive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from extract import query
from extract.errors import StudyError
from extract.fetch import Fetcher
from extract.post import Failure, Page, Reason
from extract.sources import opml, templates
from flows import intake, pending, rows, stopping
from flows import store as storing
from flows.archive import Archive
from flows.errors import UsageError
from flows.intake import BLANK
from flows.schema import FEEDS, PAGES
from flows.settings import Study
from flows.workspace import Workspace

LONGEST_BATCH = 50  # addresses of one host in one task
REFUSALS = (401, 403, 404)
REST = timedelta(days=1)  # how long a feed that was refused is left alone


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
    found = list(study.feeds)
    for name in study.opml:
        found += opml_feeds(folder / name)
    words = query.parse(study.query).words
    for item in study.search:
        name, _, site = item.partition("@")
        found += templates.expand(name, words, site)
    if not found:
        raise UsageError(f"study {study.name!r} names no feeds; give it some under feeds, opml or search")
    return list(dict.fromkeys(found))


def opml_feeds(path: Path) -> list[str]:
    """The addresses in an OPML file. Raises UsageError that names the file."""
    try:
        return [url for _, url in opml.feeds(path.read_bytes())]
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
    """Ask each feed once, conditionally, and store what it brings. One that failed for good is left alone."""
    states = rows.feed_states(space.store)
    asked, new, failures = 0, 0, []
    for url in urls:
        stopping.check()
        known = states.get(url, BLANK)
        if _resting(known, datetime.now(UTC)):
            failures.append(_old_failure(known))
            continue
        asked += 1
        validators = (known["etag"], known["modified"])
        said = fetcher.get(url, validators) if any(validators) else _changed(fetcher.get(url))
        if isinstance(said, Page) and said.status == 304:
            unchanged = {**known, "asked": storing.now()} | ({"outcome": "feed", "detail": ""} if _good(known) else {})
            storing.upsert(space.store, FEEDS, [unchanged])
            failures += [] if _good(known) else [_old_failure(known)]
            continue
        answer = intake.Answer(said, archive.places.get(said.url, ""), datetime.now(UTC))
        taken = intake.feed(space, {**(known if _good(known) else BLANK), "url": url}, answer)
        new += taken.new
        failures += [taken.failure] if taken.failure else []
    return Tally(asked, new, tuple(failures))


def _changed(answer: Page | Failure) -> Page | Failure:
    """The answer to a request without conditions, to which "not modified" is none."""
    if isinstance(answer, Page) and answer.status == 304:
        return Failure(answer.asked, "http", "answered 304 to a request without conditions", 304)
    return answer


def _resting(known: storing.Row, now: datetime) -> bool:
    """Whether a feed is not to be asked: 410 says never again, other refusals may change from one day to the next."""
    if known["outcome"] == "gone":
        return True
    refused = known["outcome"] == "forbidden by robots" or known["status"] in REFUSALS
    return refused and now - datetime.fromisoformat(known["asked"]) < REST


def _old_failure(known: storing.Row) -> Failure:
    detail = f"{known['detail']} (asked {known['asked']})"
    reason = cast(Reason, known["outcome"])  # where the outcome is not "feed", it is the reason
    return Failure(known["url"], reason, detail, known["status"] or None)


def _good(known: storing.Row) -> bool:
    """Whether the validators of a row are those of a feed, though it may have failed in passing since."""
    return known["outcome"] in ("feed", *pending.PASSING_REASONS) or known["status"] in pending.PASSING_STATUSES


def fetch_pages(space: Workspace, fetcher: Fetcher, archive: Archive, urls: Sequence[str]) -> Tally:
    """Ask for each page once and store where its bytes lie in the archive, or why there are none."""
    before = {row["url"]: row["tries"] for row in storing.by_ids(space.store, PAGES, "url", urls)}
    failures = []
    for url in urls:
        stopping.check()
        said = _changed(fetcher.get(url))
        answer = intake.Answer(said, archive.places.get(said.url, ""), datetime.now(UTC))
        failure = intake.page(space, url, before.get(url, 0) + 1, answer)
        failures += [failure] if failure else []
    return Tally(len(urls), len(urls) - len(failures), tuple(failures))
