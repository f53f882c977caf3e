"""The linear coder and the default one: trained models of sentences and posts, each code with its words and its chance.

`linear` judges sentences by words, their beginnings and their senses; `default` also by what the rules found in them.
That is the best combination of the two that was measured: what the rules make of a post as a whole adds nothing on posts
that the rules were not written for. Codes of a researcher's own codebook, for which no weights can exist, are left to
the rules that the codebook brings.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from analysis.codebook import CAUSES, Codebook
from analysis.coders import rules, verdict
from analysis.coders.decision import Decision, decide
from analysis.coders.genre import FEELING, Signs, signs, story
from analysis.coders.grounds import evidence, judgements
from analysis.coders.lookup import Index
from analysis.coders.matching import Hit, Reading, read, scan
from analysis.coders.portrait import portrait
from analysis.coders.scoring import score
from analysis.coders.weights import Weights, shipped
from analysis.coding import Coder, Coding, Evidence, Judgement

UNMEASURED = "by the codebook's own phrases, which nobody measured"
COUNTED = (("first", "first-person words"), ("contact", "dealings with a company"), ("service", "words of service"))


def linear(book: Codebook) -> Coder:
    """The coder by words and senses. Raises CodebookError naming the code whose phrases cannot be read."""
    return partial(code, shipped("linear"), book, rules.index(book))


def default(book: Codebook) -> Coder:
    """The coder by words, senses and rules. Raises CodebookError like `linear`."""
    return partial(code, shipped("default"), book, rules.index(book))


def code(weights: Weights, book: Codebook, index: Index, title: str, text: str) -> Coding:
    """Code one post, of which rules.LIMIT characters are read."""
    reading = read(text[: rules.LIMIT])
    seen = scan(reading, index)
    counted = signs(title, reading, seen)
    told = sum(hit.rule.code != FEELING for hit in seen.hits)
    scores = score(weights, title, reading, seen)
    drawn = portrait(scores, weights.told, weights.events, counted.words, story(counted, told))
    decision = _within(book, decide(weights, drawn, scores.genres))
    reason = _reason(counted, decision)
    if decision.genre != "experience":
        return Coding(decision.genre, reason, judgements=judgements(decision, (), reason))
    shown = evidence(reading, seen, scores, weights, decision)
    brought = _brought(book, weights, reading, seen.hits, decision.story)
    return Coding(
        genre=decision.genre,
        genre_reason=reason,
        causes=tuple(sorted({**decision.causes, **brought.causes}.items())),
        reaction=decision.reaction,
        outcomes=tuple(sorted((*decision.given, *brought.outcomes))),
        evidence=tuple(sorted((*shown, *brought.evidence), key=lambda entry: (entry.start, entry.code, entry.level))),
        judgements=tuple(sorted((*judgements(decision, shown, reason), *brought.judgements), key=lambda one: one.code)),
    )


def _within(book: Codebook, decision: Decision) -> Decision:
    """The decision without codes that the codebook does not have."""
    known = {entry.id for entry in book.codes}
    return replace(
        decision,
        told={name: chance for name, chance in decision.told.items() if name in known},
        causes={name: level for name, level in decision.causes.items() if name in known},
        outcomes={name: chance for name, chance in decision.outcomes.items() if name in known},
        given=tuple(name for name in decision.given if name in known),
    )


@dataclass(frozen=True, slots=True)
class Brought:
    """What only the codebook's own phrases tell: causes, outcomes, their words and what was made of each code."""

    causes: dict[str, str]
    outcomes: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    judgements: tuple[Judgement, ...]


def _brought(book: Codebook, weights: Weights, reading: Reading, hits: Sequence[Hit], sure: float) -> Brought:
    """Causes and outcomes without weights, as the phrases that the codebook brings for them tell."""
    trained = {name for name, _ in weights.told}
    names = {entry.id for entry in book.of(*CAUSES, "outcome") if entry.phrases} - trained
    if not names:  # most codebooks bring none, and a verdict costs time
        return Brought({}, (), (), ())
    feelings = [hit for hit in hits if hit.rule.code == FEELING]
    ruled = verdict.settle(reading, [hit for hit in hits if hit.rule.code != FEELING], feelings)
    causes = {name: level for name, level in ruled.causes.items() if name in names}
    outcomes = tuple(name for name in ruled.outcomes if name in names)
    given = causes | dict.fromkeys(outcomes, "told")
    return Brought(
        causes=causes,
        outcomes=outcomes,
        evidence=tuple(_shown(hit, reading, sure) for hit in ruled.grounds if hit.rule.code in given),
        judgements=tuple(
            Judgement(name, given.get(name, ""), round(0.5 * sure, 3), UNMEASURED) for name in sorted(names)
        ),
    )


def _shown(hit: Hit, reading: Reading, sure: float) -> Evidence:
    span = reading.sentences[hit.sentence]
    quote = reading.text[span.start : span.end]
    return Evidence(
        hit.rule.code, hit.rule.level, span.start, span.end, quote, hit.rule.id, round(hit.rule.strength * sure, 2)
    )


def _reason(counted: Signs, decision: Decision) -> str:
    """What speaks for the genre: the signs that were counted and the chance of an own story."""
    told = ", ".join(f"{counted.count[name]} {words}" for name, words in COUNTED)
    return f"{told} in {counted.words} words; chance of an own story {decision.story:.2f}"
