"""Label Studio: a labelling form of the codebook, the posts as tasks with the coder's labels as predictions, and back.

The form follows the tags of its documentation (View, Text, Labels, Choices).  Positions count Unicode code points from 0,
the end is exclusive, as was seen in its editor (1.23.2) on texts with emoji, which are two units to a browser.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as Xml

from pydantic import BaseModel, TypeAdapter, ValidationError

from analysis.codebook import Codebook
from analysis.coding import Coding
from reports.interchange import coded, project
from reports.interchange.coded import Brought, Codings, InterchangeError, Mark
from reports.interchange.project import GENRE, REACTION, Document, Project
from reports.interchange.refi import COLOURS, NEUTRAL

PASSAGE = "passage"  # the control with which words are labelled; genre and reaction have one of their own
OUTCOMES = "outcomes"
Task = dict[str, Any]  # JSON of Label Studio
Item = dict[str, Any]


def form(book: Codebook) -> bytes:
    """The labelling configuration: a choice for the genre and the reaction, labels for words, the post below them."""
    view = Xml.Element("View")
    Xml.SubElement(view, "Header", value="$title")
    Xml.SubElement(view, "Header", value="$told", size="6")
    _choices(view, GENRE, "Is it a first-hand experience?", {code.id: code.definition for code in book.of("genre")})
    labels = Xml.SubElement(view, "Labels", name=PASSAGE, toName="text", showInline="true")
    for label in project.labels(book):
        if label.parent and label.code not in (GENRE, REACTION):
            Xml.SubElement(
                labels, "Label", value=label.name, background=COLOURS.get(label.level, NEUTRAL), hint=label.description
            )
    Xml.SubElement(view, "Text", name="text", value="$text", granularity="word")
    _choices(view, REACTION, "How does the author feel about it in the end?", project.REACTIONS)
    Xml.indent(view)
    told: bytes = Xml.tostring(view, encoding="utf-8")
    return told + b"\n"


def _choices(view: Xml.Element, name: str, question: str, values: Mapping[str, str]) -> None:
    Xml.SubElement(view, "Header", value=question, size="5")
    choices = Xml.SubElement(view, "Choices", name=name, toName="text", choice="single", showInline="true")
    for value, hint in values.items():
        Xml.SubElement(choices, "Choice", value=value, hint=hint)


def tasks(study: Project) -> bytes:
    """A JSON list of tasks, one a post, each with a prediction for each automatic coder's or person's coding."""
    names = {(label.code, label.level): label.name for label in project.labels(study.book)}
    told = [
        {
            "data": {
                "post": one.number,
                "url": one.url,
                "told": f"{project.line(one.blog)} {one.published[:10]}".strip(),  # "source" is a name of its own
                "title": project.line(one.title),
                "text": project.plain(one.text),
            },
            "predictions": [
                {"model_version": coder, "result": _result(one, coding, names)} for coder, coding in one.codings.items()
            ],
        }
        for one in study.documents
    ]
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _result(document: Document, coding: Coding, names: Mapping[tuple[str, str], str]) -> list[Item]:
    items = [_chosen(GENRE, coding.genre)]
    items += [_chosen(REACTION, str(coding.reaction))] if coding.reaction is not None else []
    for number, one in enumerate(project.passages(document, coding)):
        if one.code == REACTION or (one.code, one.level) not in names:
            continue
        value = {
            "start": one.start,
            "end": one.end,
            "text": project.plain(document.text)[one.start : one.end],
        }
        label = [names[one.code, one.level]]
        items.append(
            {
                "id": f"p{number}",
                "from_name": PASSAGE,
                "to_name": "text",
                "type": "labels",
                "value": value | {"labels": label},
            }
        )
    return items


def _chosen(name: str, value: str) -> Item:
    return {"id": name, "from_name": name, "to_name": "text", "type": "choices", "value": {"choices": [value]}}


class _Value(BaseModel):
    start: int = -1
    end: int = -1
    text: Any = ""
    labels: list[str] = []
    choices: list[str] = []


class _Item(BaseModel):
    type: str = ""
    from_name: str = ""
    value: _Value = _Value()


class _Annotation(BaseModel):
    completed_by: Any = None
    was_cancelled: bool = False
    result: list[_Item] = []


class _Task(BaseModel):
    data: dict[str, Any]
    annotations: list[_Annotation] = []


EXPORT = TypeAdapter(list[_Task])  # the parts of Label Studio's JSON export that are read


def read(exported: bytes, study: Project) -> Brought:
    """Everybody's annotations in Label Studio's JSON export; a person is named by mail address or number.

    Raises InterchangeError for what is no such export.
    """
    try:
        tasks = EXPORT.validate_json(exported)
    except ValidationError as error:
        first = error.errors()[0]
        raise InterchangeError(f"no JSON export of Label Studio: {first['msg']} at {first['loc']}") from error
    labels = {label.name: label for label in project.labels(study.book)}
    by_url = {one.url or str(one.number): one for one in study.documents}
    people: dict[str, Codings] = defaultdict(dict)
    left: list[str] = []
    for task in tasks:
        document = by_url.get(str(task.data.get("url") or task.data.get("post")))
        if document is None:
            left.append(f"{task.data.get('url')!r} is no post of this study")
            continue
        for one in task.annotations:
            marks, lost = _marks(document, one, labels, str(task.data.get("text", "")))
            values = {item.from_name: choice for item in one.result for choice in item.value.choices}
            left += [f"{document.url}: {why}" for why in lost]
            coding = None if one.was_cancelled else coded.coding(document, study.book, marks, values)
            people[_person(one)] |= {document.number: coding} if coding else {}
    return Brought({person: told for person, told in people.items() if told}, tuple(left))


def _person(annotation: _Annotation) -> str:
    """Who annotated: exports name people by number, or as an object with a mail address."""
    who = annotation.completed_by
    told = (who.get("email") or who.get("id")) if isinstance(who, dict) else who
    return str(told if told is not None else "unnamed")


def _marks(
    document: Document, annotation: _Annotation, labels: Mapping[str, project.Label], theirs: str
) -> tuple[list[Mark], list[str]]:
    """An annotation's labelled words, and why some could not be taken over."""
    marks: list[Mark] = []
    lost: list[str] = []
    for item in annotation.result:
        for name in item.value.labels:
            place = coded.placed(document, theirs, item.value.start, item.value.end)
            if name not in labels:
                lost.append(f"{name!r} is no label of this codebook")
            elif place is None:
                lost.append(f"{str(item.value.text)[:40]!r} is not in the post as it is stored")
            else:
                marks.append(Mark(labels[name].code, labels[name].level, *place))
    return marks, lost
