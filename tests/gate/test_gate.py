"""No coder agrees less with known codes than the floors say, on posts that no weights were trained on."""

from pathlib import Path

import pytest

from analysis.coders import CODERS
from analysis.coders.weights import Weights, shipped
from flows.coding import training
from tests.gate import floors, samples
from tests.gate.figures import NAMES, figures

TRAINING = Path(__file__).parents[2] / "analysis" / "training"
PARTS = range(training.PARTS)
RUN = "run `python -m tests.gate --update`"
LONG = 10  # words; shorter sentences are everybody's


@pytest.mark.parametrize("coder", sorted(CODERS))
@pytest.mark.parametrize("name", samples.SETS)
def test_no_figure_sinks(name: str, coder: str) -> None:
    known = floors.read()
    try:
        truth = {key: post.truth for key, post in samples.samples(name).items()}
        said = samples.said(name, coder)
    except samples.Absent as missing:
        pytest.skip(str(missing))

    assert set(known.least.get((name, coder), ())) == set(NAMES), f"{name}.{coder} lacks floors; {RUN}"
    assert floors.sunk(known, (name, coder), figures(truth, said)) == []


@pytest.mark.parametrize("name", samples.SETS)
def test_the_posts_are_those_that_the_floors_were_measured_on(name: str) -> None:
    try:
        posts = samples.samples(name)
    except samples.Absent as missing:
        pytest.skip(str(missing))

    assert samples.digest(posts) == floors.read().digests[name], f"the posts of {name} were changed"


def test_nobody_changed_a_floor_by_hand() -> None:
    assert floors.read().sealed


@pytest.mark.parametrize("name", ["posts", "voices"])
def test_no_sentence_of_the_gate_is_trained_on(name: str) -> None:
    trained = {sentence for one in training.written(TRAINING) for sentence in sentences(one.text)}
    trained |= {sentence for line, _ in training.singles(TRAINING) for sentence in sentences(line)}
    known = {key for key, post in samples.samples(name).items() if trained & set(sentences(post.text))}

    assert len(trained) > 10_000
    assert known == set()


def sentences(text: str) -> list[str]:
    """Long sentences as words in lower case."""
    found = [text[span.start : span.end].lower().split() for span in training.reading.sentences(text)]
    return [" ".join(words) for words in found if len(words) >= LONG]


@pytest.mark.parametrize("coder", ["default", "linear"])
@pytest.mark.parametrize("part", PARTS)
def test_weights_of_a_part_know_nobody_of_it_and_else_what_the_shipped_ones_know(part: int, coder: str) -> None:
    """Else the figures on gold would be too good, or those of another coder."""
    made, whole = (dict(one.made) for one in (weights(coder, part), shipped(coder)))

    assert made.pop("without part") == part
    assert whole.pop("without part") is None
    assert made.pop("posts that occurred") < whole.pop("posts that occurred")
    assert made == whole


def weights(coder: str, part: int) -> Weights:
    try:
        return samples.part_weights(coder, part)
    except samples.Absent as missing:
        pytest.skip(str(missing))
