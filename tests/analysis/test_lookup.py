from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.coders import lexicon, lookup
from analysis.coders.lexicon import Rule, pattern

FIRST = Rule("first", "first", "", 1.0, False, ("i|i'm|we'd|my", "an email", "e-mail"), sign=True)
ANGER = Rule("anger", "anger", "", 1.0, False, ("annoy*", "hung up|on", "never .. back"))
INDEX = lookup.index((FIRST, ANGER))
PARTS = [
    "i",
    "i've",
    "i'm",
    "we'd",
    "we",
    "'",
    "my",
    "my-my",
    "'i",
    "$i",
    "an",
    "e-mail",
    "email",
    "hung",
    "up",
    "annoyed",
    "never",
    "back",
    "-",
    ".",
]


def tried(sentence: str) -> list[tuple[int, str]]:
    return lookup.candidates(INDEX, INDEX.words(sentence))


def test_words_with_hyphens_are_found_by_parts_and_written_together() -> None:
    assert lookup.forms("e-mail") == {"e-mail", "email", "e", "mail"}
    assert lookup.forms("no-show") >= {"no-show", "no", "show"}
    assert lookup.forms("an") == {"an"}


def test_counts_are_per_rule_and_occurrence() -> None:
    assert lookup.counts(INDEX, "i annoyed my cat, i did") == {"first": 3, "anger": 1}


def test_a_phrase_is_tried_only_where_all_that_it_needs_stands() -> None:
    assert tried("they hung up") == [(1, "hung up|on")]
    assert tried("they hung the picture") == []
    assert tried("annoying") == [(1, "annoy*")]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(PARTS), max_size=9).map(" ".join)
    | st.lists(st.sampled_from(PARTS), max_size=5).map("".join)
)
def test_signs_of_one_word_are_counted_as_their_pattern_finds_them(sentence: str) -> None:
    seen = lookup.counted(INDEX.words(sentence))

    assert {phrase: times for phrase, times in seen.items() if times} == {
        phrase: times
        for phrase in FIRST.phrases
        if lexicon.alone(phrase) and (times := len(pattern(phrase).findall(sentence)))
    }


@settings(deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=9).map(" ".join))
def test_a_phrase_whose_words_stand_apart_is_always_tried(sentence: str) -> None:
    found = {
        (n, phrase)
        for n, rule in enumerate(INDEX.rules)
        for phrase in rule.phrases
        if pattern(phrase).search(f" {sentence}")
    }

    assert {one for one in found if "'" not in sentence and "$" not in sentence} <= {*tried(sentence)}
