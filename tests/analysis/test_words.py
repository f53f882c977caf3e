import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.coders import lexicon, words
from analysis.coders.matching import small

WRITTEN = re.compile(r"[a-z_-]+\*?")  # entries of letters; what else the table holds is told apart by tokens

EXPRESSIONS = st.sampled_from(sorted(entry for entry in (*words.WHOLE, *words.STEMS) if "_" in entry))
PARTS = sorted({part for entry in (*words.WHOLE, *words.STEMS) if "_" in entry for part in entry.split("_") if part})


def entries() -> Iterator[tuple[str, str]]:
    for sense, text in lexicon.senses().items():
        for entry in text.split():
            if WRITTEN.fullmatch(entry):
                yield sense, entry.removesuffix("*").replace("_", " ")


def told(sentence: str) -> list[words.Senses]:
    return list(words.meanings(words.tokens(sentence)))


@pytest.mark.parametrize(
    ("sentence", "tokens"),
    [
        ("they rang back", ["they", "rang", "back"]),
        ("a well-known no-show", ["a", "well", "known", "no", "show"]),
        ("paid $12.50 or £3", ["paid", "$#", "#", "or", "$#"]),
        ("at 5:30 on the 4th", ["at", "#", "#", "on", "the", "#"]),
        ("it didn't work", ["it", "did", "n't", "work"]),
        ("n't", ["can", "n't"]),
        ("it's 'fine'", ["it", "'s", "fine"]),
        ("xxxx told me in xx", ["xx", "told", "me", "in", "xx"]),
        ("really? no!", ["really", "no", "!", "?"]),
        ("' - -- ''", []),
        ("", []),
    ],
)
def test_a_sentence_falls_into_tokens(sentence: str, tokens: list[str]) -> None:
    assert words.tokens(sentence) == tokens


def test_of_a_list_without_end_the_first_words_are_read() -> None:
    assert words.tokens("word " * 500 + "!") == ["word"] * words.MOST + ["!"]


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_token_is_empty_or_holds_what_parts_the_names_of_features(text: str) -> None:
    for token in words.tokens(small(text)):
        assert token
        assert not re.search(r"[\s:]", token)


def test_a_sentence_has_its_words_neighbours_and_beginnings() -> None:
    found = list(words.features(["they", "vanished"]))

    assert [name for name in found if name[:2] in ("w:", "b:", "p:")] == [
        "w:they",
        "b:< they",
        "w:vanished",
        "b:they vanished",
        "p:vanis",
    ]


def test_sentences_without_a_common_word_share_senses() -> None:
    clerk, agent = (set(words.features(words.tokens(said))) for said in ("the clerk left", "an agent departed"))

    assert "s:staff" in clerk & agent
    assert not {name for name in clerk & agent if name.startswith(("w:", "b:"))}


def test_senses_that_follow_each_other_are_a_feature() -> None:
    here, there = told("nobody apologised")

    assert {f"ss:{a} {b}" for a in here for b in there} <= set(words.features(words.tokens("nobody apologised")))


def test_the_longest_expression_comes_first() -> None:
    assert told("they never called me back") == [("they",), ("no_callback",)]


def meant(expression: str) -> words.Senses:
    """The senses of an expression as the table has them: of the whole, or else of the longest stem that begins it."""
    stems = (stem for stem in words.STEMS if expression.startswith(stem))
    return words.WHOLE.get(expression) or words.STEMS.get(max(stems, key=len, default=""), ())


@given(st.lists(EXPRESSIONS | st.sampled_from(PARTS), min_size=1, max_size=4).map("_".join))
def test_an_expression_is_the_longest_that_has_a_sense(text: str) -> None:
    tokens, past = text.split("_"), 0
    for place, behind, found in words.expressions(tokens):
        here = tokens[place : place + words.LONGEST]
        sizes = [size for size in range(2, len(here) + 1) if meant("_".join(here[:size]))]
        assert place >= past
        assert (behind, found) == (place + max(sizes), meant("_".join(here[: max(sizes)])))
        past = behind


@given(st.lists(EXPRESSIONS | st.sampled_from(PARTS), min_size=1, max_size=4).map("_".join))
def test_no_expression_is_passed_over(text: str) -> None:
    tokens = text.split("_")
    within = {number for place, behind, _ in words.expressions(tokens) for number in range(place, behind)}
    left = [place for place in range(len(tokens)) if place not in within]

    assert not [
        here
        for place in left
        for size in range(2, words.LONGEST + 1)
        if (here := "_".join(tokens[place : place + size])) in words.WHOLE and "_" in here
    ]


def test_what_has_no_sense_is_passed() -> None:
    assert told("zyzzyva") == []
    assert told("zyzzyva clerk") == told("clerk")


def test_function_words_that_no_sense_has_stand_for_themselves() -> None:
    assert {"i", "they"} <= words.KEPT
    assert told("i") == [("i",)]


@pytest.mark.parametrize("sense", sorted(lexicon.senses()))
def test_every_word_of_the_thesaurus_has_its_sense(sense: str) -> None:
    unread = [entry for name, entry in entries() if name == sense and not any(sense in one for one in told(entry))]

    assert not unread
