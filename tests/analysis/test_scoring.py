import numpy as np
import pytest
import teaching

from analysis.coders import scoring
from analysis.coders.matching import read, scan
from analysis.coders.rules import RULES
from analysis.coders.scoring import FEWEST, LONG, QUOTED, RATE, Scores, by_sentence, score, sentence_features
from analysis.coders.weights import Weights
from analysis.fitting.material import material
from analysis.labelled import Told

TOLD: tuple[Told, ...] = (("courtesy", "failed"), ("courtesy", "met"))
GENRES = ("experience", "other")
WIDTH = len(TOLD) + len(teaching.HAPPENING)  # columns of sentences
TEXT = "The clerk was rude. They never called back, never. It was fine!"
NAMES = sorted(
    {name for tokens, hits in by_sentence(scan(read(TEXT), RULES)) for name in sentence_features(tokens, hits)}
)
HAND = teaching.by_hand({name: row for row, name in enumerate(["len", *NAMES[::2], "t:rude"])}, TOLD, GENRES)


def scored(text: str, title: str = "", weights: Weights = HAND) -> Scores:
    reading = read(text)
    return score(weights, title, reading, scan(reading, RULES))


def odds(chances: scoring.Floats) -> scoring.Floats:
    return np.asarray(np.log(chances / (1 - chances)))


def test_the_log_odds_are_the_weights_of_the_features_that_a_sentence_has() -> None:
    lines = list(by_sentence(scan(read(TEXT), RULES)))
    expected = []
    for tokens, hits in lines:
        known = [HAND.vocabulary[name] for name in sentence_features(tokens, hits) if name in HAND.vocabulary]
        weights = HAND.matrix.astype(float)[:, :WIDTH]
        total = weights[known].sum(axis=0) + len(tokens) / LONG * weights[0]
        expected.append(total * HAND.scale[:WIDTH] + HAND.bias[:WIDTH])

    assert len(lines) == 3
    found = scored(TEXT)
    np.testing.assert_allclose(odds(np.hstack([found.chances, found.events])), expected, rtol=1e-4)


def test_the_genre_is_told_by_rates_of_features_and_by_the_title() -> None:
    lines = list(by_sentence(scan(read(TEXT), RULES)))
    features = [sentence_features(tokens, hits) for tokens, hits in lines]
    total = max(FEWEST, sum(len(tokens) for tokens, _ in lines))
    weights = HAND.matrix.astype(float)[:, WIDTH:]
    sums = 0.5 * weights[HAND.vocabulary["t:rude"]]
    for name in HAND.vocabulary.keys() & set().union(*features):
        sums = (
            sums + np.sqrt(sum(name in one for one in features) / total * 100) / RATE * weights[HAND.vocabulary[name]]
        )

    expected = sums * HAND.scale[WIDTH:] + HAND.bias[WIDTH:]
    np.testing.assert_allclose(scored(TEXT, "How RUDE!").genres, expected, rtol=1e-4)


def test_a_sentence_is_scored_alike_wherever_it_stands() -> None:
    alone = np.vstack([scored(sentence).chances for sentence in ("The clerk was rude.", "It was fine!")])

    np.testing.assert_allclose(scored("The clerk was rude. It was fine!").chances, alone)


def test_what_others_speak_counts_a_fifth() -> None:
    text = "The clerk was rude and never called back."
    own, theirs = scored(text, weights=words_only()), scored("> " + text, weights=words_only())

    np.testing.assert_allclose(theirs.chances, QUOTED * own.chances)
    np.testing.assert_allclose(theirs.events, QUOTED * own.events)


def words_only() -> Weights:
    """Rules find nothing in what others speak, so that they must not count here."""
    names = [name for name in NAMES if name.startswith(("w:", "p:"))]
    return teaching.by_hand({name: row for row, name in enumerate(["len", *names])}, TOLD, GENRES)


def test_a_word_said_twice_counts_once_but_makes_the_sentence_longer() -> None:
    weights = teaching.by_hand({"len": 0, "w:rude": 1}, TOLD, GENRES)
    once, twice = (odds(scored(text, weights=weights).chances) for text in ("so rude", "rude, rude"))

    np.testing.assert_allclose(once, twice)


def test_long_sentences_are_all_of_one_length() -> None:
    assert scoring.length(0) == 0
    assert scoring.length(LONG // 2) == 0.5
    assert scoring.length(LONG) == scoring.length(5 * LONG) == 1


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_a_text_without_sentences_has_no_chances_and_usual_genres(text: str) -> None:
    found = scored(text)

    assert (found.chances.shape, found.events.shape) == ((0, len(TOLD)), (0, len(teaching.HAPPENING)))
    np.testing.assert_allclose(found.genres, HAND.bias[WIDTH:])


def test_training_and_coding_know_the_same_features_of_a_post() -> None:
    example = teaching.examples()[0]
    seen = material(example)
    known = {
        name
        for tokens, hits in by_sentence(scan(read(example.text), RULES))
        for name in sentence_features(tokens, hits)
    }

    assert set().union(*(line.features for line in seen.sentences)) == known
    assert seen.title == scoring.title_features(example.title)
