"""One coded post for reading: its text cut at the words that codes rest on, what was coded and why, what was not."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.codebook import CAUSES, Codebook
from analysis.coding import Coding, Evidence

GENRE, REACTION, OUTCOME = "genre", "reaction", "told"  # codes and levels as coders name them
PRAISE = ("met", "exceeded")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text. `labels` name the codes that rest on it, each with its level; `mood` is their common one.

    `mood` is "complaint", "praise" or "" for none or both.
    """

    text: str
    labels: tuple[str, ...] = ()
    mood: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a coder makes of one code. `confidence` is None and `reason` "" where the coder says nothing of it."""

    code: str
    name: str
    level: str
    confidence: float | None
    reason: str
    evidence: tuple[Evidence, ...] = ()

    @property
    def label(self) -> str:
        """Code and level, where the level says more than the code."""
        return f"{self.code} {self.level}" if self.level not in ("", OUTCOME) else self.code


@dataclass(frozen=True, slots=True)
class Explained:
    """A coding for reading: the codes that it gives, genre first, and those that were considered and not given."""

    given: tuple[Told, ...]
    considered: tuple[Told, ...]
    abstained: tuple[str, ...]


def explain(coding: Coding, book: Codebook) -> Explained:
    """Sort what a coding holds by code, in the order of the codebook."""
    levels = dict(coding.causes) | dict.fromkeys(coding.outcomes, OUTCOME)
    if coding.reaction is not None:
        levels[REACTION] = f"{coding.reaction:+d}" if coding.reaction else "0"
    judged = {judgement.code: judgement for judgement in coding.judgements}
    spans: dict[str, list[Evidence]] = defaultdict(list)
    for item in coding.evidence:
        spans[item.code].append(item)
    names = {code.id: code.name for code in book.of(*CAUSES, "outcome")} | {REACTION: "Reaction"}

    def told(code: str, level: str) -> Told:
        found = judged.get(code)
        sure, why = (found.confidence, found.reason) if found else (None, "")
        return Told(code, names.get(code, code), level, sure, why, tuple(spans[code]))

    genre = judged.get(GENRE)
    first = Told(GENRE, "Genre", coding.genre, genre.confidence if genre else None, coding.genre_reason)
    order = [*names, *sorted({*levels, *judged, *spans} - {*names, GENRE})]
    weighed = [told(code, judged[code].level if code in judged else "") for code in order if code not in levels]
    return Explained(
        given=(first, *(told(code, levels[code]) for code in order if code in levels)),
        considered=tuple(one for one in weighed if one.evidence or one.reason or one.level),
        abstained=coding.abstained,
    )


def pieces(text: str, given: Sequence[Told]) -> list[Piece]:
    """The text from end to end, cut where the words of codes begin and end; spans that overlap are one piece."""
    items = sorted((item for told in given for item in told.evidence), key=lambda item: (item.start, item.end))
    groups: list[list[Evidence]] = []
    end = 0
    for item in items:
        if groups and item.start < end:
            groups[-1].append(item)
        else:
            groups.append([item])
        end = max(end, item.end)
    found, at = [], 0
    for group in groups:
        start, end = group[0].start, max(item.end for item in group)
        found += [Piece(text[at:start]), _marked(text[start:end], group)]
        at = end
    return [piece for piece in (*found, Piece(text[at:])) if piece.text]


def _marked(text: str, group: Sequence[Evidence]) -> Piece:
    labels = dict.fromkeys(f"{item.code} {item.level}".strip() for item in group)
    moods = {_mood(item) for item in group} - {""}
    return Piece(text, tuple(labels), moods.pop() if len(moods) == 1 else "")


def _mood(item: Evidence) -> str:
    if item.code == REACTION:
        return "complaint" if item.level.startswith("-") else "praise" if item.level.strip("+0") else ""
    return "praise" if item.level in PRAISE else "complaint" if item.level == "failed" else ""
