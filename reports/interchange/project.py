"""A coded study as programs for qualitative analysis see it: documents, a tree of labels, and who labelled which words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import NAMESPACE_URL, uuid5

from analysis.codebook import CAUSES, LEVELS, Codebook
from analysis.coding import Coding, Evidence

GENRE, REACTION = "genre", "reaction"
REACTIONS = {"-2": "very unhappy", "-1": "unhappy", "0": "neither", "1": "happy", "2": "very happy"}
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # no XML 1.0 can hold them
RETURN = re.compile("\r\n|\r")


@dataclass(frozen=True, slots=True)
class Label:
    """One node of the tree: a code, or a code at a level. Names are unique over the tree, as QualCoder wants them.

    `code` is the codebook's id, `level` a level, a reaction as a number, a genre, or "" for a group or an outcome.
    """

    code: str
    level: str
    name: str
    description: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A post: `number` in the run, its `text` as coded, and its coding by coder."""

    number: int
    url: str
    title: str
    blog: str
    published: str
    text: str
    codings: Mapping[str, Coding]


@dataclass(frozen=True, slots=True)
class Project:
    """A study: documents in the order in which they are to be read, coders in that in which they are to be told.

    Without coders it is blind, see `blind`.
    """

    name: str
    title: str
    query: str
    book: Codebook
    coders: tuple[str, ...]
    documents: tuple[Document, ...]

    @property
    def moment(self) -> str:
        """The project's date: that of its newest post, because a clock would make every export another file."""
        return max((one.published for one in self.documents), default="") or "1970-01-01T00:00:00Z"


def blind(study: Project, order: Sequence[int]) -> Project:
    """The posts of these numbers, in this order, without what anybody said of them, and where and when they stood."""
    by_number = {one.number: one for one in study.documents}
    bare = [replace(by_number[number], blog="", published="", codings={}) for number in order]
    return replace(study, coders=(), documents=tuple(bare))


def labels(book: Codebook) -> tuple[Label, ...]:
    """Every label of a codebook, groups before what is in them, in the order of the book."""
    found: list[Label] = []
    for code in book.of(*CAUSES):
        found.append(Label(code.id, "", code.name, f"{code.question} {code.definition}"))
        anchors = {level: str(getattr(code, level)) for level in LEVELS}
        found += [Label(code.id, level, f"{code.name}: {level}", told, code.name) for level, told in anchors.items()]
    for kind, group in ((GENRE, "Genre"), ("outcome", "Outcome")):
        found.append(Label(kind, "", group, ""))
        for code in book.of(kind):
            name, level = f"{group}: {code.name}", code.id if kind == GENRE else ""
            found.append(Label(GENRE if kind == GENRE else code.id, level, name, code.definition, group))
    found.append(Label(REACTION, "", "Reaction", "How the author feels about it in the end."))
    found += [Label(REACTION, level, f"Reaction: {told}", "", "Reaction") for level, told in REACTIONS.items()]
    return tuple(found)


def passages(document: Document, coding: Coding) -> Iterator[Evidence]:
    """The words that each code of a coding rests on; what rests on none of them is on the whole text."""
    told = [*((cause, level) for cause, level in coding.causes), *((one, "") for one in coding.outcomes)]
    told += [(REACTION, str(coding.reaction))] if coding.reaction is not None else []
    for code, level in told:
        found = [item for item in coding.evidence if item.code == code and _speaks(item.level, level, code)]
        levels = ("failed", "met") if level == "mixed" else (level,)
        whole = [Evidence(code, one, 0, len(document.text), document.text, "whole text", 0.0) for one in levels]
        yield from found or (whole if document.text else ())


def _speaks(told: str, level: str, code: str) -> bool:
    """Whether words told at one level bear out the level that the post was given."""
    return told == level or level == "mixed" or code == REACTION or (level == "exceeded" and told == "met")


def plain(text: str) -> str:
    """A text as it is exported: line ends are single line feeds, and yet every character keeps its place."""
    return RETURN.sub(lambda end: " \n" if len(end[0]) == 2 else "\n", UNFIT.sub("\ufffd", text))


def line(text: str) -> str:
    """A title on one line."""
    return " ".join(UNFIT.sub(" ", text).split())


def guid(project: str, kind: str, key: str) -> str:
    """A name that is the same in every export of a study (RFC 9562, version 5)."""
    return str(uuid5(NAMESPACE_URL, f"rootfeed:{project}:{kind}:{key}"))
