"""The rule coder: reads a post, settles its genre, then its causes, reaction and outcomes, each with its words."""

from collections.abc import Iterator, Sequence
from functools import partial

from analysis.codebook import Code, Codebook, CodebookError
from analysis.coders import lexicon, lookup, verdict
from analysis.coders.evidence import evidence
from analysis.coders.genre import FEELING, SIGNS, genre
from analysis.coders.grounds import because
from analysis.coders.matching import Hit, read, scan
from analysis.coding import Coder, Coding, Evidence, Judgement

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
RULES = lookup.index((*lexicon.rules(*TABLES, FEELING), *SIGNS))


def coder(book: Codebook) -> Coder:
    """The rule coder of a codebook. Raises CodebookError naming the code whose phrases cannot be read."""
    return partial(code, index=index(book))


def index(book: Codebook) -> lookup.Index:
    """The tables' rules for the codes of a codebook, and the phrases that it brings itself."""
    known = {code.id for code in book.codes}
    brought = tuple(rule for entry in book.codes for rule in _brought(entry))
    rules = tuple(rule for rule in RULES.rules if rule.code in known or rule.sign or rule.code == FEELING)
    return lookup.index(rules + brought)


def _brought(entry: Code) -> Iterator[lexicon.Rule]:
    for level, phrases in entry.phrases:
        lines = lexicon.lines(phrases)
        try:
            for phrase in lines:
                lexicon.anchors(phrase)
        except lexicon.LexiconError as error:
            raise CodebookError(f"code {entry.id}: phrases: {error}") from error
        yield lexicon.Rule(f"{entry.id}.codebook", entry.id, level, 1.0, False, lines, lexicon.UNKNOWN)


def code(title: str, text: str, index: lookup.Index = RULES) -> Coding:
    """Code one post by rules; every code rests on a sentence of the text, of which LIMIT characters are read."""
    reading = read(text[:LIMIT])
    seen = scan(reading, index)
    kind, reason, sure = genre(title, reading, seen)
    genre_judged = Judgement("genre", kind, round(sure if kind == "experience" else 1 - sure, 3), reason)
    if kind != "experience":
        return Coding(kind, reason, judgements=(genre_judged,))
    feelings = [hit for hit in seen.hits if hit.rule.code == FEELING]
    found = [hit for hit in seen.hits if hit.rule.code != FEELING]
    told = verdict.settle(reading, found, feelings)
    shown = evidence(reading, told, feelings, sure)
    return Coding(
        genre=kind,
        genre_reason=reason,
        causes=tuple(sorted(told.causes.items())),
        reaction=told.reaction,
        outcomes=told.outcomes,
        evidence=shown,
        judgements=tuple(sorted((genre_judged, *_judged(told, shown, found)), key=lambda one: one.code)),
    )


def _judged(told: verdict.Verdict, shown: Sequence[Evidence], found: Sequence[Hit]) -> Iterator[Judgement]:
    """What was given, and what only a weak sign or two spoke for. The confidence is that of the strongest sentence."""
    given = {**told.causes, **dict.fromkeys(told.outcomes, "told"), FEELING: str(told.reaction)}
    for code, level in given.items():
        strongest = max((entry.strength for entry in shown if entry.code == code), default=0.0)
        yield Judgement(code, level, strongest, because(code, shown) or "how the causes ended")
    for code in sorted({hit.rule.code for hit in found} - set(given)):
        yield Judgement(code, "", lexicon.UNKNOWN, "told of in too few words to be sure")
