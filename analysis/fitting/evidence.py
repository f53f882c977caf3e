"""How likely a sentence is evidence, given that its post tells of the code: fitted on sentences that were marked."""

from collections.abc import Iterator, Sequence

import numpy as np

from analysis.coders.grounds import SIDES
from analysis.coders.scoring import Scores, log_odds
from analysis.coders.weights import Model
from analysis.fitting.logistic import yes
from analysis.fitting.material import Material
from analysis.fitting.sentences import TOLD, levels

STRENGTH = 1.0


def fit(material: Sequence[Material], scores: Sequence[Scores]) -> Model:
    """A model of one number, the log odds of a sentence by the sentence model."""
    pairs = [pair for one, seen in zip(material, scores, strict=True) for pair in _pairs(one, seen)]
    values, marked, weight = (np.array(column) for column in zip(*pairs, strict=True))
    matrix, bias = yes(log_odds(values)[:, None], marked, weight, STRENGTH)
    return Model(("odds",), ("evidence",), matrix, bias, np.zeros(1))


def _pairs(one: Material, seen: Scores) -> Iterator[tuple[float, bool, float]]:
    """The chance of each sentence for each cause and side of a post, whether it is marked so, and what the post counts."""
    marks = [levels(told) for told in one.example.marks]
    for cause, level in one.example.causes:
        for side in sorted({"failed", "met"}.intersection(SIDES[level])):
            for chance, told in zip(seen.chances[:, TOLD.index((cause, side))], marks, strict=True):
                yield float(chance), (cause, side) in told, one.example.weight
