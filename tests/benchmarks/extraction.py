"""Texts of saved pages against those that people marked, beside plain trafilatura.

The pages are not part of the project: ROOTFEED_PAGES names a folder with truth.jsonl (rows of id, set, url, title, text,
file) and the files, ROOTFEED_STEP takes every so many of them. Without a folder there is one row that says so.

Error is 1 - F1 of the runs of four words that a text and its gold have in common, over the means of precision and recall;
in brackets stands its ratio to trafilatura's. Feed entries are made of the gold texts. `reading` has the time of a post.
The memory is that of a study's worker which reads every page twice, with an excerpt.
"""

import gzip
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from statistics import mean
from typing import Any, get_args

import trafilatura

from extract.post import Entry, Page, Post, Profile
from extract.reading import article
from flows import cores
from flows.collecting.worker import Task
from tests.benchmarks.clock import alone, mebibytes, peak
from tests.benchmarks.cores import largest

NOTE = "The peer is trafilatura, its defaults for texts and bare_extraction with metadata for time; in brackets: see above."
HEAD = ("measure", "pages", "trafilatura", *get_args(Profile))
WORDS = 4
BATCH = 20  # pages
CUT = 55  # words of an excerpt, as WordPress cuts it
SEEN = datetime(2026, 1, 5, tzinfo=UTC)
FOOT = (
    '<p>The post <a href="http://a.example/1">{title}</a> appeared first on <a href="http://a.example">A blog</a>.</p>'
)
SHARE = (
    '<div class="feedflare"><a href="http://a.example/share">Tweet</a><img src="http://a.example/p.gif" alt=""></div>'
)
Row = dict[str, Any]  # a row of truth.jsonl
Read = Callable[[Row, bytes], str]


def rows() -> Iterator[tuple[str, ...]]:
    """Errors by set of pages, and errors with a feed entry by kind of entry."""
    here = folder()
    if here is None:
        yield ("skipped: ROOTFEED_PAGES names no folder with truth.jsonl", *[""] * (len(HEAD) - 1))
        return
    every = truth(here)
    plain = {row["id"]: _found(row["text"], _theirs(row, body)) for row, body in every}
    for name in ["all", *sorted({row["set"] for row, _ in every})]:
        yield _compared(
            f"error, page alone, {name}", [one for one in every if name in ("all", one[0]["set"])], plain, _alone
        )
    for name, told in ENTRIES.items():
        yield _compared(f"error, {name}", every, plain, lambda profile, told=told: _with(profile, told))  # type: ignore[misc]
    brief = [{**row, "text": _cut(row)} for row, _ in every]
    sizes = [mebibytes(alone(_worker, here, brief, profile).value) for profile in get_args(Profile)]
    yield "MiB of a worker at most", str(len(every)), "", *sizes


def folder() -> Path | None:
    """The folder that ROOTFEED_PAGES names, if there are pages in it."""
    named = os.environ.get("ROOTFEED_PAGES")
    return Path(named) if named and (Path(named) / "truth.jsonl").exists() else None


def pairs(every: Sequence[tuple[Row, bytes]]) -> list[tuple[Page, Entry]]:
    """Each page twice: with an entry that has the full content, and with one that has an excerpt."""
    return [(_page(row, body), told) for row, body in every for told in (_full(row), _entry(row, _cut(row)))]


def _page(row: Row, body: bytes) -> Page:
    return Page(row["url"], row["url"], 200, (), body, SEEN)


def truth(folder: Path) -> list[tuple[Row, bytes]]:
    lines = (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    every = [json.loads(line) for line in lines[:: int(os.environ.get("ROOTFEED_STEP", "1"))]]
    return [(row, gzip.decompress((folder / row["file"]).read_bytes())) for row in every]


def _theirs(row: Row, body: bytes) -> str:
    return trafilatura.extract(body, url=row["url"], include_comments=False) or ""


def _alone(profile: Profile) -> Read:
    return lambda row, body: article.read_html(body, row["url"], profile).text


def _with(profile: Profile, told: Callable[[Row], Entry]) -> Read:
    def read(row: Row, body: bytes) -> str:
        post = article.read(_page(row, body), told(row), profile)
        return post.text if isinstance(post, Post) else ""

    return read


def _entry(row: Row, summary: str = "", content: str = "") -> Entry:
    title = escape(row["title"] or "A post")
    return Entry("http://a.example/feed", "1", row["url"], title, "Ann", SEEN, "", summary, content, "stated")


def _full(row: Row) -> Entry:
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in row["text"].splitlines() if line.strip())
    return _entry(row, _cut(row), paragraphs + SHARE + FOOT.format(title=escape(row["title"] or "A post")))


def _cut(row: Row) -> str:
    return f"<p>{escape(' '.join(row['text'].split()[:CUT]))} [&hellip;]</p>"


ENTRIES: dict[str, Callable[[Row], Entry]] = {
    "with the feed's full content": _full,
    "with an excerpt": lambda row: _entry(row, _cut(row)),
    "with a first paragraph": lambda row: _entry(row, next(filter(str.strip, row["text"].splitlines()), "")),
}


def _worker(folder: Path, rows: Sequence[Row], profile: Profile) -> float:
    """The most MiB of a worker that has read the pages twice. Raises RuntimeError where one does not do a batch."""
    pool, most = cores.pool(1), 0.0
    for first in 2 * [*range(0, len(rows), BATCH)]:
        batch = folder, rows[first : first + BATCH], profile
        reply = pool.ask(Task(_batch, batch, seconds=600.0, megabytes=cores.MEGABYTES))
        if reply.full or reply.error:
            raise RuntimeError(
                f"a worker gives up on pages {first} to {first + BATCH}: {reply.error or 'too much memory'}"
            )
        most = max(most, largest(peak))
    return most


def _batch(folder: Path, rows: Sequence[Row], profile: Profile) -> None:
    for row in rows:
        body = gzip.decompress((folder / row["file"]).read_bytes())
        article.read(_page(row, body), _entry(row, row["text"]), profile)


def _compared(
    name: str,
    truth: Sequence[tuple[Row, bytes]],
    plain: dict[str, tuple[float, float]],
    reader: Callable[[Profile], Read],
) -> tuple[str, ...]:
    theirs = _error([plain[row["id"]] for row, _ in truth])
    cells = []
    for profile in get_args(Profile):
        read = reader(profile)
        ours = _error([_found(row["text"], read(row, body)) for row, body in truth])
        cells.append(f"{ours:.4f} ({ours / theirs:.2f})")
    return name, str(len(truth)), f"{theirs:.4f}", *cells


def _found(gold: str, text: str) -> tuple[float, float]:
    """Precision and recall of runs of four words."""
    wanted, given = _runs(gold), _runs(text)
    both = (wanted & given).total()
    return both / max(1, given.total()), both / max(1, wanted.total())


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[place : place + WORDS]) for place in range(max(1, len(words) - WORDS + 1)))


def _error(found: Sequence[tuple[float, float]]) -> float:
    precision, recall = mean(one for one, _ in found), mean(one for _, one in found)
    return 1 - 2 * precision * recall / (precision + recall)
