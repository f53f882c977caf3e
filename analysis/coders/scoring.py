"""How likely each sentence of a post tells of what: the sentence model of the linear coder.

The chance that a sentence tells of a cause at a level is a logistic function of the features that it has, see words.py,
and of the rules that found something in it. What others speak counts a fifth: some of it is told on purpose.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.coders import words
from analysis.coders.matching import Hit, Reading, Scan, covered, inside, small
from analysis.coders.rows import of_sentences, rule_names
from analysis.coders.weights import Weights

QUOTED = 0.2
LONG = 40  # words of a sentence above which it is no longer said how long it is
RATE = 3.0  # what divides the root of a feature's rate per 100 words, so that it is of the size of the others
FEWEST = 20  # words of a post for its rates
LEAST = 1e-4  # chances are kept off 0 and 1 by this

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scores:
    """Chances of each sentence (rows) for `weights.told` and for `weights.events` (columns), and log odds of
    `weights.genres` for the post."""

    chances: Floats
    events: Floats
    genres: Floats


def log_odds(chances: Floats) -> Floats:
    """The log odds of chances, which are kept off 0 and 1."""
    return np.asarray(np.log((chances + LEAST) / (1 - chances + LEAST)))


def sentence_features(tokens: Sequence[str], hits: Iterable[Hit]) -> set[str]:
    """The features of one sentence, each once: its words and senses, `r:` what the rules in it speak for, `i:` each rule."""
    found = set(words.features(tokens))
    for hit in hits:
        found.update(rule_names(hit.rule.id, hit.rule.code, hit.rule.level))
    return found


def length(tokens: int) -> float:
    """The length of a sentence of so many tokens as a feature, 0 to 1; it is called `len`."""
    return min(tokens, LONG) / LONG


def by_sentence(scan: Scan) -> Iterator[tuple[list[str], list[Hit]]]:
    """The tokens of each sentence and what rules found in it."""
    hits: list[list[Hit]] = [[] for _ in scan.tokens]
    for hit in scan.hits:
        hits[hit.sentence].append(hit)
    yield from zip(scan.tokens, hits, strict=True)


def title_features(title: str) -> set[str]:
    """The words of a title; their features begin with `t:`."""
    return {f"t:{word}" for word in words.tokens(small(title[:300]))}


def rates(counts: NDArray[np.int64], total: int) -> Floats:
    """Features of a post from how many of its sentences have each, `total` words in all."""
    return np.sqrt(counts / max(total, FEWEST) * 100) / RATE


def score(weights: Weights, title: str, reading: Reading, scan: Scan) -> Scores:
    """Score all sentences of a post, and the post itself for its genre."""
    vocabulary, told = weights.vocabulary, len(weights.told)
    width = told + len(weights.events)
    sentences = list(by_sentence(scan))
    if not sentences:
        bias = np.asarray(weights.bias[width:], dtype=np.float64)
        return Scores(np.zeros((0, told)), np.zeros((0, width - told)), bias)
    # The row of the length keeps every sentence from being empty; its weight is taken off below.
    rows, starts = of_sentences(weights.rows, sentences, vocabulary["len"])
    sizes = [len(tokens) for tokens, _ in sentences]
    each = weights.matrix.take(rows, axis=0)[:, :width]
    sums = np.add.reduceat(each, starts, axis=0, dtype=np.int32).astype(np.float64)
    lengths = np.array([length(size) for size in sizes])
    sums += (lengths[:, None] - 1) * weights.matrix[vocabulary["len"], :width]
    odds = sums * weights.scale[:width] + weights.bias[:width]
    chances = _aside(reading)[:, None] / (1 + np.exp(-odds))
    headed = [vocabulary[name] for name in title_features(title) if name in vocabulary]
    return Scores(chances[:, :told], chances[:, told:], _genres(weights, rows, headed, sum(sizes)))


def _genres(weights: Weights, rows: NDArray[np.int64], headed: list[int], total: int) -> Floats:
    seen, counts = np.unique(rows, return_counts=True)
    here = seen != weights.vocabulary["len"]
    first = len(weights.told) + len(weights.events)
    matrix = weights.matrix[:, first:]
    sums = rates(counts[here], total) @ matrix[seen[here]] + matrix[headed].sum(axis=0, dtype=np.int64) / 2
    odds: Floats = sums * weights.scale[first:] + weights.bias[first:]
    return odds


def _aside(reading: Reading) -> Floats:
    """What each sentence counts for: 1, or QUOTED where others speak."""
    edges = covered(reading.quoted)
    return np.array([QUOTED if inside(edges, span.start) else 1.0 for span in reading.sentences])
