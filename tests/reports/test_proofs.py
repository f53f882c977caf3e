"""Every numeral of the page is a claim's, and claims are found in it."""

from collections.abc import Callable

import pytest

from reports import html
from reports.claimed import ledger, proofs
from reports.claimed.ledger import Claim
from reports.page import Report


@pytest.mark.parametrize("count", [0, 1, 5, 29, 30, 120])
def test_every_numeral_outside_quotes_is_a_claims(make: Callable[[int], Report], count: int) -> None:
    text, made = html.rendered(make(count))

    assert proofs.unproved(text) == []
    assert set(proofs.claims(text)) == set(made)


def test_a_page_of_nothing_has_no_loose_numeral(empty: Report) -> None:
    assert proofs.unproved(html.render(empty)) == []


def test_finds_a_numeral_that_no_claim_stands_for() -> None:
    page = '<body><p data-c="a">7</p><p>up 5<b>6</b> more</p><ul class="quotes"><li>8</li></ul><p>none</p></body>'

    assert proofs.unproved(page) == ["up 5", "6"]


def test_a_claim_is_told_with_what_is_spoken_for_its_drawing() -> None:
    page = '<div data-c="chart.x"><svg aria-label="Bars: 4 of 100."><text>4</text></svg></div>'

    assert proofs.claims(page)["chart.x"].words == "4 Bars: 4 of 100."


def test_one_name_cannot_say_two_things() -> None:
    made: dict[str, Claim] = {}
    ledger.entered(made, Claim("share", "57", "codings"))
    ledger.entered(made, Claim("share", "57", "codings"))

    with pytest.raises(ValueError, match="'57', '58'"):
        ledger.entered(made, Claim("share", "58", "codings"))


def test_a_claim_is_escaped() -> None:
    assert str(ledger.marked(Claim("name", "<b>&"))) == '<span data-c="name">&lt;b&gt;&amp;</span>'


def test_a_claim_counts_the_rows_behind_it(report: Report) -> None:
    selected = ledger.selector({"codings": report.codings})
    all_of, some = (
        Claim("a", "1", "codings", ""),
        Claim("b", "1", "codings", "cause == 'resolution' and level == 'failed'"),
    )

    assert len(selected(all_of)) == len(report.codings)
    assert len(selected(some)) == 48
    assert len(selected(Claim("c", "1"))) == 0
    assert len(selected(Claim("d", "1", "hand", "x == 1"))) == 0


def test_a_claim_counts_only_rows_of_the_posts_that_it_names(report: Report) -> None:
    selected = ledger.selector({"codings": report.codings, "posts": report.posts})
    happy = Claim("a", "1", "codings", "cause == 'resolution'", "reaction == 2")

    assert list(selected(happy)["level"].unique()) == ["exceeded"]
    assert len(selected(happy)) == 24
