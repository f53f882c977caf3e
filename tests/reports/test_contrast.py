"""Every text and mark of the drawings can be made out in each theme: WCAG 2.2, 1.4.3 and 1.4.11, from the palette."""

import re

import pytest
from charted import charted
from lxml import etree

from reports import charts, html
from reports.charts import svg
from reports.charts.agreement import TINT
from reports.page import Report

BLOCKS = re.findall(r"\{([^{}]*--card:[^{}]*)\}", html.asset("style.css"))
THEMES = [dict(re.findall(r"--([a-z]+):(#[0-9A-Fa-f]{3,6})", block)) for block in BLOCKS]
FAINT = ("rule", "track")  # guides that nothing is read from
Colour = tuple[float, float, float]


def colour(text: str) -> Colour:
    digits = text.lstrip("#")
    whole = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    red, green, blue = (int(whole[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def luminance(of: Colour) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in of)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def over(front: Colour, back: Colour, opacity: float) -> Colour:
    red, green, blue = (opacity * a + (1 - opacity) * b for a, b in zip(front, back, strict=True))
    return red, green, blue


def painted(report: Report, name: str) -> list[tuple[bool, str, float]]:
    """What a chart paints: whether it is text, the variable of its colour, its opacity."""
    found = []
    for element in etree.fromstring(f"<div>{charts.draw(name, report)}</div>").iter("{*}text", "{*}path", "{*}use"):
        is_text = etree.QName(element).localname == "text"
        for kind in ("fill", "stroke"):
            told = element.xpath(f"ancestor-or-self::*[@{kind}][1]/@{kind}")  # a group may say it for all in it
            value = told[-1] if told else "none" if not is_text or kind == "stroke" else "black"
            faded = element.xpath(f"ancestor-or-self::*[@{kind}-opacity][1]/@{kind}-opacity")
            opacity = float(element.get("opacity", 1)) * float(faded[-1] if faded else 1)
            if value != "none":
                found.append((is_text, value.removeprefix("var(--").removesuffix(")"), opacity))
    return found


def test_the_palette_stands_for_light_dark_chosen_dark_and_paper() -> None:
    assert len(THEMES) == 4
    assert THEMES[1] == THEMES[2] != THEMES[0]
    assert all(set(svg.VARIABLES.values()) <= set(theme) for theme in THEMES)


@pytest.mark.parametrize("theme", THEMES, ids=["light", "dark", "chosen", "paper"])
@pytest.mark.parametrize("name", charts.CHARTS)
def test_text_has_four_and_a_half_and_marks_have_three_to_one(report: Report, name: str, theme: dict[str, str]) -> None:
    card = colour(theme["card"])
    told = {
        (is_text, value): contrast(over(colour(theme[value]), card, opacity), card)
        for is_text, value, opacity in painted(charted(report), name)
        if is_text or (value not in FAINT and opacity > 0.5)
    }

    assert any(is_text for is_text, _ in told)
    assert {key: found for key, found in told.items() if found < (4.5 if key[0] else 3)} == {}


@pytest.mark.parametrize("theme", THEMES, ids=["light", "dark", "chosen", "paper"])
@pytest.mark.parametrize("mark", ["ink", "mut", "pos"])
@pytest.mark.parametrize("zone", ["neg", "mid", "pos"])
def test_marks_can_be_made_out_upon_the_zones(theme: dict[str, str], mark: str, zone: str) -> None:
    ground = over(colour(theme[zone]), colour(theme["card"]), TINT)

    assert contrast(colour(theme[mark]), ground) >= 3


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast(colour("#000"), colour("#fff")) == pytest.approx(21)
    assert contrast(colour("#767676"), colour("#ffffff")) == pytest.approx(4.54, abs=0.005)
