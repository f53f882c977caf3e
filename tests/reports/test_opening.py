"""A number opens the quotes of the posts that it counts, by mouse and by key, with scripts and without."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from complete import complete
from lxml import etree
from lxml import html as parser
from playwright.sync_api import Page

from reports import evidence, html
from reports.claimed import ledger, opening
from reports.claimed.ledger import Claim
from reports.page import Report
from reports.quotes import Quote

SHOWN = ".quotes > li:visible"


@pytest.fixture(scope="module")
def whole(report: Report) -> Report:
    return complete(report)


@pytest.fixture(scope="module")
def page(whole: Report) -> tuple[etree._Element, dict[str, Claim]]:
    text, made = html.rendered(whole)
    return parser.document_fromstring(text), made


def select(whole: Report) -> ledger.Selector:
    tables = {"posts": whole.posts, "codings": whole.codings, "thank": whole.thank, "answer": whole.answer_first}
    return ledger.selector(tables)


def places(link: etree._Element) -> list[int]:
    """The places of the quotes that a link opens."""
    if link.get("href") == "#evidence":
        return list(range(1, 61))
    return [int(str(link.get("href"))[2:]), *map(int, str(link.get("data-q")).split())]


def test_what_a_number_opens_was_written_in_the_posts_that_it_counts(
    whole: Report, page: tuple[etree._Element, dict[str, Claim]]
) -> None:
    tree, made = page
    quotes = evidence.choose(whole)
    selected = select(whole)
    links = tree.xpath("//a[@data-c and @data-q]")
    for link in links:
        claim = made[link.get("data-c")]
        posts = set(selected(claim)["post"])
        assert {quotes[place - 1].post for place in places(link)} <= posts, claim
        assert [tree.get_element_by_id(f"q{place}").tag for place in places(link)] == ["li"] * len(places(link))

    kinds = {link.get("data-c").partition(".")[0] for link in links}
    assert kinds >= {"facts", "causes", "weight", "afterwards", "courtesy", "delight", "thank", "answer"}


def test_every_count_of_posts_that_are_quoted_is_a_link(
    whole: Report, page: tuple[etree._Element, dict[str, Claim]]
) -> None:
    tree, made = page
    quoted = {quote.post for quote in evidence.choose(whole)}
    selected = select(whole)
    counting = [claim for claim in made.values() if claim.counts and claim.file in ("posts", "thank", "answer")]
    plain = [claim.name for claim in counting if not tree.xpath(f"//a[@data-c='{claim.name}']")]

    assert len(counting) > 20
    assert [name for name in plain if quoted & set(selected(made[name])["post"])] == []


@pytest.mark.parametrize(("column", "moods"), [("complaints", {"complaint"}), ("praise", {"praise"})])
def test_a_side_opens_what_speaks_for_it(
    whole: Report, page: tuple[etree._Element, dict[str, Claim]], column: str, moods: set[str]
) -> None:
    quotes = evidence.choose(whole)
    links = page[0].xpath(
        f"//a[starts-with(@data-c, 'causes.') and substring-after(substring-after(@data-c, '.'), '.')='{column}']"
    )

    assert len(links) >= 3
    for link in links:
        cause = link.get("data-c").split(".")[1]
        for place in places(link):
            assert {tag.mood for tag in quotes[place - 1].tags if tag.cause == cause} & (moods | {"mixed"})


def test_a_number_of_which_no_post_is_quoted_is_no_link(whole: Report) -> None:
    quotes = evidence.choose(whole)
    opens = opening.opener(whole, quotes)

    assert opens(Claim("a", "1", "codings", "cause == 'price_value'")) == ""
    assert opens(Claim("b", "1", "hand", "code == 'courtesy'")) == ""
    assert opens(Claim("c", "1", "posts", "post < 0")) == ""


def test_posts_that_ended_well_open_their_praise_and_those_of_every_ending_all(whole: Report) -> None:
    quotes = evidence.choose(whole)

    def opened(where: str) -> list[Quote]:
        return [quotes[place - 1] for place in opening.behind(whole.posts.query(where), quotes)]

    assert {tag.mood for quote in opened("reaction == 2") for tag in quote.tags} == {"praise"}
    assert {tag.mood for quote in opened("reaction == -2") for tag in quote.tags} == {"complaint"}
    assert opened("reaction == 1")  # they tell mixed things only, and are shown all the same
    assert len(opened("reaction == reaction")) == 60


def test_a_complaint_opens_no_praise_of_a_mixed_post(whole: Report) -> None:
    quotes: list[Quote] = evidence.choose(whole)
    mixed = next(quote for quote in quotes if quote.tags[0].level == "mixed")
    said = [replace(mixed, tags=(replace(mixed.tags[0], level=level),)) for level in ("failed", "met")]
    complaints = whole.codings.query(f"cause == '{mixed.tags[0].cause}' and level in ['failed', 'mixed']")

    assert opening.behind(complaints, said) == [1]


def test_a_link_shows_its_quotes_alone_and_a_button_all_again(visit: Callable[..., Page], whole: Report) -> None:
    shown = visit(html.render(whole))
    link = shown.locator('a[data-c="facts.badly"]')
    wanted = 1 + len(str(link.get_attribute("data-q")).split())
    link.focus()
    shown.keyboard.press("Enter")
    first = shown.locator(SHOWN).first

    assert shown.locator(SHOWN).count() == wanted < 60
    assert re.match(rf"{wanted} of 60 quotes in this page, those behind", shown.locator("#qc").inner_text())
    assert "#" + str(first.get_attribute("id")) == link.get_attribute("href")
    shown.keyboard.press("Tab")  # the keyboard goes on where the reader is
    assert first.evaluate("one => one.contains(document.activeElement)")
    shown.locator("#qa").focus()
    shown.keyboard.press("Enter")
    assert shown.locator(SHOWN).count() == 60
    assert shown.evaluate("document.activeElement.id") == "fd"


def test_a_filter_ends_what_a_number_opened(visit: Callable[..., Page], whole: Report) -> None:
    shown = visit(html.render(whole))
    shown.click('a[data-c="facts.badly"]')
    shown.select_option("#fd", "courtesy")

    assert shown.locator(SHOWN).count() == shown.locator('.quotes > li[data-t*="courtesy:"]').count()
    shown.click('a[data-c="facts.posts"]')
    assert shown.locator(SHOWN).count() == 60


def test_without_scripts_a_link_leads_to_the_first_of_its_quotes(visit: Callable[..., Page], whole: Report) -> None:
    shown = visit(html.render(whole), scripts=False)
    shown.locator("#afterwards a").first.click()

    assert re.search(r"#q\d+$", shown.url)
    assert shown.locator(":target").is_visible()
