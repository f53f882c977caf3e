"""Logistic regressions on tables of numbers, their cross-fits, and where to set thresholds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from analysis.coders.decision import shares
from analysis.coders.portrait import NAMES

DEVIATION = 0.3  # a number's own weights are fitted on values this much smaller, so that they cost more
FOLDS = 5
NEVER = -20.0  # log odds of what never occurred, or what nobody looked for

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rows:
    """A table to fit on: numbers, true classes, what rows count, the part of the cross-fit, and the row's cause.

    `judged` is what rows count where thresholds are set: posts that were written to teach say nothing of how often a
    code occurs.
    """

    names: tuple[str, ...]
    table: Floats
    truth: NDArray[np.str_]
    weight: Floats
    judged: Floats
    part: NDArray[np.int64]
    cause: NDArray[np.int64] | None = None

    def only(self, here: NDArray[np.bool_]) -> "Rows":
        """Some of the rows."""
        return Rows(
            names=self.names,
            table=self.table[here],
            truth=self.truth[here],
            weight=self.weight[here],
            judged=self.judged[here],
            part=self.part[here],
            cause=None if self.cause is None else self.cause[here],
        )


def nominal(truth: NDArray[np.int64], said: NDArray[np.int64], weight: Floats) -> float:
    """Krippendorff's alpha of two codings of many posts, each counted by its weight; 0 where all is of one class."""
    share = weight / weight.sum()
    expected = 1 - sum(
        ((share * (truth == one)).sum() / 2 + (share * (said == one)).sum() / 2) ** 2 for one in set(truth)
    )
    return float(1 - (share * (truth != said)).sum() / expected) if expected else 0.0


def threshold(chances: Floats, yes: NDArray[np.bool_], weight: Floats) -> float:
    """The chance from which on "yes" agrees best; smoothed over neighbours, for a peak of one post is luck."""
    tries = np.linspace(0.05, 0.9, 86)
    values = [nominal(yes.astype(int), (chances > limit).astype(int), weight) for limit in tries]
    smooth = np.convolve(values, np.ones(9) / 9, mode="same")
    return float(tries[int(smooth.argmax())])


def logit(chance: float) -> float:
    return float(np.log(chance / (1 - chance)))


def crossed(rows: Rows, classes: Sequence[str], strength: float, own: Sequence[str]) -> Floats:
    """Chances of each row's classes from a model that has not seen its author."""
    chances = np.zeros((len(rows.table), len(classes)))
    for part in range(FOLDS):
        here = rows.part == part
        if here.any():
            matrix, bias = logistic(rows.only(~here), classes, strength, own)
            chances[here] = _chances(rows, here, matrix, bias, len(classes))
    return chances


def _chances(rows: Rows, here: NDArray[np.bool_], matrix: Floats, bias: Floats, classes: int) -> Floats:
    odds = rows.table[here] @ matrix.T + bias
    if rows.cause is not None:
        columns = rows.cause[here][:, None] * classes + np.arange(classes)
        odds = np.take_along_axis(odds, columns, axis=1)
    if classes == 1:
        return np.asarray(1 / (1 + np.exp(-odds)))
    return shares(odds)


def logistic(rows: Rows, classes: Sequence[str], strength: float, own: Sequence[str]) -> tuple[Floats, Floats]:
    """Weights and biases of the classes, on the numbers as they are; with causes, a row for each cause and class."""
    mean, spread = rows.table.mean(axis=0), rows.table.std(axis=0) + 1e-6
    table = (rows.table - mean) / spread
    if rows.cause is not None:
        one_hot = np.eye(len(NAMES))[rows.cause]
        chosen = [rows.names.index(name) for name in own if name in rows.names]
        table = np.hstack([table, 2 * one_hot, *(one_hot * table[:, [column]] * DEVIATION for column in chosen)])
    found = _fitted(table, rows.truth, rows.weight, strength)
    weights, bias = _parting(*found) if len(classes) == 1 else _in_order(*found, classes)
    width = len(rows.names)
    if rows.cause is not None:
        extra = weights[:, width:].reshape(len(classes), 1 + len(chosen), len(NAMES))
        weights = np.repeat(weights[None, :, :width], len(NAMES), axis=0)
        weights[:, :, chosen] += DEVIATION * extra[:, 1:, :].transpose(2, 0, 1)
        bias = (bias[None, :] + 2 * extra[:, 0, :].T).ravel()
        weights = weights.reshape(-1, width)
    weights = weights / spread
    return weights, bias - weights @ mean


def yes(table: Floats, truth: NDArray[np.bool_], weight: Floats, strength: float) -> tuple[Floats, Floats]:
    """Weights (one row) and bias of "yes"; where all or none is true, the numbers say nothing and the bias everything."""
    return _parting(*_fitted(table, truth.astype(str), weight, strength))


def _fitted(
    table: Floats, truth: NDArray[np.str_], weight: Floats, strength: float
) -> tuple[list[str], Floats, Floats]:
    """The classes that occur, in order, with weights and bias of each; of one alone all are 0."""
    known = sorted(set(truth.tolist()))
    if len(known) == 1:
        return known, np.zeros((1, table.shape[1])), np.zeros(1)
    model = LogisticRegression(C=strength, max_iter=5000).fit(table, truth, weight)
    if len(known) > 2:
        return known, model.coef_, model.intercept_
    return known, np.vstack([-model.coef_, model.coef_]) / 2, np.hstack([-model.intercept_, model.intercept_]) / 2


def _parting(known: Sequence[str], weights: Floats, bias: Floats) -> tuple[Floats, Floats]:
    """What parts "True" from "False"."""
    if len(known) == 1:
        return weights, np.array([-NEVER if known[0] == "True" else NEVER])
    return weights[1:] - weights[:1], bias[1:] - bias[:1]


def _in_order(known: Sequence[str], rows: Floats, bias: Floats, classes: Sequence[str]) -> tuple[Floats, Floats]:
    """Weights in the order of `classes`; one that never occurred gets a bias that rules it out."""
    weights = np.zeros((len(classes), rows.shape[1]))
    biases = np.full(len(classes), NEVER)
    for number, name in enumerate(classes):
        if name in known:
            weights[number], biases[number] = rows[known.index(name)], bias[known.index(name)]
    return weights, biases
