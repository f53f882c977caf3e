"""How likely a sentence is evidence, given that its post tells of the code: fitted on sentences that were marked."""

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from analysis.coders import carrying, portrait
from analysis.coders.decision import CORES
from analysis.coders.grounds import SIDES
from analysis.coders.scoring import Floats, Scores, log_odds
from analysis.coders.weights import Model
from analysis.fitting.logistic import yes
from analysis.fitting.material import Material
from analysis.fitting.sentences import TOLD, levels

STRENGTH = 1.0
CORE_STRENGTH = 0.003  # many numbers, and few sentences that were marked
Marked = tuple[Floats, NDArray[np.bool_], Floats]  # numbers of sentences, which are marked, and what each counts


def fit(material: Sequence[Material], scores: Sequence[Scores]) -> Model:
    """A class of all codes, which knows the log odds of a sentence alone, and one for each side of core causes."""
    posts = list(zip(material, scores, strict=True))
    pairs = [pair for one, seen in posts for pair in _pairs(one, seen)]
    values, marked, weight = (np.array(column) for column in zip(*pairs, strict=True))
    slope, start = yes(log_odds(values)[:, None], marked, weight, STRENGTH)
    alone = np.append(slope[0], np.zeros(len(carrying.NAMES) - 1)), float(start[0])
    rows = [alone]
    for cause in CORES:
        sides = [_told(posts, cause, side) for side in portrait.SIDES.values()]
        rows += _weighed(sides) if any(len(side[0]) for side in sides) else [alone, alone]
    classes = ("", *(carrying.class_of(*one) for one in product(CORES, portrait.SIDES.values())))
    matrix, bias = (np.array(column) for column in zip(*rows, strict=True))
    return Model(carrying.NAMES, classes, matrix, bias, np.zeros(len(classes)))


def _weighed(sides: Sequence[Marked]) -> list[tuple[Floats, float]]:
    """Weights and bias of both sides of a cause, fitted together: what is true of one is likely true of the other."""
    numbers, marked, weight = (np.concatenate(columns) for columns in zip(*sides, strict=True))
    kept = np.repeat([False, True], [len(side[0]) for side in sides])[:, None]
    mean, spread = numbers.mean(axis=0), numbers.std(axis=0) + 1e-6
    table = (numbers - mean) / spread
    found, start = yes(np.hstack([table, table * kept, kept]), marked, weight, CORE_STRENGTH)
    common, apart = found[0, : len(mean)] / spread, found[0, len(mean) : -1] / spread
    both = ((common, start[0]), (common + apart, start[0] + found[0, -1]))
    return [(weights, float(bias - weights @ mean)) for weights, bias in both]


def _told(posts: Sequence[tuple[Material, Scores]], cause: str, side: str) -> Marked:
    """The sentences of all posts that tell of a cause and side."""
    place = portrait.columns(TOLD)
    numbers, marked, weight = [np.zeros((0, len(carrying.NAMES)))], [np.zeros(0, bool)], [np.zeros(0)]
    for one, seen in posts:
        if side in SIDES.get(dict(one.example.causes).get(cause, ""), ()):
            odds = log_odds(seen.chances)
            own = carrying.own(odds, place, [(cause, side)])[0].T
            numbers.append(np.hstack([own, carrying.shared(one.scan.tokens, seen, odds, place)]))
            marked.append(np.array([(cause, side) in levels(told) for told in one.example.marks]))
            weight.append(np.full(len(odds), one.example.weight))
    return np.concatenate(numbers), np.concatenate(marked), np.concatenate(weight)


def _pairs(one: Material, seen: Scores) -> Iterator[tuple[float, bool, float]]:
    """The chance of each sentence for each cause and side of a post, whether it is marked so, and what the post counts."""
    marks = [levels(told) for told in one.example.marks]
    for cause, level in one.example.causes:
        for side in sorted({"failed", "met"}.intersection(SIDES[level])):
            for chance, told in zip(seen.chances[:, TOLD.index((cause, side))], marks, strict=True):
                yield float(chance), (cause, side) in told, one.example.weight
