"""Every sentence that states a finding, each with the condition under which it may be said.

No condition met, no claim: the neutral sentence stands instead. Under 30 posts nothing is claimed at all; under 10
blogs nothing that rests on a range, because so few blogs cannot show how much a figure may vary.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.estimates.causes import FOR_COURTESY, FOR_DELIGHT, experiences
from analysis.estimates.resampling import BLOGS as BLOGS
from reports.page import FEW, Cause, Range, Report, groups, ranking, reasons
from reports.sections import checked
from reports.sections.checked import lacking as lacking
from reports.sections.leading import open_lead
from reports.wording import ORDINALS, amount, likely, listed, lower_first, per_hundred, redraws, upper_first

TOO_FEW = "Too few posts to say"
FEW_BLOGS = "Too few blogs to say"
SURE = 0.95  # share of redraws a rank must hold in before the page calls it one


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer card."""

    cause: str
    title: str
    number: str
    spread: Range
    split: str
    stability: str


def enough(report: Report) -> bool:
    """Whether there are posts enough for any share to mean something."""
    return len(experiences(report.posts)) >= FEW


def blogs(report: Report) -> int:
    """On how many blogs the own experiences stand."""
    own = experiences(report.posts)
    return int(own["blog"].nunique()) if len(own) else 0


def doubt(report: Report) -> str:
    """Why nothing may be claimed, as the beginning of a sentence; "" if claims may be tried."""
    return TOO_FEW if not enough(report) else FEW_BLOGS if blogs(report) < BLOGS else ""


def leads(causes: Sequence[Cause]) -> bool:
    """No other rank than the first is left to the top cause, all causes counted, and at least one post names it."""
    return bool(causes) and causes[0].posts > 0 and causes[0].held >= SURE and causes[0].set_high == 1


def apart(upper: Range, others: Sequence[Range]) -> bool:
    """The whole range lies above every other range."""
    return all(upper.low > other.high for other in others)


def headline(report: Report) -> str:
    """The first line of the page."""
    causes, why_not = ranking(report), doubt(report)
    if why_not:
        return f"{why_not} what people react to most"
    if checked.none_ranked(report):
        return checked.UNSURE
    if not leads(causes):
        return (
            open_lead(report)
            or f"No single cause comes first for certain in these {amount(len(experiences(report.posts)), 'post')}"
        )
    question = lower_first(causes[0].code.question)
    if min(causes[0].all.low, checked.corrected_low(report, causes[0])) > 0.5:
        return f"More than half of the posts come back to one question: {question}"
    return f"One question comes up most{checked.limit(report)}: {question}"


def summary(report: Report) -> str:
    """The lines under the headline: what was read, and how firm the lead is."""
    own = len(experiences(report.posts))
    if not own:
        return "No blog post was found in which people tell how they were served, so this page draws no conclusion."
    who = "somebody tells" if own == 1 else "people tell"
    read = f"In {amount(own, 'blog post')} {who} how they were served, for better or worse."
    causes = [cause for cause in ranking(report) if cause.posts]
    if not enough(report):
        return f"{read} With fewer than {FEW} such posts, this page shows counts and quotes but draws no conclusion."
    if doubt(report):
        return f"{read} With fewer than {BLOGS} blogs, a single one can decide the order, so no cause is put first."
    if not causes:
        return f"{read} {checked.nothing(report, 'None of them names a cause of the codebook')}."
    top = causes[0]
    share = f"“{top.code.name}” comes up in {per_hundred(top.all.share)} of 100 (likely {likely(top.all)})"
    return f"{read} {share}{_margin(causes, checked.limit(report))}"


def _margin(causes: Sequence[Cause], limit: str) -> str:
    if not leads(causes):
        only = f"It comes first in only {redraws(causes[0].held)} of the sample"
        several = f"Once all causes are counted, {moved(causes[0])} are open to it"
        return f". {only if causes[0].held < SURE else several}, so read the top causes as close."
    if len(causes) == 1:
        return "; no other cause comes up." if not limit else f"; no other comes up{limit}."
    if apart(causes[0].all, [cause.all for cause in causes[1:]]):
        return f", clear of every other cause{limit and ' that could be ranked'}."
    return f". It comes first in {redraws(causes[0].held)} of the sample, though its range overlaps with another."


def answers(report: Report) -> list[Answer]:
    """The top three causes that any post names; none under 30 posts."""
    if not enough(report):
        return []
    named = [cause for cause in ranking(report) if cause.posts]
    return [_answer(cause) for cause in named[:3]]


def _answer(cause: Cause) -> Answer:
    overlap = max(cause.complaint.share + cause.commended.share - cause.all.share, 0)
    both = f", both in {per_hundred(overlap)}" if cause.mixed else ""
    return Answer(
        cause=cause.code.id,
        title=f"{cause.rank}. {cause.code.question}",
        number=per_hundred(cause.all.share),
        spread=cause.all,
        split=f"Complaints ({cause.code.complaint_label}) in {per_hundred(cause.complaint.share)}, "
        f"praise ({cause.code.praise_label}) in {per_hundred(cause.commended.share)}{both}.",
        stability=f"Likely {likely(cause.all)}. {stability(cause)}.",
    )


def stability(cause: Cause) -> str:
    """How firm a rank is: "First in 99 of 100 redraws", with the ranks it moved between when it was not firm."""
    place = ORDINALS.get(cause.rank, f"Rank {cause.rank}")
    between = f"; all causes counted, {moved(cause)}" if cause.set_low < cause.set_high else ""
    return f"{place} in {redraws(cause.held)}{between}"


def moved(cause: Cause) -> str:
    """The ranks between which a cause lies with a certainty of 95 of 100, all causes counted."""
    return f"rank {cause.set_low}" if cause.set_low == cause.set_high else f"ranks {cause.set_low} to {cause.set_high}"


def answer(report: Report) -> str:
    """Title of the answer cards."""
    found = len(answers(report))
    if not enough(report):
        return TOO_FEW
    if not found:
        return checked.nothing(report, "No post names a cause")
    return ("The only cause people name" if found == 1 else "The causes people name most") + checked.limit(report)


def coverage(report: Report) -> str:
    """In how many posts at least one of the top three causes comes up."""
    own = experiences(report.posts)
    top = [cause.code.id for cause in ranking(report) if cause.posts][:3]
    if not enough(report):
        return f"{TOO_FEW}: this page names top causes from {FEW} posts upwards."
    if not top:
        return f"{checked.nothing(report, 'No post names a cause of the codebook')}."
    weights = own["post"].map(lambda post: report.weights.get(post, 1.0))
    named = own["post"].isin(report.codings.loc[report.codings["cause"].isin(top), "post"])
    which = "It" if len(top) == 1 else "At least one of them"
    caution = f" All posts come from fewer than {BLOGS} blogs, so the ranges are too narrow." if doubt(report) else ""
    return f"{which} comes up in {per_hundred(weights[named].sum() / weights.sum())} of 100 posts.{caution}"


def complaints(report: Report) -> str:
    """Title of the ranking: the most common complaint, if its range is clear of all others."""
    causes = sorted(ranking(report), key=lambda cause: (-cause.complaint.share, cause.rank))
    if not enough(report):
        return f"{TOO_FEW}: counts only"
    clear = causes and causes[0].complaints and not doubt(report)
    if clear and apart(causes[0].complaint, [cause.complaint for cause in causes[1:]]):
        label = upper_first(causes[0].code.complaint_label)
        return f"“{label}” is the most common complaint by a clear margin{checked.limit(report)}"
    return "What people complain of and what they praise"


def firmness(report: Report) -> str:
    """Which ranks are firm."""
    named = [cause for cause in ranking(report) if cause.posts]
    firm = [cause.rank for cause in named if cause.set_low == cause.set_high]
    if doubt(report) or not named:
        return ""
    if not firm:
        return "No rank is certain, so read neighbouring causes as equal."
    others = " Read the others as close to their neighbours." if len(firm) < len(named) else ""
    ranks = "Rank" if len(firm) == 1 else "Ranks"
    return f"{ranks} {listed(firm)} {'is' if len(firm) == 1 else 'are'} certain in 95 of 100 cases, all causes counted.{others}"


def extremes(report: Report) -> str:
    """Title over courtesy and delight: a finding only where one of the two is found."""
    if lacking(report, FOR_COURTESY):
        return "What this codebook does not ask"
    if _at_extremes(report):
        return "Courtesy is noticed at the extremes"
    if _delights_most(report):
        return "One thing stands out among the happiest"
    return "Courtesy, and what the happiest wrote about"


def _at_extremes(report: Report) -> bool:
    rows = groups(report)
    ends = [group.spread for group in rows if abs(group.reaction) == 2]
    middle = [group.spread for group in rows if abs(group.reaction) < 2]
    sure = not doubt(report) and not checked.unsure(report, FOR_COURTESY)
    return sure and not _thin(report) and all(apart(end, middle) for end in ends)


def _thin(report: Report) -> bool:
    """An end or the whole middle is missing, or a group has fewer than 30 posts."""
    rows = groups(report)
    ends = [group for group in rows if abs(group.reaction) == 2]
    return len(ends) < 2 or len(rows) == len(ends) or min(group.posts for group in rows) < FEW


def courtesy(report: Report) -> str:
    """Whether courtesy comes up mainly at the extremes: both ends clear of everything between, 30 posts each."""
    if left_out := lacking(report, FOR_COURTESY) or checked.unsure(report, FOR_COURTESY):
        return left_out
    if doubt(report):
        return f"{doubt(report)} when courtesy comes up"
    if _thin(report):
        return "When courtesy comes up: too few posts in some groups to say"
    if _at_extremes(report):
        return "Courtesy comes up mainly when a matter ended very badly or very well"
    return "Courtesy does not clearly come up more at the extremes"


def _delights_most(report: Report) -> bool:
    rows = reasons(report)
    many = not doubt(report) and not checked.unsure(report, FOR_DELIGHT) and bool(rows) and rows[0].total >= FEW
    return many and rows[0].posts > 0 and apart(rows[0].spread, [reason.spread for reason in rows[1:]])


def delight(report: Report) -> str:
    """What the happiest tell of most, if one reason is clear of the others and 30 posts stand behind it."""
    if left_out := lacking(report, FOR_DELIGHT) or checked.unsure(report, FOR_DELIGHT):
        return left_out
    rows = reasons(report)
    if doubt(report) or not rows or rows[0].total < FEW:
        return f"{doubt(report) or TOO_FEW} what the happiest write about most"
    if _delights_most(report):
        return f"The happiest write most about one thing: {lower_first(rows[0].name)}"
    if not rows[0].posts:
        return "None of the happiest posts tells of one of these"
    return "The happiest write about several things, none clearly ahead"
