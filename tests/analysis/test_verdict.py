import pytest

from analysis.coders.lexicon import Rule
from analysis.coders.matching import Hit, Reading, read
from analysis.coders.verdict import settle


def hit(code: str, level: str, sentence: int, weight: float = 1.0, name: str = "") -> Hit:
    return Hit(Rule(f"{code}.{name or level}", code, level, weight, False, ("x",)), sentence, 10 * sentence)


def text(sentences: int) -> Reading:
    return read("It is so. " * sentences)


def causes(*found: Hit, feelings: tuple[Hit, ...] = (), sentences: int = 9) -> dict[str, str]:
    return settle(text(sentences), found, feelings).causes


FELT = {level: hit("reaction", level, 8) for level in ("-2", "-1", "1", "2")}


@pytest.mark.parametrize("level", ["failed", "met", "exceeded"])
def test_a_cause_told_once_has_the_level_told(level: str) -> None:
    assert causes(hit("effort", level, 1)) == {"effort": level}


def test_half_a_proof_is_no_proof_and_two_halves_are() -> None:
    assert causes(hit("effort", "failed", 1, weight=0.5)) == {}
    assert "effort" in causes(hit("effort", "failed", 1, weight=0.5), hit("effort", "failed", 2, weight=0.5))


def test_good_and_bad_of_like_weight_are_mixed() -> None:
    told = causes(hit("effort", "failed", 1), hit("effort", "met", 2), hit("courtesy", "met", 3))
    assert told == {"effort": "mixed", "courtesy": "met"}


def test_the_end_of_the_story_decides_over_its_middle() -> None:
    told = causes(hit("resolution", "failed", 1), hit("resolution", "met", 7), hit("resolution", "met", 8))
    assert told == {"resolution": "met"}


def test_an_update_counts_as_the_end_wherever_it_stands() -> None:
    reading = read("UPDATE: it was fixed.\n\n" + "It is so. " * 12)
    found = [hit("effort", "met", 0), hit("effort", "failed", 5)]
    plain = read("It was fixed.\n\n" + "It is so. " * 12)
    assert settle(reading, found, ()).causes == {"effort": "mixed"}
    assert settle(plain, found, ()).causes == {"effort": "failed"}


def test_a_promise_told_is_broken_in_a_bad_story_and_kept_in_a_good_one() -> None:
    promise = hit("commitments", "open", 1)
    assert causes(promise, hit("courtesy", "failed", 2))["commitments"] == "failed"
    assert causes(promise, hit("courtesy", "met", 2))["commitments"] == "met"


def test_a_complaint_that_tells_of_no_solution_is_unsolved() -> None:
    verdict = settle(text(9), [hit("effort", "failed", 3), hit("courtesy", "failed", 5)], ())
    assert verdict.causes["resolution"] == "failed"
    assert [(one.rule.id, one.sentence) for one in verdict.grounds if one.rule.code == "resolution"] == [
        ("resolution.implied", 5)
    ]


def test_what_is_implied_rests_on_the_strongest_sentence_of_the_closing() -> None:
    strong = Hit(Rule("effort.x", "effort", "failed", 1.0, False, ("x",), 0.9), 7, 70)
    weak = Hit(Rule("courtesy.x", "courtesy", "failed", 1.0, False, ("x",), 0.7), 8, 80)
    early = Hit(Rule("honesty.x", "honesty", "failed", 1.0, False, ("x",), 0.95), 1, 10)
    verdict = settle(text(9), [early, strong, weak], ())
    assert [one.sentence for one in verdict.grounds if one.rule.id == "resolution.implied"] == [7]


def test_praise_of_a_kept_promise_implies_that_the_need_was_met() -> None:
    verdict = settle(text(9), [hit("commitments", "met", 3), hit("courtesy", "met", 5)], ())
    assert verdict.causes["resolution"] == "met"
    assert [one.rule.level for one in verdict.grounds if one.rule.code == "resolution"] == ["met"]


def test_one_sentence_of_complaint_implies_nothing() -> None:
    assert "resolution" not in causes(hit("effort", "failed", 3), hit("courtesy", "failed", 3))


def test_pleasant_service_carries_no_resolution() -> None:
    assert causes(hit("courtesy", "met", 3), hit("effort", "met", 5)) == {"courtesy": "met", "effort": "met"}


def test_a_defect_alone_does_not_turn_the_story() -> None:
    told = causes(hit("product_quality", "failed", 1), hit("commitments", "open", 2), hit("courtesy", "met", 7))
    assert told["commitments"] == "met"


def test_more_good_than_bad_elsewhere_does_not_make_a_bare_complaint_praise() -> None:
    told = causes(
        hit("effort", "failed", 1), hit("courtesy", "met", 2), hit("honesty", "met", 3), feelings=(FELT["2"],)
    )
    assert told["effort"] == "failed"


def test_a_surplus_outweighs_a_slip() -> None:
    told = causes(hit("resolution", "failed", 1), hit("resolution", "exceeded", 7), hit("courtesy", "met", 8))
    assert told["resolution"] == "exceeded"


@pytest.mark.parametrize(
    ("found", "feelings", "reaction"),
    [
        ((), (), -1),
        ((hit("resolution", "failed", 7),), (), -1),
        ((hit("resolution", "failed", 7),), (FELT["-2"],), -1),
        ((hit("resolution", "failed", 7),), (FELT["-2"], hit("reaction", "-2", 6)), -2),
        ((hit("resolution", "met", 7),), (), 1),
        ((hit("resolution", "exceeded", 7),), (FELT["2"],), 2),
        ((hit("effort", "failed", 1), hit("courtesy", "met", 2)), (), 0),
    ],
)
def test_the_reaction_follows_how_it_ended_and_its_extremes_need_strong_words(
    found: tuple[Hit, ...], feelings: tuple[Hit, ...], reaction: int
) -> None:
    assert settle(text(9), found, feelings).reaction == reaction


def test_outcomes_are_kept_apart_from_causes() -> None:
    verdict = settle(text(9), [hit("warns", "", 8), hit("leaves", "", 8)], ())
    assert verdict.outcomes == ("leaves", "warns")
    assert verdict.causes == {}
