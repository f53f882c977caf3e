"""The rows of a sentence's features in the weights, found without making the features' names.

A sentence has about a hundred features and most are not in the weights. So the names are taken apart once, pairs are
looked up as pairs, and what a word or a sense has by itself is kept, because texts repeat them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import NamedTuple

from analysis.coders.matching import Hit
from analysis.coders.words import BEGINNING, FIRST, START, Seconds, Senses, expression, senses

HINT = ".hint"
KEPT = 50_000  # words of which the rows are kept
KINDS = ("w", "p", "s", "b", "ss", "r", "i")  # of the features of a sentence, see words.py

Behind = Mapping[str, int]  # rows of pairs by their second half
Pairs = Mapping[str, Behind]


class Sense(NamedTuple):
    """The rows of an expression's senses, the senses, and the rows of those that follow each."""

    rows: list[int]
    senses: Senses
    behind: list[Behind]


class Word(NamedTuple):
    """The rows of a token, those of the tokens that follow it, what it means, and what it begins."""

    rows: list[int]
    behind: Behind
    meaning: Sense | None
    seconds: Seconds | None


@dataclass(frozen=True, slots=True)
class Rows:
    """What is known of a token, of the senses of an expression, and of what rules are called."""

    word: Callable[[str], Word]
    sense: Callable[[Senses], Sense]
    rules: Mapping[str, int]


def rows(vocabulary: Mapping[str, int]) -> Rows:
    """Take the names of all features apart."""
    kinds: dict[str, dict[str, int]] = {kind: {} for kind in KINDS}
    for name, row in vocabulary.items():
        kind, _, rest = name.partition(":")
        kinds.setdefault(kind, {})[rest] = row
    sense = lru_cache(KEPT)(partial(_sense, kinds["s"], _pairs(kinds["ss"])))
    word = lru_cache(KEPT)(partial(_word, kinds, _pairs(kinds["b"]), sense))
    return Rows(word, sense, kinds["r"] | kinds["i"])


def _pairs(names: Mapping[str, int]) -> Pairs:
    pairs: dict[str, dict[str, int]] = {}
    for name, row in names.items():
        first, _, second = name.partition(" ")
        pairs.setdefault(first, {})[second] = row
    return pairs


def _word(kinds: Mapping[str, Behind], pairs: Pairs, sense: Callable[[Senses], Sense], word: str) -> Word:
    names = {"w": word} | ({"p": word[:BEGINNING]} if len(word) > BEGINNING else {})
    found = [kinds[kind][name] for kind, name in names.items() if name in kinds[kind]]
    meant = senses(word)
    return Word(found, pairs.get(word, {}), sense(meant) if meant else None, FIRST.get(word))


def _sense(known: Behind, pairs: Pairs, senses: Senses) -> Sense:
    return Sense([known[one] for one in senses if one in known], senses, [pairs[one] for one in senses if one in pairs])


def rule_names(hit: Hit) -> tuple[str, str]:
    """What a hit is called as features: after the code and level that it speaks for (`r:`), and after its rule (`i:`)."""
    return f"{hit.rule.code} {hit.rule.level}{HINT if hit.rule.id.endswith(HINT) else ''}", hit.rule.id


def of_sentence(known: Rows, tokens: Sequence[str], hits: Iterable[Hit]) -> set[int]:
    """The rows of a sentence's features, each once."""
    found = {known.rules[name] for hit in hits for name in rule_names(hit) if name in known.rules}
    behind = known.word(START).behind
    followers: list[Behind] = []
    past = 0  # the place behind the last expression of several words
    for place, (token, second) in enumerate(zip(tokens, [*tokens[1:], ""], strict=False)):
        if token in behind:
            found.add(behind[token])
        rows, behind, meaning, seconds = known.word(token)
        found.update(rows)
        if place < past:
            continue
        if seconds and (second in seconds[0] or second.startswith(seconds[1])):
            longer, past = expression(tokens, place)
            meaning = known.sense(longer) if longer else meaning
        if meaning:
            rows, senses, after = meaning
            found.update(rows)
            for pairs in followers:
                for sense in senses:
                    if sense in pairs:
                        found.add(pairs[sense])
            followers = after
    return found
