"""The coders that were trained, `linear` and `default`, with the weights that ship."""

import time
from collections.abc import Callable
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from saying import SAID

from analysis import codebook
from analysis.codebook import Codebook, CodebookError
from analysis.coders import CODERS
from analysis.coders.rules import LIMIT
from analysis.coding import Coder, Coding

NAMES = ("default", "linear")
BOOK = codebook.default()
LEVELS = {"failed", "met", "exceeded", "mixed"}
TYPED = [*SAID, "I am furious 😡\u200b\ud800"]
TEXTS = st.lists(st.sampled_from(TYPED), max_size=14).flatmap(
    lambda said: st.sampled_from(["\n", " ", "\n\n", "\r\n", " \u00a0"]).map(lambda gap: gap.join(said))
)
STORY = (
    "I bought a kettle from Brightpot in June and it stopped working after a week. I called them. They promised to send "
    "a new one within three days, but nothing came. I was on hold for fifty minutes, and then the man hung up on me. "
    "Nobody answered my letters.\n\nIt is still broken, and they refuse to refund me. Stay away from this shop."
)
OWN = """
id = "own"
version = "1"
extends = "customer_service"
without = ["courtesy", "response_time", "warns"]

[[code]]
id = "queue_music"
kind = "secondary"
name = "Queue music"
question = "What was played in the queue?"
definition = "The author tells of music in the queue."
failed = "It was awful."
met = "It was fine."
exceeded = "It was a concert."
complaint_label = "Awful music"
praise_label = "Fine music"

[code.phrases]
failed = "flute music"
"""
MUSIC = STORY.replace("Nobody answered", "I listened to flute music and more flute music. Nobody answered")


@cache
def coder(name: str, toml: str = "") -> Coder:
    return CODERS[name](codebook.parse(toml) if toml else BOOK)


def codes(book: Codebook) -> set[str]:
    return {entry.id for entry in book.of("core", "secondary", "outcome")}


def check(text: str, coding: Coding, book: Codebook = BOOK) -> None:
    """What holds of every coding."""
    known = codes(book)
    carried = {item.code for item in coding.evidence}
    assert all(text[item.start : item.end] == item.quote != "" for item in coding.evidence)
    assert all(0 <= item.strength <= 1 and item.rule for item in coding.evidence)
    assert {*dict(coding.causes), *coding.outcomes} <= carried & known
    assert carried <= known | {"reaction"}
    assert {level for _, level in coding.causes} <= LEVELS
    assert coding.reaction in (None, 0) or "reaction" in carried
    assert all(0 <= one.confidence <= 1 and one.reason for one in coding.judgements)
    assert list(coding.causes) == sorted(coding.causes)
    assert all((a.start, a.code, a.level) < (b.start, b.code, b.level) for a, b in pairwise(coding.evidence))


@pytest.fixture(params=NAMES)
def code(request: pytest.FixtureRequest) -> Coder:
    return coder(request.param)


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None, max_examples=60)
@given(text=TEXTS)
def test_every_code_rests_on_words_of_the_text(name: str, text: str) -> None:
    check(text, coder(name)("", text))


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None, max_examples=60)
@given(text=st.text(max_size=300), title=st.text(max_size=40) | st.sampled_from(TYPED))
def test_any_text_is_coded_without_an_error(name: str, text: str, title: str) -> None:
    check(text, coder(name)(title, text))


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None, max_examples=40)
@given(text=TEXTS)
def test_every_code_is_judged_and_those_that_are_given_say_so(name: str, text: str) -> None:
    coding = coder(name)("", text)
    judged = {one.code: one.level for one in coding.judgements}

    assert list(judged) == [one.code for one in coding.judgements] == sorted(judged)
    assert judged["genre"] == coding.genre
    if coding.genre == "experience":
        assert {*judged} == codes(BOOK) | {"genre", "reaction"}
        assert judged["reaction"] == str(coding.reaction)
        told = {**dict(coding.causes), **dict.fromkeys(coding.outcomes, "told")}
        assert {one: level for one, level in judged.items() if level and one in codes(BOOK)} == told
    else:
        assert {*judged} == {"genre"}
        assert (coding.causes, coding.reaction, coding.outcomes, coding.evidence) == ((), None, (), ())


def test_a_story_that_stays_bad_is_coded_so(code: Coder) -> None:
    coding = code("", STORY)

    assert coding.genre == "experience"
    assert {("resolution", "failed"), ("commitments", "failed")} <= {*coding.causes}
    assert coding.reaction is not None
    assert coding.reaction < 0
    assert coding.outcomes == ("warns",)


def test_the_reason_counts_the_signs_and_tells_the_chance(code: Coder) -> None:
    reason = code("", STORY).genre_reason

    assert "first-person words" in reason
    assert "chance of an own story 0." in reason or "chance of an own story 1.00" in reason


def test_the_same_post_is_coded_alike(code: Coder) -> None:
    assert code("Kettle", STORY) == code("Kettle", STORY)


@pytest.mark.parametrize("text", ["", " \n", "Furious.", "x", "!", "> "])
@pytest.mark.parametrize("title", ["", "Terrible customer service: I called them for a refund and was on hold"])
def test_next_to_nothing_is_coded(code: Coder, text: str, title: str) -> None:
    check(text, code(title, text))


@pytest.mark.parametrize("unit", [STORY + "\n", "a ", '"', "> a\n", "hung_up ", "nothing-"], ids=range(6))
def test_a_text_is_read_to_the_limit_in_seconds(code: Coder, unit: str) -> None:
    text = unit * (LIMIT // len(unit) + 100)
    start = time.process_time()
    coding = code(text[:400], text)

    assert time.process_time() - start < 20
    check(text[:LIMIT], coding)


def test_what_stands_beyond_the_limit_is_not_read(code: Coder) -> None:
    text = STORY.ljust(LIMIT)

    assert code("", text + STORY).evidence == code("", text).evidence


@pytest.mark.parametrize("name", NAMES)
def test_codes_that_the_codebook_leaves_out_are_not_given(name: str) -> None:
    usual, without = coder(name)("", STORY), coder(name, OWN)("", STORY)
    gone = {"courtesy", "response_time", "warns"}

    assert gone & {item.code for item in usual.evidence}
    assert not gone & {item.code for item in (*without.evidence, *without.judgements)}
    check(STORY, without, codebook.parse(OWN))


@pytest.mark.parametrize("name", NAMES)
def test_a_code_of_the_codebooks_own_is_given_by_its_phrases(name: str) -> None:
    coding = coder(name, OWN)("", MUSIC)
    shown = [item for item in coding.evidence if item.code == "queue_music"]
    judged = {one.code: one for one in coding.judgements}

    assert ("queue_music", "failed") in coding.causes
    assert [item.quote for item in shown] == ["I listened to flute music and more flute music."]
    assert judged["queue_music"].level == "failed"
    check(MUSIC, coding, codebook.parse(OWN))


@pytest.mark.parametrize("name", NAMES)
def test_a_code_of_the_codebooks_own_that_nothing_speaks_for_is_judged_untold(name: str) -> None:
    coding = coder(name, OWN)("", STORY)

    assert {one.code: one.level for one in coding.judgements}["queue_music"] == ""
    assert "queue_music" not in dict(coding.causes)


@pytest.mark.parametrize("name", NAMES)
def test_phrases_that_cannot_be_read_are_refused_by_the_name_of_their_code(name: str) -> None:
    make: Callable[[Codebook], Coder] = CODERS[name]

    with pytest.raises(CodebookError, match="queue_music"):
        make(codebook.parse(OWN.replace("flute music", "<neg> ..")))


PROMISED = """
id = "own"
version = "1"
extends = "customer_service"

[[code]]
id = "sues"
kind = "outcome"
name = "Sues"
question = "Does the author sue?"
definition = "The author goes to court."
phrases = "i am suing"

[[code]]
id = "weather"
kind = "secondary"
name = "Weather"
question = "How was the weather?"
definition = "Nobody has phrases for it."
failed = "Rain."
met = "Sun."
exceeded = "A rainbow."
complaint_label = "rain"
praise_label = "sun"
"""


@pytest.mark.parametrize("name", NAMES)
def test_an_outcome_of_the_codebooks_own_is_given_and_a_cause_without_phrases_not_judged(name: str) -> None:
    coding = coder(name, PROMISED)("", f"{STORY} I am suing them.")

    assert "sues" in coding.outcomes
    assert [item.quote for item in coding.evidence if item.code == "sues"] == ["I am suing them."]
    assert "weather" not in {one.code for one in coding.judgements}
