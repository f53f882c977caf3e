"""The hypotheses of the codebook and what became of each, in words."""

from math import isnan

from analysis.testing.hypotheses import SELECTION, VERDICTS, Finding
from reports.page import Report
from reports.wording import amount, listed, upper_first, visible

LONGEST = 120  # characters of a query
FAR = 20  # times the posts at hand, beyond which a number of posts is no advice


def title(report: Report) -> str:
    """How many hypotheses ended in which verdict."""
    ends = [finding.verdict for finding in report.findings]
    if not ends:
        return "This codebook states no hypotheses"
    counted = [f"{ends.count(verdict)} {verdict}" for verdict in VERDICTS if verdict in ends]
    return (
        f"Of {amount(len(ends), 'claim')} tested: {listed(counted)}"
        if len(ends) > 1
        else f"One claim: {counted[0][2:]}"
    )


def verdict(finding: Finding) -> str:
    """How it ended, fit to stand alone."""
    return upper_first(finding.verdict)


def number(finding: Finding) -> str:
    """The estimate with its range."""
    return "" if isnan(finding.estimate) else f"{finding.estimate:.2f} ({finding.low:.2f} to {finding.high:.2f})"


def control(finding: Finding) -> str:
    """What the negative control says of it, or nothing."""
    other = finding.control
    if other is None:
        return ""
    return f"In the control: {number(other) or 'too few posts to say'}, {other.verdict}."


def controlled(report: Report) -> str:
    """Which posts are the control."""
    asked = visible(report.control)[:LONGEST]
    return (
        f"The same was asked of posts that match {asked}: what holds there as well may come from how people blog."
        if asked
        else ""
    )


def caveat(finding: Finding) -> str:
    """What the choice of posts does to this very claim, beside what holds for all of them."""
    return finding.selection.removeprefix(SELECTION).strip()


def basis(finding: Finding) -> str:
    """On how many posts it rests, and its probability in the family of tests."""
    if not finding.posts:
        return ""
    held = (
        ""
        if isnan(finding.p_holm)
        else f"; p {_probability(finding.p)}, with all claims counted {_probability(finding.p_holm)}"
    )
    return f"{amount(finding.posts, 'post')} of {amount(finding.blogs, 'blog')}{held}"


def _probability(value: float) -> str:
    return "below 0.001" if value < 0.001 else f"{value:.3f}"


def lacking(finding: Finding) -> str:
    """Why it is open, and how many posts would decide it."""
    if not finding.why:
        return ""
    return f"{finding.why}.{_needed(finding)}"


def _needed(finding: Finding) -> str:
    """How many posts would decide it, to two digits: more would feign a precision that no forecast has."""
    if not finding.needed:
        return ""
    if finding.needed > FAR * max(finding.posts, 1):
        return " It would take far more such posts than were found."
    digits = 10 ** max(0, len(str(finding.needed)) - 2)
    return f" About {-(-finding.needed // digits) * digits:,} such posts would decide it."
