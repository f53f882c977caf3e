"""The same drawing in fewer bytes.

What neighbours share is told once, and what all marks of a kind share with their kind; lines that look alike are one
path, small marks part of it, paths in their short form, defaults not at all.
"""

from collections.abc import Iterable
from decimal import Decimal
from itertools import groupby

from lxml import etree

from reports.charts import paths

SVG = "{http://www.w3.org/2000/svg}"
DEFAULTS = {"text-anchor": "start", "stroke-dashoffset": "0"}
INHERITED = (
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "font-size",
    "font-weight", "text-anchor",
)  # fmt: skip
SMALL = 20  # characters of a mark that is drawn sooner than it is pointed to
WRAPPER = len("<g></g>")
Shared = tuple[tuple[str, str], ...]


def slim(drawing: etree._Element) -> None:
    """Change the group of a drawing in place; its children are drawn as before, and texts, which meet nothing, last."""
    for element in drawing.iter():
        for name, value in DEFAULTS.items():
            if element.get(name) == value:
                del element.attrib[name]
        if "opacity" in element.attrib and "fill" in element.attrib and element.get("stroke", "none") == "none":
            element.set("fill-opacity", str(element.attrib.pop("opacity")))  # the same, and it can be inherited
    _inlined(drawing)
    for unseen in [one for one in drawing.iter(SVG + "path") if _unseen(one)]:
        unseen.getparent().remove(unseen)
    for element in drawing.iter():
        if "d" in element.attrib:
            element.set("d", paths.short(str(element.get("d"))))
    _joined(drawing)
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


def _inlined(drawing: etree._Element) -> None:
    """Marks that are short, or shown once, are drawn where they are shown."""
    uses: dict[str, list[etree._Element]] = {}
    for use in drawing.iter(SVG + "use"):
        uses.setdefault(str(use.get("href")).removeprefix("#"), []).append(use)
    for mark in drawing.findall(f".//{SVG}defs/{SVG}path[@id]"):
        shown = uses.get(str(mark.get("id")), [])
        if len(shown) == 1 or len(paths.short(str(mark.get("d")))) <= SMALL:
            for use in shown:
                _drawn(use, mark)
            mark.getparent().remove(mark)
    for bare in drawing.findall(f".//{SVG}defs"):
        if not len(bare):
            bare.getparent().remove(bare)


def _drawn(use: etree._Element, mark: etree._Element) -> None:
    """The use becomes a path; what the mark says of its look holds before what the use says."""
    by = Decimal(str(use.attrib.pop("x", "0"))), Decimal(str(use.attrib.pop("y", "0")))
    del use.attrib["href"]
    use.tag = SVG + "path"
    use.attrib.update({str(name): str(value) for name, value in mark.attrib.items() if name != "id"})
    use.set("d", paths.moved(str(mark.get("d")), by))
    if len(paths.steps(str(mark.get("d")))) == 2:  # a line has nothing to fill
        use.set("fill", "none")


def _unseen(path: etree._Element) -> bool:
    """Whether it is neither filled nor drawn along; a mark may get both where it is shown."""
    return "id" not in path.attrib and path.get("fill") == "none" and path.get("stroke", "none") == "none"


def _joined(drawing: etree._Element) -> None:
    """Paths in a row that look alike become one."""
    for parent in [drawing, *drawing.iter(SVG + "g")]:
        for _, alike in groupby(list(parent), _joinable):
            first, *others = alike
            if _joinable(first) is not None:
                first.set("d", "".join(str(one.get("d")) for one in (first, *others)))
                for one in others:
                    parent.remove(one)


def _joinable(element: etree._Element) -> Shared | None:
    """The look of a path that may be one with its neighbour, None where it may not."""
    if element.tag != SVG + "path" or "id" in element.attrib:
        return None
    return tuple(sorted((str(name), str(value)) for name, value in element.attrib.items() if name != "d"))


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
