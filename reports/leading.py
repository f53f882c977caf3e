"""Which causes may be the first, where none is for certain."""

from reports.page import Cause, Report, ranking
from reports.wording import listed, lower_first

NUMBERS = {2: "Two", 3: "Three"}  # more than three that may be first are no lead at all


def leading(report: Report) -> list[Cause]:
    """The causes whose simultaneous rank set (analysis.ranks) holds the first rank, in rank order."""
    if not len(report.sets):
        return []
    first = set(report.sets.loc[report.sets["set_low"] == 1, "cause"])
    return [cause for cause in ranking(report) if cause.posts and cause.code.id in first]


def open_lead(report: Report) -> str:
    """The headline where two or three causes lead and the order among them is open; else ""."""
    causes = leading(report)
    if len(causes) not in NUMBERS:
        return ""
    asked = listed([lower_first(cause.code.question.rstrip("?")) for cause in causes])
    return f"{NUMBERS[len(causes)]} questions lead, and which comes first is open: {asked}"


def between(report: Report) -> dict[str, str]:
    """The ranks of each cause that hold for all causes at once with 95 % certainty, in words; none without redraws."""
    if not len(report.sets) or not report.draws:
        return {}
    rows = report.sets.to_dict("records")
    ends = {str(row["cause"]): (int(row["set_low"]), int(row["set_high"])) for row in rows}
    return {cause: f"rank {low}" if low == high else f"ranks {low} to {high}" for cause, (low, high) in ends.items()}
