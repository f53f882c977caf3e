"""The rows of a sentence's features in the weights, found without making the features' names.

A sentence has about a hundred features and most are not in the weights. So the names are taken apart once, pairs are
looked up as pairs, and what a word or a sense has by itself is kept, because texts repeat them. Rows are kept packed,
as the bytes of an array: those of a post are joined, sorted and freed of doubles at once, not one by one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analysis.coders.matching import Hit
from analysis.coders.words import BEGINNING, FIRST, START, Seconds, Senses, expression, senses

HINT = ".hint"
KEPT = 50_000  # words of which the rows are kept
KINDS = ("w", "p", "s", "b", "ss", "r", "i")  # of the features of a sentence, see words.py
PLACES = 32  # bits of a row where it stands behind the number of its sentence

Packed = bytes  # rows as an array of np.int32 has them
Behind = Mapping[str, Packed]  # rows of pairs by their second half


class Sense(NamedTuple):
    """The rows of an expression's senses, the senses, and the rows of those that follow them."""

    rows: Packed
    senses: Senses
    behind: Behind


class Word(NamedTuple):
    """The rows of a token, those of the tokens that follow it, what it means, and what it begins."""

    rows: Packed
    behind: Behind
    meaning: Sense | None
    seconds: Seconds | None


@dataclass(frozen=True, slots=True)
class Rows:
    """What is known of a token, of the senses of an expression, and of what rules are called."""

    word: Callable[[str], Word]
    sense: Callable[[Senses], Sense]
    rules: Mapping[str, Packed]


def rows(vocabulary: Mapping[str, int]) -> Rows:
    """Take the names of all features apart."""
    kinds: dict[str, dict[str, Packed]] = {kind: {} for kind in KINDS}
    for name, row in vocabulary.items():
        kind, _, rest = name.partition(":")
        kinds.setdefault(kind, {})[rest] = np.int32(row).tobytes()
    sense = lru_cache(KEPT)(partial(_sense, kinds["s"], _pairs(kinds["ss"])))
    word = lru_cache(KEPT)(partial(_word, kinds, _pairs(kinds["b"]), sense))
    return Rows(word, sense, kinds["r"] | kinds["i"])


def _pairs(names: Behind) -> dict[str, dict[str, Packed]]:
    pairs: dict[str, dict[str, Packed]] = {}
    for name, row in names.items():
        first, _, second = name.partition(" ")
        pairs.setdefault(first, {})[second] = row
    return pairs


def _word(
    kinds: Mapping[str, Behind], pairs: Mapping[str, Behind], sense: Callable[[Senses], Sense], word: str
) -> Word:
    names = {"w": word} | ({"p": word[:BEGINNING]} if len(word) > BEGINNING else {})
    found = b"".join(kinds[kind].get(name, b"") for kind, name in names.items())
    meant = senses(word)
    return Word(found, pairs.get(word, {}), sense(meant) if meant else None, FIRST.get(word))


def _sense(known: Behind, pairs: Mapping[str, Behind], senses: Senses) -> Sense:
    behind: dict[str, Packed] = {}
    for one in senses:
        for second, row in pairs.get(one, {}).items():
            behind[second] = behind.get(second, b"") + row
    return Sense(b"".join(known.get(one, b"") for one in senses), senses, behind)


def rule_names(hit: Hit) -> tuple[str, str]:
    """What a hit is called as features: after the code and level that it speaks for (`r:`), and after its rule (`i:`)."""
    return f"{hit.rule.code} {hit.rule.level}{HINT if hit.rule.id.endswith(HINT) else ''}", hit.rule.id


def of_sentences(
    known: Rows, sentences: Iterable[tuple[Sequence[str], Iterable[Hit]]], always: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows of the features of sentences, each once a sentence and in order, and where each sentence begins in them.

    A sentence is its tokens and what rules found in it; `always` is a row that each is given.
    """
    first = np.int32(always).tobytes()
    packed = [first + _of_sentence(known, tokens, hits) for tokens, hits in sentences]
    numbers = np.repeat(np.arange(len(packed)), [len(one) // len(first) for one in packed])
    keys = numbers << PLACES | np.frombuffer(b"".join(packed), dtype=np.int32)
    keys.sort()
    keys = keys[np.diff(keys, prepend=-1) > 0]
    return keys & ((1 << PLACES) - 1), np.searchsorted(keys, np.arange(len(packed)) << PLACES)


def _of_sentence(known: Rows, tokens: Sequence[str], hits: Iterable[Hit]) -> Packed:
    """The rows of a sentence's features, some more than once."""
    found = [known.rules[name] for hit in hits for name in rule_names(hit) if name in known.rules]
    behind = known.word(START).behind
    followers: Behind = {}
    past = 0  # the place behind the last expression of several words
    for place, (token, second) in enumerate(zip(tokens, [*tokens[1:], ""], strict=False)):
        if token in behind:
            found.append(behind[token])
        rows, behind, meaning, seconds = known.word(token)
        found.append(rows)
        if place < past:
            continue
        if seconds and (second in seconds[0] or (seconds[1] and second.startswith(seconds[1]))):
            longer, past = expression(tokens, place)
            meaning = known.sense(longer) if longer else meaning
        if meaning:
            rows, senses, after = meaning
            found.append(rows)
            found += [followers[sense] for sense in senses if sense in followers]
            followers = after
    return b"".join(found)
