from dataclasses import replace

import pytest

from analysis import codebook, revision
from analysis.coders import CODERS, rules

BOOK = codebook.default()
ACCESS = '''
id = "with_access"
version = "2"
extends = "customer_service"

[[code]]
id = "access"
kind = "secondary"
name = "Access"
question = "Could everybody get in?"
definition = "Whether the place can be used by people who do not walk, see or hear well."
use_when = "Steps, lifts, ramps or captions are told of."
avoid_when = "The shop was merely far away."
examples.failed = ["There was no ramp, so my father waited in the car."]
examples.met = ["The ramp was wide and dry."]
failed = "Shut out."
met = "Could get in."
exceeded = "Made a way where there was none."
complaint_label = "shut out"
praise_label = "let in"
[code.phrases]
failed = """
no ramp|lift|captions
"""
met = """
ramp was wide|open
"""
'''
STORY = (
    "I called the bank about my account on Monday. There was no ramp at the branch, so I waited outside. "
    "I called customer service again and nobody answered my letters. My card still does not work."
)


def test_the_shipped_codebook_has_no_faults() -> None:
    assert revision.faults(BOOK) == []


def test_a_code_added_in_toml_alone_is_found_with_its_words() -> None:
    book = codebook.parse(ACCESS)
    coding = CODERS["rules"](book)("", STORY)

    assert revision.faults(book) == []
    assert ("access", "failed") in coding.causes
    assert [item.quote for item in coding.evidence if item.code == "access"] == [
        "There was no ramp at the branch, so I waited outside."
    ]


def test_an_extended_codebook_keeps_the_other_codes_and_their_order() -> None:
    assert [code.id for code in codebook.parse(ACCESS).codes] == [*(code.id for code in BOOK.codes), "access"]


def test_a_code_taken_out_of_the_codebook_is_no_longer_coded() -> None:
    text = "I called the shop. The clerk was rude to me and hung up on me. I called again and it is still broken."
    short = replace(BOOK, codes=tuple(code for code in BOOK.codes if code.id != "courtesy"))

    assert "courtesy" in dict(CODERS["rules"](BOOK)("", text).causes)
    assert "courtesy" not in dict(CODERS["rules"](short)("", text).causes)


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('use_when = "Steps, lifts, ramps or captions are told of."\n', "", "access: use when is missing"),
        ('examples.met = ["The ramp was wide and dry."]\n', "", "access: give an example of failed and one of met"),
        ("There was no ramp, so", "There were steps, so", "is coded not at all, not failed"),
        ("The ramp was wide and dry", "Oddly, no ramp was there", "is coded failed, not met"),
    ],
)
def test_a_faulty_code_is_named_with_what_is_wrong(before: str, after: str, fault: str) -> None:
    assert before in ACCESS
    assert [line for line in revision.faults(codebook.parse(ACCESS.replace(before, after))) if fault in line]


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('extends = "customer_service"', 'extends = "mine"', "only 'customer_service' can be extended"),
        ("examples.failed", "examples.awful", "give them by level, under failed, met, exceeded, not 'awful'"),
        ('examples.met = ["The ramp was wide and dry."]', "examples.met = 3", "neither a text nor a list of texts"),
        ('name = "Access"', "name = 7", "'name' is no text"),
        ('name = "Access"', 'name = "Acc\\u0007ess"', "'name' is no text"),
        ('version = "2"', 'version = "\\u0000"', "id or version holds a control character"),
        ('kind = "secondary"', 'kind = "genre"', "give them by level, under no level"),
    ],
)
def test_an_unreadable_code_is_refused_with_its_name(before: str, after: str, fault: str) -> None:
    with pytest.raises(codebook.CodebookError, match=fault):
        codebook.parse(ACCESS.replace(before, after))


@pytest.mark.parametrize("phrase", ["..", "<nowhere> door", "#"])
def test_a_phrase_that_cannot_be_read_names_its_code(phrase: str) -> None:
    book = codebook.parse(ACCESS.replace("no ramp|lift|captions", phrase))

    with pytest.raises(codebook.CodebookError, match="code access: phrases"):
        rules.coder(book)


PLAIN = ACCESS.split("[code.phrases]")[0]  # for people and language models only


@pytest.mark.parametrize(
    ("old", "new", "recodes"),
    [
        (PLAIN, ACCESS, True),
        (ACCESS, ACCESS.replace("no ramp|lift", "no ramp|lift|door"), True),
        (ACCESS, ACCESS.replace('"secondary"', '"core"'), True),
        (ACCESS, ACCESS.replace('id = "access"', 'id = "entry"'), True),
        (ACCESS, ACCESS.replace("extends", 'without = ["courtesy"]\nextends'), True),
        (ACCESS, ACCESS.replace("Shut out.", "Left outside.").replace('"2"', '"3"'), False),
        (PLAIN, PLAIN.replace('"secondary"', '"core"'), False),
        (PLAIN, PLAIN.replace('id = "access"', 'id = "entry"'), False),
        (PLAIN, PLAIN.replace("extends", 'without = ["courtesy"]\nextends'), True),
        (ACCESS, ACCESS + "# a remark", False),
    ],
)
def test_what_coders_read_differs_where_a_change_recodes_and_nowhere_else(old: str, new: str, recodes: bool) -> None:
    before, after = codebook.parse(old), codebook.parse(new)

    assert any(change.recodes for change in revision.changes(before, after)) == recodes
    assert (before.read != after.read) == recodes


def test_the_order_of_codes_means_nothing_to_coders() -> None:
    turned = replace(BOOK, codes=BOOK.codes[::-1])

    assert turned.read == BOOK.read
    assert turned.digest != BOOK.digest


def test_a_code_that_falls_away_is_gone_unless_the_book_tells_it_anew() -> None:
    short = codebook.parse(ACCESS.replace("extends", 'without = ["courtesy", "warns"]\nextends'))
    bare = 'id = "b"\nversion = "1"\nextends = "customer_service"\nwithout = ["warns"]'

    assert {code.id for code in BOOK.codes} - {code.id for code in short.codes} == {"courtesy", "warns"}
    assert len(codebook.parse(bare).codes) == len(BOOK.codes) - 1


def test_changes_tell_which_codes_differ_and_whether_rules_read_what_differs() -> None:
    book = codebook.parse(ACCESS)
    told = codebook.parse(ACCESS.replace("Shut out.", "Left outside."))
    wider = codebook.parse(ACCESS.replace("no ramp|lift", "no ramp|lift|door"))

    assert revision.changes(BOOK, BOOK) == []
    assert revision.changes(BOOK, book) == [revision.Change("access", "added", (), True)]
    assert revision.changes(book, BOOK) == [revision.Change("access", "removed", (), True)]
    assert revision.changes(book, told) == [revision.Change("access", "changed", ("failed",), False)]
    assert revision.changes(book, wider) == [revision.Change("access", "changed", ("phrases",), True)]
