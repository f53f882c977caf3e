"""What two runs are compared by, read back from their folders: the tables, and of report.json what ranks and names causes.

A folder may hold anything: every file is checked before a word of it is believed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
from pydantic import TypeAdapter, ValidationError

from analysis.estimates import change
from flows.errors import UsageError
from flows.reporting import rundir
from reports.wording import upper_first

NEEDED = ("posts.parquet", "codings.parquet", "report.json")
POSTS = ["post", "url", "title", "blog", "published", "genre", "reaction", "duplicate_of"]
CODINGS = ["post", "cause", "level"]


@dataclass(frozen=True)
class Ranked:
    """A cause as report.json ranks it."""

    cause: str
    rank: int
    posts: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Named:
    """A code with its name."""

    id: str
    name: str


@dataclass(frozen=True)
class Claimed:
    """A sentence of the page."""

    claim: str
    text: str


@dataclass(frozen=True)
class Book:
    """The codebook of a report."""

    id: str
    version: str
    codes: tuple[Named, ...]


@dataclass(frozen=True)
class Known:
    """What a report keeps beside its numbers."""

    codebook: Book
    coder: str
    draws: int


@dataclass(frozen=True)
class Told:
    """What report.json tells, as far as reports are compared."""

    run: str
    study: str
    query: str
    as_of: date
    genres: dict[str, int]
    causes: tuple[Ranked, ...]
    unranked: tuple[Ranked, ...]
    claims: tuple[Claimed, ...]
    facts: Known

    def named(self, cause: str) -> str:
        """What the codebook calls a cause; its id in words where it is in another's."""
        names = {code.id: code.name for code in self.facts.codebook.codes}
        return names.get(cause) or upper_first(cause.replace("_", " "))


READER = TypeAdapter(Told)


def complete(*folders: Path) -> None:
    """Raises UsageError naming every file that is missing."""
    lacking = [str(folder / name) for folder in folders for name in NEEDED if not (folder / name).is_file()]
    if lacking:
        raise UsageError(f"missing: {', '.join(lacking)}; name two folders that `rootfeed run` left")


def told(folder: Path) -> Told:
    """What the report in a folder tells. Raises UsageError like `rundir.told`, and naming what is wrong in the file."""
    raw = rundir.told(folder)
    try:
        return READER.validate_python(raw)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        what = f"{where}: {error.errors()[0]['msg']}"
        raise UsageError(f"{folder / 'report.json'}: is broken ({what}); make the report again") from error


def _table(folder: Path, name: str, columns: Sequence[str]) -> pd.DataFrame:
    found = rundir.table(folder, name)
    if lacking := [column for column in columns if column not in found]:
        raise UsageError(f"{folder / name}.parquet: no column {', '.join(lacking)}; run the study again")
    return found


def frame(folder: Path) -> pd.DataFrame:
    """Different posts and their codings as analysis.estimates.change takes them."""
    return change.coded(_table(folder, "posts", POSTS), _table(folder, "codings", CODINGS))
