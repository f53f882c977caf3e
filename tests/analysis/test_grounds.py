import re
from dataclasses import replace

import numpy as np
import pytest

from analysis.coders import carrying
from analysis.coders.decision import CORES, Decision
from analysis.coders.grounds import MOST, SHOWN, evidence, judgements
from analysis.coders.matching import Hit, read, scan
from analysis.coders.portrait import columns
from analysis.coders.rules import RULES
from analysis.coders.scoring import Scores
from analysis.coders.weights import Model, Weights
from analysis.coding import Evidence
from analysis.fitting.sentences import GENRES, HAPPENING, TOLD

CLASSES = ("", *(f"{cause} {side}" for cause in CORES for side in ("failed", "met")))
CHANCE = np.array([[name == "own" for name in carrying.NAMES]] * len(CLASSES), dtype=np.float64)  # nothing else counts
MODEL = Model(carrying.NAMES, CLASSES, CHANCE, np.zeros(len(CLASSES)), np.zeros(len(CLASSES)))
PLACE = columns(TOLD)
NOTHING = np.zeros((0, len(TOLD) + len(HAPPENING) + len(GENRES)))
WEIGHTS = Weights(
    {}, NOTHING.astype(np.int8), NOTHING[:0], NOTHING[:0], TOLD, HAPPENING, GENRES, {"evidence": MODEL}, {}
)
TEXT = " ".join(f"Sentence number {number} stands here." for number in range(9))
READING = read(TEXT)
STORY = Decision(
    story=1.0,
    genre="experience",
    told={"courtesy": 0.8, "effort": 0.1},
    levels={"courtesy": ("failed", 0.9), "effort": ("met", 0.6)},
    causes={"courtesy": "failed"},
    reaction=0,
    feelings={-2: 0.1, -1: 0.1, 0: 0.5, 1: 0.2, 2: 0.1},
    outcomes={"warns": 0.7, "stays": 0.2},
    given=(),
)


def shown(
    decision: Decision, told: dict[tuple[str, str], list[float]], hits: tuple[Hit, ...] = ()
) -> tuple[Evidence, ...]:
    """What is shown of nine sentences with these chances, 0 where none are given."""
    chances = np.zeros((9, len(TOLD)))
    for one, of_sentences in told.items():
        chances[: len(of_sentences), PLACE[one]] = of_sentences
    seen = replace(scan(READING, RULES), hits=hits)
    return evidence(
        READING, seen, Scores(chances, np.zeros((9, len(HAPPENING))), np.zeros(len(GENRES))), WEIGHTS, decision
    )


def places(found: tuple[Evidence, ...]) -> list[tuple[str, int]]:
    starts = [span.start for span in READING.sentences]
    return [(item.level, starts.index(item.start)) for item in found]


def test_sentences_that_are_sure_enough_are_shown_in_the_order_of_the_text() -> None:
    found = shown(STORY, {("courtesy", "failed"): [0.5, 0.1, 0.9, SHOWN - 0.01]})

    assert places(found) == [("failed", 0), ("failed", 2)]
    assert [item.strength for item in found] == [0.5, 0.9]


def test_the_surest_is_shown_however_unsure() -> None:
    assert places(shown(STORY, {("courtesy", "failed"): [0.0, 0.01]})) == [("failed", 1)]


def test_of_equals_the_first_are_shown_and_no_more_than_six() -> None:
    assert places(shown(STORY, {("courtesy", "failed"): [0.9] * 9})) == [("failed", number) for number in range(MOST)]


def test_a_mixed_cause_shows_both_sides() -> None:
    mixed = replace(STORY, causes={"courtesy": "mixed"})

    assert places(shown(mixed, {("courtesy", "failed"): [0.9], ("courtesy", "met"): [0.9]})) == [
        ("failed", 0),
        ("met", 0),
    ]


def test_what_exceeds_is_shown_once_a_sentence_by_the_stronger_chance() -> None:
    beyond = replace(STORY, causes={"resolution": "exceeded"})
    found = shown(beyond, {("resolution", "exceeded"): [0.5, 0.9], ("resolution", "met"): [0.8, 0.7]})

    assert [(item.level, item.strength) for item in found] == [("exceeded", 0.8), ("exceeded", 0.9)]


def test_a_cause_that_no_sentence_can_exceed_shows_where_it_was_met() -> None:
    found = shown(replace(STORY, causes={"courtesy": "exceeded"}), {("courtesy", "met"): [0.9]})

    assert [(item.level, item.rule) for item in found] == [("exceeded", "linear.courtesy.met")]


def test_feelings_and_outcomes_are_shown_too_but_none_of_no_feeling() -> None:
    felt = replace(STORY, causes={}, reaction=-2, given=("warns",))
    found = shown(felt, {("reaction", "-2"): [0.9], ("warns", ""): [0, 0.9]})

    assert [(item.code, item.level, item.rule) for item in found] == [
        ("reaction", "-2", "linear.reaction.-2"),
        ("warns", "", "linear.warns.told"),
    ]
    assert shown(replace(felt, reaction=0, given=()), {}) == ()


def test_a_rule_that_says_the_same_lends_its_name() -> None:
    rude, solved = (
        next(rule for rule in RULES.rules if (rule.code, rule.level) == one)
        for one in (("courtesy", "failed"), ("resolution", "exceeded"))
    )
    hits = (Hit(rude, 0, 0), Hit(rude, 3, 0), Hit(solved, 0, 0))
    both = replace(STORY, causes={"courtesy": "failed", "resolution": "met"})
    found = shown(both, {("courtesy", "failed"): [0.9, 0.9], ("resolution", "met"): [0.9]}, hits)

    assert [item.rule for item in found] == [rude.id, solved.id, "linear.courtesy.failed"]


def test_words_of_a_doubtful_story_are_doubtful() -> None:
    found = shown(replace(STORY, story=0.5), {("courtesy", "failed"): [0.9]})

    assert [item.strength for item in found] == [0.45]


def test_quotes_are_the_sentences_of_the_text() -> None:
    for item in shown(STORY, {("courtesy", "failed"): [0.9, 0.9]}):
        assert TEXT[item.start : item.end] == item.quote


def said(decision: Decision, found: tuple[Evidence, ...] = ()) -> dict[str, tuple[str, float, str]]:
    judged = judgements(decision, found, "so it seems")
    assert [one.code for one in judged] == sorted(one.code for one in judged)
    return {one.code: (one.level, one.confidence, one.reason) for one in judged}


def quote(text: str, strength: float = 0.9, start: int = 0, level: str = "failed") -> Evidence:
    return Evidence("courtesy", level, start, start + len(text), text, "a.rule", strength)


def test_every_code_is_judged_given_or_not() -> None:
    judged = said(replace(STORY, given=("warns",), reaction=-1, feelings={**STORY.feelings, -1: 0.5}))

    assert {code: one[:2] for code, one in judged.items()} == {
        "courtesy": ("failed", 0.72),
        "effort": ("", 0.9),
        "genre": ("experience", 1.0),
        "reaction": ("-1", 0.5),
        "stays": ("", 0.8),
        "warns": ("told", 0.7),
    }
    assert judged["genre"][2] == "so it seems"
    assert judged["effort"][2] == "the post tells of it with a chance of 0.10: too little"
    assert judged["stays"][2] == "stated with a chance of 0.20: too little"


@pytest.mark.parametrize(
    ("feelings", "why"),
    [
        ({-2: 0.1, -1: 0.1, 0: 0.4, 1: 0.3, 2: 0.1}, "no open feeling"),
        ({-2: 0.4, -1: 0.1, 0: 0.1, 1: 0.15, 2: 0.25}, "between -2 (chance 0.40) and 2 (chance 0.25)"),
    ],
)
def test_no_reaction_is_no_feeling_or_feelings_between_which_it_lies(feelings: dict[int, float], why: str) -> None:
    assert said(replace(STORY, feelings=feelings))["reaction"] == ("0", feelings[0], why)


def test_of_what_is_no_story_the_genre_alone_is_judged() -> None:
    assert said(replace(STORY, genre="news", story=0.1)) == {"genre": ("news", 0.9, "so it seems")}


@pytest.mark.parametrize(
    ("more", "told"),
    [(0, ""), (1, " and 1 other sentence"), (2, " and 2 other sentences")],
)
def test_the_reason_names_the_surest_sentence_and_counts_the_others(more: int, told: str) -> None:
    others = tuple(quote("He smiled.", 0.5, 50 * (number + 1), "met") for number in range(more))
    judged = said(STORY, (quote("He was rude."), quote("He was rude.", 0.4, level="met"), *others))

    assert judged["courtesy"][2] == f"a.rule: “He was rude.” (0.90){told}"


def test_a_long_sentence_is_cut_between_words_and_told_in_one_line() -> None:
    reason = said(STORY, (quote("He was\n very rude. " * 30),))["courtesy"][2]

    assert "\n" not in reason
    assert re.fullmatch(r"a\.rule: “(He was very rude\. )+(He|He was|He was very)…” \(0\.90\)", reason)
    assert len(reason) < 120
