"""From single hits to the verdict on a post: one level per cause, the reaction, the outcomes.

Whether a story of a cause ended well is read from all of the post: from what is said of the cause, from how the other
causes fared and from words of feeling, each more where stories end. The weights are rounded from a regularised
logistic fit on hand-coded posts with whole blogs left out in turn.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from analysis.coders.lexicon import Rule
from analysis.coders.matching import Hit, Reading

PRAISE = ("met", "exceeded")
PROOF = 1.0  # the weights of a cause's sentences that suffice to code it
CLOSING = 1 / 3  # the part of a text in which stories end
UPDATE = re.compile(r"\W{0,4}\b(?:update|edit|resolved|postscript|ps|p\.s)\b\s?\w{0,12}\s?[\])]?[:\-–—.]")
NOTE = 4  # sentences of an update that are taken for it
# what one sentence says about the end: (in the body, in the closing)
OWN_GOOD, OWN_BAD = (0.65, 0.9), (-0.8, -0.8)
OTHER_GOOD, OTHER_BAD = (0.5, 0.55), (-0.25, -0.5)
FEELING = {"-2": (-0.5, -1.2), "-1": (-0.12, -0.12), "1": (0.0, 0.05), "2": (0.25, 0.4)}
OUTCOME = {"warns": -0.5, "leaves": -0.3, "recommends": 0.4, "stays": 0.4}
BEYOND = 0.6  # a surplus is told
BASE = -0.2
MIXED = 0.2  # good and bad are both told, and the sum is no further from even than this
# its strength was measured like that of the rules in the tables: 4 of 14 sentences were right
IMPLIED = Rule("resolution.implied", "resolution", "failed", PROOF, True, (), strength=0.3)
MOST = 4  # sentences of a kind that count
NEEDS = ("commitments", "response_time", "product_quality")
BACKGROUND = "product_quality"  # a defect is where most stories begin: it says nothing about how they end


@dataclass(frozen=True, slots=True)
class Verdict:
    """The codes of one experience: cause to level, reaction -2..2, outcomes, and the hits that carry them."""

    causes: dict[str, str]
    reaction: int
    outcomes: tuple[str, ...]
    grounds: tuple[Hit, ...]


def settle(reading: Reading, found: Sequence[Hit], feelings: Sequence[Hit]) -> Verdict:
    """Weigh the hits of one experience; `found` are causes and outcomes, `feelings` words of reaction."""
    closing = _closing(reading)
    by_code: dict[str, list[Hit]] = defaultdict(list)
    for hit in found:
        by_code[hit.rule.code].append(hit)
    proven = {code: hits for code, hits in by_code.items() if _proof(hits) >= PROOF}
    told = [hit for hits in proven.values() for hit in hits if hit.rule.level]
    outcomes = tuple(sorted(code for code, hits in proven.items() if not hits[0].rule.level))
    mood = _mood(feelings, closing) + sum(OUTCOME.get(code, 0) for code in outcomes)
    causes = {}
    for code in sorted({hit.rule.code for hit in told}):
        causes[code] = _level(proven[code], mood + _others(told, code, closing), closing)
    end = mood + _others(told, "resolution", closing)
    implied = _implied(told, end, closing) if "resolution" not in causes else ()
    causes.update({hit.rule.code: hit.rule.level for hit in implied})
    kept = tuple(hit for code in (*causes, *outcomes) for hit in proven.get(code, ()))
    return Verdict(causes, _reaction(told, feelings, mood, closing), outcomes, kept + implied)


def _proof(hits: Iterable[Hit]) -> float:
    """What the sentences prove together: each rule counts by its weight, a second sentence of it once more."""
    sentences: dict[str, set[int]] = defaultdict(set)
    weights: dict[str, float] = {}
    for hit in hits:
        sentences[hit.rule.id].add(hit.sentence)
        weights[hit.rule.id] = hit.rule.weight
    return sum(weights[name] * min(2, len(seen)) for name, seen in sentences.items())


def _closing(reading: Reading) -> list[bool]:
    """Which sentences tell how it ended: the last third, and a note that says update with the NOTE lines behind it."""
    total = len(reading.sentences)
    notes = [n for n, span in enumerate(reading.sentences) if UPDATE.match(reading.plain, span.start, span.end)]
    noted = {number for note in notes for number in range(note, note + NOTE)}
    return [number >= total * (1 - CLOSING) or number in noted for number in range(total)]


def _sum(hits: Iterable[Hit], weights: tuple[float, float], closing: Sequence[bool]) -> float:
    """The weights of the sentences of some hits, MOST of the body and MOST of the closing."""
    numbers = {hit.sentence for hit in hits}
    late = sum(closing[number] for number in numbers)
    return weights[0] * min(MOST, len(numbers) - late) + weights[1] * min(MOST, late)


def _others(told: Iterable[Hit], cause: str, closing: Sequence[bool]) -> float:
    rest = [hit for hit in told if hit.rule.code not in (cause, BACKGROUND)]
    good = _sum((hit for hit in rest if hit.rule.level in PRAISE), OTHER_GOOD, closing)
    return good + _sum((hit for hit in rest if hit.rule.level == "failed"), OTHER_BAD, closing)


def _mood(feelings: Sequence[Hit], closing: Sequence[bool]) -> float:
    return sum(
        _sum((hit for hit in feelings if hit.rule.level == level), weights, closing)
        for level, weights in FEELING.items()
    )


def _level(hits: Sequence[Hit], around: float, closing: Sequence[bool]) -> str:
    good = [hit for hit in hits if hit.rule.level in PRAISE]
    bad = [hit for hit in hits if hit.rule.level == "failed"]
    beyond = any(hit.rule.level == "exceeded" for hit in hits)
    total = BASE + _sum(good, OWN_GOOD, closing) + _sum(bad, OWN_BAD, closing) + BEYOND * beyond + around
    if good and bad and abs(total) < MIXED:
        return "mixed"
    if total < 0 and (bad or not good):
        return "failed"
    if total >= 0 and not (good or bad):
        return "met"
    if bad and not good:
        return "failed"
    return "exceeded" if beyond else "met"


def _implied(told: Sequence[Hit], around: float, closing: Sequence[bool]) -> tuple[Hit, ...]:
    """What a post that never speaks of a solution implies, on the strongest sentence of its closing, or the last.

    A complaint of two sentences or more tells of a problem that persists (clarification 1). Praise implies that a
    need was met where there was one: a promise, a wait or a defect; merely pleasant service does not (clarification 12).
    """
    level = "failed" if around + BASE < 0 else "met"
    grounds = [hit for hit in told if (hit.rule.level in PRAISE) == (level == "met")]
    needed = level == "failed" or any(hit.rule.code in NEEDS for hit in told)
    if not needed or len({hit.sentence for hit in grounds}) < 2:
        return ()
    ending = max(grounds, key=lambda hit: (closing[hit.sentence] * hit.rule.strength, hit.sentence, hit.rule.id))
    return (replace(ending, rule=replace(IMPLIED, level=level)),)


def _reaction(told: Sequence[Hit], feelings: Sequence[Hit], mood: float, closing: Sequence[bool]) -> int:
    """-2 to 2: how the causes fared and words of feeling; the extremes need open anger or delight."""
    score = BASE + mood + _others(told, "", closing) + BEYOND * any(hit.rule.level == "exceeded" for hit in told)
    strong = {level: sum(hit.rule.level == level for hit in feelings) for level in FEELING}
    if abs(score) < 0.15:
        return 0
    if score < 0:
        return -2 if strong["-2"] >= 2 and score < -2 else -1
    return 2 if strong["2"] >= 1 and score > 1 else 1
