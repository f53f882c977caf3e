"""What a finding says, and that no verdict is given without what it takes."""

import re
import time
from dataclasses import replace
from math import isnan

import numpy as np
import pandas as pd
import pytest
from claiming import BOOK, CORE, Truth, study
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.testing import hypotheses
from analysis.testing.hypotheses import CONTRADICTED, NOT_ASKED, SUPPORTED, VERDICTS, Finding
from analysis.testing.measured import BLOGS, FEW

CAUSAL = re.compile(r"\b(because|drives?|driven|leads? to|makes?|turns?|due to|thanks to|results? in|effects?)\b", re.I)
MUCH = Truth(courtesy=2, surplus=2, solved=2, heard=2, loyal=2)
TRUTHS = (Truth(), MUCH, Truth(courtesy=-2, surplus=-2, solved=-2, heard=-2, loyal=-2), Truth(service=0.99))
DROPPED = ("words", "outcomes", "genre")


def by_id(found: tuple[Finding, ...]) -> dict[str, Finding]:
    return {one.id: one for one in found}


@pytest.fixture(scope="module")
def strong() -> tuple[pd.DataFrame, pd.DataFrame]:
    return study(MUCH, 120, seed=2)


@settings(max_examples=120, deadline=None)
@given(
    truth=st.sampled_from(TRUTHS),
    blogs=st.integers(1, 60),
    seed=st.integers(0, 10_000),
    kept=st.integers(0, 300),
    dropped=st.sets(st.sampled_from(DROPPED)),
    silent=st.sampled_from([0.0, 0.5, 1.0]),
)
def test_no_verdict_without_posts_blogs_a_clear_interval_and_an_adjusted_p(
    truth: Truth, blogs: int, seed: int, kept: int, dropped: set[str], silent: float
) -> None:
    posts, codings = study(truth, blogs, seed)
    posts = posts.head(kept).drop(columns=sorted(dropped))
    posts.loc[np.random.default_rng(seed).random(len(posts)) < silent, "reaction"] = pd.NA
    found = hypotheses.test(posts, codings, BOOK, 40, seed)

    assert [one.id for one in found] == [one.id for one in BOOK.hypotheses]
    for one in found:
        _sound(one, posts)


def _sound(one: Finding, posts: pd.DataFrame) -> None:
    assert one.verdict in VERDICTS
    assert one.posts <= len(posts)
    assert isnan(one.p) == isnan(one.p_holm) == isnan(one.estimate) == isnan(one.low) == isnan(one.high)
    if not isnan(one.p):
        assert one.p <= one.p_holm <= 1
        assert one.low <= one.estimate <= one.high
    if one.verdict in (SUPPORTED, CONTRADICTED):
        assert one.posts >= FEW
        assert one.blogs >= BLOGS
        assert one.p_holm <= 0.05
        assert one.low > one.neutral if one.verdict == SUPPORTED else one.high < one.neutral
        assert (one.why, one.needed) == ("", None)
    else:
        assert one.why
        assert one.needed is None or one.needed > one.posts
    assert not CAUSAL.search(
        " ".join([one.claim, one.why, one.unit, one.selection, *(part.name for part in one.parts)])
    )


def test_a_strong_study_supports_what_it_was_made_with_and_says_how_posts_were_chosen(strong: tuple) -> None:
    found = by_id(hypotheses.test(*strong, BOOK, 200, 1))

    assert {one: found[one].verdict for one in ("H2", "H3", "H4", "H6", "H7")} == dict.fromkeys(
        ("H2", "H3", "H4", "H6", "H7"), SUPPORTED
    )
    assert all(one.selection.startswith(hypotheses.SELECTION) for one in found.values())
    assert "product keyword" in found["H5"].selection
    assert found["H2"].neutral == 1
    assert found["H2"].estimate > 2
    assert found["H2"].parts[0].p < 0.05  # shuffled within tenths of length


def test_each_finding_brings_the_figures_that_belong_to_it(strong: tuple) -> None:
    found = by_id(hypotheses.test(*strong, BOOK, 200, 1))
    names = {key: [part.name for part in one.parts] for key, one in found.items()}

    assert names["H3"] == list(CORE)
    assert names["H6"] == ["stays", "recommends"]
    assert [name.split(" (")[0] for name in names["H4"]] == [
        "difference of mean reactions",
        *(
            f"share of what is told of causes that {level}"
            for level in ("failed", "was met", "was exceeded", "was mixed")
        ),
        "difference of shares that tell 'recommends'",
        "difference of shares that tell 'stays'",
    ]
    assert sum(part.estimate for part in found["H4"].parts[1:5]) == pytest.approx(1)
    assert len(names["H1"]) == 2
    assert len(names["H7"]) == 3


def test_equal_frames_and_seed_give_equal_findings_and_frames_stay_as_they_were(strong: tuple) -> None:
    posts, codings = strong
    before = posts.copy(), codings.copy()
    first = hypotheses.test(posts, codings, BOOK, 100, 1)

    assert repr(first) == repr(hypotheses.test(posts, codings, BOOK, 100, 1))
    pd.testing.assert_frame_equal(posts, before[0])
    pd.testing.assert_frame_equal(codings, before[1])


def test_posts_that_are_no_experiences_or_copies_do_not_count(strong: tuple) -> None:
    posts, codings = strong
    more = posts.assign(post=posts["post"] + 10_000, genre="promo")
    copies = posts.assign(post=posts["post"] + 20_000, duplicate_of=posts["post"])
    others = [codings.assign(post=codings["post"] + shift, level="failed") for shift in (10_000, 20_000)]
    whole = pd.concat([posts.assign(duplicate_of=pd.NA), more, copies], ignore_index=True)

    assert repr(hypotheses.test(whole, pd.concat([codings, *others]), BOOK, 50, 1)) == repr(
        hypotheses.test(posts, codings, BOOK, 50, 1)
    )


def test_only_the_ratios_of_weights_count_and_unequal_weights_move_figures(strong: tuple) -> None:
    posts, codings = strong
    plain = hypotheses.test(posts, codings, BOOK, 50, 1)
    double = hypotheses.test(posts.assign(weight=2.0), codings, BOOK, 50, 1)
    unequal = np.random.default_rng(1).integers(1, 9, len(posts)).astype(float)
    moved = hypotheses.test(posts.assign(weight=unequal), codings, BOOK, 50, 1)

    assert [one.estimate for one in double] == pytest.approx([one.estimate for one in plain])
    assert [one.low for one in double] == pytest.approx([one.low for one in plain])
    assert all(abs(new.estimate - old.estimate) > 1e-4 for new, old in zip(moved, plain, strict=True))


def test_a_hypothesis_whose_codes_the_codebook_lacks_is_not_asked_and_is_not_of_the_family(strong: tuple) -> None:
    book = replace(BOOK, codes=tuple(code for code in BOOK.codes if code.id not in ("courtesy", "recommends")))
    found = by_id(hypotheses.test(*strong, book, 50, 1))

    assert {key for key, one in found.items() if one.verdict == NOT_ASKED} == {"H2", "H4", "H5", "H6", "H7"}
    assert found["H2"].why == "Not in the codebook, or not coded reliably: courtesy"
    assert isnan(found["H2"].p_holm)
    assert found["H3"].p_holm == pytest.approx(2 * found["H3"].p)  # of two that were asked


def test_the_posts_that_are_needed_do_decide() -> None:
    truth, decided = Truth(surplus=0.8), 0
    short = [hypotheses.test(*study(truth, 14, seed), BOOK, 20, 1)[2] for seed in range(12)]
    needed = [one.needed for one in short if one.needed]
    posts = float(np.median(needed))
    per_blog = np.mean([one.posts for one in short]) / 14
    for seed in range(20):
        decided += (
            hypotheses.test(*study(truth, round(posts / per_blog), 100 + seed), BOOK, 20, 1)[2].verdict == SUPPORTED
        )

    assert decided >= 12  # 16 are expected where the difference is the smallest of interest, and it is greater


def test_a_negative_control_stands_beside_its_finding(strong: tuple) -> None:
    findings = hypotheses.test(*strong, BOOK, 50, 1)
    others = hypotheses.test(*study(Truth(), 60, seed=1), BOOK, 50, 1)
    beside = hypotheses.controlled(findings, others[:5])

    assert [one.control for one in beside] == [*others[:5], None, None]
    assert repr([replace(one, control=None) for one in beside]) == repr(list(findings))


def test_ten_thousand_posts_take_under_five_seconds() -> None:
    posts, codings = study(Truth(), 2_000, seed=1)
    start = time.process_time()
    hypotheses.test(posts, codings, BOOK, 2_000, 1)

    assert len(posts) > 9_000
    assert time.process_time() - start < 5
