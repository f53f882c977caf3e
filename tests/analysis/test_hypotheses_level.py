"""In studies in which nothing goes together, each test finds something in 5 of 100 at most; where much does, it finds it."""

from collections import Counter
from dataclasses import replace
from functools import cache

import pytest
from claiming import BOOK, CORE, Truth, study
from scipy import stats

from analysis.testing import hypotheses
from analysis.testing.hypotheses import CONTRADICTED, SUPPORTED

STUDIES = 200
MOST = int(stats.binom.ppf(0.999, STUDIES, 0.05))  # of these studies: chance exceeds it once in a thousand times
FEWER = {*CORE, "empathy", "effort"}  # causes for H1, whose regressions otherwise take most of the time
NOTHING = {
    # the claim of H1 at its edge: two causes come up equally often, all else is as it says
    ("H1",): (Truth(core=(0.85, 0.35, 0.35), other=0.02, penalties=(3.0, 3.0, 1.2)), 120),
    ("H2", "H3", "H4", "H6", "H7"): (Truth(), 50),
    ("H5",): (Truth(service=0.5), 60),
}
MUCH = {
    ("H1",): (Truth(core=(0.8, 0.6, 0.4), other=0.03, penalties=(3.0, 2.2, 1.5)), 200),
    ("H2", "H3", "H4", "H6", "H7"): (Truth(courtesy=1.8, surplus=1.5, solved=1.8, heard=1.5, loyal=1.8), 70),
    ("H5",): (Truth(service=0.85), 70),
}
OTHERWISE = {
    ("H1",): (Truth(core=(0.2, 0.5, 0.7), other=0.05), 60),
    ("H2", "H3", "H4", "H6", "H7"): (Truth(courtesy=-1.8, surplus=-1.8, solved=-1.8, heard=-1.5, loyal=-2.5), 140),
    ("H5",): (Truth(service=0.15), 70),
}
IDS = [(ids, one) for ids in NOTHING for one in ids]


@cache
def found(ids: tuple[str, ...], truth: Truth, blogs: int, studies: int) -> dict[str, Counter[str]]:
    """How often each hypothesis ends in which verdict when it is tested alone; "clear" counts p at or under .05."""
    told = {one: Counter[str]() for one in ids}
    stated = {one.id: replace(BOOK, hypotheses=(one,)) for one in BOOK.hypotheses}
    stated["H1"] = replace(stated["H1"], codes=tuple(code for code in BOOK.codes if code.id in FEWER))
    for seed in range(studies):
        posts, codings = study(truth, blogs, seed)
        for one in ids:
            (finding,) = hypotheses.test(posts, codings, stated[one], draws=60, seed=seed)
            told[one] += Counter({finding.verdict: 1, "clear": int(finding.p <= 0.05), "made": int(finding.p <= 1)})
    return told


@pytest.mark.parametrize(("ids", "one"), IDS)
def test_a_test_holds_its_level_where_nothing_goes_together(ids: tuple[str, ...], one: str) -> None:
    verdicts = found(ids, *NOTHING[ids], STUDIES)[one]

    assert verdicts["clear"] <= MOST
    assert verdicts[SUPPORTED] <= int(stats.binom.ppf(0.999, STUDIES, 0.025))
    assert verdicts["made"] >= 0.8 * STUDIES


@pytest.mark.parametrize(("ids", "one"), IDS)
def test_a_strong_difference_is_found(ids: tuple[str, ...], one: str) -> None:
    verdicts = found(ids, *MUCH[ids], 20)[one]

    assert verdicts[SUPPORTED] >= 16
    assert verdicts[CONTRADICTED] == 0


@pytest.mark.parametrize(("ids", "one"), IDS)
def test_a_claim_that_is_wrong_is_contradicted(ids: tuple[str, ...], one: str) -> None:
    verdicts = found(ids, *OTHERWISE[ids], 20)[one]

    assert verdicts[CONTRADICTED] >= 16
    assert verdicts[SUPPORTED] == 0


def test_a_test_that_takes_posts_of_a_blog_as_strangers_does_not_hold_its_level() -> None:
    strangers = blogs = 0
    alone = replace(BOOK, hypotheses=tuple(one for one in BOOK.hypotheses if one.test == "lead"))
    for seed in range(100):
        posts, codings = study(Truth(service=0.5), 60, seed, alike=1.2)
        (finding,) = hypotheses.test(posts, codings, alone, draws=20, seed=seed)
        happy = codings.loc[codings["post"].isin(posts.loc[posts["reaction"] == 2, "post"]), "cause"]
        strangers += stats.binomtest(int((happy == "effort").sum()), len(happy)).pvalue <= 0.05
        blogs += finding.p <= 0.05
    most = stats.binom.ppf(0.999, 100, 0.05)

    assert strangers > most >= blogs
