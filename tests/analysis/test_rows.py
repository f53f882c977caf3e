import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.coders.matching import Hit, read, scan
from analysis.coders.rows import HINT, Rows, of_sentences, rows
from analysis.coders.rules import RULES
from analysis.coders.scoring import by_sentence, sentence_features, title_features
from analysis.coders.words import LONGEST, STEMS, WHOLE

PARTS = st.sampled_from(
    [
        *sorted(WHOLE)[::40],
        *sorted(STEMS)[::40],
        "the clerk",
        "never",
        "hung up on me",
        "didn't",
        "$5",
        "zyzzyva",
        "!",
        "-",
    ]
)
SENTENCES = st.lists(PARTS.map(lambda part: part.replace("_", " ")), max_size=3 * LONGEST).map(" ".join)
ALWAYS = 1_000_000
HITS = st.lists(st.sampled_from(RULES.rules).map(lambda rule: Hit(rule, 0, 0)), max_size=3)


def every(sentence: str, hits: list[Hit]) -> list[tuple[list[str], list[Hit]]]:
    """A sentence as coders read it, with hits of all sorts beside those that it has."""
    return [(tokens, [*found, *hits]) for tokens, found in by_sentence(scan(read(sentence), RULES))]


def of_sentence(known: Rows, tokens: list[str], hits: list[Hit]) -> set[int]:
    """The rows of one sentence but for the last, which it is given whatever it holds."""
    found, starts = of_sentences(known, [(tokens, hits)], ALWAYS)

    assert starts.tolist() == [0]
    assert sorted({*found.tolist()}) == found.tolist()
    return {*found.tolist()} - {ALWAYS}


@settings(deadline=None, max_examples=200)
@given(st.lists(SENTENCES, min_size=1, max_size=3), HITS, st.integers(1, 4), st.text(max_size=60))
def test_rows_are_found_as_if_by_the_names_of_the_features(
    sentences: list[str], hits: list[Hit], step: int, hostile: str
) -> None:
    read_all = [line for sentence in (*sentences, hostile) for line in every(sentence, hits)]
    names = sorted({name for tokens, found in read_all for name in sentence_features(tokens, found)})
    known = {name: row for row, name in enumerate(["len", *names[::step], "b:no one", "ss:no one", "t:no"])}
    parts = rows(known)

    for tokens, found in read_all:
        named = {known[name] for name in sentence_features(tokens, found) if name in known}
        assert of_sentence(parts, tokens, found) == named
    together, starts = of_sentences(parts, read_all, ALWAYS)
    apart = [{*one.tolist()} - {ALWAYS} for one in np.split(together, starts[1:])] if read_all else []
    assert apart == [of_sentence(parts, *one) for one in read_all]


def test_nothing_is_found_where_nothing_is_known() -> None:
    assert of_sentence(rows({"len": 0}), ["the", "clerk", "vanished", "!"], []) == set()


def test_a_title_has_features_of_its_own() -> None:
    assert title_features("Brightpot: NEVER again") == {"t:brightpot", "t:never", "t:again"}
    assert not of_sentence(rows({"t:never": 0}), ["never"], [])


def test_a_hint_speaks_apart_from_the_phrases_of_its_rule() -> None:
    hint = next(rule for rule in RULES.rules if rule.id.endswith(HINT))

    assert sentence_features([], [Hit(hint, 0, 0)]) == {f"r:{hint.code} {hint.level}{HINT}", f"i:{hint.id}"}
