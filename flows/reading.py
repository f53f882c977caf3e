"""Reading, matching and coding of what was collected: batches of ids in, rows in the store."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from hashlib import sha256

from analysis import codebook
from analysis.coders import CODERS, rules
from extract import article, query
from extract.post import Failure, Page, Post
from flows import archive
from flows import store as storing
from flows.schema import ENTRIES, PAGES, POSTS
from flows.workspace import Workspace

BATCH = 100  # posts in one task


def batches(ids: Sequence[str]) -> list[list[str]]:
    """Ids in batches of BATCH."""
    return [list(ids[start : start + BATCH]) for start in range(0, len(ids), BATCH)]


def read(space: Workspace, ids: Sequence[str]) -> int:
    """Make posts of entries; an entry without readable text is stored with the reason. Returns the posts made."""
    entries = storing.by_ids(space.store, ENTRIES, "id", ids)
    pages = {row["url"]: row for row in storing.by_ids(space.store, PAGES, "url", [row["url"] for row in entries])}
    results: dict[str, Post | Failure] = {}
    for row in entries:
        page = _page(space, pages.get(row["url"]))
        results[row["id"]] = article.read(page, storing.entry_of(row))
    storing.add_posts(space.store, results)
    return sum(isinstance(result, Post) for result in results.values())


def _page(space: Workspace, row: storing.Row | None) -> Page | None:
    if row is None or row["outcome"] != "page":
        return None
    body = archive.body(space.archive, row["file"], row["offset"])
    return Page(row["url"], row["answered"], row["status"], (), body, datetime.fromisoformat(row["made"]))


def match(space: Workspace, ids: Sequence[str]) -> int:
    """Try the study's query on posts and store why each matched. Returns the posts that did."""
    wanted = query.parse(space.study.query)
    posts = storing.by_ids(space.store, POSTS, "entry", ids)
    hits = {row["entry"]: query.matches(wanted, row["title"], row["text"]) for row in posts}
    storing.add_matches(space.store, space.study.query, hits)
    return sum(bool(found) for found in hits.values())


def code(space: Workspace, ids: Sequence[str]) -> int:
    """Code posts with the study's coder. Returns how many."""
    coder = CODERS[space.study.coder]
    posts = storing.by_ids(space.store, POSTS, "entry", ids)
    codings = {row["entry"]: coder(row["title"], row["text"]) for row in posts}
    storing.add_codings(space.store, space.study.coder, coder_version(), codings)
    return len(codings)


@cache
def coder_version() -> str:
    """What a coding depends on beside its post: codebook and rules, as one short hash."""
    return sha256(f"{codebook.default().digest} {rules.VERSION}".encode()).hexdigest()[:16]
