import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.coders.portrait import NAMES, Portrait, columns, portrait
from analysis.coders.scoring import Scores
from analysis.fitting.sentences import GENRES, HAPPENING, TOLD
from analysis.labelled import EVENT

PLACE = columns(TOLD)
COURTESY = NAMES.index("courtesy")


def drawn(*sentences: dict[tuple[str, str], float], odds: float = 0.0) -> Portrait:
    """The portrait of a post whose sentences have these chances, and 0 for all else."""
    chances, events = np.zeros((len(sentences), len(TOLD))), np.zeros((len(sentences), len(HAPPENING)))
    for number, told in enumerate(sentences):
        for one, chance in told.items():
            if one[0] == EVENT:
                events[number, HAPPENING.index(one[1])] = chance
            else:
                chances[number, PLACE[one]] = chance
    return portrait(Scores(chances, events, np.zeros(len(GENRES))), TOLD, HAPPENING, 100, odds)


def of(found: Portrait, name: str, cause: int = COURTESY) -> float:
    return float(found.causes[cause, found.cause_names.index(name)])


RUDE, KIND = {("courtesy", "failed"): 0.9}, {("courtesy", "met"): 0.9}


def test_a_cause_is_drawn_by_its_surest_sentence_and_the_second() -> None:
    found = drawn({("courtesy", "failed"): 0.2}, RUDE, {("courtesy", "failed"): 0.5})

    assert of(found, "m-") == pytest.approx(np.log(0.9 / 0.1), abs=1e-2)
    assert of(found, "2-") == pytest.approx(0, abs=1e-2)
    assert of(found, "n-") == pytest.approx(np.log1p(1.6))
    assert of(found, "k-") == pytest.approx(np.log1p(1.4))
    assert of(found, "any") == of(found, "m-")
    assert of(found, "m+") < -9


def test_one_sentence_is_no_second() -> None:
    assert of(drawn(RUDE), "2-") < -9


def test_what_comes_last_tells_how_a_story_ends() -> None:
    nothing: dict[tuple[str, str], float] = {}
    first, last = (drawn(*story) for story in ([RUDE, *[nothing] * 8], [*[nothing] * 8, RUDE]))

    assert of(first, "m-") == of(last, "m-")
    assert of(first, "e-") < of(last, "e-")
    assert of(first, "l-") < of(last, "l-")
    assert first.post["Ne"] < last.post["Ne"]


def test_a_cause_stands_out_against_the_others() -> None:
    found = drawn(RUDE)

    assert of(found, "rel") > 0 > of(found, "rel", NAMES.index("honesty"))


def test_praise_and_complaint_are_told_apart_and_summed() -> None:
    found = drawn(RUDE, KIND, KIND)

    assert found.post["D"] == found.post["P"] - found.post["N"] > 0
    assert of(found, "nn") == pytest.approx(np.log1p(2.7))


def test_a_defect_counts_as_no_wrong_of_service() -> None:
    assert drawn({("product_quality", "failed"): 0.9}).post["N"] == 0


def test_the_resolution_stands_in_the_first_row() -> None:
    found = drawn({("resolution", "met"): 0.9})

    assert NAMES[0] == "resolution"
    assert found.ending["res m+"] == of(found, "m+", 0)
    assert found.ending["res dn"] == of(found, "n+", 0) - of(found, "n-", 0)


def test_feelings_and_outcomes_belong_to_the_post() -> None:
    found = drawn({("reaction", "-2"): 0.9, ("warns", ""): 0.9})

    assert found.post["r-2"] > 2 > -9 > found.post["r2"]
    assert found.post["o warns"] > 2 > -9 > found.post["o stays"]


def happened(found: Portrait, name: str) -> float:
    return float(found.events[found.event_names.index(name)])


def test_events_are_told_by_the_surest_by_how_many_and_by_the_end() -> None:
    wait = {(EVENT, "wait"): 0.9}
    first, last = drawn(wait, wait, *[{}] * 7), drawn(*[{}] * 7, wait, wait)

    assert happened(first, "wait m") == happened(last, "wait m") == pytest.approx(np.log(0.9 / 0.1), abs=1e-2)
    assert happened(first, "wait n") == happened(last, "wait n") == pytest.approx(np.log1p(1.8))
    assert happened(first, "wait e") < -9 < 2 < happened(last, "wait e")
    assert happened(first, "wait l") < -9 < 2 < happened(last, "wait l")
    assert happened(first, "promise m") < -9


def test_a_mood_is_told_by_what_happened_and_a_story_by_how_much() -> None:
    found = drawn({(EVENT, "refused"): 0.5}, {})

    assert found.ending["refused n"] == happened(found, "refused n") == pytest.approx(np.log1p(0.5))
    assert found.genre["refused rate"] == pytest.approx(np.log1p(2.5))
    assert found.genre["told"] == 0  # events are no codes


def test_a_stretch_of_neighbours_speaks_for_an_own_story() -> None:
    apart = drawn(RUDE, *[{}] * 9, RUDE)
    near = drawn(RUDE, RUDE, *[{}] * 9)

    assert near.genre["window"] == pytest.approx(1.8)
    assert apart.genre["window"] == pytest.approx(0.9)
    assert near.genre["told"] == apart.genre["told"]


def test_odds_beyond_measure_are_cut() -> None:
    assert drawn(odds=99).genre["odds"] == 8
    assert drawn(odds=-99).genre["odds"] == -8


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 12), st.integers(0, 9), st.sampled_from([0.0, 1.0, None]))
def test_every_post_has_the_same_finite_numbers(sentences: int, seed: int, all_of: float | None) -> None:
    chances = np.random.default_rng(seed).random((sentences, len(TOLD)))
    events = np.random.default_rng(seed + 1).random((sentences, len(HAPPENING)))
    drafts = (chances, events) if all_of is None else (np.full_like(one, all_of) for one in (chances, events))
    found, usual = portrait(Scores(*drafts, np.zeros(len(GENRES))), TOLD, HAPPENING, 0, 0.0), drawn(RUDE)

    assert found.cause_names == usual.cause_names
    assert found.causes.shape == (len(NAMES), len(found.cause_names))
    for here, there in ((found.post, usual.post), (found.ending, usual.ending), (found.genre, usual.genre)):
        assert list(here) == list(there)
        assert np.isfinite(list(here.values())).all()
    assert found.event_names == usual.event_names
    assert np.isfinite(found.causes).all()
    assert np.isfinite(found.events).all()
