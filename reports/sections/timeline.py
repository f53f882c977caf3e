"""What rises and falls from month to month, as far as a test on all months says so."""

from dataclasses import dataclass
from typing import Any

from analysis.estimates import trend
from reports.claimed.claims import doubt, enough
from reports.page import FEW, Range, Report
from reports.wording import amount, rose_and_fell

MOST = 24  # months in the table


@dataclass(frozen=True, slots=True)
class Month:
    """One month ("2026-03"): its posts, and the share that complains of each cause tested."""

    name: str
    posts: int
    shares: tuple[tuple[str, Range], ...]


def title(report: Report) -> str:
    """Which complaints rose or fell; a rise or fall is said only where the test passed."""
    if doubt(report) or not len(report.trends):
        return f"{doubt(report) or 'Too few posts to say'} what changes over time"
    labels = {code.id: code.complaint_label for code in report.codebook.codes}
    verdicts = dict(zip(report.trends["cause"], report.trends["verdict"], strict=True))
    if told := rose_and_fell(labels, verdicts):
        return f"Complaints of {told} over these months"
    if set(verdicts.values()) == {trend.NEITHER}:
        return "No complaint clearly rose or fell over these months"
    return "Too few months or blogs to say what changes over time"


def lead(report: Report) -> str:
    """What was tested, and on which posts."""
    rows = report.trends.to_dict("records") if enough(report) else []
    if not rows:
        return f"From {FEW} own experiences upwards this section tells of months."
    first = rows[0]
    undated = (
        f" {amount(int(first['undated']), 'post')} without a date could not be placed." if first["undated"] else ""
    )
    return (
        f"A rise or fall is named only where one test on all months passes that allows for all causes tested. "
        f"{amount(int(first['months']), 'month')} hold at least {trend.FEW} posts; it takes {trend.MONTHS}.{undated}"
    )


def tested(report: Report) -> bool:
    """Whether there were months and blogs enough for any test."""
    return enough(report) and bool(len(report.trends)) and not report.trends["slope"].isna().all()


def months(report: Report) -> list[Month]:
    """The newest MOST months with posts enough for a share, in their order; the others are in no table."""
    if not len(report.months) or not enough(report):
        return []
    told = report.months.dropna(subset="share")
    found = [
        Month(str(same["month"].iloc[0]), int(same["posts"].iloc[0]), tuple(map(_cell, same.to_dict("records"))))
        for _, same in told.groupby("number", sort=True)
    ]
    return found[-MOST:]


def _cell(row: dict[Any, Any]) -> tuple[str, Range]:  # Any: cells of a frame
    return str(row["cause"]), Range(float(row["share"]), float(row["low"]), float(row["high"]))


def slope(row: dict[str, float]) -> str:
    """Change a month in posts out of 100, with its range; a dash where nothing was tested."""
    if row["slope"] != row["slope"]:
        return "–"
    return f"{100 * row['slope']:+.1f} ({100 * row['low']:+.1f} to {100 * row['high']:+.1f})".replace("-", "−")
