"""The hypotheses of a codebook, tested on what was coded: each ends in a verdict, or in what would be needed for one.

A verdict takes three things: posts and blogs enough, an interval wholly on one side, and a p that stays at or under .05
when the whole family is counted (Holm). All of it tells how things go together in published posts; none shows a cause.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import isnan, log, nan

import numpy as np
import pandas as pd

from analysis.codebook import CAUSES, Codebook
from analysis.estimates.contrast import ALPHA, needed
from analysis.testing import associations, ordering, reactions
from analysis.testing.incidence import Incidence, incidence
from analysis.testing.measured import Draws, Measured, Part
from analysis.testing.multiplicity import holm
from analysis.testing.registered import Hypothesis

SUPPORTED, CONTRADICTED, UNDECIDED, NOT_ASKED = "supported", "contradicted", "undecided", "not asked"
VERDICTS = (SUPPORTED, CONTRADICTED, UNDECIDED, NOT_ASKED)
SELECTION = (
    "People publish what was extreme, and a search phrase chose these posts: "
    "they stand for such posts, not for all customers."
)

Test = Callable[[Incidence, Hypothesis, Draws], Measured]
TESTS: dict[str, Test] = {  # analysis/testing/registered.py tells what each needs
    "order": ordering.order,
    "odds": associations.mention,
    "surplus": associations.surplus,
    "recovery": reactions.recovery,
    "lead": ordering.lead,
    "outcomes": associations.outcomes,
    "reaction": reactions.reaction,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one hypothesis.

    estimate, low, high: the number, told in words by `unit`, and its 95 % interval; nan where it cannot be told. The claim
    says it is above `neutral`. p is two-sided, p_holm the same with the family counted; nan where there was no test.
    why: what keeps it undecided or unasked. posts, blogs: how many went into it. needed: how many posts would decide an
    undecided one with 80 % power, None where that cannot be told. selection: what the choice of posts does to it. parts:
    figures that belong to it. control: the same hypothesis in a study that serves as a negative control, if there is one.
    """

    id: str
    claim: str
    verdict: str
    why: str
    unit: str
    estimate: float
    low: float
    high: float
    neutral: float
    p: float
    p_holm: float
    posts: int
    blogs: int
    needed: int | None
    selection: str
    parts: tuple[Part, ...] = ()
    control: "Finding | None" = None


def test(
    posts: pd.DataFrame, codings: pd.DataFrame, book: Codebook, draws: int = 2000, seed: int = 1
) -> tuple[Finding, ...]:
    """Return a finding for each hypothesis of the codebook, in its order. Frames as told in analysis/estimates/causes.py.

    `posts` may have `words` and `outcomes` (ids joined by "|"); hypotheses that need them are undecided without.
    """
    found = incidence(posts, codings, [code.id for code in book.of(*CAUSES)])
    known = {code.id for code in book.codes}
    asked = [one for one in book.hypotheses if known.issuperset(one.codes)]
    measured = [TESTS[one.test](found, one, Draws(draws, seed)) for one in asked]
    values = np.array([one.p for one in measured])
    raised = holm(np.where(np.isnan(values), 1.0, values))  # one that could not be made is of the family all the same
    made = {
        one.id: _finding(one, what, nan if isnan(what.p) else float(p), len(asked))
        for one, what, p in zip(asked, measured, raised, strict=True)
    }
    return tuple(made.get(one.id) or _unasked(one, known) for one in book.hypotheses)


def controlled(findings: Sequence[Finding], controls: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings, each beside that of the same id among `controls`, the findings of a negative-control study."""
    others = {one.id: one for one in controls}
    return tuple(replace(one, control=others.get(one.id)) for one in findings)


def _finding(asked: Hypothesis, what: Measured, p_holm: float, family: int) -> Finding:
    verdict = _verdict(what, p_holm)
    smallest = log(asked.smallest) if asked.test == "odds" else asked.smallest
    return Finding(
        id=asked.id, claim=asked.claim, verdict=verdict, why=_why(what, p_holm, smallest) if verdict == UNDECIDED else "",
        unit=what.unit, estimate=what.estimate, low=what.low, high=what.high, neutral=what.neutral, p=what.p,
        p_holm=p_holm, posts=what.posts, blogs=what.blogs,
        needed=needed(what.contrast, smallest, what.posts, family) if verdict == UNDECIDED else None,
        selection=" ".join(filter(None, (SELECTION, asked.caveat))), parts=what.parts,
    )  # fmt: skip


def _verdict(what: Measured, p_holm: float) -> str:
    if what.why or isnan(p_holm) or p_holm > ALPHA:
        return UNDECIDED
    if what.low > what.neutral:
        return SUPPORTED
    return CONTRADICTED if what.high < what.neutral else UNDECIDED


def _why(what: Measured, p_holm: float, smallest: float) -> str:
    """What keeps it undecided, as a sentence without its full stop."""
    if what.why:
        return what.why
    contrast = what.contrast
    if max(contrast.bound(1) - contrast.neutral, contrast.neutral - contrast.bound(-1)) < smallest:
        return "The interval is within what was stated as too small to be of interest"
    if what.low <= what.neutral <= what.high:
        return "The interval reaches from one side of no difference to the other"
    return f"It is clear alone but not among all hypotheses (p {what.p:.3f}, adjusted {p_holm:.3f})"


def _unasked(asked: Hypothesis, known: set[str]) -> Finding:
    lacks = ", ".join(code for code in asked.codes if code not in known)
    why = f"Not in the codebook, or not coded reliably: {lacks}"
    return Finding(
        id=asked.id, claim=asked.claim, verdict=NOT_ASKED, why=why, unit="", estimate=nan,
        low=nan, high=nan, neutral=nan, p=nan, p_holm=nan, posts=0, blogs=0, needed=None, selection="",
    )  # fmt: skip
