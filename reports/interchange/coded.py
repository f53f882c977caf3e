"""What people coded in another program, back into codings of posts: passages with labels, and values for whole posts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.codebook import CAUSES, Codebook
from analysis.coding import Coding, Evidence
from extract.errors import StudyError
from reports.interchange.project import GENRE, REACTION, Document, plain

EXPERIENCE = "experience"
BY_HAND = "hand"  # the rule of evidence that a person marked
BOUNDS = 40  # characters that a passage may have slipped in a program that counts otherwise

Person = str
Codings = dict[int, Coding]


class InterchangeError(StudyError):
    """A file of another program that cannot be used; the text says where and what to do."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A label that a person put on `text[start:end]` of a post, by the codebook's id and level."""

    code: str
    level: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file holds: codings of posts by person and number, and what of it could not be placed, for the reader."""

    people: Mapping[Person, Codings]
    left: tuple[str, ...] = ()


def placed(document: Document, theirs: str, start: int, end: int) -> tuple[int, int] | None:
    """Where words of another program's text stand in ours, or None where they do not.

    Their text may have other line ends or a byte order mark; then the same words are sought near the same place.
    """
    ours = plain(document.text)
    if not 0 <= start < end <= len(theirs):
        return None
    if ours == theirs:
        return start, end
    if (start, end) == (0, len(theirs)):
        return 0, len(ours)
    words = theirs[start:end]
    found = [at for at in _occurrences(ours, words) if abs(at - start) <= BOUNDS + abs(len(ours) - len(theirs))]
    at = min(found, key=lambda one: abs(one - start), default=None)
    return None if at is None else (at, at + len(words))


def _occurrences(text: str, words: str) -> Iterable[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def coding(document: Document, book: Codebook, marks: Sequence[Mark], values: Mapping[str, str]) -> Coding | None:
    """One person's coding of a post; None where they said nothing of it.

    `values` are what they said of the post as a whole, by "genre" and "reaction"; marked words count more.
    """
    levels: dict[str, set[str]] = defaultdict(set)
    for mark in marks:
        levels[mark.code].add(mark.level)
    genre = next(iter(levels.get(GENRE, ())), values.get(GENRE, ""))
    if not genre and not marks:
        return None
    genre = genre or EXPERIENCE  # causes are coded in experiences only
    if genre != EXPERIENCE:
        return Coding(genre, "coded by hand")
    causes = tuple(
        (code.id, _level(levels[code.id])) for code in sorted(book.of(*CAUSES), key=_id) if levels.get(code.id)
    )
    outcomes = tuple(sorted(code.id for code in book.of("outcome") if code.id in levels))
    reaction = _reaction(marks, values)
    told = tuple(_evidence(document, mark) for mark in sorted(marks, key=_place) if _is_evidence(document, mark))
    return Coding(genre, "coded by hand", causes, reaction, outcomes, told)


def _id(code: object) -> str:
    return str(getattr(code, "id", ""))


def _place(mark: Mark) -> tuple[int, int, str, str]:
    return mark.start, mark.end, mark.code, mark.level


def _level(told: set[str]) -> str:
    """A cause told at several levels: failure and success in one post are mixed, of two successes the higher counts."""
    if "failed" in told and len(told) > 1:
        return "mixed"
    return "exceeded" if "exceeded" in told else next(iter(told))


def _reaction(marks: Sequence[Mark], values: Mapping[str, str]) -> int | None:
    """The reaction at the end of the story: the last that is marked, or the value."""
    marked = [mark for mark in marks if mark.code == REACTION]
    told = max(marked, key=_place).level if marked else values.get(REACTION, "")
    return int(told) if told in {"-2", "-1", "0", "1", "2"} else None


def _is_evidence(document: Document, mark: Mark) -> bool:
    """Whether a mark points at words; the whole text is what a code without words is put on."""
    return mark.code != GENRE and (mark.start, mark.end) != (0, len(document.text))


def _evidence(document: Document, mark: Mark) -> Evidence:
    return Evidence(mark.code, mark.level, mark.start, mark.end, document.text[mark.start : mark.end], BY_HAND, 1.0)
