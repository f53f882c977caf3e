"""The same drawing in fewer bytes.

What neighbours share is told once, and what all marks of a kind share with their kind; paths in their short form,
defaults not at all.
"""

import re
from collections.abc import Iterable
from itertools import groupby

from lxml import etree

SVG = "{http://www.w3.org/2000/svg}"
DEFAULTS = {"text-anchor": "start", "stroke-dashoffset": "0"}
INHERITED = (
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "font-size",
    "font-weight", "text-anchor",
)  # fmt: skip
WRAPPER = len("<g></g>")
STEP = re.compile(r"([A-Za-z])((?: -?[\d.]+)*)")
Shared = tuple[tuple[str, str], ...]


def slim(drawing: etree._Element) -> None:
    """Change the group of a drawing in place; its children are drawn as before, and texts, which meet nothing, last."""
    for element in drawing.iter():
        for name, value in DEFAULTS.items():
            if element.get(name) == value:
                del element.attrib[name]
        if "opacity" in element.attrib and "fill" in element.attrib and element.get("stroke", "none") == "none":
            element.set("fill-opacity", str(element.attrib.pop("opacity")))  # the same, and it can be inherited
        if "d" in element.attrib:
            element.set("d", path(str(element.get("d"))))
    _kinds(drawing)
    texts = sorted((child for child in drawing if child.tag == SVG + "text"), key=_shared)
    marks = [child for child in drawing if child.tag != SVG + "text"]
    drawing[:] = [*_gathered(marks), *_gathered(texts)]


def _kinds(drawing: etree._Element) -> None:
    """What every use of a mark says alike goes to the mark itself; where the mark says it already, that holds anyway."""
    uses: dict[str, list[etree._Element]] = {}
    for use in drawing.iter(SVG + "use"):
        uses.setdefault(str(use.get("href")).removeprefix("#"), []).append(use)
    for mark in drawing.iterfind(f".//{SVG}defs/*[@id]"):
        shown = uses.get(str(mark.get("id")), [])
        for name in INHERITED if len({_shared(use) for use in shown}) == 1 else ():
            for use in shown:
                value = str(use.attrib.pop(name, ""))
                if value and name not in mark.attrib:
                    mark.set(name, value)


def path(steps: str) -> str:
    """A path with level and upright lines as such, and without the spaces that part nothing (SVG 1.1, 8.3)."""
    found, here = "", ("", "")
    for letter, numbers in STEP.findall(steps):
        x, y = ["", "", *str(numbers).split()][-2:]
        if letter == "L" and y == here[1]:
            found += f"H{x}"
        elif letter == "L" and x == here[0]:
            found += f"V{y}"
        else:
            found += letter + numbers.strip()
        here = (x, y)
    return found


def _shared(element: etree._Element) -> Shared:
    return tuple((name, str(element.get(name))) for name in INHERITED if name in element.attrib)


def _gathered(elements: Iterable[etree._Element]) -> list[etree._Element]:
    """The elements in their order, those in a row that look alike in a group that says how."""
    found = []
    for shared, alike in groupby(elements, _shared):
        row = list(alike)
        if (len(row) - 1) * sum(len(f' {name}="{value}"') for name, value in shared) <= WRAPPER:
            found += row
            continue
        for element in row:
            for name, _ in shared:
                del element.attrib[name]
        group = etree.Element(SVG + "g", dict(shared))
        group.extend(row)
        found.append(group)
    return found
