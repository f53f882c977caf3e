"""Rows of files that may be of any size, one at a time: JSON lines, and CSV as spreadsheets save it.

What is wrong with a row stands in its place in the stream, with file and line, and the rows behind it go on.
"""

import csv
import json
import zlib
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from io import BufferedReader, TextIOWrapper
from typing import Any, NoReturn

from flows.byhand.tables import LONGEST, SEPARATORS
from flows.errors import UsageError
from reports.exports import GUARDED

WIDE = (BOM_UTF16_LE, BOM_UTF16_BE)
PEEKED = 4096  # bytes at the start of a file that tell a binary one
BROKEN = (OSError, EOFError, zlib.error)  # what a bad disk and broken gzip end with
PIECE = 65_536  # characters of a line too long that are skipped at a time
SHOWN = 80  # characters of a heading in a message

Cells = Mapping[str, Any]  # a row by column


class BadRow(Exception):
    """A row that cannot be read; the text says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row by column; `where` is its file and line. Values are text in CSV, and any JSON in JSON lines."""

    where: str
    cells: Cells


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to tell of a place; `lost` where what stands there is left out for it."""

    where: str
    text: str
    lost: bool = True

    def __str__(self) -> str:
        """One line for a person."""
        return f"{self.where}: {self.text}" + ", left out" * self.lost


def refuse_binary(head: bytes) -> None:
    """Raise BadRow for the start of what is no text: a twentieth of it is NUL, and no mark says that it is UTF-16."""
    if head.count(0) * 20 > len(head) and not head.startswith(WIDE):
        raise BadRow("no text file: it is full of NUL bytes")


class Lines:
    """The lines of a stream as text, one at a time, with their ends. `number` is that of the last one, from 1.

    UTF-8 or UTF-16 by byte order mark; a line that is no UTF-8 is read as Windows-1252, as spreadsheets write it, and
    `guessed` is the first of these, else 0. A line that cannot be read raises BadRow, and the next one can be asked for.
    """

    def __init__(self, stream: BufferedReader) -> None:
        """Read from where the stream stands. Raises BadRow for what is no text."""
        head = stream.peek(PEEKED)[:PEEKED]
        refuse_binary(head)
        wide = head.startswith(WIDE)
        encoding, errors = ("utf-16", "replace") if wide else ("utf-8-sig", "surrogateescape")
        self.text = TextIOWrapper(stream, encoding, errors, newline="")
        self.number = self.guessed = 0

    def __iter__(self) -> "Lines":
        """Go on with the next line."""
        return self

    def __next__(self) -> str:
        """The next line. Raises BadRow, or what a broken packing raises."""
        line = self.text.readline(LONGEST + 1)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) > LONGEST:
            while not line.endswith(("\n", "\r")) and (line := self.text.readline(PIECE)):
                pass
            raise BadRow(f"a line of more than {LONGEST:,} characters")
        if "\0" in line:
            raise BadRow("holds a NUL character")
        return line if line.isascii() else self._decoded(line)

    def _decoded(self, line: str) -> str:
        """A line in which bytes that are no UTF-8 still stand as lone surrogates, as text."""
        try:
            line.encode()
            return line
        except UnicodeEncodeError:
            pass
        try:
            found = line.encode("utf-8", "surrogateescape").decode("cp1252")
        except UnicodeError as error:
            raise BadRow("neither UTF-8 nor Windows-1252") from error
        self.guessed = self.guessed or self.number
        return found


def json_lines(stream: BufferedReader, name: str) -> Iterator[Row | Remark]:
    """The objects of JSON lines, one a line; blank lines are passed over. Raises BadRow for what is no text."""
    lines = Lines(stream)
    yield from _each(name, lines, map(_object, lines))


def table(
    stream: BufferedReader, name: str, needed: Sequence[str], separators: Sequence[str] = SEPARATORS
) -> Iterator[Row | Remark]:
    """The rows of a CSV file by its heading, in small letters, without those that are empty.

    Raises BadRow for what is no text, UsageError where a needed column is missing.
    """
    lines = Lines(stream)
    first = next(lines, "")
    best = max(separators, key=lambda separator: len(_cells(first, separator)))
    heading = [cell.strip().lower() for cell in _cells(first, best)]
    for column in needed:
        if heading.count(column) != 1:
            held = ", ".join(heading)[:SHOWN] or "nothing"
            times = "twice" if column in heading else "nowhere"
            raise UsageError(f"{name}: the column {column!r} stands {times} in its heading, which holds {held}")
    csv.field_size_limit(LONGEST)
    yield from _each(name, lines, map(partial(_by, heading), csv.reader(lines, delimiter=best, strict=True)))


def sniffed(stream: BufferedReader, name: str, needed: Sequence[str]) -> Iterator[Row | Remark]:
    """The rows of a stream whose name does not say what it is: JSON lines where it begins with a brace, else CSV."""
    start = stream.peek(PEEKED)[:PEEKED].removeprefix(BOM_UTF8).lstrip()
    yield from json_lines(stream, name) if start.startswith((b"{", b"[")) else table(stream, name, needed)


def _each(name: str, lines: Lines, rows: Iterator[Cells]) -> Iterator[Row | Remark]:
    """Rows with the line on which each begins; what is wrong with one is told in its place."""
    told = False
    while True:
        where = f"{name}:{lines.number + 1}"
        try:
            cells = next(rows)
        except StopIteration:
            return
        except (BadRow, csv.Error) as error:
            yield Remark(where, str(error) if isinstance(error, BadRow) else f"not CSV: {error}")
            continue
        except BROKEN as error:
            yield Remark(where, f"cannot be read on: {error}")
            return
        if lines.guessed and not told:
            told = True
            yield Remark(f"{name}:{lines.guessed}", "not UTF-8, read as Windows-1252", lost=False)
        if cells:
            yield Row(where, cells)


def _object(line: str) -> Cells:
    if not line.strip():
        return {}
    try:
        found = json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise BadRow(f"not JSON: {error}") from error
    if not isinstance(found, dict) or not found:
        raise BadRow("no JSON object; write one object a line")
    return found


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _cells(line: str, separator: str) -> list[str]:
    return next(csv.reader([line], delimiter=separator), [])


def _by(heading: Sequence[str], row: Sequence[str]) -> Cells:
    """A row's cells by the heading, without the apostrophe that kept a spreadsheet from running one."""
    if any(cell.strip() for cell in row[len(heading) :]):
        raise BadRow("more cells than the heading has columns")
    if not any(cell.strip() for cell in row):
        return {}
    return {name: GUARDED.sub("", cell) for name, cell in zip(heading, row, strict=False) if name}
