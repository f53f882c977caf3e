import numpy as np
import pytest
import teaching

from analysis.coders.carrying import NAMES, SHARED, class_of, shared, strengths
from analysis.coders.decision import CORES
from analysis.coders.matching import read, scan
from analysis.coders.portrait import columns
from analysis.coders.rules import RULES
from analysis.coders.scoring import Scores, log_odds
from analysis.coders.weights import Model
from analysis.fitting import posts
from analysis.fitting.material import material
from analysis.fitting.sentences import GENRES, HAPPENING, TOLD

PLACE = columns(TOLD)
CLASSES = ("", *(f"{cause} {side}" for cause in CORES for side in ("failed", "met")))
FAILED, MET = ("resolution", "failed"), ("resolution", "met")
TEXT = "I called them twice. On 3 May they refused a refund! It is still broken. Would you wait?"


def seen(text: str = TEXT) -> tuple[list[str], ...]:
    return scan(read(text), RULES).tokens


def chances(told: dict[tuple[str, str], list[float]], count: int = 4, **events: list[float]) -> Scores:
    """Chances of so many sentences, 0.1 where none are given."""
    found, happened = np.full((count, len(TOLD)), 0.1), np.full((count, len(HAPPENING)), 0.1)
    for one, of_sentences in told.items():
        found[: len(of_sentences), PLACE[one]] = of_sentences
    for event, of_sentences in events.items():
        happened[: len(of_sentences), HAPPENING.index(event)] = of_sentences
    return Scores(found, happened, np.zeros(len(GENRES)))


def model(**weights: float) -> Model:
    """A model in which only these numbers count, for causes that are weighed, and the own log odds for all."""
    matrix = np.zeros((len(CLASSES), len(NAMES)))
    matrix[:, 0] = 1
    for name, weight in weights.items():
        matrix[1:, NAMES.index(name.replace("_", " "))] = weight
    return Model(NAMES, CLASSES, matrix, np.zeros(len(CLASSES)), np.zeros(len(CLASSES)))


def named(text: str, name: str) -> list[float]:
    """A number of SHARED, sentence by sentence."""
    found = seen(text)
    table = chances({}, len(found))
    return list(shared(found, table, log_odds(table.chances), PLACE)[:, SHARED.index(name)].tolist())


def ranked(weights: Model, told: dict[tuple[str, str], list[float]], one: tuple[str, str] = FAILED) -> list[int]:
    """The sentences from the surest on."""
    return list(np.argsort(-strengths(weights, seen(), chances(told), PLACE, [one])[:, 0], kind="stable").tolist())


def test_where_nothing_else_counts_a_strength_is_the_chance() -> None:
    table = chances({FAILED: [0.0, 0.3, 0.7, 1.0]})
    found = strengths(model(), seen(), table, PLACE, [FAILED])[:, 0]

    assert found == pytest.approx([0.0, 0.3, 0.7, 1.0], abs=1e-3)
    assert ((found > 0) & (found < 1)).all()


def test_a_cue_lifts_sentences_of_causes_that_are_weighed_alone() -> None:
    still = model(still=5)
    table = chances({})
    found = strengths(still, seen(), table, PLACE, [FAILED, ("courtesy", "failed"), ("reaction", "-1"), ("warns", "")])

    assert found[:, 0].argmax() == 2
    assert found[:, 0].max() > 0.9
    assert found[:, 1:] == pytest.approx(0.1, abs=1e-3)


@pytest.mark.parametrize(
    ("name", "weight", "first"), [("place", 9, 3), ("first", 9, 0), ("below_surest", 1, 1), ("?", 9, 3)]
)
def test_the_place_of_a_sentence_and_its_rank_can_count(name: str, weight: float, first: int) -> None:
    assert ranked(model(**{name: weight}), {FAILED: [0.2, 0.3, 0.2, 0.2]})[0] == first


def test_neighbours_are_those_of_the_same_code() -> None:
    told = {FAILED: [0.1, 0.9, 0.1, 0.1], MET: [0.1, 0.1, 0.1, 0.9]}

    assert ranked(model(own=0, before=1), told)[0] == 2
    assert ranked(model(own=0, behind=1), told)[0] == 0
    assert ranked(model(own=0, opposite=1), told)[0] == 3


def test_what_exceeds_is_weighed_as_what_meets_by_its_own_chance() -> None:
    assert [class_of("response_time", side) for side in ("failed", "met", "exceeded")] == [
        "response_time failed",
        "response_time met",
        "response_time met",
    ]
    assert class_of("courtesy", "met") == class_of("warns", "") == ""
    assert ranked(model(), {MET: [0.9], ("resolution", "exceeded"): [0.1, 0.9]}, ("resolution", "exceeded"))[0] == 1


def test_what_happens_beside_a_sentence_can_count() -> None:
    table = chances({}, wait=[0.1, 0.9, 0.1, 0.1])
    for name, first in (("wait", 1), ("wait_before", 2), ("wait_behind", 0)):
        assert strengths(model(**{name: 1}), seen(), table, PLACE, [FAILED])[:, 0].argmax() == first


def test_cues_are_words_and_their_beginnings() -> None:
    text = "They refused. He ran. We were refunded. Nobody came, nobody at all."

    assert named(text, "refuses") == [1, 0, 0, 0]
    assert named(text, "solves") == [0, 0, 1, 0]
    assert named(text, "none") == [0, 0, 0, 1]


def test_openings_tell_who_a_sentence_is_about() -> None:
    text = "I rang. So I rang again. They came. On 4 June they went. The end of my day."

    assert named(text, "opens I") == [1, 0, 0, 0, 0]
    assert named(text, "I early") == [1, 1, 0, 0, 0]
    assert named(text, "opens they") == [0, 0, 1, 0, 1]
    assert named(text, "opens but") == [0, 1, 0, 0, 0]
    assert named(text, "opens date") == [0, 0, 0, 1, 0]


def test_places_count_from_both_ends() -> None:
    assert named(TEXT, "place") == pytest.approx([0, 1 / 3, 2 / 3, 1])
    assert named(TEXT, "last three") == [0, 1, 1, 1]
    assert named("Alone.", "place") == [0]


def test_a_post_without_sentences_has_no_strengths() -> None:
    assert strengths(model(), seen(""), chances({}, 0), PLACE, [FAILED, ("warns", "")]).shape == (0, 2)


def test_what_was_marked_is_learnt() -> None:
    weights = teaching.taught()
    for told in ((FAILED, ("courtesy", "met")), (("courtesy", "failed"), MET, ("response_time", "met"))):
        one = material(teaching.post(1000, told))
        scores = posts.see(weights, one).scores
        found = strengths(weights.models["evidence"], one.scan.tokens, scores, PLACE, told)
        assert found[1:].argmax(axis=0).tolist() == list(range(len(told)))
