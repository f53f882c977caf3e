"""What goes with a worse or a better ending, cause by cause: the penalty-reward contrast in words."""

from collections.abc import Hashable
from dataclasses import dataclass
from math import isnan
from statistics import NormalDist
from typing import Any

from analysis.estimates import importance
from analysis.estimates.causes import experiences
from reports.claimed.claims import doubt
from reports.page import Range, Report
from reports.wording import per_hundred, ranged

ENOUGH = 10  # posts for each number that is fitted, under which what a fit explains says nothing of other posts
# what a reading means for whoever runs a service; the terms are those of the field
READINGS = {
    importance.BASIC: "basic: failing weighs more than excelling",
    importance.EXCITEMENT: "excitement: excelling weighs more than failing",
    importance.PERFORMANCE: "performance: both sides weigh; which weighs more is open",
    importance.UNCLEAR: "no clear difference between the sides",
    importance.TOO_FEW: "too few posts to say",
    importance.POOLED: "rare causes taken together",
}
LOWER = ("no clear difference where it failed", "endings clearly differ where it failed")
HIGHER = ("no clear difference where it went beyond", "endings clearly differ where it went beyond")


@dataclass(frozen=True, slots=True)
class Effect:
    """Points of reaction, on the scale from -2 to 2, with the bounds of the 95% range."""

    points: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Weight:
    """One cause: posts in which it failed or was exceeded, and what goes with either; None where there are too few."""

    cause: str
    name: str
    complaint: str
    failed: int
    exceeded: int
    penalty: Effect | None
    reward: Effect | None
    reading: str
    share: float
    share_low: float
    share_high: float


def weights(report: Report) -> list[Weight]:
    """The causes by their part in the explained differences between reactions, the largest first."""
    codes = {code.id: code for code in report.codebook.codes}
    rows = report.importance.to_dict("records") if not doubt(report) else []
    return [
        Weight(
            cause=str(row["cause"]),
            name=codes[row["cause"]].name if row["cause"] in codes else str(row["cause"]),
            complaint=codes[row["cause"]].complaint_label if row["cause"] in codes else "",
            failed=_count(row["failed"]),
            exceeded=_count(row["exceeded"]),
            penalty=_effect(row["penalty"], row["penalty_low"], row["penalty_high"]),
            reward=_effect(row["reward"], row["reward_low"], row["reward_high"]),
            reading=_reading(row),
            share=float(row["share"]),
            share_low=float(row["share_low"]),
            share_high=float(row["share_high"]),
        )
        for row in rows
    ]


def _reading(row: dict[Hashable, Any]) -> str:  # Any: cells of a frame
    """What the figures beside it say; where one side has too few posts, what the other says by itself."""
    if row["reading"] != importance.TOO_FEW or (isnan(row["penalty"]) and isnan(row["reward"])):
        return READINGS[str(row["reading"])]
    side, other, words = ("reward", "failed", HIGHER) if isnan(row["penalty"]) else ("penalty", "went beyond", LOWER)
    clear = row[f"{side}_low"] > 0 or row[f"{side}_high"] < 0
    return f"{words[clear]}; too few posts where it {other} to compare"


def _count(value: float) -> int:
    return 0 if isnan(value) else int(value)


def _effect(points: float, low: float, high: float) -> Effect | None:
    return None if isnan(points) else Effect(float(points), float(low), float(high))


def title(report: Report) -> str:
    """Whose failure stands apart from every other, if one does."""
    told = [one for one in weights(report) if one.penalty]
    if doubt(report) or not told:
        return f"{doubt(report) or 'Too few posts to say'} what weighs most"
    ordered = sorted(told, key=lambda one: -one.penalty.points if one.penalty else 0.0)
    # said only if it holds with the wider range; told with that of the table, so that one thing has one range
    first, *others = [(one, _together(one.penalty, len(ordered))) for one in ordered if one.penalty]
    if others and all(first[1].low > other.high for _, other in others):
        return f"Of the failures told in ten posts or more none goes with worse endings than this: {first[0].complaint}"
    if first[1].low > 0:
        shown = first[0].penalty or first[1]
        worse = f"{shown.points:.2f} points worse ({shown.low:.2f} to {shown.high:.2f})"
        return f"Posts that complain of “{first[0].complaint}” end {worse} than comparable ones"
    return "What goes with a worse or a better ending: nothing stands out"


def _together(effect: Effect, count: int) -> Effect:
    """The effect with a range that is wide enough for the largest of `count` effects to be picked out (Bonferroni)."""
    normal = NormalDist()
    wider = normal.inv_cdf(1 - 0.025 / count) / normal.inv_cdf(0.975)
    low, high = (effect.points + wider * (edge - effect.points) for edge in (effect.low, effect.high))
    return Effect(effect.points, low, high)


def explained(report: Report) -> str:
    """How much of the differences between reactions goes with the causes at all."""
    known = [float(value) for value in report.importance.get("r2", []) if not isnan(value)] if weights(report) else []
    if not known or len(experiences(report.posts)) < ENOUGH * (2 * len(weights(report)) + 2):
        return "There are too few posts for so many causes to say how much they account for together."
    return (
        f"Together the causes account for {per_hundred(known[0])} of 100 parts of the differences between endings in these "
        "posts; on others it will be less, for the figures were fitted to these."
    )


def lower(one: Weight) -> str:
    """How endings differ where the cause failed: −1.20 (−1.83 to −0.56), or a dash."""
    effect = one.penalty
    return f"{_signed(-effect.points)} ({_signed(-effect.high)} to {_signed(-effect.low)})" if effect else "–"


def higher(one: Weight) -> str:
    """How they differ where it went beyond what was expected."""
    effect = one.reward
    return f"{_signed(effect.points)} ({_signed(effect.low)} to {_signed(effect.high)})" if effect else "–"


def _signed(points: float) -> str:
    return f"{points:+.2f}".replace("-", "−")


def part(one: Weight) -> str:
    """The share of what is explained, out of 100 parts."""
    return "–" if isnan(one.share) else ranged(Range(one.share, one.share_low, one.share_high))
