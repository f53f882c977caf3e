"""Which texts are compared: all that are alike enough where they meet, and few of those that only have sentences in common."""

from itertools import combinations
from random import Random

import numpy as np
import pytest
from datasketch import MinHash

from extract.sameness.sketching import PERMUTATIONS, Hashes, Mask, Places, Sketches

ALIKE = 0.7
ANY = (1 << 64) - 1


def apart(one: Places, other: Places) -> Mask:
    """Nothing is joined."""
    return np.ones(len(one), dtype=np.bool_)


def texts(count: int, runs: int, changed: int) -> list[Hashes]:
    """Each the same runs of words, but for up to so many."""
    chance = np.random.default_rng(1)
    form = chance.integers(ANY, size=runs, dtype=np.uint64)
    made = []
    for _ in range(count):
        text = form.copy()
        at = chance.permutation(runs)[: chance.integers(changed + 1)]
        text[at] = chance.integers(ANY, size=len(at), dtype=np.uint64)
        made.append(np.unique(text[: int(chance.integers(runs - changed // 2, runs + 1))]))
    return made


def kept(made: list[Hashes]) -> Sketches:
    sketches = Sketches()
    for text in made:
        sketches.add(text)
    return sketches


def share(one: Hashes, other: Hashes) -> float:
    return len(np.intersect1d(one, other)) / len(np.union1d(one, other))


@pytest.mark.parametrize("runs", [1, 30, 300, 2_500])
def test_no_pair_that_meets_and_is_alike_is_passed_over(runs: int) -> None:
    made = texts(30, runs, runs // 3)
    alike = {pair for pair in combinations(range(30), 2) if share(made[pair[0]], made[pair[1]]) >= ALIKE}
    sketches = kept(made)
    all_that_meet = set(sketches.pairs(0.0, apart))
    told = list(sketches.pairs(ALIKE, apart))

    assert alike
    assert {(other, one) for one, other in told} >= {
        (one, other) for one, other in alike if (other, one) in all_that_meet
    }
    assert len(told) == len(set(told))


def test_posts_with_a_sentence_in_common_are_hardly_ever_compared() -> None:
    made = texts(300, 200, 190)
    sketches = kept(made)
    unlike = [pair for pair in sketches.pairs(0.0, apart) if share(made[pair[0]], made[pair[1]]) < ALIKE]

    assert len(unlike) > 20 * len(set(unlike) & set(sketches.pairs(ALIKE, apart))) > 0


def test_what_is_one_group_meets_no_more() -> None:
    assert not list(kept(texts(50, 100, 5)).pairs(ALIKE, lambda one, other: ~apart(one, other)))


def test_a_text_that_holds_some_runs_is_always_among_those_that_may() -> None:
    made = texts(100, 300, 200)
    runs = made[0][:100]
    told = kept(made).holding(runs, np.arange(100), 0.9)

    assert {place for place, text in enumerate(made) if len(np.intersect1d(runs, text)) >= 90} <= set(told)
    assert len(told) < 50


def test_the_sketch_is_that_of_datasketch() -> None:
    chance = Random(1)
    hashes = np.unique(np.array([chance.getrandbits(64) for _ in range(50)], dtype=np.uint64))
    plain = MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=int)
    plain.update_batch(hashes & np.uint64(0xFFFFFFFF))

    assert kept([hashes]).minima == plain.hashvalues.astype(np.uint32).tobytes()
