"""The rows of a sentence's features in the weights, found without making the features' names.

A sentence has about a hundred features and most are not in the weights. So the names are taken apart once: a pair of
words is looked up under its first word, and what begins with an unknown word costs nothing more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.coders.matching import Hit
from analysis.coders.words import BEGINNING, START, meanings

HINT = ".hint"
Pairs = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows by the parts of a feature's name; each table is called after the kind of its features, see words.py."""

    w: dict[str, int] = field(default_factory=dict)
    p: dict[str, int] = field(default_factory=dict)
    s: dict[str, int] = field(default_factory=dict)
    r: dict[str, int] = field(default_factory=dict)
    i: dict[str, int] = field(default_factory=dict)
    t: dict[str, int] = field(default_factory=dict)
    b: Pairs = field(default_factory=dict)
    ss: Pairs = field(default_factory=dict)


def rows(vocabulary: Mapping[str, int]) -> Rows:
    """Take the names of all features apart."""
    found = Rows()
    for name, row in vocabulary.items():
        kind, colon, rest = name.partition(":")
        if not colon:
            continue
        table = getattr(found, kind)
        if kind in ("b", "ss"):
            first, _, second = rest.partition(" ")
            table.setdefault(first, {})[second] = row
        else:
            table[rest] = row
    return found


def rule_names(hit: Hit) -> tuple[str, str]:
    """What a hit is called as features: after the code and level that it speaks for (`r:`), and after its rule (`i:`)."""
    return f"{hit.rule.code} {hit.rule.level}{HINT if hit.rule.id.endswith(HINT) else ''}", hit.rule.id


def of_sentence(known: Rows, tokens: Sequence[str], hits: Iterable[Hit]) -> set[int]:
    """The rows of a sentence's features, each once."""
    found = {known.w.get(word) for word in tokens}
    found.update(known.p.get(word[:BEGINNING]) for word in tokens if len(word) > BEGINNING)
    pairs = known.b.get(START)
    for word in tokens:
        if pairs and word in pairs:
            found.add(pairs[word])
        pairs = known.b.get(word)
    followers: list[dict[str, int]] = []
    for here in meanings(tokens):
        for sense in here:
            found.add(known.s.get(sense))
            for pairs in followers:
                found.add(pairs.get(sense))
        followers = [known.ss[sense] for sense in here if sense in known.ss]
    for hit in hits:
        speaks, rule = rule_names(hit)
        found |= {known.r.get(speaks), known.i.get(rule)}
    return {row for row in found if row is not None}
