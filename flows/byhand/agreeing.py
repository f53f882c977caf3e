"""Who is compared with whom, and the figures as a table, as JSON and as lines on a screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import isnan
from typing import Any

import pandas as pd

from analysis.checks import reliability
from analysis.checks.adjudication import EXPERIENCE
from analysis.checks.agreement import Agreement, Estimate
from analysis.checks.reliability import Row, Verdict
from analysis.codebook import Codebook
from analysis.coding import Coding
from flows.byhand.handwork import Handwork
from reports.wording import listed

PEOPLE = "people"
FIGURES = ("alpha", "kappa", "f1", "share")
ON_SCREEN = {reliability.TOLD, reliability.LEVEL, reliability.VALUE}  # parts; the others stand in the file
Json = dict[str, Any]  # a JSON object: any value may stand under any key


@dataclass(frozen=True)
class Comparison:
    """Two or more coders on the posts that at least two of them coded. `first` says that the first is the reference."""

    who: str
    posts: int
    rows: Sequence[Row]
    first: bool


def comparisons(work: Handwork, machines: Mapping[str, Mapping[str, Coding]]) -> list[Comparison]:
    """Every pair of people, all people if they are more than two, and each automatic coder against people."""
    people = sorted(work.people)
    groups = [list(pair) for pair in combinations(people, 2)]
    groups += [people] if len(people) > 2 else []
    found = [_compared(listed(group), [work.people[name] for name in group], work) for group in groups]
    found += [against(name, column, work) for name, column in machines.items()]
    return [comparison for comparison in found if comparison.posts]


def against(name: str, column: Mapping[str, Coding], work: Handwork) -> Comparison:
    """An automatic coder against people: what was adjudicated, else what most of them say."""
    return _compared(f"{name} against {PEOPLE}", [work.one, column], work, first=True)


def _compared(who: str, columns: Sequence[Mapping[str, Coding]], work: Handwork, first: bool = False) -> Comparison:
    posts = [entry for entry in sorted(work.texts) if sum(entry in column for column in columns) > 1]
    rows = reliability.compare(columns, posts, work.sampled(posts), work.book, first) if posts else []
    return Comparison(who, len(posts), rows, first)


def table(found: Sequence[Comparison]) -> pd.DataFrame:
    """One row a comparison, code and part; a figure that cannot be told is missing."""
    return pd.DataFrame(
        [
            {"who": one.who, "code": row.code, "part": row.part, **_cells(row.found)}
            for one in found
            for row in one.rows
        ],
        columns=["who", "code", "part", "posts", "positives", *_columns()],
    )


def _columns() -> list[str]:
    return [name + end for name in FIGURES for end in ("", "_low", "_high")]


def _cells(found: Agreement) -> Json:
    cells: Json = {"posts": found.posts, "positives": found.positives}
    for name in FIGURES:
        estimate: Estimate = getattr(found, name)
        for end, value in (("", estimate.value), ("_low", estimate.low), ("_high", estimate.high)):
            cells[name + end] = None if isnan(value) else round(value, 6)
    return cells


def facts(one: Comparison) -> Json:
    """A comparison as JSON."""
    rows = [{"code": row.code, "part": row.part, **_cells(row.found)} for row in one.rows]
    return {"who": one.who, "posts": one.posts, "rows": rows}


def lines(one: Comparison) -> list[str]:
    """A comparison on the screen: whether and how each code is given; signs and single levels are in the file."""
    head = f"{'code':22}{'part':8}{'posts':>6}{'with':>6}  {'alpha':18}{'kappa':>6}{'F1':>6}{'same':>6}"
    shown = [row for row in one.rows if row.part in ON_SCREEN]
    return [f"{one.who}: {one.posts} posts", head, *map(_line, shown)]


def _line(row: Row) -> str:
    found = row.found
    span = "" if isnan(found.alpha.low) else f"({found.alpha.low:.2f} to {found.alpha.high:.2f})"
    others = "".join(f"{_short(getattr(found, name)):>6}" for name in ("kappa", "f1", "share"))
    told = str(found.positives) if row.part == reliability.TOLD else ""
    return f"{row.code:22}{row.part:8}{found.posts:6}{told:>6}  {_short(found.alpha):4} {span:17}{others}".rstrip()


def _short(estimate: Estimate) -> str:
    return "–" if isnan(estimate.value) else f"{estimate.value:.2f}"


def below(one: Comparison, book: Codebook, least: float) -> list[str]:
    """Which figures of experience and core causes are under a wished one, or cannot be told; one line each."""
    found = [reliability.verdict(one.rows, code) for code in (EXPERIENCE, *(code.id for code in book.of("core")))]
    return [f"{one.who}: {_missed(verdict, least)}" for verdict in found if not verdict.alpha.value >= least]


def _missed(verdict: Verdict, least: float) -> str:
    alpha = verdict.alpha.value
    told = "cannot be told" if isnan(alpha) else f"is {alpha:.2f}, below {least:g}"
    return f"alpha of {verdict.code} ({verdict.part}) {told}"
