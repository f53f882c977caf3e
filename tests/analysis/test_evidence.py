"""How strong a sentence is depends on its rule and on the post around it."""

import pytest

from analysis.coders import lexicon
from analysis.coders.evidence import evidence
from analysis.coders.lexicon import Rule
from analysis.coders.matching import Hit, Reading, read
from analysis.coders.rules import RULES, code
from analysis.coders.verdict import Verdict
from analysis.coding import Evidence

STRENGTH = 0.7
STORY = (
    "I bought a kettle from Brightpot in June and it stopped working after a week. I called them twice and they put me "
    "on hold. The man at the desk was rude. {middle} I asked for a refund. They refused to refund me."
)


def hit(level: str, sentence: int, cause: str = "effort", name: str = "x", strength: float = STRENGTH) -> Hit:
    rule = Rule(f"{cause}.{name}", cause, level, 1.0, False, ("so",), strength)
    return Hit(rule, sentence, 10 * sentence)


def text(sentences: int = 12, end: str = ".") -> Reading:
    return read(f"It is so{end} " * sentences)


def entries(
    *hits: Hit, level: str = "failed", reaction: int = -1, sure: float = 1.0, reading: Reading | None = None
) -> tuple[Evidence, ...]:
    causes = {hit.rule.code: level for hit in hits}
    return evidence(reading or text(), Verdict(causes, reaction, (), hits), (), sure)


def strength(*hits: Hit, **around: object) -> float:
    """Of the first sentence, with a neighbour of another cause so that it does not stand apart."""
    neighbour = hit("failed", 1, "price_value")
    return entries(*hits, neighbour, **around)[0].strength  # type: ignore[arg-type]  # options of entries


def test_a_second_sentence_of_the_cause_makes_the_first_stronger() -> None:
    assert strength(hit("failed", 0), hit("failed", 5)) > STRENGTH > strength(hit("failed", 0))


def test_a_hint_does_not_make_a_sentence_stronger() -> None:
    assert strength(hit("failed", 0), hit("failed", 5, name="y.hint")) == strength(hit("failed", 0))


def test_a_sentence_against_the_verdict_is_weak() -> None:
    assert strength(hit("met", 0), level="failed") < 0.3 < strength(hit("met", 0), level="mixed")


def test_praise_in_a_story_that_praises_is_stronger_than_in_one_that_complains() -> None:
    praised = strength(hit("met", 0), level="met", reaction=1)
    assert praised > STRENGTH > strength(hit("met", 0), level="met", reaction=-1)


def test_a_complaint_in_a_happy_story_is_weaker() -> None:
    assert strength(hit("failed", 0), reaction=1) < strength(hit("failed", 0))


def test_a_sentence_far_from_all_others_is_weaker() -> None:
    assert entries(hit("failed", 0))[0].strength < strength(hit("failed", 0))


def test_a_question_is_weaker() -> None:
    assert strength(hit("failed", 0), reading=text(end="?")) < strength(hit("failed", 0))


def test_no_sentence_is_likelier_than_that_the_post_is_a_story() -> None:
    assert strength(hit("failed", 0, strength=0.99), sure=0.5) < 0.5


def test_a_promise_that_is_only_told_gains_nothing_from_another() -> None:
    assert strength(hit("open", 0), hit("open", 5)) == strength(hit("open", 0))


@pytest.mark.parametrize(("level", "carried"), [("failed", "failed"), ("exceeded", "met"), ("mixed", "failed")])
def test_a_promise_that_is_only_told_is_kept_or_broken_as_the_post_says(level: str, carried: str) -> None:
    assert entries(hit("open", 0), level=level)[0].level == carried


def test_a_sentence_is_shown_by_its_strongest_rule_and_of_equals_by_the_first() -> None:
    two = (hit("failed", 0, name="weak", strength=0.3), hit("failed", 0, name="strong"))
    equal = (hit("failed", 0, name="b"), hit("failed", 0, name="a"))
    assert [entry.rule for entry in entries(*two)] == [entry.rule for entry in entries(*two[::-1])] == ["effort.strong"]
    assert [entry.rule for entry in entries(*equal)] == [entry.rule for entry in entries(*equal[::-1])] == ["effort.a"]


def test_outcomes_and_feelings_keep_the_strength_of_their_rule() -> None:
    found = evidence(text(), Verdict({}, -1, ("warns",), (hit("", 0, "warns"),)), (hit("-2", 3, "reaction"),), 1.0)
    assert [entry.strength for entry in found] == [STRENGTH, STRENGTH]


def test_every_rule_has_a_strength_that_is_a_share() -> None:
    assert all(0 < rule.strength < 1 for rule in RULES.rules)
    assert {rule.strength for rule in RULES.rules if rule.id.endswith(".hint")} == {lexicon.HINT}


def test_what_is_only_implied_is_weak() -> None:
    found = code("", STORY.format(middle="").replace("They refused to refund me.", "The form had nine pages."))
    implied = [entry.strength for entry in found.evidence if entry.rule == "resolution.implied"]
    assert implied != []
    assert max(implied) < 0.6


def test_a_plain_complaint_is_strong() -> None:
    found = code("", STORY.format(middle="It is still broken."))
    strong = {entry.code for entry in found.evidence if entry.strength >= 0.6}
    assert {"resolution", "courtesy"} <= strong
