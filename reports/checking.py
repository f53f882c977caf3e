"""The check of a study's coder against what people made of its sample, computed from the hand codes beside a report."""

import pandas as pd

from analysis.checks import adjudication, handcodes, reliability
from analysis.checks.adjudication import EXPERIENCE
from analysis.checks.agreement import Sampled
from analysis.checks.handcodes import CODER, PEOPLE
from analysis.checks.reliability import FLOOR, MINIMUM, Verdict
from reports.facts import Facts
from reports.page import Check, Checked

DECIDED = "decided"  # in column `who`: what was adjudicated; a name beside it, PEOPLE and CODER is one person


def check(facts: Facts, hand: pd.DataFrame) -> Check | None:
    """How far the study's coder agrees with people; None where nobody coded what it coded."""
    if hand.empty:
        return None
    book = facts.codebook
    said = {str(who): handcodes.column(hand, str(who), book) for who in hand["who"].unique()}
    decided, one, coder = (said.pop(name, {}) for name in (DECIDED, PEOPLE, CODER))
    keys = set().union(*said.values()) - set(decided)
    by_post = ({who: codings[key] for who, codings in said.items() if key in codings} for key in sorted(keys))
    disputed = sum(bool(adjudication.disputes(codings, book)) for codings in by_post)
    if facts.by_hand:
        return Check(len(one), len(said), disputed, FLOOR, MINIMUM)
    both = sorted(set(one) & set(coder))
    if not both:
        return None
    drawn = hand.drop_duplicates("key").set_index("key").loc[both]
    sampled = Sampled(list(drawn["chance"]), list(drawn["blog"]), facts.draws)
    rows = reliability.compare([one, coder], both, sampled, book, first=True)
    verdicts = [reliability.verdict(rows, EXPERIENCE), *reliability.verdicts(rows, book)]
    return Check(len(both), len(said), disputed, FLOOR, MINIMUM, tuple(map(_checked, verdicts)))


def _checked(verdict: Verdict) -> Checked:
    alpha = verdict.alpha
    return Checked(verdict.code, verdict.part, verdict.positives, alpha.value, alpha.low, alpha.high, verdict.why_not)
