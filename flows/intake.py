"""How an answer becomes rows, the same whether a feed was asked, its history read, it was pushed, or it is replayed.

`at` is always the moment of the answer, never of the writing, so that a replay of the archive gives the same rows.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal, cast

from extract import sources
from extract.errors import FeedError
from extract.post import Failure, Page, Reason
from flows import rows, versions
from flows import store as storing
from flows.schema import FEEDS, FETCHES, PAGES
from flows.store import stamp
from flows.workspace import Workspace

Via = Literal["poll", "history", "push"]
BLANK = {column.name: "" for column in FEEDS.columns} | {"items": 0, "status": 0}


@dataclass(frozen=True)
class Answer:
    """What came of one request: the page or the failure, its place in the archive or "", and when it came."""

    said: Page | Failure
    place: str
    at: datetime
    via: Via = "poll"


@dataclass(frozen=True)
class Taken:
    """What an answer of a feed came to: its items, how many are new, and the failure if it is one."""

    items: int
    new: int
    failure: Failure | None = None


def feed(space: Workspace, known: storing.Row, answer: Answer) -> Taken:
    """One feed's answer into the store. `known` is the feed's row as it stands, its `url` at least."""
    said = answer.said
    row = {**BLANK, **known, "answered": said.url, "status": said.status or 0, "source": answer.place}
    row |= {"asked": stamp(answer.at), "made": stamp(answer.at), "version": versions.of("extract")}
    taken, row = _taken(space, row, said)
    # Written after the entries: a kill in between asks again in full instead of losing items behind a 304.
    storing.upsert(space.store, FEEDS, [row])
    storing.upsert(space.store, FETCHES, [_fetch(row, taken, answer)])
    return taken


def _taken(space: Workspace, row: dict[str, Any], said: Page | Failure) -> tuple[Taken, dict[str, Any]]:
    if isinstance(said, Failure):
        return Taken(0, 0, said), {**row, "outcome": said.reason, "detail": said.detail}
    row = row | _validators(said)
    try:
        entries = sources.entries(said.body, said.url)
    except FeedError as error:
        failure = Failure(row["url"], cast(Reason, error.reason), error.detail, said.status)
        return Taken(0, 0, failure), {**row, "outcome": error.reason, "detail": error.detail, "items": 0}
    new = rows.add_entries(space.store, entries, row["source"])
    return Taken(len(entries), new), {**row, "outcome": "feed", "detail": "", "items": len(entries)}


def _fetch(row: storing.Row, taken: Taken, answer: Answer) -> storing.Row:
    size = len(answer.said.body) if isinstance(answer.said, Page) else 0
    told = {name: row[name] for name in ("url", "asked", "outcome", "status", "source", "made", "version")}
    return told | {"via": answer.via, "bytes": size, "items": taken.items, "new": taken.new}


def _validators(page: Page) -> dict[str, str]:
    headers = {name.lower(): value for name, value in page.headers}
    return {"etag": headers.get("etag", ""), "modified": headers.get("last-modified", "")}


def digest(body: bytes) -> str:
    """What tells one body from another."""
    return sha256(body).hexdigest()


def page(space: Workspace, url: str, tries: int, answer: Answer) -> Failure | None:
    """One page's answer into the store: where its bytes lie in the archive, or why there are none."""
    said = answer.said
    row = {"url": url, "answered": said.url, "status": said.status or 0, "tries": tries, "source": answer.place}
    row |= {"made": stamp(answer.at), "version": versions.of("extract"), "outcome": "page", "detail": ""}
    failure = said if isinstance(said, Failure) else None
    if failure:
        row |= {"outcome": failure.reason, "detail": failure.detail}
    storing.upsert(space.store, PAGES, [row])
    return failure
