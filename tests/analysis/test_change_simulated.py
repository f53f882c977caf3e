"""Ranges of changes cover, and claims of change hold their level, where blogs differ and nothing changed."""

import numpy as np
from test_change import CAUSES, Told, compared, row

from analysis.change import RISE, SAME


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
    covered, claimed, runs = 0, 0, 40
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
