"""A week of 300 feeds under a virtual clock: found early, for few requests."""

from statistics import median

import pytest

from tests.benchmarks import rhythm
from tests.benchmarks.rhythm import Found


@pytest.fixture(scope="module")
def week() -> list[Found]:
    return rhythm.simulated(300, 60)


def test_half_of_the_feeds_have_their_posts_found_within_half_of_their_own_gap(week: list[Found]) -> None:
    told = rhythm.ratios(week)

    assert median(told) <= 0.5 / 2
    assert sum(one <= 0.5 for one in told) / len(told) >= 0.85


def test_that_takes_a_third_of_the_requests_of_hourly_polling_at_most(week: list[Found]) -> None:
    assert rhythm.share(week) <= 1 / 3 / 2


def test_no_feed_is_left_alone_for_more_than_a_week_nor_asked_all_the_time(week: list[Found]) -> None:
    assert min(one.requests for one in week) >= 1
    assert max(one.requests for one in week) <= 7 * 24 * 4


def test_dead_feeds_cost_next_to_nothing(week: list[Found]) -> None:
    dead = [one for one in week if one.kind == "dead"]

    assert sum(one.requests for one in dead) / len(dead) <= 4
