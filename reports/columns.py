"""What a table of the data dictionary tells: its columns, what they mean and what may stand in them. Meanings are Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["integer", "integer or missing", "number", "number or missing", "text"]
Form = Literal["", "time", "JSON", "list"]
INTEGER: Kind = "integer"
MISSING: Kind = "integer or missing"
NUMBER: Kind = "number"
UNKNOWN: Kind = "number or missing"
TEXT: Kind = "text"
LEVELS = ("failed", "met", "exceeded", "mixed")
GENRE, CAUSE, OUTCOME = "genre", "cause", "outcome"  # for `codes`: what stands there is of this kind in the codebook
Reference = tuple[tuple[str, ...], str, tuple[str, ...]]  # columns, and the table and its columns in which they occur


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `filled` where no cell is empty; `among` are the words that may stand there, or `codes` tells which codes do.

    `least` and `most` bound numbers; `form` says what a text holds: a time (ISO 8601), JSON, or codes parted by bars.
    """

    name: str
    type: Kind
    meaning: str
    filled: bool = False
    among: tuple[str, ...] = ()
    codes: str = ""
    least: float | None = None
    most: float | None = None
    form: Form = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what a row is, its columns in order, those that name a row, and those that point into other tables."""

    name: str
    row: str
    columns: Sequence[Column]
    key: tuple[str, ...] = ()
    points: tuple[Reference, ...] = ()


def markdown(table: Table) -> list[str]:
    """The lines of a table's dictionary as docs/files.md shows it."""
    rows = (f"| `{column.name}` | {column.type} | {column.meaning} |" for column in table.columns)
    return ["| column | type | meaning |", "| --- | --- | --- |", *rows]
