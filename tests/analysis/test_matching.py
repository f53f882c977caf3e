import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.coders import lexicon, lookup
from analysis.coders.matching import covered, hits, inside, read, small
from analysis.reading import Span

GOOD = lexicon.Rule("x.good", "x", "met", 1.0, False, ("fixed",))
BAD = lexicon.Rule("x.bad", "x", "failed", 1.0, False, ("rude",))
BARE = lexicon.Rule("x.bare", "x", "failed", 1.0, True, ("no answer", "answer"))
INDEX = lookup.index((GOOD, BAD, BARE))


def found(text: str) -> list[str]:
    return [hit.rule.id for hit in hits(read(text), INDEX)]


@pytest.mark.parametrize(
    "text",
    [
        "It was fixed.",
        "It was not only fixed but cleaned.",
        "I was not at home, but they fixed it.",
        "They promised to come; he fixed it.",
    ],
)
def test_praise_told_as_fact_counts(text: str) -> None:
    assert found(text) == ["x.good"]


@pytest.mark.parametrize(
    "text",
    [
        "It was not fixed.",
        "It wasn't properly fixed.",
        "They refused to have it fixed.",
        "I hope it gets fixed.",
        "It should be fixed.",
        "If it is fixed, I will say so.",
        "I asked them to have it fixed.",
        "Please get it fixed.",
        "Most companies have fixed this.",
        "Unlike my bank they fixed it.",
    ],
)
def test_praise_that_is_denied_supposed_or_about_others_does_not(text: str) -> None:
    assert not found(text)


def test_a_negation_reaches_further_for_praise_than_for_blame() -> None:
    assert not found("He never said that it was fixed.")
    assert found("He never said that he was rude.") == ["x.bad"]
    assert not found("He was not rude.")


def test_a_bare_rule_holds_behind_a_negation() -> None:
    assert found("I never got an answer.") == ["x.bare"]


def test_a_rule_counts_once_in_a_sentence_and_again_in_the_next() -> None:
    assert found("Rude, rude, rude. Rude again.") == ["x.bad", "x.bad"]


def test_a_second_place_counts_where_the_first_is_denied() -> None:
    assert found("He was not rude but his boss was rude.") == ["x.bad"]


def test_what_others_say_does_not_count() -> None:
    assert not found("> It was fixed.\n\nSo they say.")


def test_small_letters_keep_the_length_of_the_text() -> None:
    assert small("İSTANBUL") == "İstanbul"
    assert small("ABC") == "abc"


@given(st.text(max_size=50))
def test_small_letters_keep_any_length(text: str) -> None:
    assert len(small(text)) == len(text)


def test_overlapping_quotations_are_joined() -> None:
    edges = covered([Span(5, 9), Span(0, 6), Span(20, 30)])
    assert edges == [0, 9, 20, 30]
    assert [inside(edges, position) for position in (0, 8, 9, 19, 20, 30)] == [True, True, False, False, True, False]


THEIRS = lexicon.Rule("x.theirs", "x", "met", 1.0, False, ("polite", "politely helped", "answered"), theirs=True)


def of_others(text: str) -> bool:
    return bool(hits(read(text), lookup.index((THEIRS,))))


@pytest.mark.parametrize(
    "text", ["He was polite.", "I thought that he was polite.", "I was politely helped.", "I wrote and they answered."]
)
def test_what_others_do_to_the_author_counts(text: str) -> None:
    assert of_others(text)


@pytest.mark.parametrize(
    "text",
    [
        "I was polite.",
        "I was always very polite.",
        "I am usually polite.",
        "We answered at once.",
        "I've also answered.",
    ],
)
def test_what_the_author_does_himself_does_not(text: str) -> None:
    assert not of_others(text)


@pytest.mark.parametrize(
    "text",
    [
        "I need somebody to get it fixed.",
        "I asked for a fixed date.",
        "Always be fixed on your aim.",
        "He was less fixed on it.",
        "I hope and pray that it gets fixed.",
        "It could have been fixed.",
        "They were unwilling to get it fixed.",
        "On television it is fixed in ten minutes.",
        "I was quoted 400 elsewhere and it would get fixed.",
    ],
)
def test_praise_of_what_is_asked_for_or_happens_elsewhere_does_not_count(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    ["If there is no answer, I go.", "Please no answer.", "I would hate to get no answer.", "As if no answer came."],
)
def test_nothing_has_happened_under_an_if_not_even_for_a_bare_rule(text: str) -> None:
    assert found(text) == []
