"""Codings out of a REFI-QDA project (.qdpx) that another program wrote, for the posts of a study.

A post is found by the GUID that our export gave it, else by its text; a code by its GUID, else by its name in the tree.
"""

import io
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from lzma import LZMAError
from typing import Any

from lxml import etree

from reports.interchange import coded, project, refi
from reports.interchange.coded import Brought, Codings, InterchangeError, Mark
from reports.interchange.project import Document, Label, Project

LARGEST = 512 * 1024 * 1024  # bytes after unpacking, against files made to burst
NAMESPACE = f"{{{refi.WHOLE}}}"
INTERNAL = "internal://"
SPOILT = (
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)  # what broken packing raises
Element = Any  # lxml ships no types
Values = dict[str, dict[str, str]]  # what is said of a whole post, by coder and code


@dataclass(frozen=True, slots=True)
class _File:
    """An opened project: names by GUID of its users and variables, our labels by the GUIDs of its codes, and its texts."""

    root: Element
    texts: Mapping[str, str]
    users: Mapping[str, str]
    variables: Mapping[str, str]
    labels: Mapping[str, Label]


def read(packed: bytes, study: Project) -> Brought:
    """Everybody's codings of the study's posts.

    Raises InterchangeError for what is no project, or none that can be unpacked.
    """
    file = _opened(packed, study)
    by_guid = {refi.source_guid(study, one): one for one in study.documents}
    by_text = {_bare(one.text): one for one in study.documents}
    people: dict[str, Codings] = defaultdict(dict)
    left: list[str] = []
    for source in _all(file.root, "TextSource"):
        text = _text(source, file.texts)
        document = by_guid.get(str(source.get("guid", "")).strip("{}").lower()) or by_text.get(_bare(text))
        if document is None:
            left.append(f"{source.get('name')!r} is no post of this study")
            continue
        marks, lost = _marks(source, file, document, text)
        values = _values(source, file)
        left += [f"{source.get('name')!r}: {why}" for why in lost]
        for person in sorted({*marks, *values}):
            one = coded.coding(document, study.book, marks.get(person, []), values.get(person, {}))
            people[person] |= {document.number: one} if one else {}
    return Brought({person: told for person, told in people.items() if told}, tuple(left))


def _opened(packed: bytes, study: Project) -> _File:
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as files:
            if sum(one.file_size for one in files.infolist()) > LARGEST:
                raise InterchangeError(f"the project holds more than {LARGEST} bytes")
            held = {one: files.read(one) for one in files.namelist() if one.lower().endswith((".qde", ".txt"))}
        whole = next(content for name, content in held.items() if name.lower().endswith(".qde"))
        root = etree.fromstring(whole, etree.XMLParser(resolve_entities=False, no_network=True))
    except (
        *SPOILT,
        StopIteration,
        etree.XMLSyntaxError,
    ) as error:
        raise InterchangeError(
            f"no REFI-QDA project can be read from it: {error or 'it holds no .qde file'}"
        ) from error
    texts = {name.rpartition("/")[2].lower(): content.decode("utf-8-sig", "replace") for name, content in held.items()}
    users = {_guid(one): one.get("name") or one.get("guid", "") for one in _all(root, "User")}
    variables = {_guid(one): one.get("name", "") for one in _all(root, "Variable")}
    return _File(root, texts, users, variables, _labels(root, study))


def _labels(root: Element, study: Project) -> dict[str, Label]:
    """Our labels by the GUIDs that the file gives its codes, which programs may have made anew."""
    names = {label.name: label for label in project.labels(study.book)}
    return {_guid(code): names[name] for code in _all(root, "Code") if (name := code.get("name", "")) in names}


def _all(root: Element, name: str) -> Iterator[Element]:
    yield from root.iter(NAMESPACE + name)


def _guid(element: Element, attribute: str = "guid") -> str:
    return str(element.get(attribute, "")).strip("{}").lower()


def _text(source: Element, texts: Mapping[str, str]) -> str:
    inline = source.find(NAMESPACE + "PlainTextContent")
    if inline is not None:
        return inline.text or ""
    path = source.get("plainTextPath", "").removeprefix(INTERNAL)
    return project.plain(texts.get(path.rpartition("/")[2].lower(), ""))


def _bare(text: str) -> str:
    """A text without its blanks, which programs change at the ends of lines."""
    return "".join(text.split())


def _marks(source: Element, file: _File, document: Document, text: str) -> tuple[dict[str, list[Mark]], list[str]]:
    """Each coder's marks in a text, and why some could not be taken over."""
    marks: dict[str, list[Mark]] = defaultdict(list)
    lost: list[str] = []
    for selection in source.iterfind(NAMESPACE + "PlainTextSelection"):
        start, end = _position(selection, "startPosition"), _position(selection, "endPosition")
        place = coded.placed(document, text, start, end)
        for coding in selection.iterfind(NAMESPACE + "Coding"):
            reference = coding.find(NAMESPACE + "CodeRef")
            label = None if reference is None else file.labels.get(_guid(reference, "targetGUID"))
            if label is None or not (label.parent or label.level):
                lost.append(f"the code at {start}-{end} is none of this codebook")
            elif place is None:
                lost.append(f"{text[start:end][:40]!r} at {start}-{end} is not in the post as it is stored")
            else:
                marks[_coder(coding, selection, file)].append(Mark(label.code, label.level, *place))
    return marks, lost


def _position(selection: Element, name: str) -> int:
    told = selection.get(name, "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else -1


def _coder(coding: Element, selection: Element, file: _File) -> str:
    who = _guid(coding, "creatingUser") or _guid(selection, "creatingUser")
    return file.users.get(who, who or "unnamed")


def _values(source: Element, file: _File) -> Values:
    """What the variables of a post say, by coder: genre and reaction; the levels of causes follow from the marks."""
    found: Values = defaultdict(dict)
    for value in source.iterfind(NAMESPACE + "VariableValue"):
        reference = value.find(NAMESPACE + "VariableRef")
        name = "" if reference is None else file.variables.get(_guid(reference, "targetGUID"), "")
        told = next((one.text or "" for one in value if one is not reference), "")
        for code in (project.GENRE, project.REACTION):
            if name.startswith(f"{code} (") and name.endswith(")"):
                found[name.removeprefix(f"{code} (")[:-1]][code] = told.strip()
    return found
