"""How the tests of the hand loop fill in sheets: as the rule coder would, saved as spreadsheets save."""

import csv
import io
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path

from analysis import codebook
from analysis.coders import CODERS
from reports import sheet

Run = Callable[..., tuple[int, str, str]]
Rows = list[dict[str, str]]
BOOK = codebook.default()
CODER = CODERS["rules"](BOOK)
CAUSES = [code.id for code in BOOK.of(*codebook.CAUSES)]


def rows(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def saved(path: Path, content: Sequence[dict[str, str]], **dialect: str) -> Path:
    """A CSV file as a spreadsheet would save it."""
    encoding = dialect.pop("encoding", "utf-8-sig")
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, content[0].keys(), **dialect)  # type: ignore[arg-type]  # csv's own options
    writer.writeheader()
    writer.writerows(content)
    path.write_bytes(buffer.getvalue().encode(encoding))
    return path


def code(row: dict[str, str], leave_out: Iterable[str] = ()) -> dict[str, str]:
    """A row coded as the rule coder would, but for some codes."""
    found = CODER(row["title"], row["text"])
    row = {**row, "genre": found.genre}
    if found.genre != "experience":
        return row
    quotes = {item.code: item.quote for item in reversed(found.evidence)}
    for cause, level in found.causes:
        if cause not in leave_out:
            row |= {cause: level, cause + sheet.WORDS: quotes.get(cause, "")}
    return row | {"reaction": str(found.reaction or 0)} | dict.fromkeys(found.outcomes, "yes")


def sheet_of(study: Path, person: str = "anna") -> Path:
    return study.parent / "small-hand" / f"sheet-{person}.csv"


def coded(study: Path, person: str, leave_out: Iterable[str] = ()) -> Path:
    """The person's sheet, coded."""
    return saved(study.parent / f"{person}.csv", [code(row, leave_out) for row in rows(sheet_of(study, person))])


def first_experience(content: Rows) -> int:
    return next(place for place, row in enumerate(content) if code(row)["genre"] == "experience")


def stored(study: Path) -> dict[str, int]:
    with closing(sqlite3.connect(study.with_suffix(".sqlite"))) as database:
        return dict(database.execute("SELECT coder, count(*) FROM codings GROUP BY coder"))
