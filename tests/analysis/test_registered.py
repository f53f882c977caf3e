import re
import tomllib
from dataclasses import fields, replace
from pathlib import Path

import pytest

from analysis import codebook, revision
from analysis.testing import hypotheses, registered

BOOK = codebook.default()
OWN = """
id = "own"
version = "1"
extends = "customer_service"

[[hypothesis]]
id = "H8"
claim = "Where a promise was broken, posts that tell of being kept informed are happier."
test = "reaction"
causes = ["follow_up"]
given = ["commitments"]
smallest = 0.15
source = "our own support team"
"""
DOCS = Path(__file__).parents[2] / "docs" / "codebook.md"
CAUSAL = re.compile(
    r"\b(because|drives?|driven|leads? to|makes?|turns?|due to|thanks to|results? in|impact of|effects?)\b", re.I
)


def test_hypotheses_change_neither_what_codes_mean_nor_what_coders_read() -> None:
    bare = replace(BOOK, hypotheses=())
    own = codebook.parse(OWN)
    reworded = codebook.parse(OWN.replace("kept informed", "kept up to date"))

    assert (bare.digest, bare.read) == (BOOK.digest, BOOK.read)
    assert (own.digest, own.read) == (reworded.digest, reworded.read)
    assert len({bare.frozen, BOOK.frozen, own.frozen, reworded.frozen}) == 4
    assert codebook.parse(OWN + "# a remark").frozen == own.frozen


def test_the_seven_claims_of_the_study_are_frozen_in_the_shipped_codebook() -> None:
    assert [one.id for one in BOOK.hypotheses] == [f"H{number}" for number in range(1, 8)]
    assert all(one.claim and one.source and one.caveat for one in BOOK.hypotheses)
    assert revision.unasked(BOOK) == []


def test_no_claim_or_caveat_speaks_of_causes_and_effects() -> None:
    told = [text for one in BOOK.hypotheses for text in (one.claim, one.caveat, one.source)]

    assert [text for text in told if CAUSAL.search(text)] == []


def test_a_codebook_that_extends_inherits_replaces_and_drops_hypotheses_by_id() -> None:
    own = codebook.parse(OWN)
    other = codebook.parse(OWN.replace("H8", "H2"))
    short = codebook.parse(OWN.replace("extends", 'without = ["H5", "courtesy"]\nextends'))
    alone = codebook.parse(
        'id = "b"\nversion = "1"\n[[code]]\nid = "x"\nkind = "genre"\nname = "X"\nquestion = "X?"\ndefinition = "X."'
    )

    assert [one.id for one in own.hypotheses] == [*(one.id for one in BOOK.hypotheses), "H8"]
    assert [one.test for one in other.hypotheses if one.id == "H2"] == ["reaction"]
    assert len(other.hypotheses) == 7
    assert "H5" not in {one.id for one in short.hypotheses}
    assert [name for name, _ in revision.unasked(short)] == ["H2"]
    assert alone.hypotheses == ()


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('test = "reaction"', 'test = "vibes"', "hypothesis H8: unknown test 'vibes'; there are order"),
        ('["follow_up"]', '["folow_up"]', "hypothesis H8: unknown cause 'folow_up' in 'causes'"),
        ('["follow_up"]', '["stays"]', "unknown cause 'stays'"),
        ('["follow_up"]', '"follow_up"', "'causes' is no list of ids"),
        ('["follow_up"]', '["follow_up", "follow_up"]', "'causes' names a code twice"),
        ('["commitments"]', '["commitment"]', "unknown cause 'commitment' in 'given'"),
        ("smallest = 0.15", 'smallest = 0.15\noutcomes = ["buys"]', "unknown outcome 'buys' in 'outcomes'"),
        ("smallest = 0.15", 'smallest = 0.15\nagainst = ["effort"]', "test 'reaction' takes no 'against'"),
        ('given = ["commitments"]\n', "", "test 'reaction' needs 'given'"),
        ("smallest = 0.15", "smallest = 0", "'smallest' is a number above 0"),
        ("smallest = 0.15", "smallest = true", "'smallest' is a number above 0"),
        ("smallest = 0.15\n", "", "'smallest' is a number above 0"),
        ('test = "reaction"', 'test = "odds"', "'smallest' is a number above 1"),
        ('id = "H8"', 'id = "h8"', "hypothesis h8: an id is a capital letter"),
        ('id = "H8"\n', "", "hypothesis number 1: 'id' is missing"),
        ("smallest", "margin", "unknown field 'margin'"),
        ('source = "our own support team"', "source = 3", "'source' is no text"),
        ('"our own', '"our\\u0000 own', "'source' is no text"),
        ("[[hypothesis]]", "[hypothesis]", "write each hypothesis under"),
        ("extends", 'without = ["H9"]\nextends', "lists ids of codes or hypotheses of 'customer_service'"),
    ],
)
def test_a_faulty_hypothesis_is_refused_with_its_name_and_fault(before: str, after: str, fault: str) -> None:
    assert before in OWN
    with pytest.raises(codebook.CodebookError, match=re.escape(fault)):
        codebook.parse(OWN.replace(before, after))


def test_a_hypothesis_stated_twice_is_refused() -> None:
    with pytest.raises(codebook.CodebookError, match="hypothesis H8: it is stated twice"):
        codebook.parse(OWN + OWN[OWN.index("[[hypothesis]]") :])


def test_each_named_test_can_be_run_and_is_told_in_the_docs_with_what_it_needs() -> None:
    section = DOCS.read_text(encoding="utf-8").split("## Hypotheses")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in section.splitlines() if line.startswith("| `")]
    named = {
        row[0].strip("`"): tuple(tuple(re.findall(r"`(\w+)`", cell)) for cell in row[3:])
        for row in rows
        if len(row) == 5
    }
    told = {name for row in rows if len(row) == 2 for name in re.findall(r"`(\w+)`", row[0])}

    assert list(hypotheses.TESTS) == list(registered.FORMS)
    assert named == registered.FORMS
    assert told == {field.name for field in fields(registered.Hypothesis)}


def test_the_example_of_the_docs_can_be_used() -> None:
    example = DOCS.read_text(encoding="utf-8").split("```toml")[1].split("```")[0]

    assert codebook.parse(OWN.split("[[hypothesis]]")[0] + example) == codebook.parse(OWN)
    assert tomllib.loads(example)["hypothesis"][0]["id"] == "H8"


def test_what_two_codebooks_claim_otherwise_is_told_and_recodes_nothing() -> None:
    own = codebook.parse(OWN)
    wider = codebook.parse(OWN.replace("0.15", "0.2"))

    assert revision.restated(BOOK, BOOK) == revision.changes(BOOK, own) == []
    assert revision.restated(BOOK, own) == [revision.Change("H8", "added", (), False)]
    assert revision.restated(own, BOOK) == [revision.Change("H8", "removed", (), False)]
    assert revision.restated(own, wider) == [revision.Change("H8", "changed", ("smallest",), False)]


def test_a_hypothesis_without_a_source_is_sent_back() -> None:
    assert revision.faults(codebook.parse(OWN.replace('source = "our own support team"\n', ""))) == [
        "H8: source is missing"
    ]
