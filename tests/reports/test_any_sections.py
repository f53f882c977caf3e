"""Whatever the estimates are, the titles of the newer sections say no more than they hold."""

from dataclasses import replace

import pandas as pd
import pytest
from charted import CORE, importance
from charted import segments as made_segments
from complete import changed, complete, finding, trends
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.estimates import change, segments, trend
from analysis.testing import hypotheses
from reports.claimed import claims
from reports.page import Checked, Report
from reports.sections import compared, leading, since, tested, timeline, trust, weight

ANY = settings(max_examples=40, deadline=None)
EDGES = st.lists(st.floats(-3, 3), min_size=3, max_size=3).map(sorted)


@pytest.fixture(scope="module")
def whole(report: Report) -> Report:
    return complete(report)


@ANY
@given(bounds=st.lists(EDGES, min_size=4, max_size=4))
def test_no_failure_is_said_to_weigh_unless_its_range_is_clear_of_nought(
    whole: Report, bounds: list[list[float]]
) -> None:
    rows = importance().query("reading != 'pooled'").reset_index(drop=True)
    told = rows["penalty"].notna()
    for name, place in (("penalty_low", 0), ("penalty", 1), ("penalty_high", 2)):
        rows.loc[told, name] = [edges[place] for edges in bounds[: told.sum()]]
    said = weight.title(replace(whole, importance=rows))
    top = rows[told].sort_values("penalty", ascending=False, kind="stable").iloc[0]
    others = rows[told & (rows["cause"] != top["cause"])]

    assert ("end" in said and "points worse" in said) <= (top["penalty_low"] > 0)
    assert ("none goes with worse" in said) <= (top["penalty_low"] > others["penalty_high"].max())


@ANY
@given(
    verdicts=st.lists(
        st.sampled_from([trend.RISE, trend.FALL, trend.NEITHER, trend.FEW_MONTHS]), min_size=3, max_size=3
    )
)
def test_no_complaint_rises_or_falls_without_its_test(whole: Report, verdicts: list[str]) -> None:
    said = timeline.title(replace(whole, trends=trends(*verdicts)))

    assert (" rose" in said.replace("clearly rose", "")) == (trend.RISE in verdicts)
    assert (" fell" in said.replace("or fell", "")) == (trend.FALL in verdicts)


@ANY
@given(
    readings=st.lists(
        st.sampled_from([change.RISE, change.FALL, change.SAME, change.CODED, change.TOO_FEW]), min_size=3, max_size=3
    )
)
def test_nothing_changes_unless_its_reading_says_so(whole: Report, readings: list[str]) -> None:
    said = since.title(replace(whole, change=changed(*readings)))

    assert (" rose" in said) == (change.RISE in readings)
    assert (" fell" in said) == (change.FALL in readings)


@ANY
@given(readings=st.lists(st.sampled_from([segments.MORE, segments.LESS, segments.NEITHER]), min_size=5, max_size=5))
def test_no_company_is_named_without_a_reading(whole: Report, readings: list[str]) -> None:
    names = [f"Company {letter}" for letter in "ABCDE"]
    rows = made_segments([*names, "few"])
    rows["reading"] = rows["segment"].map(dict(zip(names, readings, strict=True))).fillna(rows["reading"])
    said = compared.title(replace(whole, segments=rows), segments.COMPANY)

    for name, reading in zip(names, readings, strict=True):
        assert (name in said) <= (reading != segments.NEITHER)
        assert (name in said and said.startswith("More")) <= (reading == segments.MORE)
    assert ("clearly" in said) == (set(readings) == {segments.NEITHER})


@ANY
@given(verdicts=st.lists(st.sampled_from(hypotheses.VERDICTS), min_size=2, max_size=7))
def test_verdicts_are_counted_as_they_fell(whole: Report, verdicts: list[str]) -> None:
    findings = tuple(finding(number, verdict) for number, verdict in enumerate(verdicts, start=1))
    said = tested.title(replace(whole, findings=findings))

    assert said.startswith(f"Of {len(verdicts)} claims")
    assert all((f"{verdicts.count(one)} {one}" in said) == (one in verdicts) for one in hypotheses.VERDICTS)


@ANY
@given(passed=st.lists(st.booleans(), min_size=3, max_size=3))
def test_only_causes_that_passed_are_called_reliable(whole: Report, passed: list[bool]) -> None:
    assert whole.check is not None
    codes = tuple(
        Checked(cause, "told", 40, 0.7, 0.6, 0.8, "" if good else "alpha below")
        for cause, good in zip(CORE, passed, strict=True)
    )
    said = trust.title(replace(whole, check=replace(whole.check, codes=codes)))

    assert said == (
        f"{sum(passed)} of 3 causes are coded reliably enough to be ranked"
        if any(passed)
        else "No cause passed the check"
    )


@ANY
@given(lows=st.lists(st.integers(1, 5), min_size=4, max_size=4), held=st.floats(0, 0.94))
def test_two_or_three_lead_only_if_their_rank_sets_hold_the_first(whole: Report, lows: list[int], held: float) -> None:
    causes = [*CORE, "courtesy"]
    sets = pd.DataFrame({"cause": causes, "set_low": lows, "set_high": 5})
    bare = replace(whole, check=None, unranked=pd.DataFrame(), sets=sets, ranked=whole.ranked.assign(held=held))
    first = lows.count(1)

    assert (" lead, and which" in claims.headline(bare)) == (first in leading.NUMBERS)
