"""The rule coder: reads a post, settles its genre, then its causes, reaction and outcomes, each with its words."""

from collections.abc import Iterator
from functools import partial

from analysis.codebook import Code, Codebook, CodebookError
from analysis.coders import lexicon, verdict
from analysis.coders.evidence import evidence
from analysis.coders.genre import FEELING, SIGNS, genre
from analysis.coders.matching import read, scan
from analysis.coding import Coder, Coding

TABLES = (
    "resolution_failed",
    "resolution_stuck",
    "resolution_solved",
    "commitments_broken",
    "commitments_changed",
    "commitments_kept",
    "response_time_slow",
    "response_time_quick",
    "manner",
    "honesty",
    "process",
    "effort",
    "value",
    "outcomes",
)
LIMIT = 200_000  # no post is longer; a page that is must not hold up the run
RULES = lexicon.index((*lexicon.rules(*TABLES, FEELING), *SIGNS))


def coder(book: Codebook) -> Coder:
    """The rule coder of a codebook. Raises CodebookError naming the code whose phrases cannot be read."""
    return partial(code, index=index(book))


def index(book: Codebook) -> lexicon.Index:
    """The tables' rules for the codes of a codebook, and the phrases that it brings itself."""
    known = {code.id for code in book.codes}
    brought = tuple(rule for entry in book.codes for rule in _brought(entry))
    rules = tuple(rule for rule in RULES.rules if rule.code in known or rule.sign or rule.code == FEELING)
    return lexicon.index(rules + brought)


def _brought(entry: Code) -> Iterator[lexicon.Rule]:
    for level, phrases in entry.phrases:
        lines = lexicon.lines(phrases)
        try:
            for phrase in lines:
                lexicon.anchors(phrase)
        except lexicon.LexiconError as error:
            raise CodebookError(f"code {entry.id}: phrases: {error}") from error
        yield lexicon.Rule(f"{entry.id}.codebook", entry.id, level, 1.0, False, lines, lexicon.UNKNOWN)


def code(title: str, text: str, index: lexicon.Index = RULES) -> Coding:
    """Code one post by rules; every code rests on a sentence of the text, of which LIMIT characters are read."""
    reading = read(text[:LIMIT])
    seen = scan(reading, index)
    kind, reason, sure = genre(title, reading, seen)
    if kind != "experience":
        return Coding(kind, reason)
    feelings = [hit for hit in seen.hits if hit.rule.code == FEELING]
    found = [hit for hit in seen.hits if hit.rule.code != FEELING]
    told = verdict.settle(reading, found, feelings)
    return Coding(
        genre=kind,
        genre_reason=reason,
        causes=tuple(sorted(told.causes.items())),
        reaction=told.reaction,
        outcomes=told.outcomes,
        evidence=evidence(reading, told, feelings, sure),
    )
