"""What a report is made from: one frozen record of frames and facts, and typed views on its ranked causes."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from analysis.codebook import Code, Codebook
from analysis.estimates.change import Change
from analysis.estimates.resampling import FEW as FEW
from analysis.testing.hypotheses import Finding


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the funnel: how many items were left after it, and why the others were not."""

    name: str
    count: int
    why: str


@dataclass(frozen=True, slots=True)
class File:
    """One file beside the page."""

    name: str
    holds: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Checked:
    """How far coder and people agree on one code of the posts that people coded.

    alpha is that of `part`, "told" or "sign" (analysis.checks.reliability); nan where it cannot be told. `positives` are posts
    in which people find the code. `why_not` says why the code is not ranked, "" where it is.
    """

    code: str
    part: str
    positives: int
    alpha: float
    low: float
    high: float
    why_not: str


@dataclass(frozen=True, slots=True)
class Check:
    """What people's own codes say of the coder: `posts` coded by `people` persons; `codes` are empty if they are it.

    On `disputed` of the posts people part and nobody has decided; codes on which no majority agrees are left out there.
    A cause is ranked where alpha is at least `floor` and people find it in `minimum` posts.
    """

    posts: int
    people: int
    disputed: int
    floor: float
    minimum: int
    codes: tuple[Checked, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the page shows. Shares in the frames are 0..1; `low` and `high` bound their 95% range.

    posts, codings, evidence: as docs/files.md tells their columns. ranked, unranked (causes that the check keeps out of the
    ranking), levels, courtesy and delight: as `estimates.causes` returns them; above and sets: `estimates.ranks`; importance,
    corrected, months, trends, segments, outcomes: modules of `analysis.estimates` of that name. change: None where there
    was no report before, of which `since` is the day. findings: `analysis.testing.hypotheses.test`, beside those of the query
    `control` if that is not empty; thank and answer_first: `estimates.outreach`. draws: how often whole blogs were drawn
    anew; 0 if the caller does not say. check: None if nobody coded by hand. weights: what each post counts for where
    posts were drawn with unequal chances; else empty, and each counts for one.
    """

    study: str
    query: str
    first: date | None
    last: date | None
    made: date
    posts: pd.DataFrame
    codings: pd.DataFrame
    evidence: pd.DataFrame
    ranked: pd.DataFrame
    courtesy: pd.DataFrame
    delight: pd.DataFrame
    funnel: list[Step]
    genres: dict[str, int]
    codebook: Codebook
    coder: str
    run: str
    files: list[File]
    note: str
    command: str
    draws: int = 0
    unranked: pd.DataFrame = field(default_factory=pd.DataFrame)
    levels: pd.DataFrame = field(default_factory=pd.DataFrame)
    above: pd.DataFrame = field(default_factory=pd.DataFrame)
    sets: pd.DataFrame = field(default_factory=pd.DataFrame)
    importance: pd.DataFrame = field(default_factory=pd.DataFrame)
    corrected: pd.DataFrame = field(default_factory=pd.DataFrame)
    months: pd.DataFrame = field(default_factory=pd.DataFrame)
    trends: pd.DataFrame = field(default_factory=pd.DataFrame)
    segments: pd.DataFrame = field(default_factory=pd.DataFrame)
    outcomes: pd.DataFrame = field(default_factory=pd.DataFrame)
    change: Change | None = None
    since: date | None = None
    findings: tuple[Finding, ...] = ()
    control: str = ""
    thank: pd.DataFrame = field(default_factory=pd.DataFrame)
    answer_first: pd.DataFrame = field(default_factory=pd.DataFrame)
    check: Check | None = None
    weights: dict[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Range:
    """A share of posts with the bounds of its 95% range, all 0..1."""

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Cause:
    """One row of the ranking with its words from the codebook. `mixed` posts count as complaint and as praise.

    set_low and set_high are the ranks between which all causes lie at once (analysis.estimates.ranks).
    """

    code: Code
    rank: int
    set_low: int
    set_high: int
    held: float
    posts: int
    complaints: int
    praise: int
    mixed: int
    all: Range
    complaint: Range
    commended: Range


@dataclass(frozen=True, slots=True)
class Group:
    """Posts whose matter ended alike, and how many of them mention courtesy."""

    name: str
    reaction: int
    posts: int
    mentions: int
    spread: Range


@dataclass(frozen=True, slots=True)
class Reason:
    """What some of the `total` happiest posts tell of; `kind` is its place in the frame."""

    kind: int
    name: str
    posts: int
    total: int
    spread: Range


def ranking(report: Report) -> list[Cause]:
    """The causes in rank order; a cause that the codebook does not know is a KeyError."""
    return _causes(report, report.ranked)


def unranked(report: Report) -> list[Cause]:
    """The causes that are shown but not ranked, in the order of their counts."""
    return _causes(report, report.unranked)


def _causes(report: Report, frame: pd.DataFrame) -> list[Cause]:
    codes = {code.id: code for code in report.codebook.codes}
    sets = _sets(report, frame)
    causes = [
        Cause(
            code=codes[str(row["cause"])],
            rank=int(row["rank"]),
            set_low=sets[str(row["cause"])][0],
            set_high=sets[str(row["cause"])][1],
            held=float(row["held"]),
            posts=int(row["posts"]),
            complaints=int(row["complaints"]),
            praise=int(row["praise"]),
            mixed=int(row["mixed"]),
            all=Range(float(row["share"]), float(row["low"]), float(row["high"])),
            complaint=Range(float(row["complaint_share"]), float(row["complaint_low"]), float(row["complaint_high"])),
            commended=Range(float(row["praise_share"]), float(row["praise_low"]), float(row["praise_high"])),
        )
        for row in _rows(frame)
    ]
    return sorted(causes, key=lambda cause: (cause.rank, cause.code.id))


def _sets(report: Report, frame: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Between which ranks each cause lies: its rank set, or the ranks of its redraws where there are no sets."""
    rows = _rows(report.sets)
    known = {str(row["cause"]): (int(row["set_low"]), int(row["set_high"])) for row in rows if "set_high" in row}
    drawn = {str(row["cause"]): (int(row["rank_low"]), int(row["rank_high"])) for row in _rows(frame)}
    return drawn | known


def groups(report: Report) -> list[Group]:
    """The courtesy frame from the worst ending to the best."""
    found = [
        Group(
            name=str(row["level_name"]),
            reaction=int(row["reaction"]),
            posts=int(row["posts"]),
            mentions=int(row["mentions"]),
            spread=_spread(row, int(row["mentions"]), int(row["posts"])),
        )
        for row in _rows(report.courtesy)
    ]
    return sorted(found, key=lambda group: group.reaction)


def reasons(report: Report) -> list[Reason]:
    """The delight frame, the most told reason first."""
    found = [
        Reason(
            kind=kind,
            name=str(row["reason"]),
            posts=int(row["posts"]),
            total=int(row["total"]),
            spread=_spread(row, int(row["posts"]), int(row["total"])),
        )
        for kind, row in enumerate(_rows(report.delight))
    ]
    return sorted(found, key=lambda reason: (-reason.posts, reason.name))


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:  # Any: cells of a frame
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def _spread(row: dict[str, Any], part: int, whole: int) -> Range:
    # with nobody in the group there is no share; a caller's NaN bounds must not reach a drawing
    return Range(part / whole, float(row["low"]), float(row["high"])) if whole else Range(0.0, 0.0, 0.0)
