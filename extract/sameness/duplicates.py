"""Copies: the same post in several feeds, on several sites, with a line more or less, or only its beginning.

Candidates come from MinHash with locality-sensitive hashing (Broder 1997; the datasketch library) and, for excerpts, from
how texts begin; each is then compared exactly, so chance can hide a copy but never make one.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import sha1, sha256
from itertools import islice

import numpy as np
from datasketch import MinHash, MinHashLSH
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
"""Runs of words, each as the first eight bytes of its SHA-1, sorted, each once: a twentieth of the memory of the words."""

WORD = re.compile(r"\w+")
WORDS = 4  # words in a shingle
ALIKE = 0.7  # share of shingles two texts must have in common (Jaccard) to be copies
CANDIDATE = 0.5  # lower than ALIKE, because the estimate is rough
PERMUTATIONS = 128
EXCERPT = 40  # words of a text that can be the beginning of another; fewer are how many posts begin
OPENING, SKIPPED = 12, 4  # words by which beginnings are found, and words before them that one of two may lack
TAIL = 12  # words that an excerpt has of its own at its end, such as "Continue reading"
HELD = 0.95  # share of an excerpt's other shingles in the beginning of its post
LOOKED = 20  # texts that begin alike and are compared with one; more are a form that blogs fill in
# How a text ends that is whole: an author who quotes a whole post and goes on makes a post of their own.
WHOLE = re.compile(r"[.!?)\]\"'”’»:;*~<>-]\s*$|[\U0001F300-\U0001FAFF]\s*$")
CUT = re.compile(r"(?:\.{3}|…|\[[.…\s]*\]|\b(?:more|reading|weiterlesen|suite|leer más|continua))\W*$", re.I)


def groups(texts: Sequence[tuple[str, str]]) -> dict[str, str]:
    """For each (id, text) the id that stands for its group: the first of the group in the order given, but for excerpts.

    A text without a copy stands for itself, as does an empty one.  Copies of copies are one group.
    """
    representative = {identity: identity for identity, _ in texts}
    order = {identity: place for place, identity in enumerate(representative)}
    first: dict[bytes, str] = {}
    sketches: list[NDArray[np.uint32]] = []
    kept: list[tuple[str, str]] = []  # texts that are not to the word like one before
    for identity, text in _each_once(texts):
        shingles = _shingles(text)
        if not len(shingles):
            continue
        known = first.setdefault(sha256(shingles.tobytes()).digest(), identity)
        if known != identity:
            _join(representative, order, identity, known)
            continue
        sketches.append(_sketch(shingles))
        kept.append((identity, text))
    for one, other in _candidates(sketches):
        # Comparing within a group would be quadratic where one post was copied a thousand times.
        (name, text), (earlier, before) = kept[one], kept[other]
        if _root(representative, name) != _root(representative, earlier) and _alike(text, before):
            _join(representative, order, name, earlier)
    for excerpt, post in _excerpts(kept):
        if representative[excerpt] == excerpt != _root(representative, post):
            representative[excerpt] = post  # which of the two came first, the whole stands for both
    return {identity: _root(representative, identity) for identity in representative}


def _each_once(texts: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for identity, text in texts:
        if identity not in seen:
            seen.add(identity)
            yield identity, text


def _candidates(sketches: Sequence[NDArray[np.uint32]]) -> Iterator[tuple[int, int]]:
    """Pairs of places whose sketches agree in a whole band, the later place first, in the order of both.

    The bands are those of datasketch for CANDIDATE. Its index holds 15 KB a text in sets of which nearly all have one member;
    sorting the bands of all texts needs 0.5 KB.
    """
    index = MinHashLSH(threshold=CANDIDATE, num_perm=PERMUTATIONS)
    table = np.array(sketches, dtype=np.uint32).reshape(len(sketches), PERMUTATIONS)
    buckets: dict[int, list[NDArray[np.int64]]] = defaultdict(list)
    for start in range(0, index.b * index.r, index.r):
        for bucket in _shared(np.ascontiguousarray(table[:, start : start + index.r])):
            for place in bucket:
                buckets[int(place)].append(bucket)
    for place in sorted(buckets):
        others = np.unique(np.concatenate(buckets[place]))
        yield from ((place, int(other)) for other in others[others < place])


def _shared(band: NDArray[np.uint32]) -> Iterator[NDArray[np.int64]]:
    """The places of rows that are equal, for each row that there is more than once, in rising order."""
    keys = band.view(np.dtype((np.void, band.dtype.itemsize * band.shape[1]))).ravel()
    order = np.argsort(keys, kind="stable")
    ends = np.flatnonzero(keys[order][1:] != keys[order][:-1]) + 1
    yield from (bucket for bucket in np.split(order, ends) if len(bucket) > 1)


def _excerpts(texts: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Pairs of texts of which the first is the beginning of the second, cut off somewhere."""
    beginning: dict[int, list[int]] = defaultdict(list)
    for place, (_, text) in enumerate(texts):
        for opening in _openings(text):
            beginning[opening].append(place)
    for place, (name, text) in enumerate(texts):
        if not _is_cut(text):
            continue
        others = dict.fromkeys(other for opening in _openings(text) for other in beginning[opening][:LOOKED])
        mine = _words(text)[:-TAIL] if len(others) > 1 else []
        held = _runs(mine)
        yield from ((name, texts[one][0]) for one in others if one != place and _begins(len(mine), held, texts[one][1]))


def _openings(text: str) -> list[int]:
    """The hashes by which the beginning of a text is found; none for a short one."""
    words = _words(text, EXCERPT)
    starts = range(SKIPPED + 1) if len(words) == EXCERPT else ()
    return [_hash(" ".join(words[start : start + OPENING]).encode()) for start in starts]


def _is_cut(text: str) -> bool:
    return bool(CUT.search(text)) or not WHOLE.search(text)


def _begins(length: int, runs: set[bytes], text: str) -> bool:
    """Whether a text of more words than ``length`` begins with most of these runs."""
    long = _words(text, length + TAIL + SKIPPED)
    return length < len(long) and len(runs & _runs(long)) >= HELD * len(runs)


def _words(text: str, most: int | None = None) -> list[str]:
    return [found[0] for found in islice(WORD.finditer(text.casefold()), most)]


def _runs(words: Sequence[str]) -> set[bytes]:
    count = max(1, len(words) - WORDS + 1) if words else 0
    return {" ".join(words[start : start + WORDS]).encode() for start in range(count)}


def _shingles(text: str) -> Hashes:
    hashes = {_hash(run) for run in _runs(_words(text))}
    return np.fromiter(sorted(hashes), dtype=np.uint64, count=len(hashes))


@lru_cache(maxsize=2_000)
def _kept_shingles(text: str) -> Hashes:
    """The same for texts that are compared again and again, as those that fill in one form."""
    return _shingles(text)


def _hash(run: bytes) -> int:
    return int.from_bytes(sha1(run, usedforsecurity=False).digest()[:8], "little")


def _sketch(shingles: Hashes) -> NDArray[np.uint32]:
    """What datasketch makes of the words: it takes the first four bytes of their SHA-1, which are here already."""
    sketch = MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=int)
    sketch.update_batch(shingles & np.uint64(0xFFFFFFFF))
    hashes: NDArray[np.uint64] = sketch.hashvalues  # of 32 bits
    return hashes.astype(np.uint32)


def _alike(text: str, before: str) -> bool:
    one, other = _kept_shingles(text), _kept_shingles(before)
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common >= ALIKE * (len(one) + len(other) - common)


def _root(representative: dict[str, str], identity: str) -> str:
    while representative[identity] != identity:
        identity = representative[identity]
    return identity


def _join(representative: dict[str, str], order: dict[str, int], one: str, other: str) -> None:
    first, second = sorted((_root(representative, one), _root(representative, other)), key=order.__getitem__)
    representative[second] = first
