"""`rootfeed compare`: two studies, or two queries of one, beside each other."""

import csv
import json
from pathlib import Path

from by_hand import Run

from analysis import codebook

NARROW = '"customer service" AND (phone OR called)'
CAUSES = len(codebook.default().of(*codebook.CAUSES))


def changed(study: Path, name: str, **keys: str) -> Path:
    """Another study file of the same store."""
    lines = [line for line in study.read_text(encoding="utf-8").splitlines() if line.partition(" ")[0] not in keys]
    other = study.with_name(name)
    other.write_text("\n".join([*lines, *(f"{key} = '{value}'" for key, value in keys.items())]), encoding="utf-8")
    return other


def test_a_query_is_compared_with_the_study_s_own_and_coded_if_it_is_new(rootfeed: Run, finished: Path) -> None:
    table = finished.parent / "c.csv"
    status, told, problem = rootfeed("compare", finished, "--query", NARROW, "--json", "--out", table)
    facts = json.loads(told)
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert status == 0, problem
    assert facts["a"]["experiences"] > facts["b"]["experiences"] == facts["experiences_in_both"] > 0
    assert facts["b"]["query"] == NARROW
    assert "most experiences of B count on both sides" in problem
    assert len(facts["causes"]) == len(rows) == 3 * CAUSES
    for one in facts["causes"]:
        assert one["share_a"] == one["posts_a"] / facts["a"]["experiences"]
        assert one["difference"] == one["share_a"] - one["share_b"]
        assert one["low"] is None and one["reading"] == "too few posts to say"  # there are two blogs


def test_the_shares_are_those_of_the_report(rootfeed: Run, finished: Path) -> None:
    report = json.loads((finished.parent / "small-report" / "report.json").read_text(encoding="utf-8"))

    facts = json.loads(rootfeed("compare", finished, "--query", NARROW, "--json")[1])
    told = {one["cause"]: one["share_a"] for one in facts["causes"] if one["side"] == "told"}

    assert {one["cause"]: one["share"] for one in report["causes"]}.items() <= told.items()


def test_two_studies_of_one_store_by_other_coders_are_told_to_be_so(rootfeed: Run, finished: Path) -> None:
    other = changed(finished, "other.toml", coder="rules", query=NARROW)

    status, told, problem = rootfeed("compare", finished, other, "--side", "complaints")

    assert status == 0, problem
    assert "note: A is coded by default" in problem and "B by rules" in problem
    assert told.splitlines()[0].startswith('A  small: "customer service": ')
    assert "Experiences in 100 that complain of it." in told
    assert len(told.splitlines()) == CAUSES + 8


def test_a_study_is_compared_with_its_negative_control(rootfeed: Run, finished: Path) -> None:
    study = changed(finished, "controlled.toml", control="kettle NOT refund")

    status, told, problem = rootfeed("compare", study, "--json")

    assert status == 0, problem
    assert json.loads(told)["b"]["query"] == "kettle NOT refund"


def test_what_is_no_comparison_is_refused(rootfeed: Run, finished: Path) -> None:
    thrice = rootfeed("compare", finished, "--query", "a", "--query", "b", "--query", "c")
    both = rootfeed("compare", finished, finished, "--query", "a")
    neither = rootfeed("compare", finished)
    nothing = rootfeed("compare", finished, "--query", "unfindable")

    assert [one[0] for one in (thrice, both, neither, nothing)] == [2, 2, 2, 4]
    assert "stands 3 times" in thrice[2]
    assert "not both" in both[2]
    assert "has no control to compare with" in neither[2]
    assert "no experience in small for 'unfindable'" in nothing[2]
