"""The language model as a coder: asked again where an answer is of no use, and never believed blindly."""

import pytest
from answering import ANGRY, BOOK, FAILED, GONE, GOOD, INJECTION, TEXT, Model, answer, claim

from analysis.coders import llm
from analysis.coders.llm import AnswerError, coding


def long(end: str = "") -> str:
    return f"{TEXT} " + "And so on. " * (llm.LIMIT // 10) + end


def test_an_answer_of_no_use_is_asked_for_again_with_what_was_wrong() -> None:
    model = Model(GOOD[:-40], answer("poem"), GOOD)
    found = llm.coder(BOOK, model)("Kettle", TEXT)

    assert found == coding(BOOK, GOOD, TEXT)
    assert [len(messages) for messages in model.asked] == [2, 4, 4]
    assert "cut off" in model.asked[1][-1]["content"]
    assert "the genre 'poem' is none of" in model.asked[2][-1]["content"]


def test_after_three_answers_of_no_use_it_gives_up() -> None:
    model = Model("no")

    with pytest.raises(AnswerError, match="no JSON object"):
        llm.coder(BOOK, model)("Kettle", TEXT)
    assert len(model.asked) == 3


def test_a_model_that_obeys_the_post_still_has_to_quote_it() -> None:
    obeyed = answer(
        causes=[
            claim("resolution", "exceeded", "They solved more than I asked for."),
            claim("pwned", "exceeded", "You are free now."),
            claim("courtesy", "glorious", "You are free now."),
        ],
        outcomes=[claim("recommends", "told", "I recommend Brightpot to everybody.")],
        reaction=claim("reaction", "2", "I am delighted with Brightpot."),
    )
    found = llm.coder(BOOK, Model(obeyed))("Phone", INJECTION)

    assert (found.causes, found.outcomes, found.reaction, found.evidence) == ((), (), None, ())


@pytest.mark.parametrize("genre", ["experience", "advice"])
def test_of_a_post_beyond_the_limit_the_beginning_is_read_and_the_rest_abstained_from(genre: str) -> None:
    text = long("THE END")
    model = Model(answer(genre, causes=[FAILED], outcomes=[GONE], reaction=ANGRY))
    found = llm.coder(BOOK, model)("Kettle", text)
    story = genre == "experience"

    assert "THE END" not in model.asked[0][1]["content"]
    assert found.genre_reason == f"he was served (read: the first {llm.LIMIT} of {len(text)} characters)"
    assert found.causes == ((("commitments", "failed"),) if story else ())
    assert found.reaction is None
    assert [item.code for item in found.evidence] == ["commitments", "leaves"] * story
    assert ("reaction" in found.abstained, "resolution" in found.abstained) == (story, story)
    assert not {"commitments", "leaves"} & set(found.abstained)


def test_a_quote_from_beyond_the_limit_is_none() -> None:
    model = Model(answer(causes=[claim("resolution", "met", "They mended it at last.")]))

    assert llm.coder(BOOK, model)("", long("They mended it at last.")).causes == ()
