"""Coding sheets that come back: every row checked, every mistake named by row and column, then codings."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analysis.checks.adjudication import EXPERIENCE, MIXED
from analysis.codebook import CAUSES, LEVELS, Code, Codebook
from analysis.coding import Coding, Evidence
from flows.byhand.samples import blind
from flows.byhand.tables import Mistake, Table
from reports import sheet

BLANK = {"", "-", "–", "not told"}
ON, OFF = {sheet.YES, "y", "x", "1", "true", "told"}, {*BLANK, "no", "n", "0", "false"}
WHOLE = re.compile(r"[+-]?\d+(\.0+)?")
BY_HAND = "hand"  # the rule that found a person's evidence
SHOWN = 60  # characters of a quote in a message
Texts = Mapping[str, tuple[str, str]]  # title and text by entry


@dataclass
class _Row:
    """One row while it is checked."""

    number: int
    cells: Mapping[str, str]
    mistakes: list[Mistake] = field(default_factory=list)

    def wrong(self, column: str, text: str) -> None:
        self.mistakes.append(Mistake(self.number, column, text))

    def cell(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Checked:
    """What a sheet holds: codings by entry if there is no mistake, and how many posts are not coded yet.

    `bare` counts core causes for which no words are given.
    """

    codings: dict[str, Coding]
    mistakes: Sequence[Mistake]
    uncoded: int
    bare: int


def check(table: Table, book: Codebook, texts: Texts) -> Checked:
    """Check every row of a sheet against the codebook and the posts of the sample."""
    known = set(sheet.columns(book))
    mistakes = [Mistake(1, name, "no such column") for name in table.heading if name and name not in known]
    needed = known - {"title", "text", "notes"}
    mistakes += [Mistake(1, name, "this column is missing") for name in sorted(needed - set(table.heading))]
    if mistakes:
        return Checked({}, mistakes, 0, 0)
    entries = {blind(entry): entry for entry in texts}
    first: dict[str, int] = {}
    codings: dict[str, Coding] = {}
    for number, cells in table.rows.items():
        row = _Row(number, cells)
        entry = _entry(row, entries, first)
        coding = _coding(row, book, texts[entry][1] if entry else None)
        mistakes += row.mistakes
        if coding is not None and entry:
            codings[entry] = coding
    core = {code.id for code in book.of("core")}
    bare = sum(
        bool(cause in core and cause not in {item.code for item in coding.evidence})
        for coding in codings.values()
        for cause, _ in coding.causes
    )
    return Checked({} if mistakes else codings, mistakes, len(first) - len(codings), bare)


def _entry(row: _Row, entries: Mapping[str, str], first: dict[str, int]) -> str:
    post = row.cell("post")
    if post not in entries:
        row.wrong("post", f"unknown post {post!r}; it is in no sample of this study" if post else "the post is missing")
        return ""
    if post in first:
        row.wrong("post", f"{post} stands in row {first[post]} already")
    first.setdefault(post, row.number)
    return entries[post]


def _coding(row: _Row, book: Codebook, text: str | None) -> Coding | None:
    """The coding of a row; None where it is not coded, or coded wrongly."""
    causes, outcomes = book.of(*CAUSES), book.of("outcome")
    levels = {code.id: level for code in causes if (level := _level(row, code)) is not None}
    passages = {code.id: words for code in causes if (words := row.cell(code.id + sheet.WORDS))}
    told = [code.id for code in outcomes if _is_on(row, code.id)]
    reaction = _reaction(row)
    genre = row.cell("genre").lower()
    given = [*levels, *(cause + sheet.WORDS for cause in passages), *told, *["reaction"] * (reaction is not None)]
    if not genre:
        if given:
            row.wrong("genre", "half coded: the genre is missing")
        return None
    if row.cell("codebook").lower() != sheet.mark(book):
        row.wrong("codebook", f"coded by another codebook than the present {sheet.mark(book)}")
    _check_genre(row, book, genre, given)
    evidence = [
        item for cause, words in passages.items() for item in _evidence(row, cause, levels.get(cause), words, text)
    ]
    if row.mistakes:
        return None
    reason = "coded by hand" + (f": {row.cell('notes')}" if row.cell("notes") else "")
    return Coding(genre, reason, tuple(sorted(levels.items())), reaction, tuple(sorted(told)), tuple(evidence))


def _check_genre(row: _Row, book: Codebook, genre: str, given: Sequence[str]) -> None:
    """An experience needs a reaction; of anything else nothing but the genre may be given."""
    genres = [code.id for code in book.of("genre")]
    if genre not in genres:
        row.wrong("genre", f"unknown genre {genre!r}; there are {', '.join(genres)}")
    elif genre != EXPERIENCE:
        for column in given:
            row.wrong(
                column, f"coded, though the genre is {genre}: only an {EXPERIENCE} has causes, a reaction, outcomes"
            )
    elif not row.cell("reaction"):
        row.wrong("reaction", "half coded: an experience needs a reaction from -2 to 2")


def _level(row: _Row, code: Code) -> str | None:
    level = row.cell(code.id).lower()
    if level not in {*BLANK, *LEVELS, MIXED}:
        row.wrong(code.id, f"unknown level {level!r}; there are {', '.join((*LEVELS, MIXED))}")
    return None if level in BLANK else level


def _is_on(row: _Row, column: str) -> bool:
    told = row.cell(column).lower()
    if told not in ON | OFF:
        row.wrong(column, f"{told!r} is neither {sheet.YES} nor empty")
    return told in ON


def _reaction(row: _Row) -> int | None:
    told = row.cell("reaction").lstrip("'").replace("−", "-")
    if not told:
        return None
    if not WHOLE.fullmatch(told) or abs(float(told)) > 2:
        row.wrong("reaction", f"{told!r} is no whole number from -2 to 2")
        return None
    return int(float(told))


def _evidence(row: _Row, cause: str, level: str | None, words: str, text: str | None) -> list[Evidence]:
    column = cause + sheet.WORDS
    if level is None:
        row.wrong(column, f"words for {cause}, but no level in column {cause}")
        return []
    found = []
    for quote in words.split(sheet.BETWEEN.strip()):
        span = None if text is None else locate(text, quote)
        if span:
            found.append(Evidence(cause, level, *span, text[slice(*span)] if text else "", BY_HAND, 1.0))
        elif text is not None:
            row.wrong(column, f"not in the post: {quote.strip()[:SHOWN]!r}")
    return found


def locate(text: str, quote: str) -> tuple[int, int] | None:
    """Where a quote stands in a text, its first place; spreadsheets may have changed white space, and only that."""
    words = quote.split()
    found = re.search(r"\s+".join(map(re.escape, words)), text) if words else None
    return found.span() if found else None
