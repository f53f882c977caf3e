"""The rows of a sentence's features in the weights, found without making the names of its features.

A sentence has about a hundred features and most are not in the weights. So what a token has by itself is kept as a
record, because texts repeat their words, and neighbours are looked up as pairs of numbers. Records are bytes of one
size: those of a post are joined to a table, and all in it is looked up, sorted and freed of doubles at once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from analysis.coders.matching import Hit
from analysis.coders.words import BEGINNING, MOST_SENSES, SENSES, START, Senses, expressions, senses

HINT = ".hint"
KEPT = 20_000  # words of which the record is kept
PLACES = 32  # bits of a row behind the number of its sentence, and of a number behind another
NONE = -1  # no row
LAST = (1 << 63) - 1  # a key behind all others, so that every search ends at one
NUMBERS = {sense: number for number, sense in enumerate((START, *SENSES))}  # of senses; START stands before the first
# a record: the number of a token, its row and that of its beginning; the rows of its senses, and their numbers
NUMBER, ROWS, MEANT = 0, slice(1, 3 + MOST_SENSES), slice(3 + MOST_SENSES, 3 + 2 * MOST_SENSES)
ITEM = np.dtype(np.int32)
OWN = 3 * ITEM.itemsize  # bytes of a record before the senses
MEANINGLESS = np.full(2 * MOST_SENSES, NONE, ITEM).tobytes()

Integers = NDArray[np.int64]
Sentence = tuple[Sequence[str], Iterable[Hit]]  # its tokens, and what rules found in it


@dataclass(frozen=True, slots=True)
class Pairs:
    """The rows of two neighbours, in the order of their keys: the number of the first, and behind it that of the second."""

    keys: Integers
    rows: Integers

    def find(self, numbers: Integers) -> Integers:
        """The row of each number with the next one, or NONE."""
        asked = numbers[:-1] << PLACES | numbers[1:]
        place = self.keys.searchsorted(asked)
        return np.where(self.keys[place] == asked, self.rows[place], NONE)


@dataclass(frozen=True, slots=True)
class Rows:
    """The record of a token, the end of a record with the senses of an expression, and the rows of a rule.

    `pairs` has the rows of neighbours; `senses` those of a sense (down) and the next one (across), by their numbers.
    """

    word: Callable[[str], bytes]
    meaning: Callable[[Senses], bytes]
    rule: Callable[[str, str, str], Sequence[int]]
    pairs: Pairs
    senses: NDArray[np.int32]


def rows(vocabulary: Mapping[str, int]) -> Rows:
    """Take the names of pairs apart, and number the tokens in them."""
    numbers: dict[str, int] = {}
    pairs = [(LAST, NONE)]
    following = np.full((len(NUMBERS) + 1, len(NUMBERS) + 1), NONE, ITEM)
    for name, row in vocabulary.items():
        kind, _, both = name.partition(":")
        first, _, second = both.partition(" ")
        if kind == "b":
            one, other = (numbers.setdefault(half, len(numbers) + 1) for half in (first, second))
            pairs.append((one << PLACES | other, row))
        elif kind == "ss" and first in NUMBERS and second in NUMBERS:
            following[NUMBERS[first], NUMBERS[second]] = row
    meaning = lru_cache(KEPT)(partial(_meaning, vocabulary))
    word = lru_cache(KEPT)(partial(_word, vocabulary, numbers, meaning))
    rule = lru_cache(KEPT)(partial(_rule, vocabulary))
    return Rows(word, meaning, rule, Pairs(*np.array(sorted(pairs)).T.copy()), following)


def _word(
    vocabulary: Mapping[str, int], numbers: Mapping[str, int], meaning: Callable[[Senses], bytes], token: str
) -> bytes:
    beginning = vocabulary.get(f"p:{token[:BEGINNING]}", NONE) if len(token) > BEGINNING else NONE
    own = numbers.get(token, 0), vocabulary.get(f"w:{token}", NONE), beginning
    return np.array(own, ITEM).tobytes() + meaning((START,) if token == START else senses(token))


def _meaning(vocabulary: Mapping[str, int], senses: Senses) -> bytes:
    found = np.full((2, MOST_SENSES), NONE, ITEM)
    for place, sense in enumerate(senses):
        found[:, place] = vocabulary.get(f"s:{sense}", NONE), NUMBERS[sense]
    return found.tobytes()


def rule_names(name: str, code: str, level: str) -> tuple[str, str]:
    """The features of a hit: `r:` and what its rule speaks for, and `i:` and the rule itself."""
    return f"r:{code} {level}{HINT if name.endswith(HINT) else ''}", f"i:{name}"


def _rule(vocabulary: Mapping[str, int], name: str, code: str, level: str) -> list[int]:
    return [vocabulary[feature] for feature in rule_names(name, code, level) if feature in vocabulary]


def of_sentences(known: Rows, sentences: Sequence[Sentence], always: int) -> tuple[Integers, Integers]:
    """The rows of the features of sentences, each once a sentence and in order, and where each sentence begins in them.

    `always` is a row that each sentence is given.
    """
    begins = np.arange(len(sentences)) << PLACES
    table = np.frombuffer(b"".join(_records(known, sentences)), ITEM).reshape(-1, MEANT.stop)
    sentence = begins.repeat([len(tokens) + 1 for tokens, _ in sentences])
    told = table[:, MEANT.start] != NONE
    senses = table[told, MEANT]
    keys = np.concatenate(
        (
            begins | always,
            np.array([*_of_rules(known, sentences)], np.int64),
            (sentence[:, None] | table[:, ROWS]).ravel(),
            sentence[1:] | known.pairs.find(table[:, NUMBER].astype(np.int64)),
            (sentence[told][1:, None, None] | known.senses[senses[:-1, :, None], senses[1:, None]]).ravel(),
        )
    )
    keys = keys[keys >= 0]  # NONE makes them negative
    keys.sort()
    keys = keys[np.diff(keys, prepend=-1) > 0]
    return keys & ((1 << PLACES) - 1), keys.searchsorted(begins)


def _of_rules(known: Rows, sentences: Sequence[Sentence]) -> Iterator[int]:
    """The rows of what rules found, behind the numbers of the sentences."""
    for number, (_, hits) in enumerate(sentences):
        for rule in (hit.rule for hit in hits):
            yield from (number << PLACES | row for row in known.rule(rule.id, rule.code, rule.level))


def _records(known: Rows, sentences: Iterable[Sentence]) -> list[bytes]:
    """A record for the start of each sentence and for its tokens; the first of an expression has its senses, the rest none."""
    found = [*map(known.word, chain.from_iterable([(START, *tokens) for tokens, _ in sentences]))]
    begin = 1
    for tokens, _ in sentences:
        for place, behind, meant in expressions(tokens):
            for inner in range(begin + place, begin + behind):
                found[inner] = found[inner][:OWN] + (MEANINGLESS if inner > begin + place else known.meaning(meant))
        begin += len(tokens) + 1
    return found
