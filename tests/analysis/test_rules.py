import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from saying import SAID

from analysis import codebook
from analysis.coders import CODERS
from analysis.coders.rules import LIMIT, code
from analysis.coding import Coding

LEVELS = {"failed", "met", "exceeded", "mixed"}
TEXTS = st.lists(st.sampled_from(SAID), max_size=14).flatmap(
    lambda said: st.sampled_from(["\n", " ", "\n\n", "\r\n"]).map(lambda gap: gap.join(said))
)
STORY = (
    "I bought a kettle from Brightpot in June and it stopped working after a week. I called them. They promised to send "
    "a new one within three days, but nothing came. I was on hold for fifty minutes, and then the man hung up on me. "
    "Nobody answered my letters.\n\n{end}"
)


def of(text: str, title: str = "") -> dict[str, str]:
    return dict(code(title, text).causes)


def valid(text: str, coding: Coding) -> bool:
    """Whether every code is known and rests on words that stand in the text."""
    carried = {item.code for item in coding.evidence}
    return all(text[item.start : item.end] == item.quote != "" for item in coding.evidence) and all(
        level in LEVELS and cause in carried for cause, level in coding.causes
    )


@settings(deadline=None, max_examples=150)
@given(TEXTS)
def test_every_code_rests_on_words_of_the_text(text: str) -> None:
    coding = code("", text)
    assert valid(text, coding)
    assert set(coding.outcomes) <= {item.code for item in coding.evidence}


@settings(deadline=None)
@given(st.text(max_size=300), st.text(max_size=40))
def test_any_text_is_coded_without_an_error(text: str, title: str) -> None:
    assert valid(text, code(title, text))


@settings(deadline=None, max_examples=60)
@given(TEXTS)
def test_only_experiences_carry_codes(text: str) -> None:
    coding = code("", text)
    if coding.genre == "experience":
        assert coding.reaction in (-2, -1, 0, 1, 2)
    else:
        assert (coding.causes, coding.reaction, coding.outcomes, coding.evidence) == ((), None, (), ())
    assert coding == code("", text)


@settings(deadline=None, max_examples=60)
@given(TEXTS)
def test_codes_and_evidence_are_in_order_and_known(text: str) -> None:
    coding = code("", text)
    known = {entry.id for entry in codebook.default().of("core", "secondary")}
    assert list(coding.causes) == sorted(coding.causes)
    assert {cause for cause, _ in coding.causes} <= known
    assert all(a.start <= b.start for a, b in pairwise(coding.evidence))


def test_a_story_that_stays_bad_is_coded_so() -> None:
    coding = code("", STORY.format(end="It is still broken, and they refuse to refund me. Stay away from this shop."))
    told = dict(coding.causes)
    assert coding.genre == "experience"
    assert {cause: told[cause] for cause in ("resolution", "commitments", "response_time", "courtesy")} == {
        "resolution": "failed",
        "commitments": "failed",
        "response_time": "failed",
        "courtesy": "failed",
    }
    assert coding.reaction is not None
    assert coding.reaction < 0
    assert coding.outcomes == ("warns",)


def test_a_story_put_right_at_the_end_does_not_stay_unsolved() -> None:
    end = (
        "UPDATE: the owner himself rang, apologised, and sent me a better kettle free of charge. It works perfectly. "
        "He refunded my money too. I was impressed. I highly recommend them now."
    )
    assert of(STORY.format(end=end))["resolution"] in ("met", "exceeded", "mixed")


def test_a_promise_of_which_only_the_telling_is_quoted_takes_the_level_of_the_verdict() -> None:
    text = (
        "I asked the bakery for a cake. She told me that it would be ready by noon. I came at noon. "
        "The cake was there, exactly what I wanted, and the woman was friendly. I was very happy."
    )
    levels = {item.level for item in code("", text).evidence if item.code == "commitments"}
    assert levels == {"met"}


def test_what_a_company_writes_is_not_the_authors_praise() -> None:
    mail = "Dear customer,\nwe have fixed the problem, sent you a replacement and refunded you.\nKind regards\nSupport"
    coding = code(
        "", STORY.format(end=f"This is what they wrote:\n\n{mail}\n\nNothing of it came. It is still broken.")
    )
    assert dict(coding.causes)["resolution"] == "failed"


def test_a_text_beyond_the_limit_is_read_to_the_limit() -> None:
    story = STORY.format(end="\n")
    text = story * (LIMIT // len(story) + 9)
    assert LIMIT - len(story) < max(item.end for item in code("", text).evidence) <= LIMIT


@pytest.mark.parametrize(
    "unit",
    ["a ", " ", '"', "\n ", "nothing ", "I still have not got a refund for three weeks. ", ". ", "> a\n", "Bob: hi\n"],
)
def test_a_megabyte_of_hostile_text_takes_seconds(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    start = time.process_time()
    assert valid(text[:LIMIT], code(text[:400], text))
    assert time.process_time() - start < 20


def test_the_table_of_coders_holds_the_rules() -> None:
    assert CODERS["rules"](codebook.default())("", STORY) == code("", STORY)
