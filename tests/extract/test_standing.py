"""Stored queries: the index finds what trying every one of them finds, and tries few."""

import random
import re
import sys
import unicodedata

import asking
import pytest

from extract.errors import QueryError
from extract.matching import query, standing, terms
from extract.matching.standing import Standing

SIGNS = [chr(number) for number in range(sys.maxunicode + 1) if not 0xD800 <= number < 0xE000]


def index(*texts: str) -> Standing:
    return Standing.of({text: query.parse(text) for text in texts})


def tricky(seed: int, count: int) -> Standing:
    """An index over so many queries of tricky words; those that cannot be read are left out."""
    chance, found = random.Random(seed), {}
    while len(found) < count:
        text = asking.tricky_query(chance)
        try:
            found[text] = query.parse(text)
        except QueryError:
            continue
    return Standing.of(found)


@pytest.mark.parametrize("seed", range(4))
def test_finds_what_trying_every_query_on_every_post_finds(seed: int) -> None:
    chance, known = random.Random(-seed), tricky(seed, 200)
    for _ in range(30):
        title, text = asking.tricky_text(chance, 5), asking.tricky_text(chance)
        wanted = {
            name: asking.places(parsed, title, text)
            for name, parsed in zip(known.names, known.queries, strict=True)
            if asking.plainly(parsed, title, text)
        }

        assert known.matching(title, text) == list(wanted)
        assert known.hits(title, text) == wanted
        assert set(known.candidates(title, text)) >= set(wanted)


def test_tries_few_of_many_queries_and_most_of_these_match() -> None:
    language = asking.Language(1, words=5_000)
    posts = [language.post() for _ in range(40)]
    known = index(*(language.query(posts) for _ in range(1_000)))
    tried = sum(len(known.candidates(*post)) for post in posts)
    matching = sum(len(known.matching(*post)) for post in posts)

    assert 0 < matching <= tried < 1.1 * matching < 40 * 1_000 / 20


def test_finds_what_trying_every_query_finds_among_frequent_and_rare_words() -> None:
    language = asking.Language(2, words=3_000, sought=1.0)
    posts = [language.post() for _ in range(20)]
    known = index(*(language.query(posts) for _ in range(300)))
    for post in posts:
        wanted = [n for n, one in zip(known.names, known.queries, strict=True) if asking.plainly(one, *post)]

        assert known.matching(*post) == wanted


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Kelvin", "300 \u212aELVIN"),
        ("\u017fervice", "SERVICE"),
        ("istanbul", "\u0130STANBUL"),
        ("straße", "STRA\u1e9eE"),
        ("σοφος", "ΣΟΦΟΣ"),
        ("cafe\u0301", "caf\u00e9"),
        ("caf\u00e9", "CAFE\u0301"),
        ('"cafe bar"', "cafe\u0301 bar"),
        ("ι", "a \u0345"),
        ("サービス", "カスタマーサービスです"),
        ('"お客 サービス"', "お客、サービスです"),
        ("サ*", "カスタマーサービス"),
        ("社", "abc社"),
        ("บริการ", "การบริการลูกค้า"),
        ("compl*", "the complaints"),
        ("c*", "a c"),
        ('"customer serv* desk"', "customer services desk"),
        ("_a_", "_a_"),
        ("__", "so __ it"),
        ("a NOT __", "a"),
    ],
)
def test_one_query_is_found_where_case_accents_and_scripts_are_hard(text: str, body: str) -> None:
    assert query.matches(query.parse(text), "", body)
    assert index(text).matching("", body) == index(text).matching(body, "") == [text]


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("fine", "", "ﬁne"),
        ("a", "", "a_b"),
        ("cafe", "", "cafe\u0301"),
        ("title:refund", "", "refund"),
        ("text:refund", "refund", ""),
        ('"a b c"', "", "a b, then b c"),
        ("i", "", "\u0131\u0307x"),
        ("service", "", "サーservice"),
    ],
)
def test_a_query_whose_keys_stand_there_is_still_not_found_where_it_does_not_match(
    text: str, title: str, body: str
) -> None:
    assert not query.matches(query.parse(text), title, body)
    assert index(text).matching(title, body) == []


def test_every_query_is_tried_on_a_post_with_an_iota_below() -> None:
    known = index("a", "b", "c d")

    assert known.candidates("", "x\u0345") == ["a", "b", "c d"]
    assert known.matching("a", "x\u0345") == ["a"]


def test_no_queries_match_nothing() -> None:
    assert Standing.of({}).matching("a", "b") == []


def test_folding_makes_no_word_of_what_is_none() -> None:
    # else two words that a post parts would be one to the keys
    made = [sign for sign in SIGNS if not standing.WORD.match(sign) and standing.WORD.search(standing.folded(sign))]

    assert made == [standing.NEITHER]


def test_what_is_equal_whatever_the_case_is_folded_alike() -> None:
    cased = [sign for sign in SIGNS if {sign.lower(), sign.upper(), sign.casefold()} != {sign}]
    together = "".join(cased)
    for sign in cased:
        equal = re.findall(re.escape(sign), together, re.IGNORECASE)

        assert {standing.folded(other) for other in equal} == {standing.folded(sign)}


def test_folding_one_sign_to_one_ascii_sign_makes_equal_only_what_a_query_takes_for_equal() -> None:
    for sign in SIGNS:
        folded = standing.folded(sign)
        if len(folded) == 1 and folded.isascii() and folded != sign:
            assert re.fullmatch(re.escape(folded), sign, re.IGNORECASE)


def test_small_letters_stand_where_their_capitals_stood() -> None:
    longer = [sign for sign in SIGNS if len(sign.lower()) != 1]
    beyond = re.findall("[a-z]", "".join(SIGNS[128:]), re.IGNORECASE)

    assert set(longer) <= set(beyond) == set(terms.AS_ASCII)


def test_accents_that_part_words_for_keys_are_those_that_belong_to_them_for_queries() -> None:
    inside = re.compile(query.LETTER)
    different = [sign for sign in SIGNS if bool(inside.match(sign)) != bool(standing.WORD.match(sign))]

    assert all(standing.BREAKS.match(sign) for sign in different)
    assert all(unicodedata.category(sign) in ("Mn", "Pc") for sign in different)
