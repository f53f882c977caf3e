"""Which causes may be the first, where none is for certain."""

from reports.page import Cause, Report, ranking
from reports.wording import listed, lower_first

NUMBERS = {2: "Two", 3: "Three"}  # more than three that may be first are no lead at all


def leading(report: Report) -> list[Cause]:
    """The causes whose simultaneous rank set (analysis.estimates.ranks) holds the first rank, in rank order."""
    return [cause for cause in ranking(report) if cause.posts and cause.set_low == 1] if len(report.sets) else []


def open_lead(report: Report) -> str:
    """The headline where two or three causes lead and the order among them is open; else ""."""
    causes = leading(report)
    if len(causes) not in NUMBERS:
        return ""
    asked = listed([lower_first(cause.code.question.rstrip("?")) for cause in causes])
    return f"{NUMBERS[len(causes)]} questions lead, and which comes first is open: {asked}"
