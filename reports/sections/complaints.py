"""Which complaint is the most common, in one sentence, as far as the ranges of the complaints let it be said."""

from reports.claimed.claims import apart, doubt
from reports.page import Cause, Report, ranking
from reports.sections import checked
from reports.wording import likely, listed, per_hundred

NAMED = 2  # complaints named beside the first where their order is open; of more only the number is told


def most_common(report: Report) -> str:
    """The cause that fails most often with its share and range, and which others may fail as often."""
    if why_not := doubt(report):
        return f"{why_not} which complaint is the most common."
    failed = [cause for cause in ranking(report) if cause.complaints]
    if not failed:
        return f"{checked.nothing(report, 'No post complains of a cause of the codebook')}."
    first, *others = sorted(failed, key=lambda cause: (-cause.complaint.share, cause.rank))
    close = [cause for cause in others if not apart(first.complaint, [cause.complaint])]
    share = f"{_named(first)}, in {per_hundred(first.complaint.share)} of 100 posts (likely {likely(first.complaint)})"
    told = f"The most common complaint{checked.limit(report)} is {share}"
    if not close:
        return f"{told}, clear of every other." if others else f"{told}; there is no other."
    rivals = [
        f"{_named(cause)} ({per_hundred(cause.complaint.share)}, likely {likely(cause.complaint)})"
        for cause in close[:NAMED]
    ]
    if (more := len(close) - NAMED) > 0:
        rivals.append(f"{more} other{'s' if more > 1 else ''}")
    return f"{told}; {listed(rivals)} may be as common."


def _named(cause: Cause) -> str:
    return f"“{cause.code.complaint_label}”"
