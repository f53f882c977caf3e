"""Phrases that a query lacks: typical of what it found, not of what everybody writes, and what they add with its range."""

import random

import pytest
from scipy.stats import chi2_contingency

from analysis import widening
from analysis.widening import Gain, Phrase

GRAMMAR = ["the", "and", "we", "then", "they", "had", "with", "some", "of", "it"]
LIFE = ["garden", "river", "piano", "holiday", "bread", "window", "kitchen", "mountain", "evening", "letter"]


def texts(count: int, words: tuple[str, ...], share: float, seed: int) -> list[str]:
    """Posts about life, of which a share also says some words, side by side."""
    draw = random.Random(seed)
    plain = [[draw.choice(GRAMMAR + LIFE) for _ in range(60)] + GRAMMAR for _ in range(count)]
    return [" ".join([*post, *(words if draw.random() < share else ())]) for post in plain]


def test_finds_pairs_and_words_that_are_typical() -> None:
    found, others = texts(80, ("tech", "support", "warranty"), 0.6, 1), texts(300, ("tech", "fair"), 0.1, 2)

    phrases = [one.words for one in widening.typical(found, others, {"customer", "service"})]

    assert {"tech support", "support", "warranty"} <= set(phrases)
    assert phrases[0] in {"tech support", "support", "support warranty", "warranty"}


def test_finds_nothing_where_there_is_no_difference() -> None:
    assert widening.typical(texts(80, (), 0, 1), texts(300, (), 0, 2), set()) == []


def test_leaves_out_words_of_the_query_and_grammar() -> None:
    found = texts(80, ("customer", "service"), 1.0, 1)

    phrases = widening.typical(found, texts(300, (), 0, 2), {"customer", "service"})

    assert phrases == []


def test_g2_equals_scipy() -> None:
    table = [[30, 50], [40, 260]]
    expected = chi2_contingency(table, correction=False, lambda_="log-likelihood").statistic

    assert widening._surprise(30, 80, 40, 300) == pytest.approx(expected)


@pytest.mark.parametrize(("posts", "looked", "told"), [(400, 50, 20), (51, 50, 1), (1000, 50, 50)])
def test_a_gain_lies_in_its_range(posts: int, looked: int, told: int) -> None:
    gain = Gain(Phrase("warranty", 9, 20.0), posts, looked, told)

    assert 0 <= gain.low <= gain.expected <= gain.high <= posts
    assert gain.low < gain.high


def test_a_gain_is_exact_where_all_posts_were_looked_at() -> None:
    gain = Gain(Phrase("warranty", 9, 20.0), 30, 30, 12)

    assert gain.low == gain.expected == gain.high == 12


def test_the_range_holds_the_truth_in_most_samples() -> None:
    posts = [True] * 120 + [False] * 280
    draw = random.Random(1)
    drawn = [sum(draw.sample(posts, 50)) for _ in range(500)]

    held = sum(gain.low <= 120 <= gain.high for gain in (Gain(Phrase("w", 9, 20.0), 400, 50, told) for told in drawn))
    assert held >= 0.94 * 500
