"""Changes as a whole: order of rows means nothing; in simulation ranges cover and claims hold their level."""

import numpy as np
from test_change import CAUSES, Told, compared, frame, row, study

from analysis.estimates import change
from analysis.estimates.change import RISE, SAME


def noisy(seed: int, start: int, share: float) -> Told:
    """70 blogs of three posts whose blogs differ in how much they complain (beta, correlation 0.2)."""
    rng = np.random.default_rng(seed)
    told: Told = {}
    for blog in range(70):
        own = rng.beta(share * 4, (1 - share) * 4, size=2)
        for n in range(3):
            levels = {cause: "failed" if rng.random() < p else "met" for cause, p in zip(CAUSES, own, strict=True)}
            told[f"https://b{start + blog}.example/{n}"] = (f"b{start + blog}.example", "experience", levels)
    return told


def test_ranges_cover_and_claims_hold_their_level_in_simulation() -> None:
    # the second report drops the first 20 blogs and gains 40: the truth is that nothing changed
    covered, claimed, runs = 0, 0, 25
    for seed in range(runs):
        before = noisy(seed, 0, 0.3)
        kept = {url: told for place, (url, told) in enumerate(before.items()) if place >= 60}
        come = {url: told for place, (url, told) in enumerate(noisy(9000 + seed, 500, 0.3).items()) if place < 120}
        table = compared(before, kept | come).causes
        covered += int(((table["low"] <= 0) & (table["high"] >= 0)).sum())
        claimed += bool((table["reading"] != SAME).any())

    assert covered / (2 * runs) >= 0.9
    assert claimed / runs <= 0.1


def test_a_real_rise_is_found_in_simulation() -> None:
    found = [
        row(compared(before := noisy(seed, 0, 0.2), before | noisy(9000 + seed, 500, 0.6)))["reading"]
        for seed in range(20)
    ]

    assert found.count(RISE) >= 19


def test_input_frames_stay_as_they_are_and_order_of_rows_means_nothing() -> None:
    before, now = frame(study(1)), frame(study(1) | study(2, 50, start=300))
    copies = before.copy(), now.copy()
    made = change.change(before, now, CAUSES, 100, 1)
    mixed = change.change(before.sample(frac=1, random_state=1), now.sample(frac=1, random_state=2), CAUSES, 100, 1)

    assert made.causes.equals(mixed.causes)
    assert (made.new, made.recoded, made.kept) == (mixed.new, mixed.recoded, mixed.kept)
    assert before.equals(copies[0]) and now.equals(copies[1])


def test_without_draws_nothing_is_clear() -> None:
    found = row(compared(study(1, 200, 0.1), study(2, 200, 0.9), draws=0))

    assert found["reading"] == SAME
    assert np.isnan(found["low"]) and np.isnan(found["high"])
