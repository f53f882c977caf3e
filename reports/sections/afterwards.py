"""What people say they did or will do afterwards: recommend, warn, stay, leave."""

from dataclasses import dataclass

from analysis.estimates.outcomes import ALL, BADLY, NONE, WELL
from analysis.estimates.resampling import BLOGS
from reports.claimed import rows
from reports.claimed.claims import apart, doubt
from reports.page import FEW, Range, Report
from reports.wording import amount, listed, lower_first, per_hundred, ranged, upper_first

HEADS = {ALL: "All", BADLY: "Ended badly", WELL: "Ended well"}
CLAUSES = {  # what their writers do; a code that is not here says its own name
    "recommends": "recommend the company",
    "warns": "warn others",
    "stays": "stay or come back",
    "leaves": "leave",
}
LACKING = "Left out, because the codebook of this study asks for no outcomes"


@dataclass(frozen=True, slots=True)
class Cell:
    """Posts that tell an outcome, of `total` that ended so; `spread` is None where these are too few to say."""

    ended: str
    posts: int
    total: int
    spread: Range | None
    where: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome, or NONE of them, by how the matter ended: ALL, BADLY, WELL."""

    id: str
    name: str
    cells: tuple[Cell, ...]


def told(report: Report) -> list[Outcome]:
    """The outcomes, the most told first; those who tell none last."""
    if not len(report.outcomes):
        return []
    codes = {code.id: code.name for code in report.codebook.codes}
    ids = [name for name in report.outcomes["outcome"].unique() if name != NONE]
    found = [
        Outcome(
            str(name), codes.get(str(name), "None of these"), tuple(_cell(row, ids) for row in frame.to_dict("records"))
        )
        for name, frame in report.outcomes.groupby("outcome", sort=False)
    ]
    return sorted(found, key=lambda one: (one.id == NONE, -one.cells[0].posts, one.id))


def _cell(row: dict[str, object], ids: list[str]) -> Cell:
    posts, total, blogs = (int(str(row[name])) for name in ("posts", "total", "blogs"))
    sure = total >= FEW and blogs >= BLOGS
    spread = Range(*(float(str(row[name])) for name in ("share", "low", "high"))) if sure else None
    name, how = str(row["outcome"]), str(row["ended"])
    where = rows.silent(ids, how) if name == NONE else rows.listing([name], how)
    return Cell(how, posts, total, spread, where)


def title(report: Report) -> str:
    """What is told most, if its range is clear of every other's."""
    if why_not := doubt(report):
        return f"{why_not} what people do next"
    if not len(report.outcomes):
        return LACKING
    first, *others = [one for one in told(report) if one.id != NONE]
    spread, rest = first.cells[0].spread, [one.cells[0].spread for one in others]
    if first.cells[0].posts and spread and apart(spread, [one for one in rest if one]):
        return f"What people most often say they do next: {clause(first)}"
    return "What people say they do next: no answer is clearly the most common"


def lead(report: Report) -> str:
    """Each outcome with its range, and how many tell none."""
    if doubt(report) or not len(report.outcomes):
        return f"Only counts are shown here below {FEW} posts or {BLOGS} blogs." if len(report.outcomes) else ""
    *some, none = told(report)
    parts = [f"{_hundred(one.cells[0])} {clause(one)}" for one in some]
    return f"Out of 100 posts {listed(parts)}; {_hundred(none.cells[0])} tell none of these."


def contrast(report: Report) -> str:
    """How the answers differ by ending; named only where the ranges of both groups do not touch."""
    found = [one for one in told(report) if one.id != NONE]
    if doubt(report) or not found:
        return ""
    few = [HEADS[cell.ended].lower() for cell in found[0].cells[1:] if cell.spread is None]
    if few:
        return (
            f"Too few posts {listed(few)} to say how the answers differ by ending; for these the table has counts only."
        )
    sides = {way: [clause(one) for one in found if _more(one) == way] for way in (BADLY, WELL)}
    parts = [f"who ended {way} clearly more often {listed(names)}" for way, names in sides.items() if names]
    return (
        upper_first(f"those {' and those '.join(parts)}.") if parts else "By ending the answers do not clearly differ."
    )


def _more(one: Outcome) -> str:
    """In which group it is clearly told more often, "" if in neither."""
    badly, well = (cell.spread for cell in one.cells[1:])
    if badly is None or well is None:
        return ""
    return BADLY if apart(badly, [well]) else WELL if apart(well, [badly]) else ""


def clause(one: Outcome) -> str:
    """What its writers do, as a verb."""
    return CLAUSES.get(one.id, lower_first(one.name))


def figure(cell: Cell) -> str:
    """19 (12 to 29), or why there is none."""
    return ranged(cell.spread) if cell.spread else f"of {amount(cell.total, 'post')}"


def _hundred(cell: Cell) -> str:
    return ranged(cell.spread) if cell.spread else per_hundred(cell.posts / max(cell.total, 1))
