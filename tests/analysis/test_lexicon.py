import re
import time
from importlib import resources

import pytest

from analysis.coders import lexicon, rules

TABLES = sorted(
    item.name.removesuffix(".toml")
    for item in resources.files("analysis").joinpath("coders/tables").iterdir()
    if item.name.endswith(".toml")
)
EVERY = rules.RULES.rules
PHRASES = sorted({phrase for rule in EVERY for phrase in rule.phrases})
LEVELS = {"failed", "met", "exceeded", "open", "", "-2", "-1", "1", "2"}


def matches(phrase: str, text: str) -> bool:
    return bool(lexicon.pattern(phrase).search(text))


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("never|nobody called|rang", "nobody rang"),
        ("call back", "call, back"),
        ("call back", "call-back"),
        ("no show", "no-show"),
        ("hung_up|left on me", "she hung up on me"),
        ("promis* to", "they promised to"),
        ("after # days", "after 12 days"),
        ("paid #", "paid £12.50"),
        ("email me", "e-mail me"),
        ("<neg> care", "they don't care"),
        ("very? kind", "kind"),
        ("so very? kind", "so kind"),
        ("told .. monday", "told me by next monday"),
        ("promised ... never", "promised the moon, and it never came"),
        ("never called", "never even called"),
    ],
)
def test_a_phrase_matches(phrase: str, text: str) -> None:
    assert matches(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("call back", "recall back"),
        ("call back", "call backwards"),
        ("told .. monday", "told me that it would come on monday"),
        ("promised ... never", "promised the moon. it never came"),
        ("so kind", "so very unkind"),
        ("rude", "crude"),
        ("rude|kind", "don'rude"),
        ("very? rude", "crude"),
    ],
)
def test_a_phrase_does_not_match(phrase: str, text: str) -> None:
    assert not matches(phrase, text)


def test_a_phrase_is_found_by_its_rarest_word() -> None:
    assert lexicon.anchors("i|we was on hold") == ("hold",)


def test_a_phrase_of_any_words_is_refused() -> None:
    with pytest.raises(lexicon.LexiconError, match="no word to find it by"):
        lexicon.anchors("# .. <neg>")


@pytest.mark.parametrize("phrase", ["so kind", "hung_up", "annoy*", "rude|#", "email", "<neg>"])
def test_what_may_reach_beyond_letters_between_spaces_is_not_one_word(phrase: str) -> None:
    assert lexicon.alone(phrase) == ()
    assert lexicon.alone("rude|can't") == ("rude", "can't")


def test_an_unknown_class_is_refused_by_name() -> None:
    with pytest.raises(lexicon.LexiconError, match="<nowhere> is not in words"):
        lexicon.pattern("<nowhere> else")


def test_an_unknown_field_of_a_rule_is_refused() -> None:
    with pytest.raises(lexicon.LexiconError, match=r"rule a\.b: unknown field 'colour'"):
        lexicon.rule({"id": "a.b", "phrases": "x", "colour": "red"})


def test_a_line_with_a_hash_and_a_space_is_a_remark() -> None:
    assert lexicon.lines("# said\nout # pounds\n\n  over\n") == ("out # pounds", "over")


def test_every_phrase_compiles_and_can_be_looked_up() -> None:
    for phrase in PHRASES:
        assert lexicon.pattern(phrase).groups == 0
        assert all(len(word) > 3 for word in lexicon.anchors(phrase) if word.endswith("*")), phrase


def test_no_phrase_repeats_a_choice_or_holds_what_text_never_has() -> None:
    for element in {element for phrase in PHRASES for element in phrase.split()}:
        choices = element.removesuffix("?").split("|")
        assert len(choices) == len(set(choices)), element
        assert all(re.fullmatch(r"<\w+>|#|\.\.\.?|[\w'$€£/&+%-]+\*?", choice) for choice in choices), element


def test_rule_ids_are_unique_and_levels_known() -> None:
    names = [rule.id for rule in EVERY]
    assert len(names) == len(set(names))
    assert {rule.level for rule in EVERY} <= LEVELS


def test_every_table_is_used() -> None:
    assert set(TABLES) == {*rules.TABLES, "reaction", "genre", "words"}


@pytest.mark.parametrize("name", TABLES)
def test_tables_stay_readable(name: str) -> None:
    text = resources.files("analysis").joinpath(f"coders/tables/{name}.toml").read_text("utf-8").splitlines()
    assert len(text) <= 250
    assert max(map(len, text)) <= 130


def test_no_phrase_is_slow_on_a_sentence_made_to_be() -> None:
    hostile = ("nothing no one not never still " * 40, "a " * 500, "was told would be 3 days later " * 32)
    start = time.process_time()
    for phrase in PHRASES:
        for sentence in hostile:
            lexicon.pattern(phrase).search(sentence)
    assert time.process_time() - start < 10


def test_hints_are_a_rule_of_their_own_beside_the_phrases() -> None:
    entry = {"id": "a.b", "level": "met", "strength": 0.8, "theirs": True, "phrases": "kind", "hints": "nice\nwarm"}
    first, hint = lexicon.pair(entry)

    assert (first.id, first.phrases, first.strength) == ("a.b", ("kind",), 0.8)
    assert (hint.id, hint.phrases, hint.strength) == ("a.b.hint", ("nice", "warm"), lexicon.HINT)
    assert (hint.code, hint.level, hint.theirs) == (first.code, first.level, first.theirs) == ("a", "met", True)


def test_a_row_of_hints_alone_gives_one_rule() -> None:
    assert [rule.id for rule in lexicon.pair({"id": "a.b", "hints": "nice"})] == ["a.b.hint"]


def test_what_nobody_has_measured_is_even() -> None:
    assert [rule.strength for rule in lexicon.pair({"id": "a.b", "phrases": "nice"})] == [lexicon.UNKNOWN]
