"""The sentences of the page by name: who words each of them, and which rows it was computed from.

A new sentence that states a number or compares is a row here. Its words come from a function that looks at the whole
report and holds back what its numbers do not allow, see claims.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from analysis.estimates.causes import experiences
from analysis.testing.hypotheses import SELECTION
from reports.claimed import claims
from reports.claimed.rows import OWN
from reports.page import FEW, Report
from reports.sections import afterwards, checked, compared, complaints, since, tested, timeline, trust, weight
from reports.wording import amount


@dataclass(frozen=True, slots=True)
class Sentence:
    """A function that words a sentence, and the rows behind it, see ledger.Claim."""

    words: Callable[[Report], str]
    file: str = ""
    where: str = ""


def _unranked(report: Report) -> str:
    if report.check is None:
        return ""
    return (
        f"People coded {amount(report.check.posts, 'post')} by hand. On these causes coder and people agree too little "
        f"(alpha below {report.check.floor:g}), or people find them in fewer than {report.check.minimum} of these posts, "
        "too few to say."
    )


def _coverage_title(report: Report) -> str:
    own = amount(len(experiences(report.posts)), "own experience")
    return f"From {amount(report.funnel[0].count, 'feed item')} to {own}" if report.funnel else own


def _draws(report: Report) -> str:
    times = f"{report.draws:,} times" if report.draws else "many times"
    return (
        f"Ranges and ranks of causes come from redrawing whole blogs at random, {times}, so that one busy blog cannot "
        "decide a rank. The likely range is what the middle 95 of 100 redraws cover. The ranks beside “rank held” are those "
        "between which all causes lie at once, with a certainty of 95 of 100. What weighs and what changes over time is "
        "bounded by leaving out one blog at a time, small groups by what the other groups show."
    )


def _wilson(_: Report) -> str:
    return (
        "The ranges for courtesy, for the happiest posts and for what people do next are 95% Wilson intervals, widened by how "
        "alike the posts of one blog are."
    )


def _tests(_: Report) -> str:
    return (
        "A sentence that claims something appears only when its test passes: “comes up most” needs first place in 95 of "
        "100 redraws and no other rank left to it, “clear” needs ranges that do not touch, and nothing is claimed under "
        f"{FEW} posts or {claims.BLOGS} blogs."
    )


def _selection(_: Report) -> str:
    return (
        f"{SELECTION} A verdict needs {FEW} posts of {claims.BLOGS} blogs, a 95% range wholly on one side, and a test that "
        "still holds when all claims are counted together (Holm, 5 of 100)."
    )


def _alpha(report: Report) -> str:
    posts = amount(report.check.posts, "post") if report.check else "no posts"
    return (
        f"Krippendorff’s alpha on {posts}, weighted by each post’s chance to be drawn; in brackets its 95% range from "
        "redrawn blogs."
    )


SENTENCES: dict[str, Sentence] = {
    "headline": Sentence(claims.headline, "codings"),
    "summary": Sentence(claims.summary, "codings"),
    "complaint": Sentence(complaints.most_common, "codings"),
    "answer": Sentence(claims.answer, "codings"),
    "coverage": Sentence(claims.coverage, "codings"),
    "complaints": Sentence(claims.complaints, "codings"),
    "firmness": Sentence(claims.firmness, "codings"),
    "unranked": Sentence(_unranked, "hand"),
    "weight": Sentence(weight.title, "codings"),
    "weight.explained": Sentence(weight.explained, "codings"),
    "afterwards": Sentence(afterwards.title, "posts", OWN),
    "afterwards.lead": Sentence(afterwards.lead, "posts", OWN),
    "afterwards.contrast": Sentence(afterwards.contrast, "posts", OWN),
    "time": Sentence(timeline.title, "codings"),
    "time.lead": Sentence(timeline.lead, "posts", OWN),
    **{f"compared.{kind}": Sentence(partial(compared.title, kind=kind), "codings") for kind in compared.NOUNS},
    "since": Sentence(since.title, "before"),
    "since.lead": Sentence(since.lead, "before"),
    "trust": Sentence(trust.title, "hand"),
    "tested": Sentence(tested.title, "codings"),
    "tested.selection": Sentence(_selection),
    "extremes": Sentence(claims.extremes, "posts", OWN),
    "courtesy": Sentence(claims.courtesy, "posts", OWN),
    "delight": Sentence(claims.delight, "posts", f"{OWN} and reaction == 2"),
    "coverage.title": Sentence(_coverage_title, "funnel"),
    "method.draws": Sentence(_draws),
    "method.wilson": Sentence(_wilson),
    "method.check": Sentence(checked.method, "hand"),
    "method.tests": Sentence(_tests),
    "method.alpha": Sentence(_alpha, "hand"),
}
