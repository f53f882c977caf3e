"""Reading, matching and coding of what was collected: batches of ids in, rows in the store."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable

from analysis.coders import CODERS
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
    """What a coding depends on beside its post, as one short hash: every file of `analysis`, rules and codebook.

    A number kept by hand would be forgotten once, and old codes would pass for new ones.
    """
    digest = sha256()
    for source in sorted(_files(resources.files("analysis")), key=str):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _files(folder: Traversable) -> Iterator[Traversable]:
    for item in folder.iterdir():
        if item.is_dir():
            yield from _files(item)
        elif item.name.endswith((".py", ".toml")):
            yield item
