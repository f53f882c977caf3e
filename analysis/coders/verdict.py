"""From single hits to the verdict on a post: one level per cause, the reaction, the outcomes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from analysis.coders.rule import Hit, Reading

NEGATIVE, POSITIVE = "failed", ("met", "exceeded")


def levels(reading: Reading, found: Sequence[Hit]) -> dict[str, str]:
    """Return the level of every cause among the hits."""
    by_cause: dict[str, list[Hit]] = defaultdict(list)
    for hit in found:
        by_cause[hit.rule.code].append(hit)
    verdicts = {cause: _level(reading, cause, hits) for cause, hits in by_cause.items()}
    return {cause: level for cause, level in verdicts.items() if level}


def _level(reading: Reading, cause: str, hits: Sequence[Hit]) -> str:
    bad = _weight(reading, (hit for hit in hits if hit.rule.level == NEGATIVE))
    good = _weight(reading, (hit for hit in hits if hit.rule.level in POSITIVE))
    beyond = any(hit.rule.level == "exceeded" for hit in hits)
    if not bad or good > 2.5 * bad:
        return "exceeded" if beyond else "met"
    if not good or bad > 1.5 * good:
        return NEGATIVE
    return "met" if cause == "resolution" and good > bad else "mixed"


def _weight(reading: Reading, hits: Iterable[Hit]) -> float:
    """Each sentence once; the last third of the text, where stories end, counts double."""
    total = max(len(reading.sentences), 1)
    return sum(2.0 if index >= total * 2 / 3 else 1.0 for index in {hit.sentence for hit in hits})


def reaction(reading: Reading, feelings: Sequence[Hit], causes: dict[str, str]) -> int:
    """Return -2 to 2 from words of feeling, closing words first, and from how the core causes ended."""
    total = max(len(reading.sentences), 1)
    score = 0.0
    for hit in feelings:
        score += float(hit.rule.level) * (1.5 if hit.sentence >= total - 4 else 1.0)
    for cause, level in causes.items():
        step = 2.0 if cause == "resolution" else 1.0
        score += {"failed": -step, "met": step, "exceeded": 1.5 * step, "mixed": 0.0}[level]
    rage = sum(1 for hit in feelings if hit.rule.level == "-2")
    rave = sum(1 for hit in feelings if hit.rule.level == "2")
    if score < -1:
        return -2 if rage >= 2 else -1
    if score > 1:
        return 2 if rave >= 1 else 1
    return 0
