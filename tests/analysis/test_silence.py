"""Silent feeds: what the rule promises, on feeds whose rhythm is known."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from analysis.estimates import silence

START = datetime(2024, 1, 1, tzinfo=UTC)


def times(*days: float) -> list[datetime]:
    return [START + timedelta(days=day) for day in days]


def test_a_feed_is_missed_by_its_own_rhythm() -> None:
    daily, yearly = times(*range(60)), times(*range(0, 7 * 180, 180))

    for posts, fine, missed in ((daily, 80, 95), (yearly, 6 * 180 + 700, 6 * 180 + 2_000)):
        assert [told.silent for day in (fine, missed) if (told := silence.judge(posts, times(day)[0]))] == [False, True]


def test_nobody_is_missed_within_a_month() -> None:
    told = silence.judge(times(*range(60)), times(60)[0])

    assert told and told.limit == silence.LEAST and told.last == times(59)[0]


def test_of_a_few_posts_no_rhythm_is_told() -> None:
    assert silence.judge([], START) is None
    assert silence.judge(times(0, 1, 2, 3, 4), times(4_000)[0]) is None


def test_posts_of_one_day_are_one_and_posts_to_come_none() -> None:
    assert silence.judge(times(*(day / 100 for day in range(90)), 900), times(20)[0]) is None


@pytest.mark.parametrize(("gaps", "times_"), [(5, 7.47), (10, 4.0), (20, 2.71)])
def test_the_fewer_gaps_are_known_the_longer_a_silence_may_last(gaps: int, times_: float) -> None:
    # 1 / C(14, 4) = 1 / 1001: ten gaps, four times the longest
    assert silence.factor(gaps) == pytest.approx(times_, abs=0.01)


@pytest.mark.parametrize(("shape", "least", "most"), [(1.0, 0.0004, 0.0018), (3.0, 0.0, 0.0003), (0.3, 0.005, 0.015)])
def test_false_alarms_are_as_rare_as_stated_and_rare_in_bursts(shape: float, least: float, most: float) -> None:
    # gaps of gamma shape 1 are a Poisson process, of 0.3 come in bursts, of 3 are regular
    chance, alarms, runs, factor = random.Random(1), 0, 40_000, silence.factor(10)
    for _ in range(runs):
        *before, last = (chance.gammavariate(shape, 1.0) for _ in range(11))
        alarms += last > factor * max(before)

    assert least <= alarms / runs <= most
