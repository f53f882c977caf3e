"""Which company a story is about: sixty labelled posts of our own, and what each clue does by itself."""

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import companies
from analysis.coders import rules
from analysis.companies import Story
from analysis.cues import squashed
from analysis.reading import Span

POSTS = tomllib.loads((Path(__file__).parent / "companies.toml").read_text(encoding="utf-8"))["post"]
NOBODY = companies.known([])


def told(title: str, text: str, known: list[str] | None = None) -> str:
    """The company of a post whose evidence is what the rules find."""
    evidence = [Span(one.start, one.end) for one in rules.code(title, text).evidence]
    return companies.company(Story(title, text, evidence), companies.known(known or []))


def test_what_is_told_of_sixty_posts_is_right_and_most_is_told() -> None:
    found = [(told(post["title"], post["text"], post.get("known")), post["company"]) for post in POSTS]
    named = [(here, right) for here, right in found if here]

    assert len(POSTS) == 60
    assert sum(here == right for here, right in named) >= 0.95 * len(named)
    assert sum(here == right for here, right in named) >= 0.90 * sum(right != "" for _, right in found)


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("I called Norrland and waited for an hour.", "Norrland"),
        ("Norrland's customer service hung up on me.", "Norrland"),
        ("On Monday Norrland told me to wait.", "Norrland"),
        ("I ordered a lamp from Norrland and it came broken.", "Norrland"),
        ("A rep called Norrland told me to wait.", ""),
        ("I live in Norrland and I waited for an hour.", ""),
        ("I called on Monday and waited for an hour.", ""),
        ("I called them on my iPhone and waited.", ""),
        ("Then I told Margaret about it.", ""),
        ("I HAVE CALLED NORRLAND SIX TIMES AND NOBODY PICKED UP.", ""),
    ],
)
def test_a_name_counts_where_it_is_dealt_with(text: str, company: str) -> None:
    assert told("Waiting", text) == company


def test_whom_the_story_is_only_compared_with_is_not_its_company() -> None:
    text = (
        "Unlike Hexline, Quillnet promised to call me back and never did. I called Quillnet again, and still nothing."
    )

    assert told("Waiting", text) == "Quillnet"


def test_two_companies_told_of_alike_are_no_answer() -> None:
    assert told("Parcels", "I called Swiftcart on Monday. I called Redwing on Tuesday.") == ""


def test_evidence_decides_between_two() -> None:
    text = "I called Swiftcart on Monday. I called Redwing on Tuesday."
    second = Span(text.index("I called Redwing"), len(text))

    assert companies.company(Story("Parcels", text, [second]), NOBODY) == "Redwing"


def test_the_title_decides_between_two() -> None:
    text = "I called Swiftcart on Monday. I called Redwing on Tuesday."

    assert companies.company(Story("Nothing but trouble with Redwing", text), NOBODY) == "Redwing"


def test_what_others_say_counts_less() -> None:
    text = "> I called Redwing.\n> Redwing told me to wait.\n\nI called Swiftcart about this and Swiftcart told me to wait."

    assert companies.company(Story("Parcels", text), NOBODY) == "Swiftcart"


def test_a_blog_is_not_the_company_of_its_own_stories() -> None:
    story = Story("News", "I called Kettleblog and Kettleblog told me to wait.", address="https://kettleblog.example/a")

    assert companies.company(story, NOBODY) == ""


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("Then I rang Sky and nobody answered.", "Sky"),
        ("Sky told me to wait for a week.", "Sky"),
        ("the sky was blue and I rang sky.", ""),
        ("Sky is what I see from here.", ""),
        ("i rang hexline and nobody answered.", "Hexline"),
        ("I rang hx and nobody answered.", "Hexline"),
        ("I rang hxs and nobody answered.", ""),
    ],
)
def test_a_listed_company_needs_a_capital_where_it_is_a_common_word(text: str, company: str) -> None:
    assert companies.company(Story("", text), companies.known(["Sky", "Hexline = HX"])) == company


@pytest.mark.parametrize("line", ["", " = Sky", "Sky = ", "12", "a | b = |", "x" * 61])
def test_a_line_that_names_nobody_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="is no name"):
        companies.known([line])


def test_a_spelling_of_two_companies_is_refused() -> None:
    with pytest.raises(ValueError, match="'bw' stands for 'Brightwell' and for 'Bywater'"):
        companies.known(["Brightwell = BW", "Bywater = bw"])


@given(st.text(max_size=300), st.text(max_size=80), st.sampled_from(["", "https://a.example/b", "//", "::"]))
def test_any_text_has_an_answer_that_stands_in_it(text: str, title: str, address: str) -> None:
    company = companies.company(
        Story(title, text, [Span(3, 40)], address), companies.known(["Sky", "Ferrol & Pine = FP"])
    )

    assert company in ("", "Sky", "Ferrol & Pine") or squashed(company) in squashed(title) + " " + squashed(text)


@pytest.mark.parametrize(
    "piece",
    ["A", "Aa ", "A&", "aA-", "A'", "I called ", "I called the the the A ", "Norrland's ", "www.", "@a.", "http://a-a.",
     "my old my old ", "> A", '"A ', "the man called ", "A from ", "switched switched from ", ".A", "Ａ", "\n\n\nA", "sky sky ",
     "İ", "did did did ", "A 1", "=", "A, who "],
)  # fmt: skip
def test_reading_takes_as_long_as_the_text(piece: str) -> None:
    def seconds(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size]
        started = time.process_time()
        companies.company(Story(text, text), companies.known(["Sky"]))
        return time.process_time() - started

    assert seconds(40_000) < 10 * seconds(10_000) + 1.0
