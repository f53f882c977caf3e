"""Queries: what people type, and what it finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import QueryError
from extract.matching import query
from extract.post import Hit


def found(text: str, title: str, body: str) -> list[str]:
    return [hit.words for hit in query.matches(query.parse(text), title, body)]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("refund", "They gave me a REFUND."),
        ('"customer service"', "customer-service, as they call it"),
        ('"customer service"', "customer\nservice"),
        ("“customer service”", "good customer service"),
        ("complain*", "many complaints"),
        ('"customer complain*"', "customer complaints"),
        ("late refund", "a refund, too late"),
        ("late AND refund", "a refund, too late"),
        ("late OR refund", "a refund"),
        ("refund -late", "a refund"),
        ("refund NOT late", "a refund"),
        ("+refund", "a refund"),
        ("refund (late OR slow)", "a slow refund"),
        ("text:refund", "a refund"),
        ("can't", "they can’t"),
        ("café", "the cafe\u0301 was shut"),
        ("サービス", "このサービスは"),
        ("refund NOT (NOT late)", "a late refund"),
        ("refund NOT (late AND slow)", "a late refund"),
        ("AT\\&T", "AT&T"),
        ("C++", "in C++, mostly"),
        ("C++ refund", "a refund for the c++ course"),
        ('"C# course"', "a C# course"),
        ("A+ OR C", "an A+"),
        ("a+b", "a+b"),
        ("Yahoo!", "so Yahoo"),
        ("(refund OR late) -slow", "a refund"),
        ("NOT (late OR NOT refund)", "a refund"),
        ('"and"', "this and that"),
    ],
)
def test_finds_what_it_says(text: str, body: str) -> None:
    assert found(text, "", body)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("refund", "refunds are not the word"),
        ("refund", "nonrefund"),
        ('"customer service"', "service for a customer"),
        ("late AND refund", "a refund"),
        ("late OR refund", "nothing"),
        ("refund -late", "a late refund"),
        ("refund -(late slow)", "a slow and late refund"),
        ("refund NOT (late OR slow)", "a slow refund"),
        ("refund NOT (NOT late)", "a refund"),
        ("title:refund", "a refund"),
        ("cafe", "the cafe\u0301"),
        ("C++", "vitamin C is fine, and C too"),
        ("C#", "C is not it, nor C++"),
        ("C++", "C++x is something else"),
    ],
)
def test_leaves_out_the_rest(text: str, body: str) -> None:
    assert found(text, "", body) == []


def test_says_where_and_why_an_entry_matched() -> None:
    hits = query.matches(query.parse("refund OR service"), "Refund!", "Bad service, no refund")

    assert hits == (
        Hit("title", 0, 6, "Refund"),
        Hit("text", 4, 11, "service"),
        Hit("text", 16, 22, "refund"),
    )


def test_looks_in_the_title_only_when_told_so() -> None:
    assert found("title:(refund OR return*)", "Returns", "refund") == ["Returns"]


def test_names_one_place_once() -> None:
    assert found("refund OR (refund late)", "", "late refund") == ["late", "refund"]


def test_gives_plain_wanted_words_for_search_feeds() -> None:
    parsed = query.parse('"customer service" AND (complain* OR refund) -spam NOT (NOT late) refund')

    assert parsed.words == ("customer service", "complain", "refund", "late")


def test_keeps_the_text_as_typed() -> None:
    assert query.parse("  Refund ").text == "  Refund "


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("", 0, "empty"),
        ("  ", 0, "empty"),
        ("(refund", 7, "missing"),
        ("refund)", 6, "')' does not fit"),
        ('late "refund', 5, "quotation mark"),
        ("late AND", 8, "too early"),
        ("url:refund", 0, "no field 'url'"),
        ("late re?und", 7, "may only end a word"),
        ("late *fund", 5, "may only end a word"),
        ("late or slow", 5, "OR in capitals"),
        ("late refund~2", 5, "fuzzy"),
        ("refund^2", 0, "boost"),
        ("/re.und/", 0, "regex"),
        ("late $$", 5, "no letter"),
        ('late "..."', 5, "no letter"),
        ("-refund", 0, "only words to leave out"),
        ("late OR NOT refund", 0, "only words to leave out"),
        ("late OR -refund", 8, "no clear meaning beside OR"),
        ("slow (late OR -refund)", 14, "no clear meaning beside OR"),
        ("+late OR refund", 0, "no clear meaning beside OR"),
        ("late OR title:+refund", 14, "no clear meaning beside OR"),
        ("late !refund", 5, "write NOT b or -b"),
        ("late AND ! refund", 9, "write NOT b or -b"),
        ("title:!refund", 6, "write NOT b or -b"),
        ("late && refund", 5, "write AND"),
        ("late||refund", 4, "write OR"),
        ("NOT (late AND NOT refund)", 0, "only words to leave out"),
        ("(" * 60 + "a" + ")" * 60, 51, "50 parentheses"),
    ],
)
def test_says_where_a_query_goes_wrong(text: str, position: int, says: str) -> None:
    with pytest.raises(QueryError, match="character") as caught:
        query.parse(text)

    assert caught.value.position == position
    assert says in str(caught.value)


@given(st.text(alphabet='ab "()*-+:?~^[]\\ORANDT', max_size=25))
def test_either_reads_a_query_or_says_where_it_fails(text: str) -> None:
    try:
        parsed = query.parse(text)
    except QueryError as error:
        assert 0 <= error.position <= len(text)
    else:
        for hit in query.matches(parsed, "a b", "ab a b bb"):
            assert {"title": "a b", "text": "ab a b bb"}[hit.field][hit.start : hit.end] == hit.words
