"""Quotes of a language model: letter by letter, and mapped back to where they stand."""

import time

import pytest
from answering import TEXT
from hypothesis import given
from hypothesis import strategies as st

from analysis.coders.llm import find


@pytest.mark.parametrize(
    ("words", "stands"),
    [
        ("Nobody ever called.", "Nobody ever called."),
        ('Nobody ever called. It\'s "still" broken.', "Nobody ever called.  It’s “still” broken."),
        ("call me back. Nobody ever", "call me back.\n\nNobody ever"),
        ("  Nobody\never   called ", "Nobody ever called"),
    ],
)
def test_white_space_and_kind_of_quote_marks_are_forgiven_and_mapped_back(words: str, stands: str) -> None:
    place = find(words, TEXT)

    assert place
    assert TEXT[slice(*place)] == stands


@pytest.mark.parametrize(
    "words",
    [
        "They never called.",
        "nobody ever called.",
        "Nobody ... called.",
        "Nobody ever call",
        "body ever called",
        "kettle",
        "",
        "Nobody ever called - It",
        ".*",
        "((((((((((",
        "My  kettle\x00died",
    ],
)
def test_what_does_not_stand_in_the_text_is_no_quote(words: str) -> None:
    assert find(words, TEXT) is None


@given(st.text("ab'’“\" \n\u00a0ß", min_size=8, max_size=60), st.data())
def test_every_passage_of_a_text_is_found_where_it_stands(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    place = find(text[start:end], text)

    if place:
        same = str.maketrans("’“", "'\"")
        assert text[slice(*place)].translate(same).split() == text[start:end].translate(same).split()
    else:
        assert len(" ".join(text[start:end].split())) < 8 or cuts_a_word(text, start, end)


def cuts_a_word(text: str, start: int, end: int) -> bool:
    shown = text[start:end]
    start += len(shown) - len(shown.lstrip())
    end -= len(shown) - len(shown.rstrip())
    return any(text[max(0, at - 1) : at + 1].isalnum() and 0 < at < len(text) for at in (start, end))


@pytest.mark.parametrize(
    "text",
    ["a " * 20_000, "' " * 20_000, "a" + " " * 39_000, "My kettle" * 4_000],
    ids=["words", "marks", "blanks", "run"],
)
def test_searching_hostile_texts_takes_no_time(text: str) -> None:
    start = time.process_time()
    find(text[:990] + " x", text)

    assert time.process_time() - start < 1


def test_a_whole_post_is_no_quote() -> None:
    assert find(TEXT * 10, TEXT * 10) is None
