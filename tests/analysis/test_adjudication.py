"""Several people, one coding: what they part on, what is decided, what most say."""

from analysis import codebook
from analysis.checks import adjudication
from analysis.checks.adjudication import Dispute
from analysis.coding import Coding, Evidence

BOOK = codebook.default()


def story(reaction: int = -1, outcomes: tuple[str, ...] = (), **levels: str) -> Coding:
    spans = tuple(Evidence(cause, level, 0, len(level), level, "hand", 1.0) for cause, level in sorted(levels.items()))
    return Coding("experience", "", tuple(sorted(levels.items())), reaction, outcomes, spans)


NEWS = Coding("news", "")


def test_people_who_agree_dispute_nothing() -> None:
    assert adjudication.disputes({"anna": story(courtesy="met"), "ben": story(courtesy="met")}, BOOK) == []


def test_every_code_that_people_give_otherwise_is_a_dispute() -> None:
    found = adjudication.disputes(
        {
            "ben": story(1, ("warns",), courtesy="met", effort="failed"),
            "anna": story(-1, courtesy="failed", effort="failed"),
        },
        BOOK,
    )

    assert found == [
        Dispute("courtesy", (("anna", "failed"), ("ben", "met"))),
        Dispute("reaction", (("anna", "-1"), ("ben", "1"))),
        Dispute("warns", (("anna", "-"), ("ben", "told"))),
    ]


def test_who_saw_no_experience_is_heard_on_the_genre_only() -> None:
    people = {"anna": story(courtesy="met"), "ben": NEWS, "carla": story(courtesy="failed")}

    assert [one.code for one in adjudication.disputes(people, BOOK)] == ["genre", "courtesy"]


def test_the_majority_holds_and_a_tie_is_abstained_from() -> None:
    people = {
        "anna": story(-2, courtesy="met", effort="failed"),
        "ben": story(-1, courtesy="met"),
        "carla": story(-1, courtesy="failed", honesty="failed"),
        "dora": story(-1, courtesy="met", honesty="failed"),
    }
    found = adjudication.settle(people, BOOK, {})

    assert found is not None
    assert found.causes == (("courtesy", "met"),)
    assert (found.reaction, found.abstained) == (-1, ("honesty",))


def test_a_post_of_an_open_genre_has_no_coding() -> None:
    assert adjudication.settle({"anna": story(), "ben": NEWS}, BOOK, {}) is None
    assert adjudication.settle({"anna": NEWS, "ben": NEWS}, BOOK, {}) == Coding("news", "coded by 2 people")


def test_a_decision_stands_over_any_majority() -> None:
    people = {"anna": story(courtesy="met"), "ben": story(courtesy="met"), "carla": NEWS}
    decided = adjudication.settle(people, BOOK, {"courtesy": "failed", "warns": "told", "reaction": "2"})
    refused = adjudication.settle(people, BOOK, {"genre": "news"})

    assert decided is not None and refused is not None
    assert (decided.causes, decided.outcomes, decided.reaction) == ((("courtesy", "failed"),), ("warns",), 2)
    assert decided.evidence[0].level == "failed"
    assert (refused.genre, refused.causes) == ("news", ())


def test_evidence_is_that_of_those_who_hold_the_level_each_span_once() -> None:
    people = {"anna": story(courtesy="met"), "ben": story(courtesy="met"), "carla": story(courtesy="failed")}
    found = adjudication.settle(people, BOOK, {})

    assert found is not None
    assert [item.quote for item in found.evidence] == ["met"]


def test_one_person_alone_is_taken_at_their_word() -> None:
    one = adjudication.settle({"anna": story(1, ("stays",), courtesy="met")}, BOOK, {})

    assert one is not None
    assert (one.causes, one.reaction, one.outcomes) == ((("courtesy", "met"),), 1, ("stays",))
