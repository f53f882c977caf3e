"""`rootfeed widen`: phrases with what they add, from the archive alone."""

import json
from pathlib import Path

from by_hand import Run

NARROW = '"customer service" AND (refund OR replacement)'


def test_names_phrases_with_their_gain_and_a_wider_query_that_finds_more(rootfeed: Run, finished: Path) -> None:
    rootfeed("run", finished, "--offline", "--query", NARROW)

    status, told, problem = rootfeed("widen", finished, "--query", NARROW, "--json")

    assert status in (0, 4), problem
    if status == 4:
        assert "to learn from" in problem
        return
    facts = json.loads(told)
    for phrase in facts["phrases"]:
        assert phrase["low"] <= phrase["gain"] <= phrase["high"]
        assert phrase["of_them_experiences"] <= phrase["looked_at"] <= phrase["new_posts"]


def test_says_that_there_is_too_little_to_learn_from(rootfeed: Run, finished: Path) -> None:
    rootfeed("run", finished, "--offline", "--query", "unfindable")

    status, _, problem = rootfeed("widen", finished, "--query", "unfindable")

    assert status == 4
    assert "run first: rootfeed run STUDY.toml --offline" in problem
