"""The rule coder: reads a post, settles its genre, then its causes, reaction and outcomes, each with its words."""

from analysis.coders import lexicon, verdict
from analysis.coders.genre import genre
from analysis.coders.matching import Hit, Reading, hits, read
from analysis.coding import Coding, Evidence

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
OPEN = {"met": "met", "exceeded": "met"}  # what a sentence that only tells of the promise stands for


def code(title: str, text: str) -> Coding:
    """Code one post by rules; every code rests on a sentence of the text, of which LIMIT characters are read."""
    reading = read(text[:LIMIT])
    found = hits(reading, RULES)
    kind, reason = genre(title, reading, found)
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
        evidence=_evidence(reading, [*told.grounds, *feelings], told.causes),
    )


def _evidence(reading: Reading, found: list[Hit], causes: dict[str, str]) -> tuple[Evidence, ...]:
    """One entry per code, level and sentence, in the order of the text."""
    entries: dict[tuple[str, str, int], Evidence] = {}
    for hit in sorted(found, key=lambda hit: (hit.start, hit.rule.id)):
        span = reading.sentences[hit.sentence]
        level = OPEN.get(causes[hit.rule.code], "failed") if hit.rule.level == "open" else hit.rule.level
        quote = reading.text[span.start : span.end]
        entry = Evidence(hit.rule.code, level, span.start, span.end, quote, hit.rule.id)
        entries.setdefault((entry.code, entry.level, entry.start), entry)
    return tuple(sorted(entries.values(), key=lambda entry: (entry.start, entry.code, entry.level)))
