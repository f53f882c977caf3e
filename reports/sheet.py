"""The sheet on which a person codes posts without seeing what anybody else made of them: as CSV and as one page.

Both hold the same rows in the same columns, and the page downloads the very CSV, so that either can be imported. The
page asks the network for nothing and works from disk. Posts are strangers' text: they stand in the page as data in
which nothing can end the data, and reach the screen as text, never as markup.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import pandas as pd

from analysis.codebook import CAUSES, LEVELS, Codebook
from reports import exports
from reports.html import environment, policed

BOM = "\ufeff"  # spreadsheets take a file without it for one of their own old encodings
WORDS = "_words"  # ending of the column that holds the words behind a cause
BETWEEN = " || "  # parts several passages in one cell
YES = "yes"
MIXED = "mixed"
TAKEN = "efkmnoprux"  # keys with a meaning of their own; what is left names causes
SCRIPTS = ("sheet_store.js", "sheet_text.js", "sheet_table.js", "sheet.js")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Item:
    """A post on the sheet; `post` is a name that says nothing of where the post stood."""

    post: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One person's sheet: the posts in the person's own order. `study` and `person` head the page."""

    study: str
    person: str
    book: Codebook
    items: Sequence[Item]

    @property
    def file(self) -> str:
        """Name of the CSV."""
        return f"sheet-{self.person}.csv"


def mark(book: Codebook) -> str:
    """What a row carries to say by which codebook it is coded; the letters keep spreadsheets from reading a number."""
    return f"cb-{book.digest[:16]}"


def columns(book: Codebook) -> list[str]:
    """The columns of a sheet. A cause has two: its level, and the words that carry it."""
    causes = [name for code in book.of(*CAUSES) for name in (code.id, code.id + WORDS)]
    outcomes = [code.id for code in book.of("outcome")]
    return ["post", "codebook", "title", "text", "genre", *causes, "reaction", *outcomes, "notes"]


def csv(sheet: Sheet) -> bytes:
    """The sheet as CSV, nothing coded; text that a spreadsheet would run has an apostrophe in front (exports)."""
    blank = dict.fromkeys(columns(sheet.book), "")
    code = {"codebook": mark(sheet.book)}
    rows = [blank | code | {"post": item.post, "title": item.title, "text": item.text} for item in sheet.items]
    frame = pd.DataFrame(rows, columns=list(blank), dtype="object")
    return BOM.encode() + exports.csv({"sheet": frame})["sheet.csv"]


def keys(book: Codebook) -> dict[str, str]:
    """A key for each cause, as long as there are letters: the first free one of its id, else the next free letter."""
    free = [letter for letter in LETTERS if letter not in TAKEN]
    found: dict[str, str] = {}
    for code in book.of(*CAUSES):
        letter = next((letter for letter in code.id if letter in free), free[0] if free else "")
        found[code.id] = letter
        free = [other for other in free if other != letter]
    return found


def page(sheet: Sheet) -> str:
    """The sheet as one page."""
    style, script, policy = policed("sheet.css", *SCRIPTS)
    by_key = keys(sheet.book)
    return (
        environment()
        .get_template("sheet.html")
        .render(
            policy=policy,
            style=style,
            script=script,
            sheet=sheet,
            facts=_data(_facts(sheet, by_key)),
            keys=by_key,
            genres=sheet.book.of("genre"),
            causes=sheet.book.of(*CAUSES),
            outcomes=sheet.book.of("outcome"),
            levels=[*LEVELS, MIXED],
        )
        + "\n"
    )


def _facts(sheet: Sheet, by_key: dict[str, str]) -> dict[str, Any]:  # Any: a JSON object
    items = [[item.post, item.title, item.text] for item in sheet.items]
    return {
        "store": "rootfeed-sheet-"
        + sha256(json.dumps([sheet.person, mark(sheet.book), items]).encode()).hexdigest()[:16],
        "file": sheet.file,
        "mark": mark(sheet.book),
        "columns": columns(sheet.book),
        "words": WORDS,
        "between": BETWEEN,
        "yes": YES,
        "genres": [code.id for code in sheet.book.of("genre")],
        "causes": [[code.id, code.name, by_key[code.id]] for code in sheet.book.of(*CAUSES)],
        "outcomes": [code.id for code in sheet.book.of("outcome")],
        "posts": items,
    }


def _data(value: object) -> str:
    """JSON that can stand in a script element: no character in it can end the element or begin a comment."""
    text = json.dumps(value, ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
