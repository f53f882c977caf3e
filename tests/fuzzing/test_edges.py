"""Whatever bytes come in at an edge: a result or an error of our own naming, the same in every run of the tests."""

import random

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from tests.fuzzing import findings, mutating
from tests.fuzzing.seeds import SEEDS
from tests.fuzzing.targets import TABLE

LONGEST = 20.0  # seconds of processor time, as many as a feed gets
EXAMPLES, FEWER = 50, {"codebook": 8, "page": 15}  # of an edge; these take long


@pytest.mark.parametrize("name", sorted(TABLE))
def test_any_bytes_are_taken_or_refused_by_name(name: str) -> None:
    @settings(max_examples=FEWER.get(name, EXAMPLES), derandomize=True, database=None, deadline=None)
    @given(number=st.integers(0, 2**32), changes=st.integers(0, 5))
    def taken(number: int, changes: int) -> None:
        dice = random.Random(number)
        body = dice.choice(SEEDS[name]())
        for _ in range(changes):
            body = mutating.mutated(body, dice)
        note(repr(body))
        with findings.limited(LONGEST):
            TABLE[name](body)

    taken()


@pytest.mark.parametrize("name", sorted(TABLE))
def test_nothing_at_all_is_taken_or_refused_by_name(name: str) -> None:
    TABLE[name](b"")


def test_every_edge_has_something_to_begin_with() -> None:
    assert SEEDS.keys() == TABLE.keys()
    assert all(make() for make in SEEDS.values())
