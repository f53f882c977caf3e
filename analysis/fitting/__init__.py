"""Training of the linear coder: labelled texts in, weights out. Nothing of this runs when posts are coded.

First a model of sentences is fitted, then models of posts on what it says of their sentences. So that these see
chances of the quality that unseen posts will have, each post's chances come from a sentence model that was fitted
without its author (cross-fitting). The same texts in the same order give the same weights, on one thread: more of them
add in another order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from zlib import crc32

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from analysis.coders.weights import Weights
from analysis.fitting import evidence, posts, sentences
from analysis.fitting.material import Material, Sentence
from analysis.fitting.material import unruled as bare

PARTS = 3  # of a cross-fit


def fit(material: Sequence[Material], single: Sequence[Sentence], made: Mapping[str, Any]) -> Weights:
    """Fit all models. `made` says from which texts; it is kept in the weights."""
    with threadpool_limits(1):
        seen = crossed(material, single)
        models = posts.fit(material, [one.drawn for one in seen])
        models["evidence"] = evidence.fit(material, [one.scores for one in seen])
        return replace(sentences.fit(material, single), models=models, made=made)


def crossed(material: Sequence[Material], single: Sequence[Sentence]) -> list[posts.Seen]:
    """What a sentence model that was fitted without its author says of each post, in the order of the posts."""
    parts = [part_of(one, PARTS) for one in material]
    seen: dict[int, posts.Seen] = {}
    for part in range(PARTS):
        rest = [one for one, number in zip(material, parts, strict=True) if number != part]
        lines = [line for number, line in enumerate(single) if number % PARTS != part]
        weights = sentences.fit(rest, lines)
        seen |= {place: posts.see(weights, one) for place, one in enumerate(material) if parts[place] == part}
    return [seen[place] for place in range(len(material))]


def part_of(one: Material, parts: int) -> int:
    """The part to which all posts of an author belong."""
    return crc32(one.example.author.encode()) % parts


def without_rules(material: Sequence[Material], single: Sequence[Sentence]) -> tuple[list[Material], list[Sentence]]:
    """The same texts without what rules found in their sentences."""
    read = [replace(one, sentences=tuple(map(bare, one.sentences))) for one in material]
    return read, [bare(line) for line in single]
