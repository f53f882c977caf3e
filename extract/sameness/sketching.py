"""What is kept of each text to find those that may be alike: a sketch by which they meet, marks by which most part again.

Texts meet by MinHash with locality-sensitive hashing (Broder 1997; the datasketch library). Texts with a sentence in common
meet by chance, each of them with more the more there are; marks tell soon of nearly all such pairs that they differ.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from datasketch import MinHash, MinHashLSH
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
"""Runs of words, each as the first eight bytes of its SHA-1, sorted, each once: a twentieth of the memory of the words."""
Places = NDArray[np.int64]
Mask = NDArray[np.bool_]
Apart = Callable[[Places, Places], Mask]
"""Whether the texts at places, pair by pair, are in two groups as groups now are."""

CANDIDATE = 0.5  # share of shingles (Jaccard) from which texts meet; it is low because the estimate is rough
PERMUTATIONS = 128
MARKS = 4096  # bits; each run of words sets one
AT_ONCE = 10_000  # pairs whose marks are compared


@dataclass
class Sketches:
    """What is kept of texts, 1 KB each: in one piece, because a hundred thousand arrays take more than what is in them."""

    minima: bytearray = field(default_factory=bytearray)
    marks: bytearray = field(default_factory=bytearray)
    sizes: list[int] = field(default_factory=list)

    def add(self, shingles: Hashes) -> None:
        """Keep what is needed of one more text. Its place is how many were kept before."""
        self.minima.extend(_minima(shingles).tobytes())
        self.marks.extend(np.packbits(np.bincount(_marks(shingles), minlength=MARKS).astype(np.bool_)).tobytes())
        self.sizes.append(len(shingles))

    def pairs(self, share: float, apart: Apart) -> Iterator[tuple[int, int]]:
        """Pairs of texts that meet, are in two groups, and may have this share of their shingles in common (Jaccard).

        The bands are those of datasketch for CANDIDATE. Its index holds 15 KB a text in sets of which nearly all have one
        member; sorting the bands of all texts needs 0.5 KB.
        """
        index = MinHashLSH(threshold=CANDIDATE, num_perm=PERMUTATIONS)
        table = np.frombuffer(self.minima, dtype=np.uint32).reshape(-1, PERMUTATIONS)
        sizes = np.array(self.sizes)
        for start in range(0, index.b * index.r, index.r):
            for one, other in _meeting(np.ascontiguousarray(table[:, start : start + index.r]), apart):
                near = self._near(one, other, sizes, share)
                one, other = one[near], other[near]
                bands = (table[one, :start] == table[other, :start]).reshape(len(one), start // index.r, index.r)
                first = ~bands.all(axis=2).any(axis=1)  # who met before was compared then
                yield from zip(one[first].tolist(), other[first].tolist(), strict=True)

    def holding(self, runs: Hashes, places: Places, share: float) -> list[int]:
        """Those places whose texts may have this share of some runs of words."""
        byte, bit = np.divmod(_marks(runs), 8)
        marks = np.frombuffer(self.marks, dtype=np.uint8).reshape(-1, MARKS // 8)[places[:, None], byte]
        held = (marks >> (7 - bit).astype(np.uint8) & 1).sum(axis=1)
        likely: list[int] = places[held >= share * len(runs)].tolist()
        return likely

    def _near(self, one: Places, other: Places, sizes: Places, share: float) -> Mask:
        """Whether texts may have this share of shingles in common: for each mark that one has alone it has a shingle alone."""
        marks = np.frombuffer(self.marks, dtype=np.uint64).reshape(-1, MARKS // 64)
        both = sizes[one] + sizes[other]
        alone = np.abs(sizes[one] - sizes[other])
        for start in range(0, len(one), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            differ = np.bitwise_count(marks[one[part]] ^ marks[other[part]]).sum(axis=1)
            alone[part] = np.maximum(alone[part], differ)
        near: Mask = alone * (1 + share) <= both * (1 - share) + 1  # 1 shingle for what is lost in rounding
        return near


def _meeting(band: NDArray[np.uint32], apart: Apart) -> Iterator[tuple[Places, Places]]:
    """The places of rows that are equal, pair by pair, where these are in two groups."""
    keys = band.view(np.dtype((np.void, band.dtype.itemsize * band.shape[1]))).ravel()
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])[: len(keys)])
    lengths = np.diff(starts, append=len(keys))
    mixed = np.logical_or.reduceat(apart(order, order[np.repeat(starts, lengths)]), starts)  # not in one group already
    ends = np.repeat(starts + np.where(mixed, lengths, 1), lengths)
    at, distance = np.arange(len(keys)), 1
    while len(at := at[at + distance < ends[at]]):
        one, other = order[at + distance], order[at]
        two = apart(one, other)
        if two.any():
            yield one[two], other[two]
        distance += 1


def _marks(runs: Hashes) -> Places:
    return (runs >> np.uint64(52)).astype(np.int64)  # 12 bits of which the sketch knows nothing


@cache
def _blank() -> MinHash:
    return MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=int)  # made anew for each text it takes a third of the time


def _minima(shingles: Hashes) -> NDArray[np.uint32]:
    """What datasketch makes of the words: it takes the first four bytes of their SHA-1, which are here already."""
    sketch = _blank().copy()
    sketch.update_batch(shingles & np.uint64(0xFFFFFFFF))
    hashes: NDArray[np.uint64] = sketch.hashvalues  # of 32 bits
    return hashes.astype(np.uint32)
