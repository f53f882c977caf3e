"""A researcher's own texts wherever they lie: rows of files, saved pages, Markdown and plain text, folders of these, stdin.

They come one at a time and in order, so that memory does not grow with them. What cannot be read is told in its place.
"""

import gzip
import os
import re
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from io import BufferedReader
from pathlib import Path
from typing import cast

from extract.post import Profile
from extract.reading import article, prose, written
from flows.byhand import tables
from flows.database import store as storing
from flows.errors import UsageError
from flows.owntexts import rowfiles
from flows.owntexts.rowfiles import BROKEN, BadRow, Cells, Remark, Row
from reports.wording import amount

STDIN = Path("-")
PACKED = b"\x1f\x8b"  # how gzip begins (RFC 1952, 2.3.1)
LARGEST = 10_000_000  # bytes of one document
MARKUP = re.compile(r"\s*<(!doctype|html|head|body|main|article|section|div|h[1-6]|p)\b", re.I)


@dataclass(frozen=True, slots=True)
class Text:
    """A text with where it stands and what is known of it, "" for what is not.

    `id` is text or a number, that of a row; a document has none, and is known by its `file`.
    """

    where: str
    id: str | int | float
    file: str
    text: str
    title: str = ""
    url: str = ""
    author: str = ""
    date: str = ""

    @property
    def name(self) -> str | int | float:
        """What tells it from the others."""
        return self.file if self.id == "" else self.id


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of rows that hold what is wanted."""

    id: str = "id"
    title: str = "title"
    text: str = "text"


Item = Text | Remark


def texts(paths: Sequence[Path], columns: Columns, profile: Profile = "default") -> Iterator[Item]:
    """Every text of files, folders and stdin (`-`). Raises UsageError for a path that is not there or cannot be opened.

    An id that occurred before is told with where, and that text left out.
    """
    for path in paths:
        if path != STDIN and not path.exists():
            raise UsageError(f"{path}: cannot be read: no such file or folder")
    with closing(sqlite3.connect("", isolation_level=None)) as known:  # a file of its own, gone with us: flat in memory
        known.execute("PRAGMA journal_mode = OFF")
        known.execute("CREATE TABLE seen (id TEXT PRIMARY KEY, place TEXT) WITHOUT ROWID")
        for path in paths:
            for item in _folder(path, profile) if path.is_dir() else _file(path, columns, profile):
                yield item if isinstance(item, Remark) else _once(known, item)


def _once(known: sqlite3.Connection, item: Text) -> Item:
    key = str(item.name).encode("utf-8", "surrogatepass")
    if known.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (key, item.where)).rowcount:
        return item
    place = known.execute("SELECT place FROM seen WHERE id = ?", (key,)).fetchone()[0]
    return Remark(item.where, f"the id {str(item.name)[:80]!r} stands in {place} already")


def _folder(folder: Path, profile: Profile) -> Iterator[Item]:
    """The documents below a folder, by path; other files are counted, hidden ones passed over."""
    others = 0
    for path in _below(folder):
        if _kind(path) in READERS:
            yield from _document(path, path.relative_to(folder).as_posix(), profile)
        else:
            others += 1
    if others:
        kinds = ", ".join(READERS)
        yield Remark(str(folder), f"{amount(others, 'file')} passed over that end in none of {kinds}", lost=False)


def _below(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):  # a link may lead back up
            yield from _below(Path(entry.path))
        elif entry.is_file():
            yield Path(entry.path)


def _kind(path: Path) -> str:
    """The ending that says what a file holds, whether it is packed or not."""
    return (path.with_suffix("") if path.suffix.lower() == ".gz" else path).suffix.lower()


def _file(path: Path, columns: Columns, profile: Profile) -> Iterator[Item]:
    if _kind(path) in READERS:
        yield from _document(path, str(path), profile)
        return
    try:
        with _opened(path) as stream:
            yield from _rows(stream, path, columns)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from error


def _opened(path: Path) -> BufferedReader:
    """A file or stdin, unpacked if it is packed."""
    stream = cast(BufferedReader, sys.stdin.buffer) if path == STDIN else path.open("rb")
    if stream.peek(len(PACKED)).startswith(PACKED) or path.suffix.lower() == ".gz":
        return BufferedReader(cast(BufferedReader, gzip.GzipFile(fileobj=stream)))
    return stream


def _rows(stream: BufferedReader, path: Path, columns: Columns) -> Iterator[Item]:
    """The texts of a file of rows. Rows without an id or a text are told."""
    name, needed, kind = "stdin" if path == STDIN else str(path), (columns.id, columns.text), _kind(path)
    try:
        if kind in JSON:
            found = rowfiles.json_lines(stream, name)
        elif kind in SEPARATED:
            found = rowfiles.table(stream, name, [column.lower() for column in needed], SEPARATED[kind])
        else:
            found = rowfiles.sniffed(stream, name, [column.lower() for column in needed])
        for item in found:
            yield item if isinstance(item, Remark) else _row(item, path, columns)
    except BadRow as error:
        yield Remark(name, str(error))
    except BROKEN as error:
        yield Remark(name, f"cannot be read: {error}")


def _row(row: Row, path: Path, columns: Columns) -> Item:
    key, text = _cell(row.cells, columns.id), _cell(row.cells, columns.text)
    if key in (None, ""):  # documents that `rootfeed read` wrote have no id and are known by their file
        key = _cell(row.cells, "file")
    if isinstance(key, bool) or not isinstance(key, str | int | float) or not str(key).strip():
        return Remark(row.where, f"a row needs an id, text or number, in {columns.id!r}")
    if not isinstance(text, str) or not text.strip():
        return Remark(row.where, f"a row needs text in {columns.text!r}")
    title = _cell(row.cells, columns.title)
    return Text(row.where, key, path.name, text, "" if title is None else str(title))


def _cell(cells: Cells, column: str) -> object:
    return cells[column] if column in cells else cells.get(column.lower())


def _document(path: Path, key: str, profile: Profile) -> Iterator[Item]:
    """A file that is one text; `key` is how it is called."""
    try:
        with _opened(path) as stream:
            body = stream.read(LARGEST + 1)
        if len(body) > LARGEST:
            raise BadRow(f"more than {LARGEST:,} bytes")
        rowfiles.refuse_binary(body[: rowfiles.PEEKED])
        for item in READERS[_kind(path)](body, path, profile):
            if isinstance(item, Text) and not item.text:
                raise BadRow("no text found in it")
            yield replace(item, file=key) if isinstance(item, Text) else item
    except (BadRow, UsageError) as error:
        yield Remark(str(path), str(error).removeprefix(f"{path}: "))
    except BROKEN as error:
        yield Remark(str(path), f"cannot be read: {error}")


def page(markup: bytes, path: Path, profile: Profile) -> Iterator[Text]:
    """The article of a saved page."""
    post = article.read_html(markup, "", profile)
    day = storing.stamp(post.published)[:10]
    yield Text(str(path), "", path.name, post.text, post.title, post.url, post.author, day)


def _written(read: Callable[[str], written.Written], body: bytes, path: Path, _: Profile) -> Iterator[Item]:
    text, remark = tables.decoded(body, path)
    if remark:
        yield Remark(str(path), remark.removeprefix(f"{path}: "), lost=False)
    told = read(text)
    yield Text(str(path), "", path.name, told.text, told.title, "", told.author, told.date)


_markdown, _plain = partial(_written, written.markdown), partial(_written, written.plain)
READERS: dict[str, Callable[[bytes, Path, Profile], Iterator[Item]]] = {
    ".html": page, ".htm": page, ".xhtml": page, ".md": _markdown, ".markdown": _markdown, ".txt": _plain, ".text": _plain,
}  # fmt: skip
JSON = (".jsonl", ".ndjson", ".json")
SEPARATED: dict[str, tuple[str, ...]] = {".csv": tables.SEPARATORS, ".tsv": ("\t",), ".tab": ("\t",)}


def unmarked(item: Text, profile: Profile = "default") -> Text:
    """A row whose text is a page, or a piece of one, with what it says to a reader; another as it is."""
    if not MARKUP.match(item.text):
        return item
    post = article.read_html(item.text.encode("utf-8", "replace"), "", profile)
    return replace(item, text=post.text or prose.plain(item.text), title=item.title or post.title)
