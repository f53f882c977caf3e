"""Which of the coded sentences the page shows.

At most one quote per blog and cause, so that a busy blog cannot fill the page; complaints and praise take turns. Strong
evidence comes first, weak fills a page that would be bare; a sentence whose post ended as it says comes before one that
it would seem to contradict.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate

from reports.page import Report, ranking
from reports.quotes import WEAK, Quote, quotable

LIMIT = 60
ROOM = 30_000  # bytes of all quotes together, so that no feed can make the page heavy
ENOUGH = 12  # quotes; a page with fewer strong ones shows weak ones too
SIGNS = {"complaint": -1, "praise": 1, "mixed": 0}  # of the reaction that a mood goes with
TURNS = tuple(SIGNS)


def choose(report: Report, limit: int = LIMIT, room: int = ROOM) -> list[Quote]:
    """The quotes of the page in reading order: a round takes one of each cause, the causes in rank order.

    At most `limit` of them, and no more than `room` bytes of text and addresses; ENOUGH if some have to be weak.
    """
    quotes = quotable(report)
    strong = [quote for quote in quotes if quote.strength >= WEAK]
    chosen = _rounds(report, strong, limit, [])
    if len(chosen) < min(limit, ENOUGH):
        chosen = _rounds(report, quotes, min(limit, ENOUGH), chosen)
    weights = accumulate(quote.weight for quote in chosen)
    return [quote for quote, weight in zip(chosen, weights, strict=True) if weight <= room]


def _rounds(report: Report, quotes: Sequence[Quote], limit: int, start: Sequence[Quote]) -> list[Quote]:
    """Rounds over the causes until there are `limit` quotes or none is left, after those that stand already."""
    queues = {cause.code.id: _moods(cause.code.id, quotes) for cause in ranking(report)}
    chosen = list(start)
    taken = {(quote.blog, tag.cause) for quote in chosen for tag in quote.tags}
    turn, before = 0, -1
    while before < len(chosen) < limit:
        before = len(chosen)
        for place, queue in enumerate(queues.values()):
            quote = _next(queue, turn + place, taken, Counter(quote.blog for quote in chosen))
            if quote is not None:
                chosen.append(quote)
                taken.update((quote.blog, tag.cause) for tag in quote.tags)
        turn += 1
    return chosen[:limit]


def _next(
    queue: dict[str, list[Quote]], turn: int, taken: set[tuple[str, str]], used: Mapping[str, int]
) -> Quote | None:
    """A quote that repeats no blog for any of its causes, in the mood whose turn it is; the least quoted blog first."""
    first = turn % len(TURNS)
    for mood in TURNS[first:] + TURNS[:first]:
        left = [quote for quote in queue[mood] if not any((quote.blog, tag.cause) in taken for tag in quote.tags)]
        queue[mood] = left  # what is taken stays taken
        if left:
            return min(left, key=lambda quote: (_contradicts(quote, mood), used.get(quote.blog, 0)))
    return None


def _moods(cause: str, quotes: Sequence[Quote]) -> dict[str, list[Quote]]:
    """The quotes of one cause by mood, those that a reader doubts least first."""
    told = {mood: [quote for quote in quotes if (cause, mood) in quote.marks] for mood in TURNS}
    return {mood: sorted(same, key=lambda quote: _doubts(quote, cause, mood)) for mood, same in told.items()}


def _doubts(quote: Quote, cause: str, mood: str) -> tuple[bool, bool, bool, float]:
    """What speaks against a quote for a cause: no telling length, an ending or a tag that says the opposite, weakness."""
    strength = max(tag.strength for tag in quote.tags if (tag.cause, tag.mood) == (cause, mood))
    other = any(tag.mood != mood for tag in quote.tags)
    return not 40 <= len(quote.text) <= 240, _contradicts(quote, mood), other, -strength


def _contradicts(quote: Quote, mood: str) -> bool:
    """Whether its post ended otherwise: praise in a bad ending is true, but reads as a mistake among the contented."""
    return quote.reaction * SIGNS[mood] < 0
