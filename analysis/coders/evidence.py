"""Which sentences carry a verdict, and how strongly: what a reader would find of them, given the rest of the post.

A rule's strength is how often its sentences were right where they were read. The post around a sentence says more:
its odds rise where another one tells the same of the same cause (but not those of a promise that is only told) and,
for praise, where the post as a whole praises; they fall where it stands alone, where the post says the opposite or
ends in the other mood, where no other coded sentence is near, and for a question. And a sentence is evidence only if
the post is a story of being served at all. The factors are rounded from how often sentences agreed with hand-coded
posts with and without each.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.coders.matching import Hit, Reading
from analysis.coders.verdict import PRAISE, Verdict
from analysis.coding import Evidence

TOGETHER = 2.5
ALONE = 0.6
CONFIRMED = 1.8
AGAINST = 0.2
OTHER_MOOD = 0.5
APART = 0.4
NEAR = 3  # sentences
QUESTION = 0.4
REACTION = "reaction"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a post says as a whole, the sentences that speak for each (code, praise), and those with another near."""

    causes: Mapping[str, str]
    reaction: int
    sides: Mapping[tuple[str, bool], set[int]]
    near: set[int]


def evidence(reading: Reading, told: Verdict, feelings: Sequence[Hit], sure: float) -> tuple[Evidence, ...]:
    """One entry per code, level and sentence, by the strongest rule that found it, in the order of the text.

    `sure` is how likely the post is a story of being served.
    """
    hits = [(hit, _level(hit, told.causes)) for hit in (*told.grounds, *feelings)]
    post = _surroundings(told, hits)
    entries: dict[tuple[str, str, int], Evidence] = {}
    for hit, level in hits:
        span = reading.sentences[hit.sentence]
        quote = reading.text[span.start : span.end]
        strength = round(sure * _chance(hit.rule.strength, _odds(hit, level, post) * _asked(quote)), 2)
        entry = Evidence(hit.rule.code, level, span.start, span.end, quote, hit.rule.id, strength)
        known = entries.setdefault((entry.code, level, entry.start), entry)
        if (known.strength, entry.rule) < (entry.strength, known.rule):
            entries[entry.code, level, entry.start] = entry
    return tuple(sorted(entries.values(), key=lambda entry: (entry.start, entry.code, entry.level)))


def _level(hit: Hit, causes: Mapping[str, str]) -> str:
    """The level a hit speaks for; a promise of which only the telling stands is kept or broken as the post says."""
    if hit.rule.level != "open":
        return hit.rule.level
    return "met" if causes[hit.rule.code] in PRAISE else "failed"


def _surroundings(told: Verdict, hits: Iterable[tuple[Hit, str]]) -> Surroundings:
    sides: dict[tuple[str, bool], set[int]] = defaultdict(set)
    for hit, level in hits:
        if not hit.rule.id.endswith(".hint"):
            sides[hit.rule.code, level in PRAISE].add(hit.sentence)
    coded = {number for numbers in sides.values() for number in numbers}
    near = {number + step for number in coded for step in range(-NEAR, NEAR + 1) if step}
    return Surroundings(told.causes, told.reaction, sides, near)


def _odds(hit: Hit, level: str, post: Surroundings) -> float:
    """What the rest of the post does to the odds of a sentence."""
    code, praise = hit.rule.code, level in PRAISE
    if code == REACTION or not level:
        return 1.0
    alone = hit.rule.level == "open" or len(post.sides[code, praise] | {hit.sentence}) == 1
    against = post.causes[code] != "mixed" and (post.causes[code] in PRAISE) != praise
    other_mood = (post.reaction > 0) != praise
    odds = (ALONE if alone else TOGETHER) * (1.0 if hit.sentence in post.near else APART)
    if praise and not against and not other_mood:
        return odds * CONFIRMED
    return odds * (AGAINST if against else 1.0) * (OTHER_MOOD if other_mood else 1.0)


def _asked(quote: str) -> float:
    return QUESTION if quote.rstrip("\"'”’) ").endswith("?") else 1.0


def _chance(chance: float, factor: float) -> float:
    """A chance whose odds are multiplied."""
    return chance * factor / (1 - chance + chance * factor)
