"""CSV files as people's spreadsheets save them: any common separator, line end and encoding, rows by their number."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flows.errors import UsageError
from reports.exports import GUARDED

SEPARATORS = (",", ";", "\t")
LONGEST = 10_000_000  # characters of one cell; the csv module stops at 131,072


@dataclass(frozen=True)
class Mistake:
    """What is wrong in a cell; `row` counts as a spreadsheet does, the heading being row 1."""

    row: int
    column: str
    text: str

    def __str__(self) -> str:
        """One line for a person."""
        return f"row {self.row}, column {self.column}: {self.text}"


@dataclass(frozen=True)
class Table:
    """A CSV file: its heading, its rows that hold anything by number, and `remark` on how it was read, mostly ""."""

    heading: Sequence[str]
    rows: dict[int, dict[str, str]]
    remark: str


def read(path: Path) -> Table:
    """Read a CSV file. Raises UsageError where it is no table, or in no encoding that spreadsheets write."""
    try:
        return parse(path.read_bytes(), path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error


def parse(raw: bytes, path: Path) -> Table:
    """Read the bytes of a CSV file; `path` names it in what is raised, as by read."""
    text, remark = decoded(raw, path)
    csv.field_size_limit(LONGEST)
    try:
        lines = list(_lines(text))
    except csv.Error as error:
        raise UsageError(f"{path}: cannot be read as CSV: {error}") from error
    if not lines:
        raise UsageError(f"{path}: is empty")
    heading = [cell.strip().lower() for cell in lines[0]]
    twice = sorted({name for name in heading if name and heading.count(name) > 1})
    if twice:
        raise UsageError(f"{path}: the column {twice[0]!r} stands there twice")
    return Table(heading, dict(_filled(path, heading, lines)), remark)


def decoded(raw: bytes, path: Path) -> tuple[str, str]:
    """Text in any encoding that spreadsheets and editors write, and what to remark on it. Raises UsageError for others."""
    marked = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return raw.decode("utf-16" if marked else "utf-8-sig"), ""
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("cp1252"), f"{path}: not UTF-8, read as Windows-1252"
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: neither UTF-8 nor Windows-1252; save it again as UTF-8 (“CSV UTF-8”)") from error


def _lines(text: str) -> Iterator[list[str]]:
    def parted(separator: str) -> Iterator[list[str]]:
        return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)

    best = max(SEPARATORS, key=lambda separator: len(next(parted(separator), [])))
    yield from parted(best)


def _filled(path: Path, heading: Sequence[str], lines: Sequence[Sequence[str]]) -> Iterator[tuple[int, dict[str, str]]]:
    for number, cells in enumerate(lines[1:], start=2):
        if any(cell.strip() for cell in cells[len(heading) :]):
            raise UsageError(f"{path}: row {number} has more cells than the heading has columns")
        if any(cell.strip() for cell in cells):
            yield number, {name: _bare(cell) for name, cell in zip(heading, cells, strict=False) if name}


def _bare(cell: str) -> str:
    """A cell without the apostrophe that kept a spreadsheet from running it."""
    return GUARDED.sub("", cell).strip()
