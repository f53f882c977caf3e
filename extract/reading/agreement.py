"""How far readings of one page agree, and which of them agrees most with the others.

Readers err in different places, so what two of them say is rarely an error (the medoid: the
reading with the least distance to all others).
"""

import re
from collections.abc import Sequence

from extract.reading.blocks import UNSPACED

WORDS = 4  # in a row that two readings must share
Shingles = frozenset[tuple[str, ...]]
# A word, or two letters where nothing parts words.
CHUNK = re.compile(f"[^\\W{UNSPACED}]+|[{UNSPACED}]{{1,2}}")


def shingles(text: str) -> Shingles:
    """All runs of four words; a shorter text is one run."""
    words = CHUNK.findall(text)
    runs = zip(*(words[start:] for start in range(WORDS)), strict=False)
    return frozenset(runs) or frozenset([tuple(words)])


def between(one: Shingles, other: Shingles) -> float:
    """Dice's coefficient of two sets of runs: 1 for the same, 0 for nothing in common."""
    return 2 * len(one & other) / (len(one) + len(other))


def part(one: Shingles, other: Shingles) -> float:
    """The share of one that the other has."""
    return len(one & other) / len(one)


def best(texts: Sequence[str]) -> int:
    """The place of the text that agrees most with all, of equal ones the first."""
    sets = [shingles(text) for text in texts]
    sums = [sum(between(one, other) for other in sets) for one in sets]
    return sums.index(max(sums))
