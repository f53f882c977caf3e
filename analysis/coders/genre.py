"""What kind of post it is: densities of telling signs, weighed. The genre is settled before anything else is coded.

The signs are in tables/genre.toml. The weights below are rounded from two regularised logistic fits, one for
"the author's own story or not" and one for the kinds of the rest, on hand-coded posts with whole blogs left out in
turn; a sign can only speak the way it should (the sign of its weight was fixed beforehand).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp, log, log1p

from analysis.coders import lexicon, lookup
from analysis.coders.matching import Reading, Scan, covered, inside, small

SIGNS = lexicon.signs("genre")
INDEX = lookup.index(SIGNS)  # for titles
FEELING = "reaction"  # words of feeling are told everywhere
MOST = 8.0  # per 100 words: a short post full of one word says no more than this
# log odds of the author's own story: a base, signs per 100 words, and what is counted otherwise
BASE = -1.75
STORY = {
    "first": 0.17,
    "contact": 1.0,
    "goods": 0.33,
    "company": 0.45,
    "vendor": -3.4,
    "promo": -1.2,
    "advice": -0.9,
    "news": -0.7,
    "technical": -0.4,
    "life": -0.75,
}
HITS = 0.38  # rules for causes that hold, per 100 words
DEALINGS = 0.97  # log of 1 + dealings with a company in all
TITLE = 1.0  # a word of service in the title, two at most
LENGTH = -0.87  # log of words over 245: long posts hold every sign by accident
USUAL = 5.5
# a service story is often a small part of a post, so its densest stretch of sentences counts by itself
STRETCH = 6
STRETCH_WEIGHTS = {"contact": 1.0, "service": 0.6, "company": 0.5, "first": 0.3, "goods": 0.2}
STRETCH_HIT = 0.4
DENSEST = 0.1
# log odds of the other kinds against "other": a base, then signs per 100 words
KINDS: dict[str, tuple[float, dict[str, float]]] = {
    "promo": (-1.5, {"promo": 3.0, "vendor": 1.7, "first": -0.4}),
    "vendor": (-2.9, {"vendor": 2.2, "first": 0.2}),
    "advice": (-2.7, {"advice": 1.2, "service": 0.7, "technical": -0.15}),
    "news": (-3.9, {"news": 1.6, "service": 1.2, "first": -0.3}),
}
REASONS = {
    "promo": ("word of announcement", "words of announcement"),
    "vendor": ("phrase of a provider about its customers", "phrases of a provider about its customers"),
    "advice": ("word of advice", "words of advice"),
    "news": ("word of a report", "words of a report"),
}


@dataclass(frozen=True, slots=True)
class Signs:
    """What is counted in the author's own words: signs in all and per 100 words, words, title, densest stretch."""

    words: int
    count: Counter[str]
    rate: dict[str, float]
    title: int
    densest: float


def signs(title: str, reading: Reading, scan: Scan) -> Signs:
    """Count the signs outside quoted passages, of which `scan` tells none."""
    edges = covered(reading.quoted)
    held = Counter(hit.sentence for hit in scan.hits if hit.rule.code != FEELING)
    total: Counter[str] = Counter()
    words, marks = 0, []
    for number, (span, seen) in enumerate(zip(reading.sentences, scan.signs, strict=True)):
        if inside(edges, span.start):
            marks.append(0.0)
            continue
        for name, times in seen.items():
            total[name] += times
        words += len(reading.plain[span.start : span.end].split())
        told = sum(weight * min(2, seen.get(name, 0)) for name, weight in STRETCH_WEIGHTS.items()) if seen else 0.0
        marks.append(told + STRETCH_HIT * min(2, held[number]))
    words = max(words, 20)
    rate = {rule.id: min(MOST, 100 * total[rule.id] / words) for rule in SIGNS}
    headed = min(2, lookup.counts(INDEX, small(title[:300])).get("service", 0))
    return Signs(words, total, rate, headed, _densest(marks))


def _densest(marks: Sequence[float]) -> float:
    """The largest sum of STRETCH neighbours, 25 at most."""
    sums = [0.0, *accumulate(marks)]
    ends = range(min(STRETCH, len(marks)), len(sums))
    return min(25.0, max((sums[end] - sums[max(0, end - STRETCH)] for end in ends), default=0.0))


def story(seen: Signs, hits: int) -> float:
    """Return the log odds that the post is the author's own story of being served; 0 is even."""
    score = BASE + sum(weight * seen.rate[name] for name, weight in STORY.items())
    score += HITS * min(MOST, 100 * hits / seen.words) + DEALINGS * log1p(seen.count["contact"])
    return score + TITLE * seen.title + DENSEST * seen.densest + LENGTH * (log(seen.words) - USUAL)


def genre(title: str, reading: Reading, scan: Scan) -> tuple[str, str, float]:
    """Return the genre, the reason for it in words and how likely the post is the author's own story, 0 to 1."""
    seen = signs(title, reading, scan)
    odds = story(seen, sum(hit.rule.code != FEELING for hit in scan.hits))
    sure = 1 / (1 + exp(-odds))
    if odds > 0 and seen.count["first"] + seen.count["contact"] > 0:
        service = _counted(seen.count["service"], "word of service", "words of service")
        dealings = _counted(seen.count["contact"], "dealing with a company", "dealings with a company")
        first = _counted(seen.count["first"], "first-person word", "first-person words")
        return "experience", f"{first}, {dealings}, {service} in {seen.words} words", sure
    return (*_other(seen), sure)


def _other(seen: Signs) -> tuple[str, str]:
    """The kind of a post that is nobody's own story, and the reason."""
    score = {kind: base + sum(w * seen.rate[n] for n, w in terms.items()) for kind, (base, terms) in KINDS.items()}
    kind = max(score, key=lambda name: score[name])
    if score[kind] > 0:
        return kind, f"{_counted(seen.count[kind], *REASONS[kind])} in {seen.words} words"
    dealings = _counted(seen.count["contact"], "dealing", "dealings")
    return "other", f"{dealings} of the author with a company in {seen.words} words: too few"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
