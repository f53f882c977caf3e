"""The rule coder: reads a post, settles its genre, then its causes, reaction and outcomes, each with its words."""

from analysis.coders import (
    rules_commitments,
    rules_manner,
    rules_process,
    rules_reaction,
    rules_resolution,
    rules_time,
    rules_value,
    verdict,
)
from analysis.coders.genre import genre
from analysis.coders.rule import Hit, Reading, hits, read
from analysis.coding import Coding, Evidence

VERSION = "rules 1"
OUTCOMES = ("recommends", "warns", "stays", "leaves")
TABLES = (rules_resolution, rules_commitments, rules_time, rules_manner, rules_process, rules_value)
RULES = tuple(rule for table in TABLES for rule in table.RULES)


def code(title: str, text: str) -> Coding:
    """Code one post by rules; every code rests on a sentence of the text."""
    reading = read(text)
    found = hits(reading, RULES)
    told = [hit for hit in found if hit.rule.code not in OUTCOMES]
    kind, reason = genre(title, reading, found)
    if kind != "experience":
        return Coding(kind, reason)
    causes = verdict.levels(reading, told)
    feelings = hits(reading, rules_reaction.RULES)
    felt = verdict.reaction(reading, feelings, causes)
    outcomes = {hit.rule.code for hit in found if hit.rule.code in OUTCOMES}
    kept = [hit for hit in found if hit.rule.code in causes or hit.rule.code in outcomes]
    return Coding(
        genre=kind,
        genre_reason=reason,
        causes=tuple(sorted(causes.items())),
        reaction=felt,
        outcomes=tuple(sorted(outcomes)),
        evidence=_evidence(reading, [*kept, *feelings]),
    )


def _evidence(reading: Reading, found: list[Hit]) -> tuple[Evidence, ...]:
    """One entry per code, level and sentence, in the order of the text."""
    entries: dict[tuple[str, str, int], Evidence] = {}
    for hit in sorted(found, key=lambda hit: (hit.start, hit.rule.id)):
        span = reading.sentences[hit.sentence]
        quote = reading.text[span.start : span.end]
        entry = Evidence(hit.rule.code, hit.rule.level, span.start, span.end, quote, hit.rule.id)
        entries.setdefault((entry.code, entry.level, entry.start), entry)
    return tuple(sorted(entries.values(), key=lambda entry: (entry.start, entry.code, entry.level)))
