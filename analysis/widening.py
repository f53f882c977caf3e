"""Which words to add to a query: what its experiences speak of more than other posts do, and how many more it would find.

A query such as "customer service" misses the half of its field that says it in other words (support, warranty, refund).
Candidates are words and collocations that are typical of the experiences that the query did find.
"""

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nltk.collocations import BigramAssocMeasures, BigramCollocationFinder

from analysis.estimates.clustering import wilson

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
LEAST = 3  # experiences that have to tell a phrase before it is thought typical
COMMON = 0.4  # share of all posts from which on a word is grammar and finds everything
SURE = 10.83  # G2 above which chance alone is no explanation: p < .001 at one degree of freedom


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that are typical: how many of the experiences have them, and G2, how sure it is that they are typical."""

    words: str
    experiences: int
    surprise: float


@dataclass(frozen=True, slots=True)
class Gain:
    """What a phrase would add: `posts` that the query does not find, of which `looked` were coded and `told` experiences.

    `low` to `high` is the 95 % range of experiences gained: Wilson's range of their share among those looked at, taken to
    all; it is exact where all were looked at.
    """

    phrase: Phrase
    posts: int
    looked: int
    told: int

    @property
    def low(self) -> float:
        """Experiences gained at least."""
        return float(self.told) if self.looked == self.posts else wilson(self.told, self.looked)[0] * self.posts

    @property
    def high(self) -> float:
        """Experiences gained at most."""
        return float(self.told) if self.looked == self.posts else wilson(self.told, self.looked)[1] * self.posts

    @property
    def expected(self) -> float:
        """Experiences gained, as the share among those looked at has it."""
        return self.posts * self.told / self.looked if self.looked else 0.0


def typical(found: Sequence[str], others: Sequence[str], known: Collection[str], most: int = 40) -> list[Phrase]:
    """The phrases that tell texts of `found` from those of `others` best, the surest first, `most` at most.

    `known` are words of the query, lower case: what only repeats them is left out. Phrases are single words and pairs that
    stand together oftener than chance has it (likelihood ratio, Dunning 1993, as nltk computes it); whether texts of
    `found` have them oftener is judged by the G2 of the two shares of texts (Dunning 1993; Rayson and Garside 2000).
    """
    told, untold = [_words(text) for text in found], [_words(text) for text in others]
    grammar = _grammar([*told, *untold])
    pairs = _pairs(told, grammar)
    here, there = (Counter(phrase for words in side for phrase in _phrases(words, pairs)) for side in (told, untold))
    phrases = [
        Phrase(phrase, count, _surprise(count, len(told), there[phrase], len(untold)))
        for phrase, count in here.items()
        if count >= LEAST and not set(phrase.split()) <= {*known, *grammar}
    ]
    sure = [one for one in phrases if one.surprise >= SURE]
    return sorted(sure, key=lambda one: (-one.surprise, one.words))[:most]


def _words(text: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(text)]


def _grammar(texts: Sequence[Sequence[str]]) -> set[str]:
    """Words of so many posts that they tell nothing of one, in whatever language."""
    counts = Counter(word for words in texts for word in set(words))
    return {word for word, count in counts.items() if count > COMMON * len(texts)}


def _pairs(texts: Sequence[Sequence[str]], grammar: set[str]) -> set[tuple[str, str]]:
    finder = BigramCollocationFinder.from_documents(texts)
    finder.apply_freq_filter(LEAST)
    finder.apply_word_filter(lambda word: word in grammar or len(word) < 3)
    return set(finder.above_score(BigramAssocMeasures.likelihood_ratio, SURE))


def _phrases(words: Sequence[str], pairs: set[tuple[str, str]]) -> set[str]:
    together = {" ".join(pair) for pair in pairwise(words) if pair in pairs}
    return together | {word for word in words if len(word) > 2}


def _surprise(here: int, all_here: int, there: int, all_there: int) -> float:
    """G2 of two shares of texts; 0 where the first is not the higher one."""
    if not all_there or here * all_there <= there * all_here:
        return 0.0
    share = (here + there) / (all_here + all_there)
    cells = (
        (here, all_here * share),
        (all_here - here, all_here * (1 - share)),
        (there, all_there * share),
        (all_there - there, all_there * (1 - share)),
    )
    return 2 * sum(seen * math.log(seen / expected) for seen, expected in cells if seen)
