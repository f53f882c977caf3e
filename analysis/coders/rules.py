"""The rule coder: reads a post, settles its genre, then its causes, reaction and outcomes, each with its words."""

from analysis.codebook import Codebook
from analysis.coders import lexicon, verdict
from analysis.coders.evidence import evidence
from analysis.coders.genre import genre
from analysis.coders.matching import hits, read
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
RULES = lexicon.index(lexicon.rules(*TABLES))
FEELINGS = lexicon.index(lexicon.rules("reaction"))


def coder(codebook: Codebook) -> Coder:
    """The rule coder of a codebook."""
    return code


def code(title: str, text: str) -> Coding:
    """Code one post by rules; every code rests on a sentence of the text, of which LIMIT characters are read."""
    reading = read(text[:LIMIT])
    found = hits(reading, RULES)
    kind, reason, sure = genre(title, reading, found)
    if kind != "experience":
        return Coding(kind, reason)
    feelings = hits(reading, FEELINGS)
    told = verdict.settle(reading, found, feelings)
    return Coding(
        genre=kind,
        genre_reason=reason,
        causes=tuple(sorted(told.causes.items())),
        reaction=told.reaction,
        outcomes=told.outcomes,
        evidence=evidence(reading, told, feelings, sure),
    )
