"""Labelled texts: posts with marks behind their sentences, and single sentences, as analysis/training/ holds them.

A file of posts holds blocks. `=== ID` begins one; then stand `genre:`, and for experiences `causes:`, `reaction:` and
`outcomes:`, and last `title:`; the body follows. In braces behind a sentence stand the codes that it tells of. A file
of sentences holds one a line, behind its codes and a bar, `0` for none. Codes are short: `res-` is resolution failed,
`+` is met, `*` exceeded, `~` mixed (of a whole post only), `feel-2` to `feel+2` the author's feeling. `@` and letters of
EVENTS say what happens in a sentence by itself, whatever comes of it later: `@CW` is a promise and a wait. A single
sentence without `@` teaches that none of them happens in it; a post without any teaches nothing of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.codebook import CodebookError
from analysis.reading import sentences

CAUSES = {
    "res": "resolution",
    "com": "commitments",
    "tim": "response_time",
    "cou": "courtesy",
    "emp": "empathy",
    "per": "personal_attention",
    "hon": "honesty",
    "cmp": "competence",
    "own": "ownership",
    "flx": "flexibility",
    "fup": "follow_up",
    "eff": "effort",
    "prd": "product_quality",
    "pri": "price_value",
}
LEVELS = {"-": "failed", "+": "met", "*": "exceeded", "~": "mixed"}
OUTCOMES = ("recommends", "warns", "stays", "leaves")
FEELINGS = {"feel-2": "-2", "feel-1": "-1", "feel+1": "1", "feel+2": "2"}
EVENTS = {
    "D": "trouble",
    "S": "still there",
    "X": "refused",
    "N": "no help",
    "T": "step",
    "F": "done",
    "H": "partly done",
    "O": "done by others",
    "G": "given up",
    "K": "no trouble",
    "E": "extra",
    "C": "promise",
    "B": "broken",
    "Y": "kept",
    "W": "wait",
    "L": "slow",
    "Q": "quick",
    "A": "asked",
    "M": "effort",
    "-": "displeased",
    "+": "pleased",
}
EVENT = "event"  # the code of all of them: what happens is no code of the codebook
HEADS = ("genre", "causes", "reaction", "outcomes", "title")
MARK = re.compile(r"[ \t]*\{([^}]*)\}")

Told = tuple[str, str]  # a code and its level; the level of an outcome is ""


class LabelError(CodebookError):
    """A labelled text that cannot be read; the text names file, line and fault."""


@dataclass(frozen=True, slots=True)
class Example:
    """A post with its labels; `marks` holds, for each sentence of `reading.sentences(text)`, what it tells of.

    Posts of one `author` are never on both sides of a test. `weight` is what a post counts in training; `natural` ones
    occurred, the others were written to teach: how often codes occur can be learnt from natural ones alone.
    """

    id: str
    author: str
    title: str
    text: str
    genre: str
    causes: tuple[Told, ...]
    reaction: int | None
    outcomes: tuple[str, ...]
    marks: tuple[frozenset[Told], ...]
    weight: float = 1.0
    natural: bool = False


def told(short: str) -> tuple[Told, ...]:
    """What a short code stands for. Raises ValueError for an unknown one."""
    if short[:1] == "@" and short != "@" and EVENTS.keys() >= {*short[1:]}:
        return tuple((EVENT, EVENTS[letter]) for letter in short[1:])
    return (_told(short),)


def _told(short: str) -> Told:
    if short in FEELINGS:
        return "reaction", FEELINGS[short]
    if short in OUTCOMES:
        return short, ""
    if short[:3] in CAUSES and short[3:] in LEVELS:
        return CAUSES[short[:3]], LEVELS[short[3:]]
    raise ValueError(f"unknown code {short!r}")


def sentence_lines(text: str, where: str) -> Iterator[tuple[str, frozenset[Told]]]:
    """The sentences of a file, each with what it tells of. Raises LabelError with `where` and the line."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("# "):
            codes, bar, sentence = line.partition(" | ")
            if not bar:
                raise LabelError(f"{where}:{number}: no ' | ' between codes and sentence")
            yield sentence.strip(), _codes(codes, f"{where}:{number}")


def posts(text: str, where: str, author: str) -> Iterator[Example]:
    """The posts of a file; `author` says who wrote them. Raises LabelError with `where` and the line."""
    starts = [match.start() for match in re.finditer(r"^=== ", text, re.MULTILINE)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield _post(text[start:end], f"{where}:{text.count(chr(10), 0, start) + 1}", author)


def _post(block: str, where: str, author: str) -> Example:
    first, *lines = block.split("\n")
    heads: dict[str, str] = {}
    while lines and (match := re.match(rf"({'|'.join(HEADS)}): ?(.*)$", lines[0])):
        heads[match[1]] = match[2].strip()
        lines.pop(0)
        if match[1] == "title":
            break
    if missing := [name for name in ("genre", "title") if name not in heads]:
        raise LabelError(f"{where}: {missing[0]} is missing")
    text, marks = _unmarked("\n".join(lines).strip(), where)
    return Example(
        id=first.removeprefix("=== ").strip(),
        author=author,
        title=heads["title"],
        text=text,
        genre=heads["genre"],
        causes=tuple(sorted(_codes(heads.get("causes", ""), where))),
        reaction=_reaction(heads.get("reaction", ""), where),
        outcomes=tuple(heads.get("outcomes", "").split()),
        marks=_by_sentence(text, marks),
    )


def _reaction(text: str, where: str) -> int | None:
    if text not in ("", "-2", "-1", "0", "1", "2"):
        raise LabelError(f"{where}: the reaction is a number from -2 to 2, not {text!r}")
    return int(text) if text else None


def _unmarked(body: str, where: str) -> tuple[str, list[tuple[int, frozenset[Told]]]]:
    """The text without its marks, and the marks with the place behind which each stands."""
    text, last = "", 0
    marks: list[tuple[int, frozenset[Told]]] = []
    for match in MARK.finditer(body):
        text += body[last : match.start()]
        marks.append((len(text), _codes(match[1], where)))
        last = match.end()
    return text + body[last:], marks


def _by_sentence(text: str, marks: list[tuple[int, frozenset[Told]]]) -> tuple[frozenset[Told], ...]:
    found: list[set[Told]] = []
    for span in sentences(text):
        found.append({one for place, codes in marks if span.start < place <= span.end for one in codes})
    return tuple(frozenset(one) for one in found)


def _codes(text: str, where: str) -> frozenset[Told]:
    try:
        return frozenset(one for short in text.split() if short != "0" for one in told(short))
    except ValueError as error:
        raise LabelError(f"{where}: {error}") from error
