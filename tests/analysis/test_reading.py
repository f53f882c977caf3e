import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reading import LONGEST, PUNKT, Span, plain, quoted, sentences

TEXTS = st.text(alphabet=st.sampled_from("ab İßé\n\t .,!?\"“”'*_>-1:;#"), max_size=300) | st.text(max_size=200)


def parts(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


def others(text: str) -> list[str]:
    return [text[span.start : span.end] for span in quoted(text)]


def test_abbreviations_do_not_end_a_sentence() -> None:
    assert parts("Mr. Lund of Sable Inc. rang. He was late.") == ["Mr. Lund of Sable Inc. rang.", "He was late."]


@pytest.mark.parametrize("end", ["it.", '"it."', "(it.)", '"it".', "'it'!", "(it)?", 'it?"'])
def test_what_closes_stays_with_its_sentence(end: str) -> None:
    assert parts(f"They refused {end} We left.") == [f"They refused {end}", "We left."]


WORDS = st.sampled_from(["we", "They", "etc", "12", "mr", "I", "p.m", "days", "a-b", "it's"])
MARKS = st.sampled_from(["", "", ".", "!", "?", "...", ","])
CLOSED = st.sampled_from(["", "", '"', ")", "'"])
OPENED = st.sampled_from(["", "", '"', "("])


@given(st.lists(st.tuples(OPENED, WORDS, CLOSED, MARKS, CLOSED).map("".join), max_size=9).map(" ".join))
def test_sentences_are_those_that_punkt_finds_without_our_short_ways(text: str) -> None:
    assert [(span.start, span.end) for span in sentences(text)] == list(PUNKT.span_tokenize(text))


@pytest.mark.parametrize("mark", ["- ", "* ", "> ", "2) ", "# ", "UPDATE: ", "[Edit] "])
def test_a_new_item_begins_a_sentence_without_a_full_stop(mark: str) -> None:
    assert parts(f"no stop here\n{mark}next one") == ["no stop here", f"{mark}next one"]


def test_a_wrapped_line_does_not() -> None:
    assert parts("It was a long\nwait.") == ["It was a long\nwait."]


def test_a_blank_line_ends_a_sentence() -> None:
    assert parts("A heading\n \nThe text.") == ["A heading", "The text."]


def test_what_has_no_full_stop_is_cut_at_a_space() -> None:
    pieces = parts("word " * 500)
    assert max(map(len, pieces)) <= LONGEST
    assert " ".join(pieces) == ("word " * 500).strip()


def test_what_has_no_space_is_cut_at_the_limit() -> None:
    assert [len(piece) for piece in parts("x" * (2 * LONGEST + 1))] == [LONGEST, LONGEST, 1]


def test_quoted_lines_and_long_speech_are_somebody_elses_words() -> None:
    text = '> We are sorry.\nThe note said “your parcel is on its way to you now” and "no" twice.'
    assert others(text) == ["> We are sorry.", "“your parcel is on its way to you now”"]


def test_a_mail_runs_from_its_greeting_to_its_close() -> None:
    mail = "Dear Ann,\nyour request was closed.\nKind regards,"
    assert others(f"They wrote:\n\n{mail}\nTom\n\nI laughed.") == [mail]


def test_a_greeting_without_a_close_is_no_mail() -> None:
    assert not others("Hello,\nthis is my blog.\nIt is about bread.")


def test_a_close_that_is_far_away_is_not_taken() -> None:
    assert not others("Hi all,\n" + "a line about bread\n" * 200 + "Cheers\n")


def test_four_turns_make_a_transcript_and_three_do_not() -> None:
    turns = ["Ann: hello there", "Agent: how can I help", "Ann: my line is dead", "Agent: I see"]
    assert others("\n".join(turns)) == turns
    assert not others("\n".join(turns[:3]))


def test_an_update_is_not_a_turn_of_a_chat() -> None:
    assert not others("Update: fixed.\nNote: late.\nUpdate: again.\nVerdict: fine.\nUpdate: no.")


def test_plain_text_has_straight_quotes_and_no_emphasis() -> None:
    assert plain("It’s *never*\nfixed “now”") == 'It\'s  never  fixed "now"'


def test_plain_text_keeps_paragraphs_and_items() -> None:
    assert plain("a\n\nb\n- c") == "a\n\nb\n- c"


@given(TEXTS)
def test_plain_text_has_the_length_of_the_text(text: str) -> None:
    assert len(plain(text)) == len(text)


@given(TEXTS)
def test_sentences_hold_every_visible_character_once_and_in_order(text: str) -> None:
    spans = sentences(text)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert "".join("".join(part.split()) for part in parts(text)) == "".join(text.split())
    assert all(0 < span.end - span.start <= LONGEST for span in spans)


@given(TEXTS)
def test_quoted_passages_lie_in_the_text(text: str) -> None:
    assert all(0 <= span.start < span.end <= len(text) for span in quoted(text))


@pytest.mark.parametrize("unit", ["\n ", "*", "_", "“a", '"', "Dear you,\n", "Bob: hi\n", " ", "\t>", "- "])
def test_reading_hostile_text_takes_time_in_proportion(unit: str) -> None:
    text = unit * (400_000 // len(unit))
    start = time.process_time()
    assert sentences(plain(text)) is not None
    assert quoted(text) is not None
    assert time.process_time() - start < 8


def test_spans_are_ordered_by_where_they_begin() -> None:
    assert Span(1, 9) < Span(2, 3)
