"""REFI-QDA 1.5, the exchange format of programs for qualitative analysis: a codebook (.qdc) and a whole project (.qdpx).

Beyond the standard's schema this follows what its readers do (QualCoder and qualitative-coding were tried): texts lie in
files of their own, UTF-8 without byte order mark, with single line feeds; every code stands on words, since codings of
whole documents are dropped; levels, genre and reaction are variables as well; names of codes occur once in the tree.
Positions count Unicode code points from 0, the end is exclusive (section 10.2 and its examples).
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from itertools import groupby
from xml.etree import ElementTree as Xml

from analysis.codebook import CAUSES
from reports.interchange import project
from reports.interchange.project import GENRE, REACTION, Document, Label, Project

BOOK, WHOLE = "urn:QDA-XML:codebook:1.0", "urn:QDA-XML:project:1.0"
ORIGIN = "rootfeed"
SOURCES = "sources/"
STAMP = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP file can tell; a clock would change the bytes
COLOURS = {"failed": "#C4500A", "met": "#5A89C6", "exceeded": "#12568F"}
NEUTRAL = "#8B8F96"
Element = Xml.Element


def qdc(study: Project) -> bytes:
    """The codebook alone, to start a project with in another program."""
    root = Xml.Element("CodeBook", {"xmlns": BOOK, "origin": ORIGIN})
    root.append(_codes(study))
    return _bytes(root)


def qdpx(study: Project) -> bytes:
    """The whole project: a ZIP file with `project.qde` and a text file a post; the same study gives the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo("project.qde", STAMP), _bytes(_project(study)), zipfile.ZIP_DEFLATED)
        for one in study.documents:
            name = f"{SOURCES}{_text_guid(study, one)}.txt"
            content = project.plain(one.text).encode("utf-8")
            packed.writestr(zipfile.ZipInfo(name, STAMP), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _bytes(root: Element) -> bytes:
    told: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return told


def _guid(study: Project, label: Label) -> str:
    return project.guid(study.name, "code", f"{label.code}/{label.level}")


def source_guid(study: Project, document: Document) -> str:
    """The name of a post in every export of this study."""
    return project.guid(study.name, "source", document.url or str(document.number))


def _text_guid(study: Project, document: Document) -> str:
    return project.guid(study.name, "text", document.url or str(document.number))


def _project(study: Project) -> Element:
    root = Xml.Element(
        "Project",
        {
            "xmlns": WHOLE,
            "name": project.line(study.title) or study.name,
            "origin": ORIGIN,
            **({"creatingUserGUID": _user(study, study.coders[0])} if study.coders else {}),
            "creationDateTime": study.moment,
        },
    )
    users = Xml.SubElement(root, "Users")
    for coder in study.coders:
        Xml.SubElement(users, "User", guid=_user(study, coder), name=project.line(coder))
    Xml.SubElement(root, "CodeBook").append(_codes(study))
    variables = Xml.SubElement(root, "Variables")
    for name, kind in _variables(study):
        Xml.SubElement(variables, "Variable", guid=_variable(study, name), name=name, typeOfVariable=kind)
    root.append(_sources(study))
    for part in [part for part in root if not len(part)]:  # no element of the standard may be empty
        root.remove(part)
    Xml.SubElement(root, "Description").text = project.line(f"Posts that match: {study.query}")
    return root


def _by(study: Project) -> dict[str, str]:
    """Whose work a source is: the first coder's; in a blind study nobody's."""
    return {"creatingUser": _user(study, study.coders[0])} if study.coders else {}


def _user(study: Project, coder: str) -> str:
    return project.guid(study.name, "user", coder)


def _variable(study: Project, name: str) -> str:
    return project.guid(study.name, "variable", name)


def _codes(study: Project) -> Element:
    codes = Xml.Element("Codes")
    nodes: dict[str, Element] = {}
    for label in project.labels(study.book):
        known = {"guid": _guid(study, label), "name": label.name, "isCodable": "true" if label.parent else "false"}
        node = Xml.SubElement(nodes.get(label.parent, codes), "Code", known, color=COLOURS.get(label.level, NEUTRAL))
        if label.description:
            Xml.SubElement(node, "Description").text = project.UNFIT.sub(" ", label.description)
        nodes[label.name] = node
    return codes


def _variables(study: Project) -> list[tuple[str, str]]:
    """Names and types: what is known of a post, and what each coder says of it as a whole; nothing in a blind study."""
    if not study.coders:
        return []
    codes = [GENRE, *(code.id for code in study.book.of(*CAUSES))]
    told = [(variable(code, coder), "Text") for coder in study.coders for code in codes]
    return [
        ("blog", "Text"),
        ("published", "Text"),
        *told,
        *((variable(REACTION, one), "Integer") for one in study.coders),
    ]


def variable(code: str, coder: str) -> str:
    """The name of the variable that holds what a coder says of a code."""
    return f"{code} ({project.line(coder)})"


def _sources(study: Project) -> Element:
    sources = Xml.Element("Sources")
    guids = {(label.code, label.level): _guid(study, label) for label in project.labels(study.book)}
    for place, one in enumerate(study.documents, start=1):
        known = {
            "guid": source_guid(study, one),
            "name": f"{place:05d} {project.line(one.title).replace('/', '-')[:80]}".strip(),
            "plainTextPath": f"internal://{_text_guid(study, one)}.txt",
            "creationDateTime": study.moment,
        }
        source = Xml.SubElement(sources, "TextSource", known | _by(study))
        Xml.SubElement(source, "Description").text = project.line(one.url)
        source.extend(_selections(study, one, guids))
        source.extend(_values(study, one) if study.coders else ())
    return sources


def _selections(study: Project, document: Document, guids: Mapping[tuple[str, str], str]) -> Iterator[Element]:
    """A selection for each passage, with a coding for each label and coder on it."""
    marked = sorted(
        {
            (item.start, item.end, guids[item.code, item.level], coder)
            for coder, coding in document.codings.items()
            for item in project.passages(document, coding)
            if (item.code, item.level) in guids
        }
    )
    for (start, end), group in groupby(marked, key=lambda mark: mark[:2]):
        key = f"{document.url or document.number}/{start}/{end}"
        known = {
            "guid": project.guid(study.name, "selection", key),
            "name": project.line(document.text[start:end])[:60],
        }
        place = {"startPosition": str(start), "endPosition": str(end)}
        made = {**_by(study), "creationDateTime": study.moment}
        selection = Xml.Element("PlainTextSelection", known | place | made)
        for _, _, label, coder in group:
            known = {"guid": project.guid(study.name, "coding", f"{key}/{label}/{coder}")}
            made = {"creatingUser": _user(study, coder), "creationDateTime": study.moment}
            coding = Xml.SubElement(selection, "Coding", known | made)
            Xml.SubElement(coding, "CodeRef", targetGUID=label)
        yield selection


def _values(study: Project, document: Document) -> Iterator[Element]:
    yield _value(study, "blog", "TextValue", document.blog)
    yield _value(study, "published", "TextValue", document.published)
    for coder, coding in document.codings.items():
        for code, level in [(GENRE, coding.genre), *coding.causes]:
            yield _value(study, variable(code, coder), "TextValue", level)
        if coding.reaction is not None:
            yield _value(study, variable(REACTION, coder), "IntegerValue", str(coding.reaction))


def _value(study: Project, name: str, kind: str, told: str) -> Element:
    value = Xml.Element("VariableValue")
    Xml.SubElement(value, "VariableRef", targetGUID=_variable(study, name))
    Xml.SubElement(value, kind).text = project.line(told)
    return value
