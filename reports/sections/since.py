"""What changed since the report before: new posts, removed posts and posts that were coded anew told apart."""

from math import isnan

from analysis.estimates import change
from reports.page import Report
from reports.wording import amount, day, rose_and_fell, signed


def title(report: Report) -> str:
    """Which complaints rose or fell; a change that comes from the coding is never called one."""
    if report.change is None:
        return "This is the first report of the study"
    labels = {code.id: code.complaint_label for code in report.codebook.codes}
    readings = dict(zip(report.change.causes["cause"], report.change.causes["reading"], strict=True))
    if told := rose_and_fell(labels, readings):
        return f"Since the last report complaints of {told}"
    if change.TOO_FEW in readings.values():
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
    return "–" if isnan(share) else signed(share * 100)


def level(share: float) -> str:
    """A share in posts out of 100."""
    return "–" if isnan(share) else f"{share * 100:.1f}"
