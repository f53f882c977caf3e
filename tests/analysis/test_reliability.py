"""Agreement code by code: who is asked of what, gaps, and which causes may be ranked."""

from dataclasses import replace
from math import isnan

import pytest

from analysis import codebook
from analysis.checks import reliability
from analysis.checks.agreement import Agreement, Sampled
from analysis.checks.reliability import Row
from analysis.coding import Coding

BOOK = codebook.default()
NEWS = Coding("news", "")


def story(reaction: int | None = -1, outcomes: tuple[str, ...] = (), **levels: str) -> Coding:
    return Coding("experience", "", tuple(sorted(levels.items())), reaction, outcomes)


def compared(pairs: list[tuple[Coding, ...]], first: bool = True) -> dict[tuple[str, str], Agreement]:
    posts = [f"p{number}" for number in range(len(pairs))]
    columns = [dict(zip(posts, column, strict=True)) for column in zip(*pairs, strict=True)]
    rows = reliability.compare(columns, posts, Sampled([1.0] * len(posts), posts, draws=20), BOOK, first)
    return {(row.code, row.part): row.found for row in rows}


def test_every_code_has_its_parts() -> None:
    found = compared([(story(courtesy="met"), story(courtesy="met"))])

    assert {part for code, part in found if code == "courtesy"} == {
        "told", "level", "sign", "order", "failed", "met", "exceeded", "mixed",
    }  # fmt: skip
    assert {
        ("genre", "value"),
        ("experience", "told"),
        ("reaction", "value"),
        ("reaction", "sign"),
        ("warns", "told"),
    } <= set(found)


def test_a_coder_that_misses_an_experience_misses_its_causes() -> None:
    found = compared([(story(courtesy="met"), NEWS), (story(), story()), (NEWS, story(courtesy="met"))])

    assert (found["courtesy", "told"].posts, found["courtesy", "told"].positives) == (2, 1)
    assert found["courtesy", "told"].f1.value == 0
    assert found["reaction", "value"].posts == 1  # nobody can part on a reaction that only one of them gives


def test_between_equals_a_post_counts_that_any_takes_for_an_experience() -> None:
    found = compared([(story(courtesy="met"), NEWS), (NEWS, story(courtesy="met")), (NEWS, NEWS)], first=False)

    assert (found["courtesy", "told"].posts, found["courtesy", "told"].positives) == (2, 2)


def test_what_a_coder_abstains_from_is_a_gap() -> None:
    unsure = replace(story(), abstained=("courtesy",))
    found = compared([(story(courtesy="met"), unsure), (story(), story())])

    assert (found["courtesy", "told"].posts, found["effort", "told"].posts) == (1, 2)


def test_a_wrong_level_of_the_right_cause_parts_the_level_and_not_the_presence() -> None:
    pairs = [(story(courtesy="met"), story(courtesy="exceeded"))] * 3 + [(story(), story())] * 3
    found = compared([*pairs, (story(courtesy="failed"), story(courtesy="failed"))])

    assert found["courtesy", "told"].alpha.value == found["courtesy", "sign"].alpha.value == 1
    assert found["courtesy", "level"].alpha.value < 0.6
    assert found["courtesy", "met"].f1.value == 0
    assert found["courtesy", "order"].posts == 4


def test_a_reaction_one_off_parts_less_than_one_of_another_sign() -> None:
    near = compared([(story(-2), story(-1)), (story(2), story(2)), (story(1), story(1))])
    far = compared([(story(-2), story(2)), (story(2), story(2)), (story(1), story(1))])

    assert near["reaction", "value"].alpha.value > 0.9 > far["reaction", "value"].alpha.value
    assert near["reaction", "sign"].share.value == 1


def verdict(pairs: list[tuple[Coding, ...]], code: str = "courtesy") -> reliability.Verdict:
    return reliability.verdict([Row(*key, found) for key, found in compared(pairs).items()], code)


GOOD = [(story(courtesy="met"), story(courtesy="met"))]
NONE = [(story(), story())]
MISSED = [(story(courtesy="met"), story())]


def test_a_cause_that_coder_and_people_agree_on_may_be_ranked() -> None:
    assert verdict(GOOD * 12 + NONE * 12).why_not == ""


def test_too_few_posts_with_a_cause_cannot_show_that_it_is_coded_well() -> None:
    found = verdict(GOOD * 9 + NONE * 20)

    assert found.why_not == "people find it in 9 of 29 experiences; it takes 10"
    assert found.alpha.value == 1


def test_a_cause_below_the_floor_is_not_ranked_and_the_figure_is_told() -> None:
    # 7 of 26 posts part, 21 of 52 values are a yes: 1 - (7 / 26) / (2 * 21 * 31 / (52 * 51)) = .4516
    assert verdict(GOOD * 7 + MISSED * 7 + NONE * 12).why_not == "alpha 0.45 is below 0.667"


def test_a_cause_that_nearly_all_posts_tell_of_is_judged_by_its_sign() -> None:
    bad = [(story(courtesy="failed"), story(courtesy="failed"))]
    found = verdict(GOOD * 12 + bad * 12 + MISSED)

    assert (found.part, found.why_not) == ("sign", "")
    assert found.alpha.value > 0.9


def test_a_cause_that_is_always_the_same_cannot_be_judged() -> None:
    found = verdict(GOOD * 12)

    assert isnan(found.alpha.value)
    assert "alike" in found.why_not


def test_every_cause_of_the_codebook_has_a_verdict() -> None:
    rows = [Row(*key, found) for key, found in compared(GOOD * 3).items()]

    assert [one.code for one in reliability.verdicts(rows, BOOK)] == [code.id for code in BOOK.of(*codebook.CAUSES)]
    with pytest.raises(KeyError):
        reliability.verdict(rows, "weather")
