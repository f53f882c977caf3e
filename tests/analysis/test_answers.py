"""The language model's answers: believed as far as the codebook and the words of the post bear them."""

import pytest
from answering import ANGRY, BOOK, FAILED, GONE, GOOD, TEXT, answer, claim
from hypothesis import given
from hypothesis import strategies as st

from analysis.coders import llm
from analysis.coders.llm import AnswerError, coding
from analysis.coders.prompt import Json

KEYS = st.sampled_from(("genre", "causes", "outcomes", "reaction", "code", "quotes", "words", "level", "confidence"))


def told(*causes: object) -> dict[str, str]:
    return dict(coding(BOOK, answer(causes=list(causes)), TEXT).causes)


def why(cause: object) -> str:
    """The reason that stands for the one cause of an answer."""
    (item,) = (item for item in coding(BOOK, answer(causes=[cause]), TEXT).judgements if item.code != "genre")
    return f"{item.level} {item.reason}"


def test_an_answer_becomes_a_coding_with_its_words() -> None:
    found = coding(BOOK, GOOD, TEXT)

    assert (found.genre, found.genre_reason, found.reaction) == ("experience", "he was served", -2)
    assert found.causes == (("commitments", "failed"),)
    assert found.outcomes == ("leaves",)
    assert [(item.code, item.level) for item in found.evidence] == [
        ("commitments", "failed"),
        ("leaves", ""),
        ("reaction", "-2"),
    ]
    assert all(TEXT[item.start : item.end] == item.quote for item in found.evidence)
    assert {(item.rule, item.strength) for item in found.evidence} == {("llm", 0.8)}
    assert [(item.code, item.level, item.confidence) for item in found.judgements] == [
        ("commitments", "failed", 0.8),
        ("genre", "experience", 0.9),
        ("leaves", "told", 0.8),
        ("reaction", "-2", 0.8),
    ]


def test_a_mixed_cause_has_quotes_of_both_kinds() -> None:
    quotes = [{"words": "It's “still” broken.", "level": "failed"}]
    quotes += [
        {"words": "they promised to call me back", "level": "met"},
        {"words": "Nobody ever called.", "level": "x"},
    ]
    found = coding(BOOK, answer(causes=[claim("resolution", "mixed", "", quotes=quotes)]), TEXT)

    assert found.causes == (("resolution", "mixed"),)
    assert [item.level for item in found.evidence] == ["met", "mixed", "failed"]


def test_an_invented_quote_drops_its_code_and_says_so() -> None:
    invented = claim("honesty", "failed", "They lied to me about the warranty.")

    assert told(FAILED, invented) == {"commitments": "failed"}
    assert why(invented).startswith(
        " dropped: the words it quotes do not stand in the text; the model said: he says so"
    )


def test_one_true_quote_among_invented_ones_is_enough_and_the_only_evidence() -> None:
    quotes = [{"words": "They lied to me.", "level": "failed"}, {"words": "Nobody ever called.", "level": "failed"}]
    found = coding(BOOK, answer(causes=[claim("commitments", "failed", "", quotes=quotes)]), TEXT)

    assert [item.quote for item in found.evidence] == ["Nobody ever called."]


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"level": "awful"}, "dropped: its level 'awful' is none of failed, met, exceeded, mixed"),
        ({"level": None}, "dropped: its level 'None'"),
        ({"confidence": "high"}, "dropped: its confidence is no number"),
        ({"confidence": None}, "dropped: its confidence is no number"),
        ({"confidence": float("nan")}, "dropped: its confidence is no number"),
        ({"confidence": True}, "dropped: its confidence is no number"),
        ({"quotes": "Nobody ever called."}, "dropped: the words it quotes"),
        ({"quotes": ["Nobody ever called."]}, "dropped: the words it quotes"),
        ({"quotes": [{"words": 7}]}, "dropped: the words it quotes"),
        ({"quotes": None}, "dropped: the words it quotes"),
    ],
)
def test_a_claim_of_the_wrong_form_is_dropped_with_the_reason(other: Json, says: str) -> None:
    assert says in why(FAILED | other)
    assert told(FAILED | other) == {}


@pytest.mark.parametrize("code", ["kindness", "leaves", "experience", "", None, ["commitments"], {}])
def test_a_code_that_is_none_of_the_causes_is_left_out(code: object) -> None:
    assert told(FAILED | {"code": code}, "no claim", 7, None) == {}


@pytest.mark.parametrize(("said", "kept"), [(7, 1.0), (-1, 0.0), (0.25, 0.25), (10**400, 1.0), (float("inf"), 1.0)])
def test_confidence_is_held_between_nothing_and_certainty(said: float, kept: float) -> None:
    found = coding(BOOK, answer(causes=[FAILED | {"confidence": said}]), TEXT)

    assert [item.confidence for item in found.judgements if item.code == "commitments"] == [kept]
    assert [item.strength for item in found.evidence] == [kept]


def test_of_two_claims_on_one_cause_the_first_counts() -> None:
    assert told(FAILED, FAILED | {"level": "met"}) == {"commitments": "failed"}


def test_a_reaction_may_come_as_a_number() -> None:
    assert coding(BOOK, answer(reaction=ANGRY | {"level": -2}), TEXT).reaction == -2
    assert coding(BOOK, answer(reaction=ANGRY | {"level": -3}), TEXT).reaction is None


def test_only_experiences_carry_codes() -> None:
    found = coding(BOOK, answer("promo", causes=[FAILED], outcomes=[GONE], reaction=ANGRY), TEXT)

    assert (found.causes, found.outcomes, found.reaction, found.evidence) == ((), (), None, ())
    assert [item.code for item in found.judgements] == ["genre"]


@pytest.mark.parametrize(
    "around", ["{}", "Sure! Here it is:\n```json\n{}\n```\nAnything {else}?", "<think>{{a}}</think>{}"]
)
def test_text_around_the_object_is_passed_over(around: str) -> None:
    text = around.replace("{{a}}", "{a}").replace("{}", GOOD)

    assert coding(BOOK, text, TEXT) == coding(BOOK, GOOD, TEXT)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no JSON object with a genre"),
        ("I cannot help with that.", "no JSON object with a genre"),
        (GOOD[:-40], "cut off"),
        ("[1]", "no JSON object"),
        ("{" * 100_000, "no JSON object"),
        ('{"genre":' * 100_000, "no JSON object"),
        (answer("poem"), "the genre 'poem' is none of experience, vendor"),
        (answer(genre="experience") .replace('{"reason"', '{"x"').replace('"level"', '"y"'), "the genre '' is none of"),
        (answer(causes={"commitments": "failed"}), "causes is no list"),
        (answer(outcomes=None), "outcomes is no list"),
        ('{"genre": "experience"}', "genre is no object"),
        (GOOD.replace("0.9", '"sure"'), "the confidence of the genre is no number"),
    ],
)  # fmt: skip
def test_an_answer_of_no_use_says_what_is_wrong(text: str, says: str) -> None:
    with pytest.raises(AnswerError, match=says):
        coding(BOOK, text, TEXT)


@given(
    st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda x: st.lists(x) | st.dictionaries(KEYS, x))
)
def test_whatever_json_comes_it_is_a_coding_or_an_answer_error(value: object) -> None:
    parts = value if isinstance(value, dict) else {"causes": [FAILED | {"quotes": value}, value], "reaction": value}
    try:
        found = coding(BOOK, answer(**{str(key): one for key, one in parts.items()}), TEXT)
    except AnswerError:
        return

    assert all(TEXT[item.start : item.end] == item.quote for item in found.evidence)


def test_reasons_are_one_printable_line() -> None:
    dirty = FAILED | {"reason": "a\n\n b\x1b[31m\ud800" + "c" * 1000}

    assert why(dirty).startswith("failed a b\ufffd[31m\ufffdccc")
    assert len(why(dirty)) == len("failed ") + llm.REASON
