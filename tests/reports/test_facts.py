"""A study's facts come back from JSON as they were."""

import json
from datetime import date

import pytest

from analysis import codebook
from reports import facts
from reports.facts import Facts

FACTS = Facts(
    "kettles",
    '"customer service"',
    date(2026, 10, 2),
    codebook.default(),
    "default 1",
    False,
    "7f3a",
    "",
    "rootfeed",
    9,
)


def test_facts_come_back_as_they_were() -> None:
    back = facts.of_json(json.loads(json.dumps(facts.as_json(FACTS))))

    assert back == FACTS
    assert back.codebook.digest == FACTS.codebook.digest


@pytest.mark.parametrize("key", ["codebook", "made", "draws"])
def test_facts_that_lack_something_are_refused(key: str) -> None:
    raw = facts.as_json(FACTS)
    del raw[key]

    with pytest.raises(ValueError, match=key):
        facts.of_json(raw)
