"""The sentence model: one logistic regression per thing that a sentence can tell of, per event, and per genre of a post.

Those of one kind are fitted in one go, because they share the sparse product that costs the time. The penalty is the
usual half of the squared weights (L2), PENALTY times as strong as one sentence; see Fan et al., LIBLINEAR (JMLR 9, 2008),
equation 1.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize

from analysis.coders.decision import CORES
from analysis.coders.scoring import FEWEST, RATE, length
from analysis.coders.weights import Weights
from analysis.fitting.logistic import NEVER
from analysis.fitting.material import Material, Sentence
from analysis.labelled import CAUSES, EVENT, EVENTS, FEELINGS, OUTCOMES, Told

TOLD: tuple[Told, ...] = (
    *((cause, level) for cause in CAUSES.values() for level in ("failed", "met")),
    *((cause, "exceeded") for cause in CORES),
    *(("reaction", level) for level in FEELINGS.values()),
    *((outcome, "") for outcome in OUTCOMES),
)
HAPPENING = tuple(EVENTS.values())
GENRES = ("experience", "vendor", "advice", "news", "promo", "other")
PENALTY, GENRE_PENALTY = 5.0, 1.0
SEEN = 3  # sentences in which a feature must stand
STEPS = 60
KEPT, NOUGHT = 0.15, 0.05  # a feature whose weights are all smaller is left out; a smaller weight is none
Floats = NDArray[np.float32]


def fit(material: Sequence[Material], single: Sequence[Sentence]) -> Weights:
    """Fit weights for sentences and genres; the models of posts are still missing."""
    lines = [*single, *chain.from_iterable(one.sentences for one in material)]
    counts = Counter(chain.from_iterable(line.features for line in lines))
    counts.update(chain.from_iterable(one.title for one in material))
    names = ["len", *sorted(name for name, count in counts.items() if count >= SEEN)]
    vocabulary = {name: row for row, name in enumerate(names)}
    fitted = _fit_told(lines, vocabulary), _fit_events(lines, vocabulary), _fit_genres(material, vocabulary)
    return _small(names, *(np.hstack(parts) for parts in zip(*fitted, strict=True)))


def levels(told: frozenset[Told]) -> set[Told]:
    """What a sentence tells of as the columns have it: more than met is met as well."""
    return set(told) | {(code, "met") for code, level in told if level == "exceeded"}


def _fit_told(lines: Sequence[Sentence], vocabulary: dict[str, int]) -> tuple[Floats, Floats]:
    table = _table([(line.features, length(line.tokens)) for line in lines], vocabulary)
    truth = np.array([[one in told for one in TOLD] for told in (levels(line.told) for line in lines)], np.float32)
    return logistic(table, truth, np.array([line.weight for line in lines], np.float32), 1 / PENALTY)


def _fit_events(lines: Sequence[Sentence], vocabulary: dict[str, int]) -> tuple[Floats, Floats]:
    kept = [line for line in lines if line.looked]
    if not kept:
        return np.zeros((len(vocabulary), len(HAPPENING)), np.float32), np.full(len(HAPPENING), NEVER, np.float32)
    table = _table([(line.features, length(line.tokens)) for line in kept], vocabulary)
    truth = np.array([[(EVENT, one) in line.told for one in HAPPENING] for line in kept], np.float32)
    return logistic(table, truth, np.array([line.looked for line in kept], np.float32), 1 / PENALTY)


def _table(rows: Sequence[tuple[frozenset[str], float]], vocabulary: dict[str, int]) -> sparse.csr_matrix:
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for features, long in rows:
        known = sorted(vocabulary[name] for name in features if name in vocabulary)
        columns += [0, *known]
        values += [long, *[1.0] * len(known)]
        ends.append(len(columns))
    return sparse.csr_matrix((np.array(values, np.float32), columns, ends), shape=(len(rows), len(vocabulary)))


def _fit_genres(material: Sequence[Material], vocabulary: dict[str, int]) -> tuple[Floats, Floats]:
    """Genres by the words and senses of whole posts, see scoring.rates."""
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for one in material:
        counts = Counter(chain.from_iterable(line.features for line in one.sentences))
        total = max(FEWEST, sum(line.tokens for line in one.sentences))
        known = sorted((vocabulary[name], count) for name, count in counts.items() if name in vocabulary)
        columns += [row for row, _ in known]
        values += [float(np.sqrt(count / total * 100) / RATE) for _, count in known]
        headed = sorted(vocabulary[name] for name in one.title if name in vocabulary)
        columns += headed
        values += [0.5] * len(headed)
        ends.append(len(columns))
    table = sparse.csr_matrix((np.array(values, np.float32), columns, ends), shape=(len(material), len(vocabulary)))
    truth = np.array([[one.example.genre == genre for genre in GENRES] for one in material], np.float32)
    return logistic(table, truth, np.array([one.example.weight for one in material], np.float32), 1 / GENRE_PENALTY)


def logistic(table: sparse.csr_matrix, truth: Floats, weight: Floats, strength: float) -> tuple[Floats, Floats]:
    """Weights (features, columns) and biases of one logistic regression per column of `truth`, all at once."""
    features, columns = table.shape[1], truth.shape[1]
    turned = table.T.tocsr()
    counted = weight[:, None]
    share = np.clip((counted * truth).sum(0) / weight.sum(), 1e-4, 1 - 1e-4)
    start = np.vstack([np.zeros((features, columns)), np.log(share / (1 - share))])

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(features + 1, columns)
        odds = table @ weights[:-1].astype(np.float32) + weights[-1].astype(np.float32)
        wrong = counted * (1 / (1 + np.exp(-odds)) - truth)
        slope = np.vstack([strength * (turned @ wrong) + weights[:-1], strength * wrong.sum(0)])
        error = float((counted * (np.logaddexp(0, odds) - truth * odds)).sum(dtype=np.float64))
        return strength * error + 0.5 * float((weights[:-1] ** 2).sum()), slope.astype(np.float64).ravel()

    found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": STEPS, "maxcor": 6})
    weights = found.x.reshape(features + 1, columns).astype(np.float32)
    return weights[:-1], weights[-1]


def _small(names: Sequence[str], matrix: Floats, bias: Floats) -> Weights:
    """Weights as whole numbers from -127 to 127 per column, without features that hardly count."""
    kept = [int(row) for row in np.flatnonzero((np.abs(matrix).max(axis=1) >= KEPT) | (np.arange(len(names)) == 0))]
    matrix = np.where(np.abs(matrix) < NOUGHT, 0, matrix)
    scale = np.maximum(np.abs(matrix).max(axis=0), 1e-6) / 127
    return Weights(
        vocabulary={names[row]: place for place, row in enumerate(kept)},
        matrix=np.round(matrix[kept] / scale).astype(np.int8),
        scale=scale.astype(np.float32),
        bias=bias.astype(np.float32),
        told=TOLD,
        events=HAPPENING,
        genres=GENRES,
        models={},
        made={},
    )
