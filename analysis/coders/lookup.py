"""Which phrases are worth trying on a sentence: rules by the words that their phrases cannot do without.

Texts repeat their words, so what a word brings is found once and kept: the phrases that it may belong to, the needs of
phrases that it meets, one bit each, and how often signs of one word stand in it, for nothing around it matters to them.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial

from analysis.coders.lexicon import WORD, Rule, alone, anchors, pattern
from analysis.coders.lexicon import needs as needed

PART = re.compile(r"\w+")
KEPT = 50_000  # words of texts of which is kept what they bring


Phrase = tuple[int, str]  # the number of its rule, and the phrase
Entry = tuple[int, Phrase]  # the bits of what a phrase needs beside the word that it stands under


@dataclass(frozen=True, slots=True)
class Word:
    """What a word of a text brings: entries, the bits of the needs that it meets, and how often signs stand in it."""

    entries: tuple[Entry, ...]
    meets: int
    signs: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Phrases by their words, stems by their first three letters; the bits of the needs that a word meets; signs by words."""

    words: Mapping[str, tuple[Entry, ...]]
    stems: Mapping[str, tuple[tuple[str, Entry], ...]]
    meets: Mapping[str, int]
    signs: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Index:
    """Rules, and what a word of a text brings of them."""

    rules: tuple[Rule, ...]
    word: Callable[[str], Word]


def index(rules: tuple[Rule, ...]) -> Index:
    """Index the phrases of some rules."""
    return Index(rules, lru_cache(KEPT)(partial(_word, _table(rules))))


def _table(rules: tuple[Rule, ...]) -> Table:
    words: dict[str, tuple[Entry, ...]] = {}
    stems: dict[str, tuple[tuple[str, Entry], ...]] = {}
    bits: dict[frozenset[str], int] = {}
    for number, phrase in ((number, phrase) for number, rule in enumerate(rules) for phrase in rule.phrases):
        entry = sum(bits.setdefault(need, 1 << len(bits)) for need in {*needed(phrase)}), (number, phrase)
        for word in anchors(phrase):
            if word.endswith("*"):
                stems[word[:3]] = (*stems.get(word[:3], ()), (word[:-1], entry))
            else:
                words[word] = (*words.get(word, ()), entry)
    meets: dict[str, int] = {}
    for word, bit in ((word, bit) for need, bit in bits.items() for word in need):
        meets[word] = meets.get(word, 0) | bit
    return Table(words, stems, meets, _signs(rules))


def _signs(rules: tuple[Rule, ...]) -> dict[str, tuple[str, ...]]:
    """Phrases that are signs of one word, by the words."""
    found: dict[str, tuple[str, ...]] = {}
    for phrase in (phrase for rule in rules if rule.sign for phrase in rule.phrases):
        for word in alone(phrase):
            found[word] = (*found.get(word, ()), phrase)
    return found


def _word(table: Table, word: str) -> Word:
    entries: set[Entry] = set()
    meets = 0
    for form in forms(word):
        meets |= table.meets.get(form, 0)
        entries.update(table.words.get(form, ()))
        entries.update(entry for stem, entry in table.stems.get(form[:3], ()) if form.startswith(stem))
    signs = {phrase for part in PART.findall(word) for phrase in table.signs.get(part, ())}
    counted = ((phrase, len(pattern(phrase).findall(word))) for phrase in signs)
    return Word(tuple(entries), meets, tuple(counted))


def forms(word: str) -> set[str]:
    """The words as which a word is looked up; a hyphenated one also by its parts and written together."""
    return {word, *word.split("-"), word.replace("-", "")} if "-" in word else {word}


def candidates(words: Iterable[Word]) -> list[Phrase]:
    """The phrases worth trying on a sentence of these words, each once, in the order of their rules."""
    met = 0
    for word in words:
        if word.meets:
            met |= word.meets
    return sorted({phrase for word in words for needs, phrase in word.entries if needs & met == needs})


def counted(words: Iterable[Word]) -> dict[str, int]:
    """How often phrases that are signs of one word stand in a sentence of these words."""
    found: dict[str, int] = {}
    for word in words:
        for phrase, times in word.signs:
            found[phrase] = found.get(phrase, 0) + times
    return found


def counts(index: Index, sentence: str) -> dict[str, int]:
    """How often each rule's phrases stand in a sentence in small letters, whatever is around them."""
    words = [index.word(word) for word in WORD.findall(sentence)]
    found: dict[str, int] = {}
    for number, phrase in candidates(words):
        if times := len(pattern(phrase).findall(sentence)):
            name = index.rules[number].id
            found[name] = found.get(name, 0) + times
    return found
