"""Where else in a study's folder something stands: reports, exports, sheets, other stores; and copies of posts in a store."""

import html
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import sqlalchemy as sa
from pyarrow import ArrowException

from extract.sameness import duplicates
from flows.archiving import cdx
from flows.collecting import sharing
from flows.database import store as storing
from flows.database.schema import POSTS, QUERIES
from flows.database.store import Row, Store

STORES = re.compile(r"\.sqlite(?:\.bak)?(?:-wal|-shm|-journal)?$")
PASSED = (".toml", ".opml")  # the study's own, which people write; `naming` looks into them
BESIDE = re.compile(r"\.sqlite\.bak$|-\d{4}-\d\d-\d\d\.sqlite$")
PACKED = (".qdpx", ".zip", ".xlsx")
CHARACTERS = 50  # of a post's longest line, by which files without addresses are told
SCHEME = re.compile(r"^https?://(?:www\.)?", re.I)
RUN, SAMPLES = 6, 20  # words in a row by which a copy is suspected, and how many such runs are tried
DEEPEST = 4  # folders below the study's
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Place:
    """A file or the folder of a report that holds something of what is to be forgotten; `kind` is "report", "people's work",
    "turn" for a note on when a host may be asked, or "file"."""

    path: Path
    kind: str


def needles(names: Iterable[str], posts: Sequence[Row]) -> re.Pattern[bytes]:
    """What tells that a file holds one of some addresses or posts, in the forms in which files write it."""
    told = {SCHEME.sub("", one) for one in (*names, *(row["url"] for row in posts)) if one}
    for row in posts:
        line = max(row["text"].split("\n"), key=len, default="").strip()[:CHARACTERS]
        told |= {line} if len(line) == CHARACTERS else set()
    forms = {form for one in told for form in (one, html.escape(one), json.dumps(one)[1:-1], one.replace("/", "\\/"))}
    return re.compile(b"(?:" + b"|".join(re.escape(form.encode()) for form in sorted(forms) if form) + rb")(?![\w-])")


def places(folder: Path, wanted: re.Pattern[bytes]) -> list[Place]:
    """Files below a study's folder that hold one of them, but for archives and stores; of a report its whole folder."""
    found: dict[Path, Place] = {}
    for path in _files(folder, DEEPEST):
        if wanted.search(_content(path)):
            one = _place(path)
            found[one.path] = one
    return [found[path] for path in sorted(found)]


def _place(path: Path) -> Place:
    if path.parent.name == sharing.FOLDER:
        return Place(path, "turn")
    if path.parent.name == sharing.FOLDER:
        return Place(path, "turn")
    if (path.parent / "report.json").exists() and (path.parent / "manifest.json").exists():
        return Place(path.parent, "report")
    return Place(path, "people's work" if "-hand" in f"{path.parent.name} {path.name}" else "file")


def _files(folder: Path, depth: int) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_symlink():
            continue
        if path.is_dir() and depth and not any(path.glob(cdx.PATTERN)):
            yield from _files(path, depth - 1)
        elif path.is_file() and path.suffix not in PASSED and not STORES.search(path.name):
            yield path


def _content(path: Path) -> bytes:
    """What can be searched in a file: tables and packed files are unpacked."""
    try:
        if path.suffix == ".parquet":
            table = pq.read_table(path)
            return "\n".join(str(cell) for column in table.columns for cell in column.to_pylist()).encode(
                "utf-8", "replace"
            )
        if path.suffix in PACKED:
            with zipfile.ZipFile(path) as packed:
                return b"\n".join(packed.read(name) for name in packed.namelist())
        return path.read_bytes()
    except (OSError, ArrowException, zipfile.BadZipFile, ValueError):  # nothing of ours
        return b""


def stores(folder: Path, name: str) -> list[Path]:
    """Other stores of a study beside its own: the one that a replay left, and those of `run --as-of`."""
    return sorted(
        path
        for path in folder.glob(f"{name}*.sqlite*")
        if re.search(r"\.sqlite\.bak$|-\d{4}-\d\d-\d\d\.sqlite$", path.name)
    )


def naming(folder: Path, names: Iterable[str]) -> list[Path]:
    """Files that people write, studies and lists of feeds, which name one of some addresses."""
    wanted = needles(names, ())
    found = [path for pattern in ("*.toml", "*.opml") for path in folder.glob(pattern)]
    return sorted(path for path in found if wanted.search(_content(path)))


def copies(store: Store, posts: Sequence[Row]) -> list[str]:
    """Addresses of other posts in a store that are copies of these, or the same with a line more or less."""
    mine = {row["entry"] for row in posts}
    runs = {run for row in posts for run in _runs(row["text"])}
    if not runs:
        return []
    alike: list[tuple[str, str, str]] = []
    with store.engine.connect().execution_options(yield_per=500) as connection:
        columns = (POSTS.c.entry, POSTS.c.url, POSTS.c.text)
        for entry, url, text in connection.execute(sa.select(*columns).where(POSTS.c.text != "")):
            if entry not in mine and any(run in f" {_plain(text)} " for run in runs):
                alike.append((entry, url, text))
    groups = duplicates.groups([(row["entry"], row["text"]) for row in posts] + [(one, text) for one, _, text in alike])
    own = {groups[entry] for entry in mine if entry in groups}
    return sorted({url or entry for entry, url, _ in alike if groups[entry] in own})


def _plain(text: str) -> str:
    return " ".join(WORD.findall(text.casefold()))


def _runs(text: str) -> list[str]:
    """Some runs of words, from all over a text."""
    words = _plain(text).split()
    step = max(1, (len(words) - RUN) // SAMPLES)
    return [f" {' '.join(words[start : start + RUN])} " for start in range(0, len(words) - RUN + 1, step)]


def sharers(store: Store) -> list[str]:
    """Names of the studies whose queries are in a store."""
    return sorted({row["study"] for row in storing.select(store, sa.select(QUERIES.c.study))})
