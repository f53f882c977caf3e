"""Which sentences are quoted, and where their links may lead."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from reports import evidence, quotes
from reports.page import Report

HOSTILE = (
    "javascript:alert(1)",
    " JavaScript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox",
    "file:///etc/passwd",
    "//no-scheme.example/",
    "https:",
    "http://[bad",
    "",
)


@pytest.mark.parametrize("url", HOSTILE)
def test_links_to_nothing_but_the_web(url: str) -> None:
    assert quotes.web_address(url) == ""
    assert quotes.sentence_link(url, "a sentence of some words") == ""


def test_points_at_the_first_and_last_words_of_a_sentence() -> None:
    link = quotes.sentence_link("https://a.example/post", "“Five e-mails later, the suitcase is still missing & gone.”")

    assert link == "https://a.example/post#:~:text=Five%20e%2Dmails%20later%2C%20the,missing%20%26%20gone"


def test_points_at_all_words_of_a_short_sentence() -> None:
    assert quotes.sentence_link("http://a.example/p#c2", "Never again!") == "http://a.example/p#c2:~:text=Never%20again"


@pytest.mark.parametrize("sentence", ["", "—"])
def test_points_at_the_page_when_there_are_no_words(sentence: str) -> None:
    assert quotes.sentence_link("https://a.example/", sentence).startswith("https://a.example/")


def test_quotes_a_blog_at_most_once_for_a_cause(report: Report) -> None:
    seen = Counter((quote.blog, tag.cause) for quote in evidence.choose(report) for tag in quote.tags)

    assert set(seen.values()) == {1}


def test_quotes_at_most_sixty(make: Callable[[int], Report]) -> None:
    assert len(evidence.choose(make(400))) == 60


def test_moods_take_turns(report: Report) -> None:
    keys = [quote.keys for quote in evidence.choose(report)]

    assert [key for key in keys if key.startswith("resolution")][:3] == [
        "resolution:complaint",
        "resolution:praise",
        "resolution:mixed",
    ]
    assert keys[:2] == ["resolution:complaint", "commitments:praise"]


def test_one_sentence_with_two_causes_is_one_quote_with_two_tags(make: Callable[[int], Report]) -> None:
    report = make(30)
    twice = report.evidence.assign(start=1, end=2)
    quote = next(quote for quote in evidence.choose(replace(report, evidence=twice)) if len(quote.tags) == 4)

    assert [key.partition(":")[0] for key in quote.keys.split()] == [
        "commitments",
        "courtesy",
        "resolution",
        "response_time",
    ]
    assert [tag.text for tag in quote.tags][-1].startswith(("Complaint: too slow", "Praise: quick answer", "Mixed:"))


def test_quotes_own_experiences_only(report: Report) -> None:
    adverts = replace(report, posts=report.posts.assign(genre="promo"))

    assert evidence.choose(adverts) == []


def test_passes_over_a_blank_sentence(make: Callable[[int], Report]) -> None:
    report = make(30)

    assert evidence.choose(replace(report, evidence=report.evidence.assign(quote=" "))) == []


def test_prefers_sentences_of_a_telling_length(make: Callable[[int], Report]) -> None:
    report = make(30)
    rows = report.evidence.copy()
    rows.loc[0, "quote"] = "Bad."

    assert evidence.choose(replace(report, evidence=rows))[0].text != "Bad."


def test_quotes_nothing_from_nothing(empty: Report) -> None:
    assert evidence.choose(empty) == []


def test_names_who_coded_it_and_by_which_rule(report: Report) -> None:
    assert evidence.choose(report)[0].how == "Coded by rules: unsolved-7"


@pytest.mark.parametrize(("keep_end", "text"), [(False, "one two …"), (True, "… four five")], ids=["beginning", "end"])
def test_shortens_in_whole_words(keep_end: bool, text: str) -> None:
    assert quotes.shorten("one two\n three four five", 11, keep_end) == text


@pytest.mark.parametrize(("keep_end", "text"), [(False, "aaaaaa …"), (True, "… aaaaaa")])
def test_cuts_a_word_without_end(keep_end: bool, text: str) -> None:
    assert quotes.shorten("a" * 50, 6, keep_end) == text


def test_links_to_the_page_when_a_word_is_no_word() -> None:
    assert quotes.sentence_link("https://a.example/", "so " + "w" * 41) == "https://a.example/"


def test_does_not_link_to_an_address_without_end() -> None:
    assert quotes.web_address("https://a.example/" + "x" * 600) == ""


def test_quotes_the_same_words_once(make: Callable[[int], Report]) -> None:
    report = make(30)
    words = [" They never called  back", "They NEVER called back"] * len(report.evidence)
    same = report.evidence.assign(quote=words[: len(report.evidence)])

    assert len(evidence.choose(replace(report, evidence=same))) == 1


def test_takes_the_newest_and_the_least_quoted_blog_first(make: Callable[[int], Report]) -> None:
    chosen = evidence.choose(make(60))
    known = make(60).posts.set_index("post")["published"]

    assert known[chosen[0].post] == max(known[quote.post] for quote in chosen if quote.keys == chosen[0].keys)
    assert len({quote.blog for quote in chosen[:8]}) == 8


def test_stops_where_the_room_ends(report: Report) -> None:
    chosen = evidence.choose(report, room=2000)

    assert 0 < sum(quote.weight for quote in chosen) <= 2000
    assert len(chosen) < 60


def test_says_once_what_two_rules_found(make: Callable[[int], Report]) -> None:
    report = make(30)
    row = report.evidence.iloc[:1]
    twice = pd.concat([row, row.assign(rule="unsolved-9")])
    quote = evidence.choose(replace(report, evidence=twice))[0]

    assert len(quote.tags) == 1
    assert quote.how == "Coded by rules: unsolved-7, unsolved-9"
    assert quotes.sentences(replace(report, evidence=twice)) == 1


def test_leaves_a_short_text_alone() -> None:
    assert quotes.shorten("one  two", 11) == "one two"


def strengths(report: Report, *values: float) -> Report:
    """The report with these strengths given to its sentences by turns."""
    count = len(report.evidence)
    return replace(report, evidence=report.evidence.assign(strength=(values * count)[:count]))


def test_takes_the_strongest_sentence_of_a_post_first(make: Callable[[int], Report]) -> None:
    report = make(1)
    row = report.evidence[report.evidence["cause"] == "resolution"]
    both = pd.concat([row.assign(strength=0.7), row.assign(start=900, end=980, quote="x" * 80, strength=0.9)])

    assert [max(tag.strength for tag in quote.tags) for quote in evidence.choose(replace(report, evidence=both))] == [
        0.9
    ]


def test_skips_weak_sentences_where_there_are_enough_strong_ones(make: Callable[[int], Report]) -> None:
    shown = evidence.choose(strengths(make(200), 0.9, 0.5))

    assert len(shown) >= evidence.ENOUGH
    assert {max(tag.strength for tag in quote.tags) for quote in shown} == {0.9}


def test_fills_a_bare_page_with_weak_sentences_behind_the_strong(make: Callable[[int], Report]) -> None:
    shown = evidence.choose(strengths(make(60), 0.9, *[0.5] * 19))
    known = [max(tag.strength for tag in quote.tags) for quote in shown]

    assert len(shown) == evidence.ENOUGH
    assert known == sorted(known, reverse=True)
    assert set(known) == {0.9, 0.5}


def test_tags_a_sentence_only_with_what_it_is_strong_evidence_of(make: Callable[[int], Report]) -> None:
    report = make(30)
    rows = report.evidence[report.evidence["post"] == 0].assign(start=1, end=2)
    mixed = rows.assign(strength=[0.9 if cause == "courtesy" else 0.3 for cause in rows["cause"]])
    quote = evidence.choose(replace(report, evidence=mixed))[0]

    assert {tag.cause for tag in quote.tags} == {"courtesy"}


def test_a_weak_sentence_has_its_strongest_tag_alone(make: Callable[[int], Report]) -> None:
    report = make(30)
    rows = report.evidence[report.evidence["post"] == 0].assign(start=1, end=2)
    weak = rows.assign(strength=[0.4 if cause == "courtesy" else 0.3 for cause in rows["cause"]])
    quote = evidence.choose(replace(report, evidence=weak))[0]

    assert [tag.cause for tag in quote.tags] == ["courtesy"]


def test_the_order_does_not_depend_on_the_order_of_the_evidence(make: Callable[[int], Report]) -> None:
    report = strengths(make(90), 0.9, 0.7, 0.65)
    turned = replace(report, evidence=report.evidence.iloc[::-1])

    assert evidence.choose(turned) == evidence.choose(report)
