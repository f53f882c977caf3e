"""What changed since the report before: new posts, removed posts and posts that were coded anew told apart."""

from math import isnan

from analysis import change
from reports.page import Report
from reports.wording import amount, day, listed


def title(report: Report) -> str:
    """Which complaints rose or fell; a change that comes from the coding is never called one."""
    if report.change is None:
        return "This is the first report of the study"
    names = {code.id: code.complaint_label for code in report.codebook.codes}
    rows = report.change.causes.to_dict("records")
    clear = {
        way: [f"“{names[row['cause']]}”" for row in rows if row["reading"] == way] for way in (change.RISE, change.FALL)
    }
    told = [
        f"{listed(clear[way])} {word}" for way, word in ((change.RISE, "rose"), (change.FALL, "fell")) if clear[way]
    ]
    if told:
        return f"Since the last report complaints of {', and of '.join(told)}"
    if any(row["reading"] == change.TOO_FEW for row in rows):
        return "Too few posts to say what changed since the last report"
    return "No clear change since the last report"


def lead(report: Report) -> str:
    """How many posts came, went, and were coded anew."""
    made = report.change
    if made is None:
        return (
            "The next report into the same folder tells here what is new, what is gone and what was coded differently."
        )
    before = f" of {day(report.since)}" if report.since else ""
    return (
        f"Against the report{before}: {amount(made.new, 'new post')}, {made.removed:,} removed, {made.recoded:,} of "
        f"{made.kept:,} in both coded differently. What comes from coding alone is no change in what people say."
    )


def points(share: float) -> str:
    """A difference in posts out of 100, with its sign."""
    if isnan(share):
        return "–"
    moved = round(share * 100, 1)
    return f"{moved:+.1f}".replace("-", "−") if moved else "0"


def level(share: float) -> str:
    """A share in posts out of 100."""
    return "–" if isnan(share) else f"{share * 100:.1f}"
