"""Tests of who writes more happily: reactions of two groups of posts, in order and on average."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import nan

import numpy as np
from numpy.typing import NDArray

from analysis.estimates.causes import COMPLAINT, REACTIONS
from analysis.estimates.contrast import jackknife
from analysis.testing.incidence import Incidence
from analysis.testing.measured import Draws, Measured, Part, freedom, lacking, part, told, untold
from analysis.testing.registered import Hypothesis

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

HAPPIER = "chance that {} is happier than {}, less the chance that it is less happy (-1 to 1)"
SOLVED, CALM = "a post that tells of a problem solved", "a post that tells of no problem"
HEARD, UNHEARD = "a post that praises it after a failure", "a post that does not praise it after a failure"
POINTS = np.array(sorted(REACTIONS), dtype=float)


def recovery(found: Incidence, asked: Hypothesis, draws: Draws) -> Measured:
    """Test that posts in which a problem was solved are happier than posts without any.

    First kind: one of `causes` met or exceeded, none of them failed or mixed. Second: none of them told, nothing failed
    or mixed. Beside it, the means, outcomes, and how often what is told failed, was met, exceeded or mixed.
    """
    del draws
    solved = found.at(asked.causes, ["met", "exceeded"]) & ~found.at(asked.causes, COMPLAINT)
    calm = ~found.at(found.causes, COMPLAINT) & ~found.at(asked.causes)
    return _compared(found, solved, calm, ((SOLVED, CALM), asked.outcomes, _levels(found)))


def reaction(found: Incidence, asked: Hypothesis, draws: Draws) -> Measured:
    """Test that, where one of `given` failed, posts with one of `causes` met or exceeded are happier than those without.

    Posts in which `causes` are mixed only are left out.
    """
    del draws
    failed = found.at(asked.given, COMPLAINT)
    heard = found.at(asked.causes, ["met", "exceeded"])
    return _compared(
        found,
        failed & heard,
        failed & ~heard & ~found.at(asked.causes, ["mixed"]),
        ((HEARD, UNHEARD), asked.outcomes, ()),
    )


def _compared(
    found: Incidence, first: Flags, second: Flags, beside: tuple[tuple[str, str], Sequence[str], tuple[Part, ...]]
) -> Measured:
    """`beside`: the two kinds of posts in words; outcomes to compare as well; parts that are already there."""
    kinds, outcomes, parts = beside
    unit = HAPPIER.format(*kinds)
    kept = (first | second) & ~np.isnan(found.reaction)
    used, group = found.only(kept), first[kept]
    if reason := lacking(used, {f"of the kind “{kinds[0]}”": group, f"of the kind “{kinds[1]}”": ~group}):
        return untold(unit, used, reason)
    free = freedom(used, group, ~group)
    sides = np.stack([group, ~group], axis=1)
    cells = (sides[:, :, None] & (used.reaction[:, None] == POINTS)[:, None, :]).astype(float)
    sums = used.sums(cells)
    parts = (part("difference of mean reactions (-4 to 4)", jackknife(sums, _means, free), len(group)), *parts)
    for name in outcomes:
        told_it = (used.named([name])[:, None] == [True, False]).astype(float)
        shares = used.sums(sides[:, :, None] * told_it[:, None, :])
        parts += (
            part(f"difference of shares that tell {name!r} (-1 to 1)", jackknife(shares, _shares, free), len(group)),
        )
    found_out = told(unit, used, jackknife(sums, dominance, free), parts)
    return replace(found_out, low=max(-1.0, found_out.low), high=min(1.0, found_out.high))  # no chance is beyond 1


def dominance(sums: Floats) -> Floats:
    """P(first > second) - P(first < second), -1..1 (Cliff 1993, Psychol. Bull. 114:494). sums: ... x 2 x values, rising.

    It uses the order of reactions only. For independent posts it is 2 U / (n m) - 1, U of Mann & Whitney.
    """
    first, second = _spread(sums, 0), _spread(sums, 1)
    below = np.cumsum(second, axis=-1) - second
    above = 1 - below - second
    return np.asarray((first * (below - above)).sum(axis=-1))


def _means(sums: Floats) -> Floats:
    return np.asarray((_spread(sums, 0) - _spread(sums, 1)) @ POINTS)


def _shares(sums: Floats) -> Floats:
    return np.asarray((_spread(sums, 0) - _spread(sums, 1))[..., 0])


def _spread(sums: Floats, side: int) -> Floats:
    """The parts (0..1) of one side's posts at each value; nan for a side without posts."""
    one = sums[..., side, :]
    whole = one.sum(axis=-1, keepdims=True)
    return np.asarray(np.where(whole > 0, one / np.where(whole > 0, whole, 1.0), np.nan))


def _levels(found: Incidence) -> tuple[Part, ...]:
    """Of all that posts tell of causes, the part at each level: an expectation that failed, was met, exceeded or both."""
    sums = found.sums(found.told.sum(axis=1).astype(float))
    posts = int(found.told.any(axis=(1, 2)).sum())
    free = max(1, int((sums.sum(axis=1) > 0).sum()) - 1)
    parts = (
        part(f"share of what is told of causes that {name} (0 to 1)", jackknife(sums, _level(place), free), posts)
        for place, name in enumerate(("failed", "was met", "was exceeded", "was mixed"))
    )
    return tuple(replace(one, p=nan) for one in parts)  # nothing is claimed of them


def _level(place: int) -> Callable[[Floats], Floats]:
    def share(sums: Floats) -> Floats:
        whole = sums.sum(axis=-1)
        return np.asarray(np.where(whole > 0, sums[..., place] / np.where(whole > 0, whole, 1.0), np.nan))

    return share
