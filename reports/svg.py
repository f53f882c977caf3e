"""Make a matplotlib SVG fit for the page.

Raw, it carries a <style> element and style attributes: a policy that allows only hashed styles refuses them and the
chart turns into a black box. Here styles become presentation attributes, ids get a prefix so that several charts share
a page, and stand-in colours become CSS variables, so that one drawing serves the light and the dark page.
"""

import re

from lxml import etree

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
}
INK, MUTED, NEGATIVE, POSITIVE, NEGATIVE_TEXT, POSITIVE_TEXT, MIDDLE, RULE, TRACK = list(VARIABLES)[1:]
FONT = re.compile(r"(?:(\d+|bold|normal) )?([\d.]+)px .*")
SVG = "{http://www.w3.org/2000/svg}"


def clean(svg: str, prefix: str, label: str = "", variant: str = "") -> str:
    """The drawing as an inline <svg class="chart VARIANT" role="img">, its ids prefixed and `label` as its text."""
    root = etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, remove_comments=True))
    etree.strip_elements(root, SVG + "metadata", SVG + "style", with_tail=False)
    for element in root.iter():
        _prefix_ids(element, prefix)
        _unstyle(element)
    drawing = etree.Element(SVG + "g", {"aria-hidden": "true"})
    drawing.extend(list(root))
    root.append(drawing)
    view = root.get("viewBox", "")
    root.attrib.clear()
    root.attrib.update({"viewBox": view, "class": f"chart {variant}".strip(), "role": "img", "aria-label": label})
    return str(etree.tostring(root, encoding="unicode"))


def _prefix_ids(element: etree._Element, prefix: str) -> None:
    for name, value in list(element.attrib.items()):
        if name == "id":
            element.set("id", prefix + str(value))
        elif str(name).endswith("href") and str(value).startswith("#"):
            element.set(name, "#" + prefix + str(value)[1:])
        elif "url(#" in str(value):
            element.set(name, str(value).replace("url(#", "url(#" + prefix))


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
