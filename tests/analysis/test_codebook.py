from pathlib import Path

import pytest

from analysis import codebook
from analysis.coders.matching import hits, read
from analysis.coders.rules import RULES, code

BOOK = codebook.default()
IDS = {
    "genre": "experience vendor advice news promo other",
    "core": "resolution commitments response_time",
    "secondary": "courtesy empathy personal_attention honesty competence ownership flexibility follow_up effort"
    " product_quality price_value",
    "outcome": "recommends warns stays leaves",
}
SMALL = 'id = "b"\nversion = "1"\n[[code]]\nid = "x"\nkind = "genre"\nname = "X"\nquestion = "X?"\ndefinition = "It is x."\n'
EXAMPLES = [(entry, level, example) for entry in BOOK.codes for level, example in entry.examples]


@pytest.mark.parametrize("kind", IDS)
def test_the_codebook_holds_every_code_of_the_study(kind: str) -> None:
    assert {entry.id for entry in BOOK.of(kind)} == set(IDS[kind].split())


@pytest.mark.parametrize("entry", BOOK.codes, ids=lambda entry: entry.id)
def test_every_code_says_what_it_is_when_to_use_it_and_when_not(entry: codebook.Code) -> None:
    assert all((entry.definition, entry.use_when, entry.avoid_when, entry.examples))


@pytest.mark.parametrize(("entry", "level", "example"), EXAMPLES, ids=[example for *_, example in EXAMPLES])
def test_every_example_is_coded_as_its_code_says(entry: codebook.Code, level: str, example: str) -> None:
    if entry.kind == "genre":
        assert code("", example).genre == entry.id
    else:
        assert (entry.id, level) in {(hit.rule.code, hit.rule.level) for hit in hits(read(example), RULES)}


def test_every_code_that_a_rule_gives_stands_in_the_codebook() -> None:
    given = {rule.code for rule in RULES.rules if not rule.sign} - {"reaction"}
    assert given == {entry.id for entry in BOOK.of("core", "secondary", "outcome")}


def test_the_digest_changes_with_what_a_code_says_and_not_with_remarks() -> None:
    assert codebook.parse(SMALL).digest != codebook.parse(SMALL.replace("It is x", "It was x")).digest
    assert codebook.parse(SMALL).digest == codebook.parse(SMALL + "# a remark\n").digest


def test_codes_keep_the_order_of_the_file() -> None:
    assert [entry.id for entry in BOOK.of("core", "secondary")][:3] == IDS["core"].split()


@pytest.mark.parametrize(
    ("toml", "fault"),
    [
        ("id = [", "not valid TOML"),
        ('version = "1"', "no 'id'"),
        ('id = "b"\nversion = "1"', "no 'code'"),
        (SMALL.replace('name = "X"\n', ""), "code x: 'name' is missing"),
        (SMALL.replace('id = "x"\n', ""), "code number 1: 'id' is missing"),
        (SMALL.replace("genre", "colour"), "kind 'colour' is none of"),
        (SMALL.replace("genre", "core"), "code x: 'failed' is missing"),
        (SMALL + 'colour = "red"', "code x: unknown field 'colour'"),
        (SMALL + SMALL.split("\n", 2)[2], "'x' is defined twice"),
    ],
)
def test_a_faulty_codebook_is_refused_with_the_place_of_the_fault(toml: str, fault: str) -> None:
    with pytest.raises(codebook.CodebookError, match=fault):
        codebook.parse(toml)


def test_no_example_stands_twice() -> None:
    examples = [example for *_, example in EXAMPLES]
    assert len(examples) == len(set(examples))


def test_the_file_of_the_package_is_the_default() -> None:
    file = Path(codebook.__file__).parent / "codebooks" / f"{BOOK.id}.toml"
    assert codebook.parse(file.read_text(encoding="utf-8")) == BOOK
