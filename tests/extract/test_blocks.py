"""Pages as blocks of text."""

import pytest
from lxml import html

from extract.reading import blocks


def of(inside: str) -> list[str]:
    return [block.text for block in blocks.of(html.document_fromstring(f"<html><body>{inside}</body></html>"))]


@pytest.mark.parametrize(
    ("inside", "texts"),
    [
        ("<p>one <b>and</b> two</p>three<p>four", ["one and two", "three", "four"]),
        ("<div>a<div>b</div>c</div>", ["a", "b", "c"]),
        ("<p>one<br>two</p>", ["one\ntwo"]),
        ("<pre>if x:\n    y()\n</pre>", ["if x:\n    y()"]),
        ("<p>seen<script>no()</script> and<button>no</button> seen</p>", ["seen and seen"]),
        ("<p>a<span hidden>no</span>b<i style='display: none'>no</i></p>", ["ab"]),
        ("<ul><li>one<ul><li>two</ul>three</ul>", ["one", "two", "three"]),
        ("", []),
    ],
)
def test_a_block_ends_where_a_reader_sees_it_end(inside: str, texts: list[str]) -> None:
    assert of(inside) == texts


def test_knows_how_much_of_a_block_is_links_and_what_calls_itself_furniture() -> None:
    (plain, linked) = blocks.of(
        html.document_fromstring("<p>no link here</p><div class='sidebar'><p><a href='/'>only</a></p></div>")
    )

    assert (plain.linked, plain.furniture) == (0.0, ())
    assert linked.linked == 1.0
    assert [element.get("class") for element in linked.furniture] == ["sidebar"]


def test_a_heading_is_not_furniture_for_what_it_says() -> None:
    (head,) = blocks.of(html.document_fromstring("<h2 id='how-to-share-your-newsletter'>How to share</h2>"))

    assert head.furniture == ()
    assert head.is_heading


def test_prose_weighs_and_scraps_do_not() -> None:
    told = "They mended the pump on Tuesday, took nothing for it, and asked on Friday whether it still ran."
    page = f"<p>{told}</p><p>{told[:26]}.</p><p>Read on</p><h2>{told}</h2><p><a href='/'>{told}</a></p>"
    weights = [block.weight for block in blocks.of(html.document_fromstring(page))]

    assert weights[0] > weights[1] > 0
    assert weights[2:] == [0, 0, 0]


def test_counts_half_the_letters_where_nothing_parts_words() -> None:
    assert blocks.count("three small words") == 3
    assert blocks.count("电水壶三月买来以后从来没有自己关过") == 8
