"""Tests of what goes together: what is mentioned with what, and which outcomes are told with what. None shows a cause."""

from collections.abc import Sequence
from dataclasses import replace
from math import exp

import numpy as np
from numpy.typing import NDArray

from analysis.estimates import clustering
from analysis.estimates.causes import COMPLAINT, PRAISE
from analysis.estimates.contrast import Contrast, jackknife
from analysis.testing import gee, odds
from analysis.testing.incidence import Incidence
from analysis.testing.measured import Draws, Measured, Part, freedom, lacking, part, told, untold
from analysis.testing.registered import Hypothesis

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

ODDS = "odds ratio of a mention, posts of the same length and number of other causes (1: no difference)"
HAPPY = "share of very happy posts where a core cause was exceeded, less that where it was met (-1 to 1)"
OUTCOME = (
    "share of posts that tell the outcome with such praise, less that with other praise, at equal length (-1 to 1)"
)
TENTHS, FIFTHS = 10, 5


def mention(found: Incidence, asked: Hypothesis, draws: Draws) -> Measured:
    """Test that `causes` are mentioned more where one of `given` failed or was exceeded.

    Logit by generalized estimating equations, exchangeable by blog (analysis/testing/gee.py), on that, log(words) and the number
    of causes told beside `causes`: long posts mention everything. Beside it, the odds ratio pooled over tenths of length,
    with the p of mentions shuffled within them, which takes posts as independent.
    """
    used = found.only(found.words > 0)
    if not len(used.blog) and len(found.blog):
        return untold(ODDS, used, "The lengths of posts are not known")
    yes: Flags = used.at(asked.causes)
    extreme: Flags = used.at(asked.given, [*COMPLAINT, "exceeded"])
    cells = {"mention it at an extreme": yes & extreme, "mention it elsewhere": yes & ~extreme}
    cells |= {"do not mention it at an extreme": extreme & ~yes, "do not mention it elsewhere": ~extreme & ~yes}
    if reason := lacking(used, cells):
        return untold(ODDS, used, reason)
    others = [place for place, cause in enumerate(used.causes) if cause not in asked.causes]
    length = np.log(used.words)
    columns = [np.ones(len(yes)), extreme, length - length.mean(), used.told[:, others].any(axis=2).sum(axis=1)]
    fit = gee.logit(np.column_stack(columns).astype(float), yes, used.blog, used.weight)
    if fit is None:
        return untold(
            ODDS,
            used,
            "The model has no solution: length or the number of causes do not vary, or they part yes from no",
        )
    free = max(1.0, min(freedom(used, extreme, ~extreme), len(np.unique(used.blog)) - len(columns)))
    contrast = Contrast(float(fit.coefficients[1]), float(np.sqrt(fit.covariance[1, 1])), free)
    made = told(ODDS, used, contrast, (_shuffled(used, yes, extreme, draws),))
    return replace(made, estimate=exp(made.estimate), low=exp(made.low), high=exp(made.high), neutral=1.0)


def _shuffled(used: Incidence, yes: Flags, extreme: Flags, draws: Draws) -> Part:
    tables = odds.tables(yes, extreme[:, None], _lengths(used, TENTHS))
    with np.errstate(divide="ignore", invalid="ignore"):  # no odds ratio: then no figure
        contrast = jackknife(used.sums(tables), lambda sums: np.log(odds.ratio(sums)), freedom(used, extreme, ~extreme))
    made = part("odds ratio pooled over tenths of length; p of mentions shuffled within them", contrast, len(yes))
    p = odds.permuted(tables.sum(axis=0), draws.number, draws.seed)
    return replace(made, estimate=exp(made.estimate), low=exp(made.low), high=exp(made.high), p=p)


def surplus(found: Incidence, asked: Hypothesis, draws: Draws) -> Measured:
    """Test that posts in which one of `causes` was exceeded are more often very happy than those in which it was met.

    The difference of shares is pooled over causes by Mantel-Haenszel; a post may stand in several strata, which the error
    by whole blogs allows for. Beside it, each cause alone (Newcombe, of as many posts as blogs make of them).
    """
    del draws
    used = found.only(found.at(asked.causes, ["met", "exceeded"]) & ~np.isnan(found.reaction))
    beyond: Flags = np.column_stack([used.at([cause], ["exceeded"]) for cause in asked.causes])
    strata: Flags = beyond | np.column_stack([used.at([cause], ["met"]) for cause in asked.causes])
    happy: Flags = used.reaction == 2
    above, par = np.asarray(beyond.any(axis=1)), np.asarray((strata & ~beyond).any(axis=1))
    groups = {"tell that one was exceeded": above, "tell that one was met": par}
    if reason := lacking(used, {**groups, "are very happy": happy, "are less happy": ~happy}):
        return untold(HAPPY, used, reason)
    tables = odds.tables(happy, beyond, strata)
    contrast = jackknife(used.sums(tables), odds.difference, freedom(used, above, par))
    if not contrast.told:
        return untold(HAPPY, used, "No cause is both met and exceeded in posts enough to compare")
    return _bounded(told(HAPPY, used, contrast, _single(used, asked.causes, tables)))


def _single(used: Incidence, causes: Sequence[str], tables: Floats) -> tuple[Part, ...]:
    parts = []
    for place, cause in enumerate(causes):
        table = tables[:, place]
        sides = [_counted(used, table[:, side] > 0, table[:, side + 1] > 0) for side in (0, 2)]
        posts = int(table[:, [1, 3]].sum())
        if all(total > 0 for _, total in sides):
            (a, n), (c, m) = sides
            parts.append(Part(cause, a / n - c / m, *odds.newcombe((a, n), (c, m)), posts))
        else:
            parts.append(Part(cause, np.nan, np.nan, np.nan, posts))
    return tuple(parts)


def _counted(used: Incidence, hit: Flags, group: Flags) -> tuple[float, float]:
    """Hits and posts of a group, divided by the design effect: as many independent posts as would tell as much."""
    here = used.only(group)
    if not len(here.blog):
        return 0.0, 0.0
    _, codes = np.unique(here.blog, return_inverse=True)
    yes, sizes = hit[group].astype(float), np.bincount(codes).astype(float)
    alike = clustering.correlation(np.bincount(codes, weights=yes)[:, None].astype(float), sizes)
    deff = float(clustering.effect(alike, codes, here.weight)[0])
    share = float(here.weight @ yes / here.weight.sum())
    return share * len(yes) / deff, len(yes) / deff


def outcomes(found: Incidence, asked: Hypothesis, draws: Draws) -> Measured:
    """Test that posts which praise one of `causes` more often tell one of `outcomes` than posts which praise others only.

    Pooled over fifths of length by Mantel-Haenszel, since long posts tell more of everything.
    """
    del draws
    praised = found.at(asked.causes, ["met", "exceeded"])
    used = found.only(praised | (found.at(found.causes, PRAISE) & ~found.at(asked.causes, ["mixed"])))
    group, hit = used.at(asked.causes, ["met", "exceeded"]), used.named(asked.outcomes)
    groups = {"praise it": group, "praise something else": ~group, "tell the outcome": hit, "do not tell it": ~hit}
    if reason := lacking(used, groups):
        return untold(OUTCOME, used, reason)
    parts = tuple(part(name, _difference(used, used.named([name]), group), len(group)) for name in asked.outcomes)
    return _bounded(told(OUTCOME, used, _difference(used, hit, group), parts))


def _difference(used: Incidence, hit: Flags, group: Flags) -> Contrast:
    tables = odds.tables(hit, group[:, None], _lengths(used, FIFTHS))
    return jackknife(used.sums(tables), odds.difference, freedom(used, group, ~group))


def _lengths(used: Incidence, parts: int) -> Flags:
    """Posts x parts: into which of so many equal parts a post falls by length; all in one where lengths are not known."""
    if np.isnan(used.words).any():
        return np.ones((len(used.words), 1), dtype=bool)
    edges = np.quantile(used.words, np.arange(1, parts) / parts)
    return np.asarray(np.searchsorted(edges, used.words, side="left")[:, None] == np.arange(parts))


def _bounded(made: Measured) -> Measured:
    """A difference of shares lies between -1 and 1."""
    return replace(made, low=max(-1.0, made.low), high=min(1.0, made.high))
