"""Reading, matching and coding of what was collected: batches of ids in, rows in the store."""

import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import cast

from analysis.coders.llm import AnswerError
from analysis.coding import Coder
from extract.matching import query
from extract.matching.standing import Standing
from extract.post import Entry, Failure, Hit, Page, Post, Profile, Reason
from extract.reading import article
from flows import versions
from flows.archiving import archive
from flows.coding import coders
from flows.collecting import worker
from flows.cores import Trouble
from flows.database import pending, rows
from flows.database import store as storing
from flows.database.schema import ENTRIES, MATCHES, PAGES, POSTS
from flows.workspace import Workspace

# Posts in one task: a task costs some time of its own, and what it did is lost where it is killed.
FEWEST, MOST = 50, 250
SHARES = 8  # tasks of a stage if there are neither few posts nor many, so that no processor waits long for the last
ASKED = 10  # posts in one task where coding means waiting for somebody's answer


def batches(ids: Sequence[str], size: int | None = None) -> list[list[str]]:
    """Ids in batches of a size; without one, of FEWEST to MOST, larger where there are many."""
    size = size or min(max(FEWEST, -(-len(ids) // SHARES)), MOST)
    return [list(ids[start : start + size]) for start in range(0, len(ids), size)]


def read(space: Workspace, ids: Sequence[str]) -> int:
    """Make posts of entries; an entry without readable text is stored with the reason. Returns the posts made."""
    results: dict[str, tuple[Post | Failure, str]] = {}
    for row, page, loaded in worker.each(_loaded(space, ids)):
        made = _read(rows.entry_of(row), page, loaded, space.study.profile)
        results[row["id"]] = made, rows.made_from(_source(page), row)
    rows.add_posts(space.store, results, space.study.profile)
    return sum(isinstance(post, Post) for post, _ in results.values())


def unreadable(space: Workspace, entry: str, why: Trouble) -> int:
    """Store that an entry cannot be read, and why, so that this version does not try it again. Returns the posts made: 0."""
    for row, page in _asked(space, [entry]):
        lost = Failure(row["url"], why.reason, why.detail, None)
        rows.add_posts(space.store, {entry: (lost, rows.made_from(_source(page), row))}, space.study.profile)
    return 0


def _asked(space: Workspace, ids: Sequence[str]) -> Iterator[tuple[storing.Row, storing.Row | None]]:
    """The rows of entries, each with that of its page, if there is one."""
    entries = storing.by_ids(space.store, ENTRIES, "id", ids)
    wanted = sorted({row["url"] for row in entries})
    pages = {row["url"]: row for row in storing.by_ids(space.store, PAGES, "url", wanted)}
    return ((row, pages.get(row["url"])) for row in entries)


def _loaded(space: Workspace, ids: Sequence[str]) -> Iterator[tuple[storing.Row, storing.Row | None, Page | None]]:
    """The same, each with the page as the archive has it, if it is there."""
    for row, page in _asked(space, ids):
        yield row, page, _page(space, page) if page and page["outcome"] == "page" else None


def _source(page: storing.Row | None) -> str:
    """The place of the page that a post is made from, its outcome where it withholds the text, or ""."""
    if page and page["outcome"] in pending.WITHHELD:
        return str(page["outcome"])
    return str(page["source"]) if page and page["outcome"] == "page" else ""


def _read(entry: Entry, row: storing.Row | None, page: Page | None, profile: Profile) -> Post | Failure:
    """The post of an entry, or why there is none."""
    if page:
        return article.read(page, entry, profile)
    if row and row["outcome"] in pending.WITHHELD:
        return Failure(entry.url, cast(Reason, row["outcome"]), row["detail"], row["status"] or None)
    post = article.read(None, entry)
    if row and isinstance(post, Failure):  # what kept the page away is why there is no text
        return Failure(entry.url, cast(Reason, row["outcome"]), row["detail"], row["status"] or None)
    return post


def _page(space: Workspace, row: storing.Row) -> Page:
    headers, body = archive.read(space.archive, row["source"])
    return Page(row["url"], row["answered"], row["status"], headers, body, storing.moment(row["made"]))


def match(space: Workspace, ids: Sequence[str]) -> int:
    """Try every stored query on posts and store why each matched. Returns the posts that matched any.

    That a query was tried is kept once a post, for thousands of queries may stand in a store.
    """
    wanted = tuple(rows.queries(space.store))
    known = _standing(wanted)
    hits: dict[tuple[str, str], tuple[Hit, ...]] = {}
    for row in worker.each(storing.by_ids(space.store, POSTS, "entry", ids)):
        found = known.hits(row["title"], row["text"])
        hits |= {(text, row["entry"]): places for text, places in found.items()}
    before = {(row["query"], row["entry"]): row for row in storing.by_ids(space.store, MATCHES, "entry", ids)}
    over = [pair for pair, row in before.items() if row["hits"] != "[]" and pair[0] in wanted and pair not in hits]
    new = [pair for pair in hits if pair not in before or before[pair]["version"] != versions.of("extract")]
    rows.add_matches(space.store, {pair: hits.get(pair, ()) for pair in [*new, *over]})
    rows.add_tried(space.store, wanted, ids)
    rows.drop_crashes(space.store, "match", ids)
    return len({entry for _, entry in hits})


def unmatched(space: Workspace, entry: str, why: Trouble) -> int:
    """Store that the queries were tried on a post in vain, and why. Returns the posts that matched: 0."""
    rows.add_crash(space.store, entry, "match", versions.of("extract"), (why.reason, why.detail))
    rows.add_tried(space.store, tuple(rows.queries(space.store)), [entry])
    return 0


@lru_cache(maxsize=4)
def _standing(texts: tuple[str, ...]) -> Standing:
    """The index over stored queries, which batch after batch asks for."""
    return Standing.of({text: query.parse(text) for text in texts})


def code(version: str, space: Workspace, ids: Sequence[str]) -> int:
    """Code posts with this version of the study's coder, which this process makes once. Returns how many were left: 0."""
    coder = coders.coder(space.study, space.book)
    posts = worker.each(storing.by_ids(space.store, POSTS, "entry", ids))
    told = {row["entry"]: coder(row["title"], row["text"]) for row in posts}
    rows.add_codings(space.store, space.study.coder, version, told)
    return 0


def uncoded(version: str, space: Workspace, entry: str, why: Trouble) -> int:
    """Store that this version of the study's coder cannot code a post, and name it on stderr. Returns 1: it is left."""
    rows.add_crash(space.store, entry, pending.coding(space.study.coder), version, (why.reason, why.detail))
    for row in storing.by_ids(space.store, POSTS, "entry", [entry]):
        print(f"left uncoded: {row['url']}: {why.reason}: {why.detail}", file=sys.stderr)
    return 1


def ask(coder: Coder, version: str, space: Workspace, ids: Sequence[str]) -> int:
    """Have posts coded by somebody who is asked. Returns how many got no usable answer; each is named on stderr.

    Each answer is stored at once: a kill loses one at most.
    """
    left = 0
    for row in storing.by_ids(space.store, POSTS, "entry", ids):
        try:
            told = {row["entry"]: coder(row["title"], row["text"])}
        except AnswerError as error:
            left += 1
            print(f"left uncoded: {row['url']}: {error}", file=sys.stderr)
        else:
            rows.add_codings(space.store, space.study.coder, version, told)
    return left


def tell_left(left: int, posts: int, asked: bool) -> None:
    """Say on stderr how many posts a run left uncoded, if any; only who is asked is asked again."""
    if left:
        then = "the same command asks for them again" if asked else "rootfeed status names them"
        print(f"{left} of {posts} posts left uncoded; {then}", file=sys.stderr)
