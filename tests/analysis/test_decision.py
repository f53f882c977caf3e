from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
import teaching

from analysis.coders.decision import CORES, Decision, decide
from analysis.coders.portrait import NAMES, Portrait
from analysis.coders.weights import Model, Weights
from analysis.fitting.posts import ENDS, LEVELS, OUTCOMES, REACTIONS
from analysis.fitting.sentences import GENRES, TOLD

PORTRAIT = Portrait(
    cause_names=("any", "sign"),
    causes=np.column_stack([np.zeros(len(NAMES)), np.arange(len(NAMES), dtype=float)]),
    event_names=("wait m",),
    events=np.zeros(1),
    post={"len": 1.0, **{f"o {name}": float(number) for number, name in enumerate(OUTCOMES)}},
    ending={"len": 1.0},
    genre={"len": 1.0},
)


def biased(classes: tuple[str, ...], odds: Mapping[str, float], limits: Mapping[str, float], name: str) -> Model:
    """A model that says the same of every post: log odds and limits by class, 0 where none are given."""
    said, shifts = (np.array([given.get(one, 0.0) for one in classes]) for given in (odds, limits))
    return Model((name,), classes, np.zeros((len(classes), 1)), said, shifts)


def models(**odds: Mapping[str, float]) -> dict[str, Model]:
    return {
        "experience": biased(("experience",), odds.get("experience", {"experience": 1.0}), {}, "len"),
        "told": biased(NAMES, odds.get("told", dict.fromkeys(NAMES, -9.0)), odds.get("limits", {}), "any"),
        "level": biased(
            tuple(f"{name} {level}" for name in NAMES for level in LEVELS), odds.get("level", {}), {}, "any"
        ),
        **{name: core(odds.get(name, {"": 9.0}), odds.get("ends", {})) for name in CORES},
        "reaction": biased(REACTIONS, odds.get("reaction", {"0": 1.0}), {}, "len"),
        "outcome": biased(OUTCOMES, odds.get("outcome", dict.fromkeys(OUTCOMES, -9.0)), {}, "len"),
    }


def core(odds: Mapping[str, float], limits: Mapping[str, float]) -> Model:
    found = biased(ENDS, odds, limits, "any")
    return replace(found, names=("any", "sign", "wait m"), matrix=np.zeros((len(ENDS), 3)))


def weights(changed: Mapping[str, Model]) -> Weights:
    return replace(teaching.by_hand({"len": 0}, TOLD, GENRES), models=changed)


def decided(**odds: Mapping[str, float]) -> Decision:
    return decide(weights(models(**odds)), PORTRAIT, np.zeros(len(GENRES)))


def test_a_post_is_an_own_story_from_the_limit_on() -> None:
    story, none = (decided(experience={"experience": odds}) for odds in (0.1, -0.1))

    assert story.genre == "experience"
    assert none.genre != "experience"
    assert none.story == pytest.approx(1 / (1 + np.exp(0.1)))


def test_what_is_no_story_has_the_likeliest_of_the_other_genres() -> None:
    genres = np.where(np.array(GENRES) == "news", 2.0, 0.0)
    genres[0] = 9.0  # the genres' own word on stories is one of the numbers of the model of stories

    assert decide(weights(models(experience={"experience": -9.0})), PORTRAIT, genres).genre == "news"


def test_a_cause_is_given_above_its_own_limit() -> None:
    found = decided(told={"courtesy": 1.0, "effort": 1.0}, limits={"effort": 1.5, **dict.fromkeys(NAMES[:3], 9.0)})

    assert found.told["courtesy"] == found.told["effort"] == pytest.approx(0.731, abs=1e-3)
    assert "courtesy" in found.causes
    assert "effort" not in found.causes


def test_each_cause_reads_its_own_row_of_numbers() -> None:
    told = Model(
        ("sign",), NAMES, np.ones((len(NAMES), 1)), np.zeros(len(NAMES)), np.full(len(NAMES), len(NAMES) - 1.5)
    )

    assert decide(weights({**models(), "told": told}), PORTRAIT, np.zeros(6)).causes == {NAMES[-1]: "failed"}


def test_the_level_is_the_likeliest_of_four_with_its_share() -> None:
    found = decided(
        told={"courtesy": 9.0}, limits=dict.fromkeys(set(NAMES) - {"courtesy"}, 99.0), level={"courtesy mixed": 2.0}
    )

    assert found.causes == {"courtesy": "mixed"}
    assert found.levels["courtesy"] == ("mixed", pytest.approx(np.exp(2) / (np.exp(2) + 3)))


@pytest.mark.parametrize(
    ("ends", "beyond", "level"),
    [
        ({"failed": 1.0}, {}, "failed"),
        ({"mixed": 1.0}, {}, "mixed"),
        ({"met": 1.0}, {}, "met"),
        ({"met": 1.0}, {"resolution exceeded": 1.0}, "exceeded"),
        ({"failed": 1.0}, {"resolution exceeded": 1.0}, "failed"),
    ],
)
@pytest.mark.parametrize("name", CORES)
def test_core_causes_have_models_of_their_own(
    name: str, ends: dict[str, float], beyond: dict[str, float], level: str
) -> None:
    found = decided(**{name: ends}, level={one.replace("resolution", name): odds for one, odds in beyond.items()})

    assert found.causes == {name: level}
    assert found.told[name] == pytest.approx(1 - 1 / (np.e + 3))
    assert found.levels[name] == (level, pytest.approx(np.e / (np.e + 2)))


def test_a_core_cause_is_told_by_its_own_row_and_by_events() -> None:
    matrix = np.zeros((len(ENDS), 3))
    matrix[1, 1] = matrix[2, 2] = 1.0
    asked = {name: replace(core({}, {}), matrix=matrix) for name in CORES}
    still, waited = (replace(PORTRAIT, events=np.array([waits])) for waits in (0.0, 9.0))

    assert decide(weights({**models(), **asked}), still, np.zeros(6)).causes == {
        name: "failed" for name in CORES if NAMES.index(name)
    }
    assert decide(weights({**models(), **asked}), waited, np.zeros(6)).causes == dict.fromkeys(CORES, "met")


def test_numbers_of_a_core_cause_are_told_by_name() -> None:
    model = replace(core({}, {}), matrix=np.array([[0, 0, 0], [1.0, 2.0, 3.0], [4.0, 0, 1.0], [2.0, 5.0, 0]]))
    turned = replace(model, names=("wait m", "any", "sign"), matrix=model.matrix[:, [2, 0, 1]])
    drawn = replace(PORTRAIT, causes=PORTRAIT.causes + 0.5, events=np.array([0.7]))
    usual, other = (
        decide(weights({**models(), **dict.fromkeys(CORES, one)}), drawn, np.zeros(6)) for one in (model, turned)
    )

    assert usual.causes
    assert [(usual.told[name], usual.levels[name]) for name in CORES] == [
        (pytest.approx(other.told[name]), (other.levels[name][0], pytest.approx(other.levels[name][1])))
        for name in CORES
    ]


def test_its_word_overrules_that_the_post_tells_of_a_resolution() -> None:
    assert decided(told={"resolution": 9.0, **dict.fromkeys(NAMES[1:], -9.0)}).causes == {}


def test_limits_shift_classes_and_leave_their_chances() -> None:
    usual, moved = decided(resolution={"failed": 1.0}), decided(resolution={"failed": 1.0}, ends={"met": 1.5})

    assert usual.levels["resolution"] == ("failed", pytest.approx(np.e / (np.e + 2)))
    assert moved.levels["resolution"] == ("met", pytest.approx(1 / (np.e + 2)))


@pytest.mark.parametrize(
    ("odds", "felt"),
    [
        ({"0": 9.0}, 0),
        ({"-2": 9.0}, -2),
        ({"-2": 9.0, "2": 9.0}, 0),  # as likely one as the other: what lies between is least wrong
        ({"1": 9.0, "2": 9.0}, 2),  # 1.5 is stretched to 1.95
        ({"-1": 9.0, "0": 9.0}, -1),  # -0.5 to -0.65
        ({"2": 1.0}, 1),  # some doubt: 0.81 to 1.05
        ({"1": 10.4, "2": 9.0}, 2),  # 1.2 to 1.56, which lies nearer to 2
        ({"-1": 9.0, "0": 9.4}, -1),  # -0.4 to -0.52
    ],
)
def test_the_reaction_is_what_is_expected_a_little_stretched(odds: dict[str, float], felt: int) -> None:
    chances = np.exp([odds.get(one, 0.0) for one in REACTIONS])

    found = decided(reaction=odds)
    assert found.reaction == felt
    assert [found.feelings[int(one)] for one in REACTIONS] == pytest.approx(chances / chances.sum())


def test_outcomes_read_their_own_number() -> None:
    matrix, bias = np.ones((len(OUTCOMES), 1)), np.zeros(len(OUTCOMES))
    outcome = Model(("o self",), OUTCOMES, matrix, bias, np.full(len(OUTCOMES), 1.5))
    found = decide(weights({**models(), "outcome": outcome}), PORTRAIT, np.zeros(6))

    assert found.given == tuple(sorted(OUTCOMES[2:]))
    assert [found.outcomes[name] for name in OUTCOMES] == pytest.approx(list(1 / (1 + np.exp(-np.arange(4.0)))))
