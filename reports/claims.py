"""Every sentence that states a finding, each with the condition under which it may be said.

No condition met, no claim: the neutral sentence stands instead. Under 30 posts nothing is claimed at all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.causes import experiences
from reports.page import FEW, Cause, Range, Report, groups, ranking, reasons
from reports.wording import ORDINALS, amount, likely, lower_first, per_hundred, redraws, upper_first

TOO_FEW = "Too few posts to say"
BLOGS = 10  # re-drawing fewer blogs than this understates how much a figure may vary
SURE = 0.95  # share of re-draws a rank must hold in before the page calls it one


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer card."""

    title: str
    number: str
    spread: Range
    split: str
    stability: str


def enough(report: Report) -> bool:
    """Whether there are posts enough for any share to mean something."""
    return len(experiences(report.posts)) >= FEW


def leads(causes: Sequence[Cause]) -> bool:
    """The top cause came first in at least 95 of 100 re-draws and at least one post names it."""
    return bool(causes) and causes[0].posts > 0 and causes[0].held >= SURE


def apart(upper: Range, others: Sequence[Range]) -> bool:
    """The whole range lies above every other range."""
    return all(upper.low > other.high for other in others)


def headline(report: Report) -> str:
    """The first line of the page."""
    causes = ranking(report)
    if not enough(report):
        return f"{TOO_FEW} what customers react to most"
    if not leads(causes):
        return f"No single cause comes first for certain in these {amount(len(experiences(report.posts)), 'post')}"
    question = lower_first(causes[0].code.question)
    if causes[0].all.low > 0.5:
        return f"More than half of the posts come back to one question: {question}"
    return f"One question comes up most: {question}"


def summary(report: Report) -> str:
    """The lines under the headline: what was read, and how firm the lead is."""
    own = experiences(report.posts)
    read = f"In {amount(len(own), 'blog post')} people tell of being served, for better or worse."
    if own.empty:
        return "No blog post was found in which people tell of being served, so this page draws no conclusion."
    causes = [cause for cause in ranking(report) if cause.posts]
    if not enough(report):
        return f"{read} Under {FEW} such posts, this page shows counts and quotes but draws no conclusion."
    if not causes:
        return f"{read} None of them names a cause of the codebook."
    top = causes[0]
    share = f"{top.code.name} comes up in {per_hundred(top.all.share)} of 100 (likely {likely(top.all)})"
    return f"{read} {share}{_margin(causes)}"


def _margin(causes: Sequence[Cause]) -> str:
    held = redraws(causes[0].held)
    if leads(causes) and apart(causes[0].all, [cause.all for cause in causes[1:]]):
        return f", clear of every other cause; it was first in {held} of the sample."
    if leads(causes):
        return f"; it was first in {held} of the sample, though its range touches the next."
    return f"; it was first in only {held} of the sample, so read the top causes as close."


def answers(report: Report) -> list[Answer]:
    """The top three causes that any post names; none under 30 posts."""
    if not enough(report):
        return []
    named = [cause for cause in ranking(report) if cause.posts]
    return [_answer(cause) for cause in named[:3]]


def _answer(cause: Cause) -> Answer:
    overlap = max(cause.complaint.share + cause.commended.share - cause.all.share, 0)
    both = f"; {per_hundred(overlap)} do both" if cause.mixed else ""
    return Answer(
        title=f"{cause.rank}. {cause.code.question}",
        number=per_hundred(cause.all.share),
        spread=cause.all,
        split=f"Of 100 posts, {per_hundred(cause.complaint.share)} complain of it and "
        f"{per_hundred(cause.commended.share)} praise it{both}.",
        stability=f"Likely {likely(cause.all)}. {stability(cause)}.",
    )


def stability(cause: Cause) -> str:
    """How firm a rank is: "First in 99 of 100 re-draws", with the ranks it moved between when it was not firm."""
    place = ORDINALS.get(cause.rank, f"Rank {cause.rank}")
    moved = f", between ranks {cause.rank_low} and {cause.rank_high}" if cause.held < SURE else ""
    return f"{place} in {redraws(cause.held)}{moved}"


def coverage(report: Report) -> str:
    """In how many posts at least one of the top three causes comes up."""
    own = experiences(report.posts)
    top = [cause.code.id for cause in ranking(report) if cause.posts][:3]
    if not enough(report):
        return f"{TOO_FEW}: this page names top causes from {FEW} posts upwards."
    if not top:
        return "No post names a cause of the codebook."
    codings = report.codings[report.codings["post"].isin(own["post"]) & report.codings["cause"].isin(top)]
    share = codings["post"].nunique() / len(own)
    few_blogs = own["blog"].nunique() < BLOGS
    caution = f" All posts come from fewer than {BLOGS} blogs, so the ranges are too narrow." if few_blogs else ""
    return f"At least one of them comes up in {per_hundred(share)} of 100 posts.{caution}"


def complaints(report: Report) -> str:
    """Title of the ranking: the most common complaint, if its range is clear of all others."""
    causes = sorted(ranking(report), key=lambda cause: (-cause.complaint.share, cause.rank))
    if not enough(report):
        return f"{TOO_FEW}: counts only"
    if causes and apart(causes[0].complaint, [cause.complaint for cause in causes[1:]]) and causes[0].complaints:
        return f"“{upper_first(causes[0].code.complaint_label)}” is the most common complaint by a clear margin"
    return "What people complain of and what they praise"


def firmness(report: Report) -> str:
    """How many ranks are firm."""
    named = [cause for cause in ranking(report) if cause.posts]
    firm = sum(cause.held >= SURE for cause in named)
    if not enough(report) or not named:
        return ""
    others = " Read the others as close." if firm < len(named) else ""
    return f"{firm} of {amount(len(named), 'rank')} held in at least 95 of 100 re-draws.{others}"


def courtesy(report: Report) -> str:
    """Whether courtesy comes up mainly at the extremes: both ends clear of everything between, 30 posts each."""
    rows = groups(report)
    if not enough(report):
        return f"{TOO_FEW} when courtesy comes up"
    ends = [group.spread for group in rows if abs(group.reaction) == 2]
    middle = [group.spread for group in rows if abs(group.reaction) < 2]
    if len(ends) < 2 or not middle or min(group.posts for group in rows) < FEW:
        return "When courtesy comes up: too few posts in some groups to say"
    if all(apart(end, middle) for end in ends):
        return "Courtesy comes up mainly when a matter ended very badly or very well"
    return "Courtesy does not clearly come up more at the extremes"


def delight(report: Report) -> str:
    """What the happiest tell of most, if one reason is clear of the others and 30 posts stand behind it."""
    rows = reasons(report)
    if not enough(report) or not rows or rows[0].total < FEW:
        return f"{TOO_FEW} what makes the happiest happy"
    if apart(rows[0].spread, [reason.spread for reason in rows[1:]]):
        return f"The happiest write most about one thing: {lower_first(rows[0].name)}"
    return "The happiest write about several things, none clearly ahead"
