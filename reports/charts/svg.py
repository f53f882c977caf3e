"""Make a matplotlib SVG fit for the page.

Raw, it carries a <style> element and style attributes: a policy that allows only hashed styles refuses them and the
chart turns into a black box. Here styles become presentation attributes, ids get a prefix so that several charts share
a page, and stand-in colours become CSS variables, so that one drawing serves the light and the dark page. What no
browser needs goes: ids nobody points to, bare groups, font names (the page's font is used), clips, long decimals;
that is more than half of the bytes, and `slim` saves half of the rest.
"""

import re
from collections.abc import Mapping

from lxml import etree

from reports.charts.slim import slim

VARIABLES = {
    "#000000": "ink",
    "#010101": "ink",
    "#020202": "mut",
    "#030303": "neg",
    "#040404": "pos",
    "#050505": "negt",
    "#060606": "post",
    "#070707": "mid",
    "#080808": "rule",
    "#090909": "track",
    "#0a0a0a": "third",
}
INK, MUTED, NEGATIVE, POSITIVE, NEGATIVE_TEXT, POSITIVE_TEXT, MIDDLE, RULE, TRACK, THIRD = list(VARIABLES)[1:]
FONT = re.compile(r"(?:(\d+|bold|normal) )?([\d.]+)px .*")
SVG = "{http://www.w3.org/2000/svg}"
POINTERS = ("href", "{http://www.w3.org/1999/xlink}href")
DROPPED = ("metadata", "style", "clipPath")
PLACES = ("d", "x", "y", "width", "height", "transform")
DECIMALS = re.compile(r"(?:\.0|(\.[1-9]))\d*")  # a tenth of a pixel is more than anybody sees


def clean(svg: str, prefix: str, label: str = "", variant: str = "", spoken_by: str = "") -> str:
    """The drawing as an inline <svg class="chart VARIANT" role="img">, its ids prefixed and `label` as its text.

    `spoken_by` is the prefix of a drawing that tells the same, so that its label need not stand in the page twice.
    """
    parser = etree.XMLParser(resolve_entities=False, remove_comments=True, remove_blank_text=True)
    root = etree.fromstring(svg.encode(), parser)
    etree.strip_elements(root, *(SVG + name for name in DROPPED), with_tail=False)
    pointed = {str(value) for element in root.iter() for name, value in element.attrib.items() if name in POINTERS}
    names = {name: f"{prefix}m{number}" for number, name in enumerate(_named(root, pointed), start=1)}
    for element in root.iter():
        _identify(element, names)
        _unstyle(element)
        _slim(element)
    for group in list(root.iter(SVG + "g")):
        _unwrap(group)
    drawing = etree.Element(SVG + "g", {"aria-hidden": "true"})
    drawing.extend(list(root))
    slim(drawing)
    root.append(drawing)
    view = root.get("viewBox", "")
    root.attrib.clear()
    spoken = (
        {"aria-labelledby": f"{spoken_by}drawing"} if spoken_by else {"id": f"{prefix}drawing", "aria-label": label}
    )
    root.attrib.update({"viewBox": view, "class": f"chart {variant}".strip(), "role": "img", **spoken})
    etree.cleanup_namespaces(root)
    return str(etree.tostring(root, encoding="unicode"))


def _named(root: etree._Element, pointed: set[str]) -> list[str]:
    """The ids that something points to, in their order."""
    return [str(one.get("id")) for one in root.iter() if f"#{one.get('id')}" in pointed]


def _identify(element: etree._Element, names: Mapping[str, str]) -> None:
    """Give an id that something points to its new name, and what points to it; drop the others."""
    name = str(element.attrib.pop("id", ""))
    if name in names:
        element.set("id", names[name])
    for pointer in POINTERS:
        if pointer in element.attrib:
            target = str(element.attrib.pop(pointer)).removeprefix("#")
            element.set("href", f"#{names[target]}")  # without its namespace it is the same and shorter


def _slim(element: etree._Element) -> None:
    # nothing here is drawn outside of its axes, and a turn by nothing is matplotlib's habit
    element.attrib.pop("clip-path", None)
    element.attrib.pop("font-family", None)
    if str(element.get("transform", "")).startswith("rotate(-0 "):
        del element.attrib["transform"]
    for name in PLACES:
        if name in element.attrib:
            element.set(name, DECIMALS.sub(r"\1", " ".join(str(element.get(name)).split())))


def _unwrap(group: etree._Element) -> None:
    """Put the children of a group that says nothing in its place."""
    parent = group.getparent()
    if parent is None or group.attrib:
        return
    place = parent.index(group)
    parent[place : place + 1] = list(group)


def _unstyle(element: etree._Element) -> None:
    style = str(element.attrib.pop("style", ""))
    for declaration in filter(None, map(str.strip, style.split(";"))):
        name, value = map(str.strip, declaration.split(":", 1))
        font = FONT.fullmatch(value) if name == "font" else None
        if font is None:
            element.set(name, _themed(value))
            continue
        element.set("font-size", font[2])
        if font[1]:
            element.set("font-weight", font[1])


def _themed(value: str) -> str:
    variable = VARIABLES.get(value.lower())
    return f"var(--{variable})" if variable else value
