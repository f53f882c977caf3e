"""How an answer becomes rows, the same whether a feed was asked, its history read, it was pushed, or it is replayed.

`at` is always the moment of the answer, never of the writing, so that a replay of the archive gives the same rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, cast

import sqlalchemy as sa

from extract.errors import FeedError
from extract.net import reserved
from extract.post import Failure, Page, Reason
from extract.sources.feed import Feed
from flows import versions
from flows.archiving import archive
from flows.collecting import parsing
from flows.database import candidates, pending, sightings
from flows.database import store as storing
from flows.database.schema import FEEDS, FETCHES, PAGES
from flows.database.sightings import Brought
from flows.database.store import stamp
from flows.people import keeping
from flows.workspace import Workspace

Via = Literal["poll", "history", "push"]
BLANK = {column.name: "" for column in FEEDS.columns} | {"items": 0, "status": 0}
FETCHED = ("url", "asked", "outcome", "status", "source", "made", "version")  # told of a feed and of each request alike


@dataclass(frozen=True)
class Answer:
    """What came of one request: the page or the failure, its place in the archive or "", and when it came.

    `unread` is why it could not be read within the limits of time and memory when it came: another machine might.
    `conditional` is "yes" or "no" where a feed was polled, with validators or without.
    `note` is called with it before a feed's rows are written: a replay knows all that the store does, and in its order.
    """

    said: Page | Failure
    place: str
    at: datetime
    via: Via = "poll"
    unread: Failure | None = None
    conditional: str = ""
    note: Callable[["Answer"], object] = field(default=lambda answer: None, compare=False)


@dataclass(frozen=True)
class Taken:
    """What an answer of a feed came to: its items, how many are new, the failure if it is one, the entries that the items
    are, in their order, and the feed as it was read."""

    items: int
    new: int
    failure: Failure | None = None
    entries: tuple[str, ...] = ()
    feed: Feed | None = None


def feed(space: Workspace, known: storing.Row, answer: Answer, family: str = "") -> Taken:
    """One feed's answer into the store. `known` is the feed's row as it stands, its `url` at least; `family` is how the
    feed came into the study. Items, feed and request go in together, so that a kill in between loses none."""
    said = answer.said
    row = {
        **BLANK,
        **known,
        "answered": said.url,
        "status": said.status or 0,
        "source": answer.place,
        **_stamps(answer),
    }
    if isinstance(said, Failure):
        return _refused(space, row | {"outcome": said.reason, "detail": said.detail}, answer, said)
    row |= _validators(said)
    try:
        read = _read(answer, said)
    except FeedError as error:
        failure = Failure(row["url"], cast(Reason, error.reason), error.detail, said.status)
        answer = replace(answer, unread=failure if isinstance(error.__cause__, parsing.Stopped) else answer.unread)
        return _refused(space, row | {"outcome": error.reason, "detail": error.detail, "items": 0}, answer, failure)
    read = replace(read, entries=keeping.entries(space.store, read.entries))
    row |= {"outcome": "feed", "detail": read.note, "items": len(read.entries)}
    found = "history" if answer.via == "history" else family
    brought = Brought(row["url"], answer.place, answer.at, found, said.url)
    return _added(space, row, answer, brought, read)


def _read(answer: Answer, page: Page) -> Feed:
    if answer.unread:
        raise FeedError(page.url, answer.unread.reason, answer.unread.detail)
    return parsing.feed(page.body, page.url, _header(page, "content-type"))


def _added(space: Workspace, row: dict[str, Any], answer: Answer, brought: Brought, read: Feed) -> Taken:
    def beside(new: int) -> sightings.Beside:
        return _rows(row, answer, len(read.entries), new)

    before = partial(answer.note, answer)
    if not isinstance(space.archive, Path):  # all who add entries would wait while an object is put
        before()
        archive.flush(space.archive)
        added = sightings.add(space.store, read.entries, brought, beside)
    else:
        added = sightings.add(space.store, read.entries, brought, beside, before)
    return Taken(len(read.entries), added.new, None, added.entries, read)


def unchanged(space: Workspace, known: storing.Row, answer: Answer) -> Taken:
    """The answer "not modified" of a feed: what stood in its row stands, or why it was none when it was last read."""
    row = {**BLANK, **known, **_stamps(answer), "source": known.get("source", "")}
    if is_good(row):
        row |= {"outcome": "feed"} | ({} if row["outcome"] == "feed" else {"detail": ""})
    fetch = {**_fetch(row, answer, 0, 0), "outcome": "not modified", "status": 304, "source": answer.place}
    answer.note(answer)
    with space.store.engine.begin() as connection:
        storing.put(connection, FEEDS, [row])
        storing.put(connection, FETCHES, [fetch])
    return Taken(row["items"], 0, None if is_good(row) else old_failure(known))


def is_good(known: storing.Row) -> bool:
    """Whether the validators of a row are those of a feed, though it may have failed in passing since."""
    return known["outcome"] in ("feed", *pending.PASSING_REASONS) or known["status"] in pending.PASSING_STATUSES


def old_failure(known: storing.Row) -> Failure:
    """Why a feed is none, as an earlier answer told."""
    detail = f"{known['detail']} (asked {known['asked']})"
    reason = cast(Reason, known["outcome"])  # where the outcome is not "feed", it is the reason
    return Failure(known["url"], reason, detail, known["status"] or None)


def _refused(space: Workspace, row: dict[str, Any], answer: Answer, failure: Failure) -> Taken:
    answer.note(answer)
    with space.store.engine.begin() as connection:
        for table, one in _rows(row, answer, 0, 0):
            storing.put(connection, table, [one])
    return Taken(0, 0, failure)


def _rows(row: storing.Row, answer: Answer, items: int, new: int) -> sightings.Beside:
    """A request's row, and the feed's where the feed itself was asked: older pages and pushes say nothing of its state."""
    fetch = (FETCHES, _fetch(row, answer, items, new))
    return [(FEEDS, row), fetch] if answer.via == "poll" else [fetch]


def _stamps(answer: Answer) -> dict[str, str]:
    return {"asked": stamp(answer.at), "made": stamp(answer.at), "version": versions.of("extract")}


def _fetch(row: storing.Row, answer: Answer, items: int, new: int) -> storing.Row:
    size = len(answer.said.body) if isinstance(answer.said, Page) else 0
    asked = {"via": answer.via, "conditional": answer.conditional}
    return {name: row[name] for name in FETCHED} | asked | {"bytes": size, "items": items, "new": new}


def _validators(page: Page) -> dict[str, str]:
    return {"etag": _header(page, "etag"), "modified": _header(page, "last-modified")}


def _header(page: Page, wanted: str) -> str:
    return {name.lower(): value for name, value in page.headers}.get(wanted, "")


def digest(body: bytes) -> str:
    """What tells one body from another."""
    return sha256(body).hexdigest()


def page(space: Workspace, url: str, tries: int, answer: Answer) -> Failure | None:
    """One page's answer into the store: where its bytes lie in the archive, or why there are none."""
    return pages(space, [(url, tries, answer)])[0]


def pages(space: Workspace, asked: Sequence[tuple[str, int, Answer]]) -> list[Failure | None]:
    """Answers of pages, each with how often it was asked for, into the store in one transaction.

    A page that is there stays where it is asked for again in vain: the post has been edited, and is now read from the feed.
    """
    given = [(url, _page(url, tries, answer)) for url, tries, answer in asked]
    failed = [url for url, row in given if row["outcome"] != "page"]
    with space.store.engine.begin() as connection:
        before = {row["url"]: row for row in candidates.among(connection, sa.select(PAGES), PAGES.c.url, failed)}
        rows = [_kept(before.get(url), row) for url, row in given]
        storing.put(connection, PAGES, rows)
        keeping.silence(connection, [row["url"] for row in rows if row["outcome"] in pending.WITHHELD])
    return [answer.said if isinstance(answer.said, Failure) else None for _, _, answer in asked]


def tried(before: int, answer: Answer) -> int:
    """How often a page was asked for, with this answer; one whose host rested for another was not asked for."""
    said = answer.said
    waited = isinstance(said, Failure) and said.reason == "throttled" and not answer.place
    return before if waited else before + 1


def _page(url: str, tries: int, answer: Answer) -> storing.Row:
    said = answer.said
    if isinstance(said, Failure):
        told = {"outcome": said.reason, "detail": said.detail}
    else:
        told = {"outcome": "page", "detail": reserved.quotes(said)}
    row = {"url": url, "answered": said.url, "status": said.status or 0, "tries": tries, "source": answer.place}
    stamps = {"made": stamp(answer.at), "version": versions.of("extract")}
    return {**row, **stamps, **told}


def _kept(before: storing.Row | None, row: storing.Row) -> storing.Row:
    if row["outcome"] in ("page", *pending.WITHHELD) or before is None or before["outcome"] != "page":
        return row
    passing = row["outcome"] in pending.PASSING_REASONS or row["status"] in pending.PASSING_STATUSES
    return {**before, "tries": row["tries"] if passing else pending.TRIES}
