"""A cleaned drawing survives a strict policy and carries both themes."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from reports.charts import paths, svg

RAW = """<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg"
 xmlns:xlink="http://www.w3.org/1999/xlink" width="9pt" height="9pt" viewBox="0 0 9 9">
<metadata>today</metadata>
<defs><style type="text/css">*{stroke-linejoin: round}</style><path id="m1" d="M0 0C1 2 3 4 5 6C7 8 9 1 2 3z"/></defs>
<!-- a note --><g clip-path="url(#c1)"><use xlink:href="#m1" style="fill: #030303; stroke: #123456"/>
<text style="font: 700 13px 'DejaVu Sans'; text-anchor: end">a &lt; b</text>
<text style="font: 13px X" x="0.123456" transform="rotate(-0 1 2)">c</text></g>
<g id="alone"><path style="font-family: X" d="M 1
 2"/></g><g/><g transform="translate(1.25999 2)"/><clipPath id="c1"><rect/></clipPath></svg>"""


def test_leaves_no_style_behind() -> None:
    clean = svg.clean(RAW, "one-")

    assert "style" not in clean
    assert "metadata" not in clean
    assert "a note" not in clean


def test_turns_styles_into_attributes_and_stand_ins_into_variables() -> None:
    clean = svg.clean(RAW, "one-")

    assert 'fill="var(--neg)" stroke="#123456"' in clean
    assert 'font-size="13" font-weight="700" text-anchor="end">a &lt; b' in clean
    assert "DejaVu" not in clean


def test_prefixes_every_id_and_what_points_to_it() -> None:
    clean = svg.clean(RAW.replace("<g/>", '<use xlink:href="#m1" x="3"/>'), "one-")

    assert clean.count('id="one-m1"') == 1
    assert clean.count('href="#one-m1"') == 2


def test_drops_what_no_browser_needs() -> None:
    clean = svg.clean(RAW, "one-")

    assert not any(word in clean for word in ("alone", "clip", "rotate", "<g/>", "font-family", "0.123456"))
    assert 'x="0.1"' in clean
    assert "translate(1.2 2)" in clean


def test_speaks_as_one_image() -> None:
    root = etree.fromstring(svg.clean(RAW, "one-", 'two "words" <b>', "wide"))

    assert dict(root.attrib) == {
        "viewBox": "0 0 9 9",
        "class": "chart wide",
        "role": "img",
        "id": "one-drawing",
        "aria-label": 'two "words" <b>',
    }
    assert [child.get("aria-hidden") for child in root] == ["true"]


def test_a_drawing_of_the_same_is_spoken_by_the_first() -> None:
    root = etree.fromstring(svg.clean(RAW, "two-", "words", "narrow", "one-"))

    assert root.get("aria-labelledby") == "one-drawing"
    assert root.get("aria-label") is root.get("id") is None


def test_marks_and_texts_keep_their_look_where_it_is_told_once() -> None:
    many = "".join(f'<use xlink:href="#m1" x="{x}" style="fill: #030303"/>' for x in range(3))
    texts = "".join(f'<text style="font: 700 13px X; text-anchor: start" x="{x}">{x}</text>' for x in range(3))
    clean = svg.clean(RAW.replace("<use xlink", f"{many}<g>{texts}</g><use xlink"), "one-")

    assert clean.count("var(--neg)") == 2  # the one with a stroke stands alone
    assert '<g font-size="13" font-weight="700"><text x="0">0</text>' in clean
    assert 'text-anchor="start"' not in clean


def test_marks_that_are_short_or_shown_once_are_drawn_where_they_are_shown() -> None:
    dash = '<defs><path id="m2" d="M0 3.5L0 -3.5" style="stroke: #020202; fill: #020202"/></defs>'
    ends = "".join(f'<use xlink:href="#m2" x="{x}" y="9"/>' for x in (1, 5))
    clean = svg.clean(RAW.replace("<g/>", dash + ends), "one-")

    assert '<path d="M1 12.5v-7M5 12.5v-7" stroke="var(--mut)" fill="none"/>' in clean
    assert "one-m2" not in clean


def test_what_is_neither_filled_nor_lined_is_not_drawn() -> None:
    assert "M1 1" not in svg.clean(RAW.replace("<g/>", '<path d="M 1 1 L 2 2" style="fill: none"/>'), "one-")
    assert "M1 1l1 1" in svg.clean(
        RAW.replace("<g/>", '<path d="M 1 1 L 2 2" style="fill: none; stroke: red"/>'), "one-"
    )


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("M 40.3 10 L 50 10 L 50 20 L 40.3 20 z", "M40.3 10h9.7v10h-9.7z"),
        ("M 0 -1 C 1 2 -3 4 5 6 L 7 6", "M0-1c1 3-3 5 5 7h2"),
        ("M 0 0 L 1 2 L 3 -4 L 3.5 5 M 1 1 L 1 1", "M0 0l1 2 2-6 .5 9M1 1h0"),
        ("M 2 2 L 3 3 z L 4 4", "M2 2l1 1zl2 2"),
    ],
)
def test_paths_take_their_short_form(long: str, short: str) -> None:
    assert paths.short(long) == short


@given(
    st.lists(
        st.tuples(*[st.integers(-9999, 9999).map(lambda tenths: Decimal(tenths) / 10)] * 2), min_size=2, max_size=9
    )
)
def test_the_short_form_leads_to_the_same_points(points: list[tuple[Decimal, Decimal]]) -> None:
    short = paths.short("M" + "L".join(f" {x} {y} " for x, y in points))
    at, reached = (Decimal(0), Decimal(0)), []
    for letter, told in re.findall(r"([Mlhv])([^Mlhv]*)", short):
        numbers = [Decimal(number) for number in re.findall(r"-?\d*\.?\d+", told)]
        moves = {"h": [(one, 0) for one in numbers], "v": [(0, one) for one in numbers]}
        for x, y in moves.get(letter, zip(numbers[::2], numbers[1::2], strict=False)):
            at = (x, y) if letter == "M" else (at[0] + x, at[1] + y)
            reached.append(at)

    assert reached == points
