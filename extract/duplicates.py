"""Copies: the same post in several feeds, on several sites, with a line more or less.

Candidates come from MinHash with locality-sensitive hashing (Broder 1997; the datasketch library); each is then
compared exactly, so chance can hide a copy but never make one.
"""

import re
from collections.abc import Sequence

from datasketch import MinHash, MinHashLSH

WORDS = 4  # words in a shingle
ALIKE = 0.7  # share of shingles two texts must have in common (Jaccard) to be copies
CANDIDATE = 0.5  # lower than ALIKE, because the estimate is rough
PERMUTATIONS = 128


def groups(texts: Sequence[tuple[str, str]]) -> dict[str, str]:
    """For each (id, text) the id that stands for its group: the first of the group in the order given.

    A text without a copy stands for itself, as does an empty one.  Copies of copies are one group.
    """
    representative = {identity: identity for identity, _ in texts}
    seen: dict[str, frozenset[bytes]] = {}
    same: dict[frozenset[bytes], str] = {}
    index = MinHashLSH(threshold=CANDIDATE, num_perm=PERMUTATIONS)
    order = {identity: place for place, identity in enumerate(representative)}
    for identity, text in texts:
        shingles = _shingles(text)
        if not shingles or identity in seen:
            continue
        if (first := same.setdefault(shingles, identity)) != identity:
            _join(representative, order, identity, first)
            continue
        sketch = MinHash(num_perm=PERMUTATIONS, seed=1)
        sketch.update_batch(sorted(shingles))
        for other in sorted(index.query(sketch), key=order.__getitem__):
            # Comparing within a group would be quadratic where one post was copied a thousand times.
            known = _root(representative, identity) == _root(representative, other)
            if not known and _alike(shingles, seen[other]):
                _join(representative, order, identity, other)
        index.insert(identity, sketch)
        seen[identity] = shingles
    return {identity: _root(representative, identity) for identity in representative}


def _shingles(text: str) -> frozenset[bytes]:
    words = re.findall(r"\w+", text.casefold())
    count = max(1, len(words) - WORDS + 1) if words else 0
    return frozenset(" ".join(words[start : start + WORDS]).encode() for start in range(count))


def _alike(one: frozenset[bytes], other: frozenset[bytes]) -> bool:
    common = len(one & other)
    return common >= ALIKE * (len(one) + len(other) - common)


def _root(representative: dict[str, str], identity: str) -> str:
    while representative[identity] != identity:
        identity = representative[identity]
    return identity


def _join(representative: dict[str, str], order: dict[str, int], one: str, other: str) -> None:
    first, second = sorted((_root(representative, one), _root(representative, other)), key=order.__getitem__)
    representative[second] = first
