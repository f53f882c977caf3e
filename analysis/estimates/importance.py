"""What each cause does to the reaction: what a failure costs, what a surplus gains, and its part in all that is explained.

Penalty-reward contrast (Brandt 1987, in: Add Value to Your Service, ed. Surprenant, AMA, p. 61): the reaction, -2..2, is
regressed on whether the post tells of a failure and whether it tells of a surplus, for all causes at once. The reference
is a post in which the cause was met or does not come up. A mixed cause counts as failed and not as exceeded: part of it
fell short, and praise in a mixed account tells at most that the rest was met. Longer posts name more causes and may be
angrier; where posts have `words`, the logarithm of their number is held constant.
All of this is how causes and reactions go together in what people write; it is no proof of what would change if one changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtrit

from analysis.estimates import regression, resampling, shapley
from analysis.estimates.causes import COMPLAINT, experiences

FEW = 10  # posts under which a side of a cause is not told
DRAWS = 400  # at most, for shares and impacts: each draw fits the regressions of all sets of causes
BATCH = 10  # draws at a time, that the matrices of all sets stay in the processor's own memory
REST = "other causes"
BASIC, EXCITEMENT, PERFORMANCE, UNCLEAR, TOO_FEW, POOLED = (
    "basic", "excitement", "performance", "unclear", "too few", "pooled",
)  # fmt: skip
EFFECTS = ["penalty", "penalty_low", "penalty_high", "reward", "reward_low", "reward_high"]
SHARES = ["share", "share_low", "share_high"]
IMPACTS = ["impact", "impact_low", "impact_high"]
COLUMNS = ["cause", "failed", "exceeded", *EFFECTS, "reading", *SHARES, "r2", "rank", *IMPACTS, "impact_rank"]
SMALL = 1e-9  # sums of squares below it are roundings

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Model:
    """Causes, least told first; `flags`, posts x causes x (failed, exceeded); and cross products a blog (clusters x q x q)
    of: the constant and controls (`always` columns), failed and exceeded of each cause, the reaction."""

    causes: list[str]
    flags: NDArray[np.bool_]
    grams: Floats
    always: int

    @property
    def counts(self) -> NDArray[np.int64]:
        return np.asarray(self.flags.sum(axis=0))

    @property
    def sides(self) -> slice:
        return slice(self.always, self.always + 2 * len(self.causes))


def importance(
    posts: pd.DataFrame, codings: pd.DataFrame, causes: Sequence[str], draws: int = 1000, seed: int = 1
) -> pd.DataFrame:
    """Return what failures and surpluses of each of `causes` go with, in order of importance; one row a cause.

    failed, exceeded: experiences with a reaction that tell so. penalty: points of reaction that a failure costs; reward:
    points that a surplus gains; missing with fewer than FEW posts. Bounds: 95 %, jackknife over blogs (`regression.fit`).
    reading: BASIC where the penalty is clearly greater than the reward, EXCITEMENT where the reward is, PERFORMANCE where
    both are clear and their difference is not, TOO_FEW where one is missing, else UNCLEAR. Clear: the 95 % interval of
    the figure, or of the difference, lies above 0.
    share: the cause's part (0..1) of the explained variance, failed and exceeded together (`shapley`); they sum to 1.
    r2: that explained part (0..1) of the variance of reactions, beyond the controls. rank: by share. A share is never
    below 0, so one near 0, and its interval, is rather too high. impact: points of reaction that the cause moves in the
    average post, part of failed posts x |penalty| + part of exceeded x |reward|, of the sides that are told;
    impact_rank: by it. Bounds of share and impact: blogs redrawn, at most DRAWS times.
    Above shapley.MOST causes the rarest are one player: a last row REST has its share and the reading POOLED, and the
    causes in it have none. Where reactions are all alike, or posts no more than columns, figures are missing.
    """
    model = _model(posts, codings, causes)
    frame = pd.DataFrame({"cause": model.causes, "failed": model.counts[:, 0], "exceeded": model.counts[:, 1]})
    if len(model.flags) <= model.grams.shape[1] or _spread(model.grams.sum(axis=0)) < SMALL:
        empty = pd.DataFrame(np.nan, index=frame.index, columns=[*EFFECTS, *SHARES, "r2", *IMPACTS])
        return _ordered(frame.join(empty).assign(reading=TOO_FEW))
    blocks = resampling.drawn(len(model.grams), min(draws, DRAWS), seed)
    redrawn = np.concatenate([np.tensordot(block, model.grams, axes=1) for block in blocks])
    return _ordered(_shared(_effects(frame, model, redrawn), model, redrawn))


def _model(posts: pd.DataFrame, codings: pd.DataFrame, causes: Sequence[str]) -> _Model:
    told = experiences(posts)
    told = told[told["reaction"].notna()]
    names = sorted(set(causes))
    place = pd.Series(np.arange(len(told)), index=told["post"].to_numpy())
    seen = codings[codings["post"].isin(place.index) & codings["cause"].isin(names)]
    flags = np.zeros((len(told), len(names), 2))
    for side, given in enumerate((COMPLAINT, ("exceeded",))):
        here = seen[seen["level"].isin(given)]
        flags[here["post"].map(place).to_numpy(dtype=int), pd.Index(names).get_indexer(here["cause"]), side] = 1
    order = np.argsort(flags.sum(axis=(0, 2)), kind="stable")
    flags = flags[:, order]
    always = [np.ones(len(told))]
    if "words" in told:
        always.append(np.log(np.maximum(told["words"].to_numpy(dtype=float), 1)))
    columns = np.column_stack(
        [*always, flags.reshape(len(told), 2 * len(names)), told["reaction"].to_numpy(dtype=float)]
    )
    weight = told["weight"].to_numpy(dtype=float) if "weight" in told else np.ones(len(told))
    grams = regression.grams(columns, weight, *resampling.clusters(told))
    return _Model([names[one] for one in order], flags > 0, grams, len(always))


def _effects(frame: pd.DataFrame, model: _Model, redrawn: Floats) -> pd.DataFrame:
    """Add penalty, reward and impact with their bounds, and the reading."""
    fit, sign = regression.fit(model.grams), np.array([-1.0, 1.0])
    value = fit.value[model.sides].reshape(-1, 2) * sign
    covariance = fit.covariance[model.sides, model.sides]
    variance = np.diagonal(covariance).reshape(-1, 2)
    reach = stdtrit(fit.freedom, 0.975)
    missing = (model.counts < FEW) | np.isnan(value) | np.isnan(variance)
    value, half = np.where(missing, np.nan, value), reach * np.sqrt(variance)
    edges = np.stack([value, value - half, value + half], axis=2).reshape(-1, len(EFFECTS))
    impact = _impacts(model.grams.sum(axis=0)[None], fit.value[None], model, ~missing)[0]
    values = regression.solved(redrawn[:, :-1, :-1], redrawn[:, :-1, -1])
    spread = resampling.bounds(_impacts(redrawn, values, model, ~missing))
    return frame.assign(
        **dict(zip(EFFECTS, edges.T, strict=True)),
        **dict(zip(IMPACTS, (impact, *spread), strict=True)),
        reading=_readings(value, half, covariance, reach),
    )


def _readings(value: Floats, half: Floats, covariance: Floats, reach: float) -> list[str]:
    """What each cause is: value, half (causes x penalty, reward): the figures and half their intervals."""
    both = np.diagonal(covariance[::2, 1::2])  # penalty - reward is minus the sum of the two coefficients
    sure = reach * np.sqrt(np.maximum(np.diagonal(covariance).reshape(-1, 2).sum(axis=1) + 2 * both, 0))
    difference, clear = value[:, 0] - value[:, 1], value - half > 0
    readings = [
        (np.isnan(value).any(axis=1), TOO_FEW),
        ((difference > sure) & clear[:, 0], BASIC),
        ((-difference > sure) & clear[:, 1], EXCITEMENT),
        ((np.abs(difference) <= sure) & clear.all(axis=1), PERFORMANCE),
    ]
    return list(np.select([held for held, _ in readings], [name for _, name in readings], UNCLEAR))


def _impacts(grams: Floats, values: Floats, model: _Model, told: NDArray[np.bool_]) -> Floats:
    """Points that each cause moves in the average post: matrices (n x q x q) and coefficients (n x columns) to n x causes."""
    common = grams[:, 0, model.sides] / grams[:, :1, 0]
    moved = (common * np.abs(values[:, model.sides])).reshape(len(grams), -1, 2)
    return np.asarray(np.where(told.any(axis=1), np.where(told, moved, 0.0).sum(axis=2), np.nan))


def _shared(frame: pd.DataFrame, model: _Model, redrawn: Floats) -> pd.DataFrame:
    """Add share with its bounds, r2, and a row for the causes that had to be pooled."""
    gram = model.grams.sum(axis=0)
    pooled = len(model.causes) - shapley.MOST + 1 if len(model.causes) > shapley.MOST else 0
    players = [2 * pooled] * bool(pooled) + [2] * (len(model.causes) - pooled)  # the wide one first, while sets are few
    parts = shapley.parts(gram[None], players, model.always)[0]
    batches = (redrawn[start : start + BATCH] for start in range(0, len(redrawn), BATCH))
    drawn = np.concatenate([_fractions(shapley.parts(some, players, model.always)) for some in batches])
    found = pd.DataFrame(dict(zip(SHARES, (_fractions(parts), *resampling.bounds(drawn)), strict=True)))
    single = found.iloc[len(players) - len(model.causes) + pooled :].set_axis(range(pooled, len(model.causes)))
    shared = frame.join(single)
    if pooled:
        failed, exceeded = model.flags[:, :pooled].any(axis=1).sum(axis=0)
        rest = {"cause": REST, "failed": failed, "exceeded": exceeded, "reading": POOLED, **found.iloc[0]}
        shared = pd.concat([shared, pd.DataFrame([rest])], ignore_index=True)
    return shared.assign(r2=parts.sum() / _spread(gram))


def _fractions(parts: Floats) -> Floats:
    """Each player's part of all of it; nan where there is nothing to share."""
    parts = np.maximum(parts, 0)  # a part of nothing may be below it by a rounding
    whole = parts.sum(axis=-1, keepdims=True)
    return np.asarray(np.where(whole > SMALL, parts / np.where(whole > SMALL, whole, 1.0), np.nan))


def _spread(gram: Floats) -> float:
    """The sum of squares of the reaction about its mean."""
    return float(gram[-1, -1] - gram[0, -1] ** 2 / gram[0, 0])


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    """In order of the share, then of the cause, what is pooled last; ranks are missing where their figure is."""
    last = frame["reading"] == POOLED
    found = frame.assign(last=last).sort_values(["last", "share", "cause"], ascending=[True, False, True])
    for figure, name in (("share", "rank"), ("impact", "impact_rank")):
        by_name = found.loc[~found["last"], ["cause", figure]].sort_values("cause")[figure]
        found[name] = by_name.rank(ascending=False, method="first").astype("Int64")
    return found[COLUMNS].reset_index(drop=True)
