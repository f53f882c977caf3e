"""Copies: the same post in several feeds, on several sites, with a line more or less, or only its beginning.

Candidates come from sketches (sketching.py) and, for excerpts, from how texts begin; each is then compared exactly, so chance
can hide a copy but never make one.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha1, sha256
from itertools import islice

import numpy as np

from extract.sameness.sketching import Hashes, Mask, Places, Sketches

WORD = re.compile(r"\w+")
WORDS = 4  # words in a shingle
ALIKE = 0.7  # share of shingles two texts must have in common (Jaccard) to be copies
EXCERPT = 40  # words of a text that can be the beginning of another; fewer are how many posts begin
OPENING, SKIPPED = 12, 4  # words by which beginnings are found, and words before them that one of two may lack
TAIL = 12  # words that an excerpt has of its own at its end, such as "Continue reading"
HELD = 0.95  # share of an excerpt's other shingles in the beginning of its post
LOOKED = 20  # texts that begin alike and are compared with one; more are a form that blogs fill in
# How a text ends that is whole: an author who quotes a whole post and goes on makes a post of their own.
WHOLE = re.compile(r"[.!?)\]\"'”’»:;*~<>-]\s*$|[\U0001F300-\U0001FAFF]\s*$")
CUT = re.compile(r"(?:\.{3}|…|\[[.…\s]*\]|\b(?:more|reading|weiterlesen|suite|leer más|continua))\W*$", re.I)


@dataclass
class _Joined:
    """Groups of places: for each place one that is before it in its group, or itself. The first stands for the group."""

    before: Places

    def first(self, places: Places) -> Places:
        """The first of the group of each place."""
        found = self.before[places]
        while not np.array_equal(found, further := self.before[found]):
            found = further
        self.before[places] = found
        return found

    def apart(self, one: Places, other: Places) -> Mask:
        """Whether places, pair by pair, are in two groups."""
        apart: Mask = self.first(one) != self.first(other)
        return apart

    def join(self, *places: int) -> None:
        """Make one group of the groups of places."""
        firsts = self.first(np.array(places))
        self.before[firsts] = firsts.min()


def groups(texts: Sequence[tuple[str, str]]) -> dict[str, str]:
    """For each (id, text) the id that stands for its group: the first of the group in the order given, but for excerpts.

    A text without a copy stands for itself, as does an empty one.  Copies of copies are one group.
    """
    representative = {identity: identity for identity, _ in texts}
    first: dict[bytes, str] = {}
    sketches = Sketches()
    kept: list[tuple[str, str]] = []  # texts that are not to the word like one before
    for identity, text in _each_once(texts):
        shingles = _shingles(text)
        if not len(shingles):
            continue
        representative[identity] = first.setdefault(sha256(shingles.tobytes()).digest(), identity)
        if representative[identity] == identity:
            sketches.add(shingles)
            kept.append((identity, text))
    joined = _Joined(np.arange(len(kept)))
    for one, other in sketches.pairs(ALIKE, joined.apart):
        # Comparing within a group would be quadratic where one post was copied a thousand times.
        if joined.apart(*np.array([[one], [other]])) and _alike(kept[one][1], kept[other][1]):
            joined.join(one, other)
    for place, before in enumerate(joined.first(joined.before)):
        representative[kept[place][0]] = kept[before][0]
    for excerpt, post in _excerpts([text for _, text in kept], sketches):
        name, whole = kept[excerpt][0], kept[post][0]
        if representative[name] == name != _root(representative, whole):
            representative[name] = whole  # which of the two came first, the whole stands for both
    return {identity: _root(representative, identity) for identity in representative}


def _each_once(texts: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for identity, text in texts:
        if identity not in seen:
            seen.add(identity)
            yield identity, text


def _excerpts(texts: Sequence[str], sketches: Sketches) -> Iterator[tuple[int, int]]:
    """Pairs of places of which the text of the first is the beginning of that of the second, cut off somewhere."""
    cut = {place: _openings(text) for place, text in enumerate(texts) if _is_cut(text)}
    beginning: dict[int, list[int]] = {opening: [] for openings in cut.values() for opening in openings}
    for place, text in enumerate(texts):
        for opening in _openings(text):
            known = beginning.get(opening)
            if known is not None and len(known) < LOOKED:
                known.append(place)
    for place, openings in cut.items():
        others = [
            other for other in dict.fromkeys(other for one in openings for other in beginning[one]) if other != place
        ]
        if others:
            mine = _words(texts[place])[:-TAIL]
            held = _runs(mine)
            likely = sketches.holding(_hashes(held), np.array(others), HELD)
            yield from ((place, one) for one in likely if _begins(len(mine), held, texts[one]))


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
    return _hashes(_runs(_words(text)))


def _hashes(runs: Collection[bytes]) -> Hashes:
    hashes = {_hash(run) for run in runs}
    return np.fromiter(sorted(hashes), dtype=np.uint64, count=len(hashes))


@lru_cache(maxsize=2_000)
def _kept_shingles(text: str) -> Hashes:
    """The same for texts that are compared again and again, as those that fill in one form."""
    return _shingles(text)


def _hash(run: bytes) -> int:
    return int.from_bytes(sha1(run, usedforsecurity=False).digest()[:8], "little")


def _alike(text: str, before: str) -> bool:
    one, other = _kept_shingles(text), _kept_shingles(before)
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common >= ALIKE * (len(one) + len(other) - common)


def _root(representative: dict[str, str], identity: str) -> str:
    while representative[identity] != identity:
        identity = representative[identity]
    return identity
