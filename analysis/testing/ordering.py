"""Tests of what comes first: the order of causes, and what leads very happy posts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from analysis.estimates import regression, resampling
from analysis.estimates.causes import COMPLAINT, PRAISE
from analysis.estimates.clustering import wilson
from analysis.estimates.contrast import Contrast, jackknife, redrawn
from analysis.estimates.importance import DRAWS
from analysis.testing.incidence import Incidence
from analysis.testing.measured import Draws, Measured, Part, few, freedom, told, untold
from analysis.testing.registered import Hypothesis

Floats = NDArray[np.float64]

SHARE = "smallest lead of a cause over the next, as a share of posts that tell of it (-1 to 1)"
IMPACT = "smallest lead of a cause over the next, in points of reaction (-2 to 2) that it goes with in the average post"
LED = "share of very happy posts that are led by service and not by product quality (0 to 1)"
REDRAWN = "the same share, with the bounds that redrawn blogs give"


@dataclass(frozen=True, slots=True)
class _Leads:
    """Leads that must all be above 0: of each cause over the next, and of the last over every other cause."""

    unit: str
    pairs: tuple[tuple[str, str], ...]
    values: Floats
    errors: Floats


def order(found: Incidence, asked: Hypothesis, draws: Draws) -> Measured:
    """Test that `causes` come in this order and all before `against` (empty: all others), by prevalence and by impact.

    Intersection-union (Berger 1982, Technometrics 24:295; Casella & Berger 2002, 8.2.3): the order is right only if each
    lead is, so its p is the greatest of theirs, without adjustment, and its lower bound the smallest of theirs. That it
    is wrong somewhere is a union: upper bounds and p for that are Bonferroni's over all leads of both measures.
    The number told is that of the measure that speaks less for the claim.
    """
    if reason := few(found):
        return untold(SHARE, found, reason)
    rivals = asked.against or tuple(cause for cause in found.causes if cause not in asked.causes)
    chain = list(asked.causes)
    pairs = (*pairwise(chain), *((chain[-1], rival) for rival in rivals))
    free = freedom(found)
    measures = [_prevalence(found, pairs, draws), _impact(found, pairs, draws)]
    looks = [_judged(leads, found, free, 2 * len(pairs)) for leads in measures]
    parts = tuple(_part(look) for look in looks if not look.why)
    wrong = [look for look in looks if look.high < 0]
    silent = [look for look in looks if look.why]
    if wrong:
        return replace(min(wrong, key=lambda look: look.p), parts=parts)
    return replace(silent[0] if silent else max(looks, key=lambda look: look.p), parts=parts)


def _judged(leads: _Leads, found: Incidence, free: float, family: int) -> Measured:
    """The smallest lead of one measure; `family` is the number of leads of both."""
    each = [Contrast(float(value), float(error), free) for value, error in zip(leads.values, leads.errors, strict=True)]
    known = [one for one in each if one.told]
    if len(known) < len(each):
        first, second = leads.pairs[[one.told for one in each].index(False)]
        return untold(leads.unit, found, f"Too few posts to say how far {first} is ahead of {second} ({leads.unit})")
    weakest = max(each, key=lambda one: one.tail(1))
    low, high = min(one.bound(-1) for one in each), min(one.bound(1, family) for one in each)
    right, wrong = 2 * weakest.tail(1), 2 * family * min(one.tail(-1) for one in each)
    smallest = min(one.value for one in each)
    return replace(
        told(leads.unit, found, weakest),
        estimate=smallest,
        low=low,
        high=high,
        p=min(1.0, right, wrong),
        contrast=weakest,
    )


def _part(look: Measured) -> Part:
    return Part(look.unit, look.estimate, look.low, look.high, look.posts, look.p)


def _prevalence(found: Incidence, pairs: Sequence[tuple[str, str]], draws: Draws) -> _Leads:
    """Leads in the share of posts that tell of a cause at all."""
    columns = np.column_stack([found.told.any(axis=2), np.ones(len(found.blog))]).astype(float)
    values, errors = redrawn(
        found.sums(columns), lambda sums: _gaps(found, pairs, sums[:, :-1] / sums[:, -1:]), draws.number, draws.seed
    )
    return _Leads(SHARE, tuple(pairs), values, errors)


def _impact(found: Incidence, pairs: Sequence[tuple[str, str]], draws: Draws) -> _Leads:
    """Leads in impact as estimates/importance.py defines it: the regression of the reaction is made anew in every draw."""
    known = found.only(~np.isnan(found.reaction))
    failed = np.column_stack([known.at([cause], COMPLAINT) for cause in found.causes])
    sides = np.stack([failed, np.column_stack([known.at([cause], ["exceeded"]) for cause in found.causes])], axis=2)
    always = [np.ones(len(known.blog))]
    if not np.isnan(known.words).any():
        always.append(np.log(np.maximum(known.words, 1)))
    columns = np.column_stack([*always, sides.reshape(len(sides), 2 * len(found.causes)), known.reaction]).astype(float)
    _, codes = np.unique(known.blog, return_inverse=True)
    if len(columns) <= 2 * columns.shape[1] or len(np.unique(codes)) < 2:
        unknown = np.full(len(pairs), np.nan)
        return _Leads(IMPACT, tuple(pairs), unknown, unknown)
    grams = regression.grams(columns, known.weight, codes, codes.max() + 1)
    values, errors = redrawn(
        grams.reshape(len(grams), -1),
        lambda sums: _gaps(found, pairs, _moved(sums.reshape(-1, *grams.shape[1:]), len(always))),
        min(draws.number, DRAWS),
        draws.seed,
    )
    return _Leads(IMPACT, tuple(pairs), values, errors)


def _moved(grams: Floats, always: int) -> Floats:
    """Impacts (n x causes): share of failed posts times its coefficient's size, and the same of exceeded."""
    coefficients = regression.solved(grams[:, :-1, :-1], grams[:, :-1, -1])[:, always:]
    shares = grams[:, 0, always:-1] / grams[:, :1, 0]
    return np.asarray((shares * np.abs(coefficients)).reshape(len(grams), -1, 2).sum(axis=2))


def _gaps(found: Incidence, pairs: Sequence[tuple[str, str]], values: Floats) -> Floats:
    place = {cause: position for position, cause in enumerate(found.causes)}
    first, second = ([place[pair[side]] for pair in pairs] for side in (0, 1))
    return np.asarray(values[:, first] - values[:, second])


def lead(found: Incidence, asked: Hypothesis, draws: Draws) -> Measured:
    """Test that more than half of the very happy posts are led by one of `causes`, the others by one of `against`.

    The praised cause at the highest level leads, exceeded before met; where both sides reach the same level the post
    counts half. Posts that praise neither side are left out. The error is the jackknife's, which with few blogs holds its
    level better than that of redrawn blogs; their bounds stand beside it.
    """
    happy = found.only(found.reaction == 2)
    service, product = _height(happy, asked.causes), _height(happy, asked.against)
    kept = (service > 0) | (product > 0)
    happy, ahead = happy.only(kept), (np.sign(service - product)[kept] + 1) / 2
    if reason := few(happy):
        return untold(LED, happy, reason)
    sums = happy.sums(np.column_stack([ahead, np.ones(len(ahead))]))
    contrast = replace(jackknife(sums, _share, freedom(happy)), neutral=0.5)
    if not contrast.error:
        contrast = replace(contrast, error=_unvaried(contrast, len(sums)))
    shares = np.concatenate([_share(block @ sums) for block in resampling.drawn(len(sums), draws.number, draws.seed)])
    low, high = (float(edge) for edge in resampling.bounds(shares))
    made = told(LED, happy, contrast, (Part(REDRAWN, contrast.value, low, high, len(ahead)),))
    return replace(made, low=max(0.0, made.low), high=min(1.0, made.high))


def _share(sums: Floats) -> Floats:
    return np.asarray(sums[:, 0] / sums[:, 1])


def _height(found: Incidence, causes: Sequence[str]) -> NDArray[np.int64]:
    """2 where a cause is exceeded, 1 where it is met or mixed, 0 where none is praised."""
    return np.where(found.at(causes, ["exceeded"]), 2, np.where(found.at(causes, PRAISE), 1, 0))


def _unvaried(contrast: Contrast, blogs: int) -> float:
    """An error where all posts agree: redrawn they would agree again, but as many blogs bound a share (Wilson)."""
    width = 1 - wilson(blogs, blogs)[0]
    return width / replace(contrast, value=0.0, error=1.0).bound(1)
