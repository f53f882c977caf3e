"""Which phrases are worth trying on a sentence: rules by the words that their phrases cannot do without.

Texts repeat their words, so what a word brings is found once and kept: its tokens, the phrases that it may belong to, the
needs of phrases that it meets, one bit each, and how often signs of one word stand in it, for nothing around it matters
to them. What is kept is kept by what stands between two spaces: to part a sentence there costs next to nothing.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain

from analysis.coders.lexicon import WORD, Rule, alone, anchors, pattern
from analysis.coders.lexicon import needs as needed
from analysis.coders.words import parts

PART = re.compile(r"\w+")
KEPT = 20_000  # words of texts of which is kept what they bring


Phrase = tuple[int, str]  # the number of its rule, and the phrase
# The bits of what a phrase needs beside the word that it stands under, and its place in an index.
Entry = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Word:
    """What a word of a text brings: tokens, entries, the bits of the needs that it meets, and how often signs stand in it."""

    tokens: tuple[str, ...]
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
    """Rules, their phrases in order, and what the words between two spaces of a text bring of them."""

    rules: tuple[Rule, ...]
    phrases: tuple[Phrase, ...]
    between: Callable[[str], tuple[Word, ...]]

    def words(self, sentence: str) -> list[Word]:
        """What the words of a sentence in small letters bring."""
        return [*chain.from_iterable(map(self.between, sentence.split()))]


def index(rules: tuple[Rule, ...]) -> Index:
    """Index the phrases of some rules."""
    phrases = tuple(sorted({(number, phrase) for number, rule in enumerate(rules) for phrase in rule.phrases}))
    word = lru_cache(KEPT)(partial(_word, _table(rules, phrases)))
    return Index(rules, phrases, lru_cache(KEPT)(lambda between: tuple(map(word, WORD.findall(between)))))


def _table(rules: tuple[Rule, ...], phrases: tuple[Phrase, ...]) -> Table:
    words: dict[str, tuple[Entry, ...]] = {}
    stems: dict[str, tuple[tuple[str, Entry], ...]] = {}
    bits: dict[frozenset[str], int] = {}
    for place, (_, phrase) in enumerate(phrases):
        entry = sum(bits.setdefault(need, 1 << len(bits)) for need in {*needed(phrase)}), place
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
    """Phrases that are signs of one word, by the first letters of the words up to an apostrophe."""
    found: dict[str, tuple[str, ...]] = {}
    for phrase in (phrase for rule in rules if rule.sign for phrase in rule.phrases):
        for word in alone(phrase):
            first = PART.findall(word)[0]
            found[first] = (*found.get(first, ()), phrase)
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
    return Word(parts(word), tuple(entries), meets, tuple(counted))


def forms(word: str) -> set[str]:
    """The words as which a word is looked up; a hyphenated one also by its parts and written together."""
    return {word, *word.split("-"), word.replace("-", "")} if "-" in word else {word}


def candidates(index: Index, words: Iterable[Word]) -> list[Phrase]:
    """The phrases worth trying on a sentence of these words, each once, in the order of their rules."""
    met = 0
    for word in words:
        if word.meets:
            met |= word.meets
    places = {place for word in words for needs, place in word.entries if needs & met == needs}
    return [index.phrases[place] for place in sorted(places)]


def counted(words: Iterable[Word]) -> dict[str, int]:
    """How often phrases that are signs of one word stand in a sentence of these words."""
    found: dict[str, int] = {}
    for phrase, times in (sign for word in words if word.signs for sign in word.signs):
        found[phrase] = found.get(phrase, 0) + times
    return found


def counts(index: Index, sentence: str) -> dict[str, int]:
    """How often each rule's phrases stand in a sentence in small letters, whatever is around them."""
    words = index.words(sentence)
    found: dict[str, int] = {}
    for number, phrase in candidates(index, words):
        if times := len(pattern(phrase).findall(sentence)):
            name = index.rules[number].id
            found[name] = found.get(name, 0) + times
    return found
