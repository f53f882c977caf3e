"""Which of the coded sentences the page shows.

At most one quote per blog and cause, so that a busy blog cannot fill the page; complaints and praise take turns. Strong
evidence comes first, weak fills a page that would be bare; a sentence whose post ended as it says comes before one that
it would seem to contradict.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate

from reports.page import Report, ranking
from reports.quotes import WEAK, Coded, Quote, marks, quotable, quote

LIMIT = 60
ROOM = 30_000  # bytes of all quotes together, so that no feed can make the page heavy
ENOUGH = 12  # quotes; a page with fewer strong ones shows weak ones too
SIGNS = {"complaint": -1, "praise": 1, "mixed": 0}  # of the reaction that a mood goes with
TURNS = tuple(SIGNS)


def choose(report: Report, limit: int = LIMIT, room: int = ROOM) -> list[Quote]:
    """The quotes of the page in reading order: a round takes one of each cause, the causes in rank order.

    At most `limit` of them, and no more than `room` bytes of text and addresses; ENOUGH if some have to be weak.
    """
    coded = quotable(report)
    strong = [one for one in coded if one.strength >= WEAK]
    chosen = _rounds(report, strong, limit, [])
    if len(chosen) < min(limit, ENOUGH):
        chosen = _rounds(report, coded, min(limit, ENOUGH), chosen)
    quotes = [quote(report, one) for one in chosen]
    weights = accumulate(one.weight for one in quotes)
    return [one for one, weight in zip(quotes, weights, strict=True) if weight <= room]


def _rounds(report: Report, coded: Sequence[Coded], limit: int, start: Sequence[Coded]) -> list[Coded]:
    """Rounds over the causes until there are `limit` quotes or none is left, after those that stand already."""
    queues = {cause.code.id: _moods(cause.code.id, coded) for cause in ranking(report)}
    chosen = list(start)
    taken = {(one.blog, tag.cause) for one in chosen for tag in one.tags}
    turn, before = 0, -1
    while before < len(chosen) < limit:
        before = len(chosen)
        for place, queue in enumerate(queues.values()):
            one = _next(queue, turn + place, taken, Counter(one.blog for one in chosen))
            if one is not None:
                chosen.append(one)
                taken.update((one.blog, tag.cause) for tag in one.tags)
        turn += 1
    return chosen[:limit]


def _next(
    queue: dict[str, list[Coded]], turn: int, taken: set[tuple[str, str]], used: Mapping[str, int]
) -> Coded | None:
    """A quote that repeats no blog for any of its causes, in the mood whose turn it is; the least quoted blog first."""
    first = turn % len(TURNS)
    for mood in TURNS[first:] + TURNS[:first]:
        left = [one for one in queue[mood] if not any((one.blog, tag.cause) in taken for tag in one.tags)]
        queue[mood] = left  # what is taken stays taken
        if left:
            return min(left, key=lambda one: (_contradicts(one, mood), used.get(one.blog, 0)))
    return None


def _moods(cause: str, coded: Sequence[Coded]) -> dict[str, list[Coded]]:
    """The quotes of one cause by mood, those that a reader doubts least first."""
    told = {mood: [one for one in coded if (cause, mood) in marks(one.tags)] for mood in TURNS}
    return {mood: sorted(same, key=lambda one: _doubts(one, cause, mood)) for mood, same in told.items()}


def _doubts(one: Coded, cause: str, mood: str) -> tuple[bool, bool, bool, float]:
    """What speaks against a quote for a cause: no telling length, an ending or a tag that says the opposite, weakness."""
    strength = max(tag.strength for tag in one.tags if (tag.cause, tag.mood) == (cause, mood))
    other = any(tag.mood != mood for tag in one.tags)
    return not 40 <= one.length <= 240, _contradicts(one, mood), other, -strength


def _contradicts(one: Coded, mood: str) -> bool:
    """Whether its post ended otherwise: praise in a bad ending is true, but reads as a mistake among the contented."""
    return one.reaction * SIGNS[mood] < 0
