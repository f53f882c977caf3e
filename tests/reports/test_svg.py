"""A cleaned drawing survives a strict policy and carries both themes."""

from lxml import etree

from reports.charts import slim, svg

RAW = """<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg"
 xmlns:xlink="http://www.w3.org/1999/xlink" width="9pt" height="9pt" viewBox="0 0 9 9">
<metadata>today</metadata>
<defs><style type="text/css">*{stroke-linejoin: round}</style><path id="m1" d="M0 0"/></defs>
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
    clean = svg.clean(RAW, "one-")

    assert 'id="one-m1"' in clean
    assert 'href="#one-m1"' in clean


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


def test_paths_take_their_short_form() -> None:
    assert slim.path("M 40.3 10 L 50 10 L 50 20 L 40.3 20 z") == "M40.3 10H50V20H40.3z"
    assert slim.path("M 0 -1 C 1 2 -3 4 5 6 L 7 6") == "M0 -1C1 2 -3 4 5 6H7"
