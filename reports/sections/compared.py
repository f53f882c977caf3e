"""Companies, search phrases and periods beside the average of all posts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan

from analysis.estimates import segments
from reports.claimed import rows
from reports.claimed.claims import doubt
from reports.page import Range, Report
from reports.wording import amount, listed, ranged, visible

NOUNS = {segments.COMPANY: ("company", "companies"), segments.QUERY: ("search phrase", "search phrases")}
NOUNS |= {segments.PERIOD: ("period", "periods")}
MOST = 8  # rows of a kind in the page; all are in report.json
LARGEST = 3  # of those left out
LONGEST = 40  # characters of a name


@dataclass(frozen=True, slots=True)
class Cell:
    """Complaints of one cause in a segment; `spread` is None where there are too few posts or blogs to say."""

    cause: str
    spread: Range | None
    reading: str


@dataclass(frozen=True, slots=True)
class Segment:
    """Posts of one company, phrase or period."""

    name: str
    posts: int
    cells: tuple[Cell, ...]


def of_kind(report: Report, kind: str) -> list[Segment]:
    """The segments of a kind, the largest first."""
    if not len(report.segments):
        return []
    frame = report.segments[report.segments["kind"] == kind]
    return [
        Segment(str(name), int(same["posts"].iloc[0]), tuple(map(_cell, same.to_dict("records"))))
        for name, same in frame.groupby("segment", sort=False)
    ]


def _cell(row: dict[str, object]) -> Cell:
    share, low, high = (float(str(row[name])) for name in ("share", "low", "high"))
    return Cell(str(row["cause"]), None if isnan(share) else Range(share, low, high), str(row["reading"]))


def where(report: Report, kind: str, name: str) -> str:
    """The posts of a segment, as a query on the posts file."""
    return rows.segment(kind, name, report.posts["company"].unique() if kind == segments.COMPANY else ())


def told(report: Report, kind: str) -> list[Segment]:
    """Those with posts and blogs enough for a figure, of which there are two at least; else nothing is compared."""
    found = [segment for segment in of_kind(report, kind) if any(cell.spread for cell in segment.cells)]
    return found if len(found) > 1 else []


def others(report: Report, kind: str) -> str:
    """How many are left out of the comparison, and the largest of them, since a reader looks for names."""
    seen = {segment.name for segment in told(report, kind)}
    left = [segment for segment in of_kind(report, kind) if segment.name not in seen]
    if not left:
        return ""
    one, many = NOUNS[kind]
    counted = amount(len(left), one) if len(left) == 1 else f"{len(left):,} {many}"
    names = listed([f"{visible(segment.name)[:LONGEST]} ({segment.posts:,})" for segment in left[:LARGEST]])
    return f"{counted} with too few posts or blogs to compare; with the most posts: {names}"


def causes(report: Report, kind: str) -> list[str]:
    """The causes that segments of a kind are compared in."""
    found = of_kind(report, kind)
    return [cell.cause for cell in found[0].cells] if found else []


def title(report: Report, kind: str) -> str:
    """Which segments differ from the average; named only where the whole range lies on one side of it."""
    one, many = NOUNS[kind]
    if doubt(report) or not of_kind(report, kind):
        return f"{doubt(report) or 'Too few posts to say'} how {many} differ"
    found = told(report, kind)
    if not found:
        return f"No two {many} have posts enough to be compared"
    labels = {code.id: code.complaint_label for code in report.codebook.codes}
    worse, better = (_with(found, reading, labels) for reading in (segments.MORE, segments.LESS))
    if worse:
        return f"More complaints than on average: {listed(worse)}"
    if better:
        return f"Fewer complaints than on average: {listed(better)}"
    return f"No {one} differs clearly from the average"


def _with(told: Sequence[Segment], reading: str, labels: Mapping[str, str]) -> list[str]:
    """The first names that have the reading for any cause, each with what is complained of."""
    seen = [(segment.name, [labels[c.cause] for c in segment.cells if c.reading == reading]) for segment in told]
    named = [f"{visible(name)[:LONGEST]} ({listed(causes)})" for name, causes in seen if causes]
    return [*named[:3], "others"] if len(named) > 3 else named


def figure(cell: Cell) -> str:
    """51 (44 to 59), or nothing."""
    return ranged(cell.spread) if cell.spread else ""
