"""From several people's codings of one post to one coding: what they agree on, what was decided, else the majority."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.codebook import CAUSES, Codebook
from analysis.coding import Coding, Evidence

EXPERIENCE = "experience"
UNTOLD, TOLD = "-", "told"  # answers to a cause or an outcome that the post does not tell of, to an outcome it tells of
MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Dispute:
    """A code on which people part; `said` holds (person, answer), sorted by person."""

    code: str
    said: tuple[tuple[str, str], ...]


def codes(book: Codebook) -> list[str]:
    """What is answered of an experience beside its genre, in the order of the sheet."""
    outcomes = [code.id for code in book.of("outcome")]
    return [*(code.id for code in book.of(*CAUSES)), "reaction", *outcomes]


def answers(coding: Coding, book: Codebook) -> dict[str, str]:
    """What a coding says of each code. Of a post that is no experience only the genre; abstained codes are left out."""
    found = {"genre": coding.genre}
    if coding.genre == EXPERIENCE:
        levels = dict(coding.causes)
        found |= {code.id: levels.get(code.id, UNTOLD) for code in book.of(*CAUSES)}
        found |= {code.id: TOLD if code.id in coding.outcomes else UNTOLD for code in book.of("outcome")}
        found |= {"reaction": str(coding.reaction)} if coding.reaction is not None else {}
    return {code: answer for code, answer in found.items() if code not in coding.abstained}


def disputes(codings: Mapping[str, Coding], book: Codebook) -> list[Dispute]:
    """Where people part: on the genre, and on codes between those who took the post for an experience."""
    said = {person: answers(coding, book) for person, coding in sorted(codings.items())}
    found = []
    for code in ("genre", *codes(book)):
        given = tuple((person, answer[code]) for person, answer in said.items() if code in answer)
        if len({answer for _, answer in given}) > 1:
            found.append(Dispute(code, given))
    return found


def settle(codings: Mapping[str, Coding], book: Codebook, decisions: Mapping[str, str]) -> Coding | None:
    """One coding of a post that people coded: decisions by code, else what more than half of them say.

    Only those who took the post for an experience are asked of its causes, reaction and outcomes. What is neither
    decided nor held by more than half is abstained from; a post without a genre of that kind has no coding.
    """
    genre = _held([coding.genre for coding in codings.values()], decisions.get("genre"))
    if genre is None:
        return None
    reason = f"coded by {len(codings)} people" if len(codings) > 1 else "coded by hand"
    if genre != EXPERIENCE:
        return Coding(genre, reason)
    voters = {person: coding for person, coding in sorted(codings.items()) if coding.genre == EXPERIENCE}
    said = [answers(coding, book) for coding in voters.values()]
    held = {code: _held([one[code] for one in said if code in one], decisions.get(code)) for code in codes(book)}
    levels = {code.id: held[code.id] for code in book.of(*CAUSES)}
    told = tuple((cause, level) for cause, level in sorted(levels.items()) if level not in (None, UNTOLD))
    reaction = held["reaction"]
    return Coding(
        genre,
        reason,
        causes=tuple((cause, level) for cause, level in told if level is not None),
        reaction=None if reaction is None else int(reaction),
        outcomes=tuple(sorted(code.id for code in book.of("outcome") if held[code.id] == TOLD)),
        evidence=tuple(item for cause, level in told for item in _evidence(list(voters.values()), cause, level or "")),
        abstained=tuple(sorted(code for code, answer in held.items() if answer is None)),
    )


def _held(given: Sequence[str], decision: str | None) -> str | None:
    """What is decided, else what more than half say."""
    if decision is not None or not given:
        return decision
    answer, votes = Counter(sorted(given)).most_common(1)[0]
    return answer if 2 * votes > len(given) else None


def _evidence(voters: Sequence[Coding], cause: str, level: str) -> list[Evidence]:
    """The words that people marked for a cause, each once: of those who hold this level, else of all."""
    marked = [item for coding in voters for item in coding.evidence if item.code == cause]
    holding = [item for item in marked if item.level == level] or marked
    spans = {(item.start, item.end): item for item in reversed(holding)}
    return [
        Evidence(cause, level, item.start, item.end, item.quote, item.rule, item.strength)
        for _, item in sorted(spans.items())
    ]
