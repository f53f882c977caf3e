"""Queries and posts in any number for the index of stored queries, and what a plain evaluator finds without it."""

import random
from collections.abc import Sequence
from itertools import accumulate
from unicodedata import normalize

from extract.matching.terms import Every, Node, Query, Term, Without
from extract.post import Hit

STOP = 150  # the most frequent words, of which nobody makes a query
SOUNDS = ("bcdfghjklmnprstvwzxy", ("a", "e", "i", "o", "u", "ea", "ou", "ai"))
# Words that differ by what case folding, accents and scripts do to them, and words that people look for.
WORDS = """refund Refund kelvin \u212aelvin straße STRASSE ſervice service SERVICE ısı isi İsi café cafe cafe\u0301 Café naïve
    σοφός ΣΟΦΌΣ σοφόσ ᾳω ΑΙΩ ǰa J\u030cA ǆ ǅ c++ c# c C+ a_b _a_ a b ab サービス サ ビス サーヒ\u3099ス カスタマーサービス
    บริการ การ บริ 日本語 日 本 語 abc社 社abc 社 가각 ŉa n 2nd ２nd 1 ﬁne fine ԱՒ և ß ẞ ꮿ Ꮿ ა Ა x\u05b0y y x\u20dd"""
TRICKY = WORDS.split()
BETWEEN = (" ", " ", " ", " ", "-", "_", ", ", "\u0301 ", "\u0301", "", "'", "\u3099", "\n", ".")


def plainly(query: Query, title: str, text: str) -> bool:
    """Whether a query matches, term by term by its regular expression over the whole of both fields."""
    return _holds(query.root, {"title": title, "text": text})


def _holds(node: Node, texts: dict[str, str]) -> bool:
    if isinstance(node, Term):
        return any(node.pattern.search(texts[field]) for field in node.fields)
    if isinstance(node, Without):
        return not _holds(node.part, texts)
    told = (_holds(part, texts) for part in node.parts)
    return all(told) if isinstance(node, Every) else any(told)


def places(query: Query, title: str, text: str) -> tuple[Hit, ...]:
    """The places of a query that matches, by the same plain search."""
    found = _found(query.root, {"title": title, "text": text}, True) or set()
    return tuple(sorted(found, key=lambda hit: (hit.field == "text", hit.start, hit.end)))


def _found(node: Node, texts: dict[str, str], wanted: bool) -> set[Hit] | None:
    if isinstance(node, Without):
        return _found(node.part, texts, not wanted)
    if isinstance(node, Term):
        every = ((field, place) for field in node.fields for place in node.pattern.finditer(texts[field]))
        hits = {Hit(field, place.start(), place.end(), place[0]) for field, place in every}
        return (hits or None) if wanted else (None if hits else set())
    parts = [_found(part, texts, wanted) for part in node.parts]
    kept = [part for part in parts if part is not None]
    enough = len(kept) == len(parts) if isinstance(node, Every) == wanted else kept
    return set().union(*kept) if enough else None


class Language:
    """A vocabulary in which the word of rank r is met about 1 / r times as often as the first, as in real languages.

    Queries seek the word of rank r in proportion to r ** -sought: at 1 as often as posts hold it, at 0 all words alike.
    """

    def __init__(self, seed: int, words: int = 30_000, sought: float = 0.5) -> None:
        self.chance = random.Random(seed)
        made: dict[str, None] = {}
        while len(made) < words:  # frequent words are short
            syllables = self.chance.randint(1, 2) + (len(made) > 100) + (len(made) > 2_000)
            made["".join(self.chance.choice(kind) for _ in range(syllables) for kind in SOUNDS)] = None
        self.words = list(made)[:words]
        self.often = list(accumulate(1 / (rank + 2.7) for rank in range(words)))
        self.seldom = list(accumulate(rank**-sought for rank in range(STOP, words)))

    def post(self) -> tuple[str, str]:
        """Title and text of a feed's item: 4 to 12 words and 60 to 300."""
        title, text = (self.chance.choices(self.words, cum_weights=self.often, k=self.chance.randint(*size))
                       for size in ((4, 12), (60, 300)))  # fmt: skip
        ends = (" ", " ", " ", " ", " ", ", ", ". ", " – ", "’s ")
        return " ".join(title).title(), "".join(word + self.chance.choice(ends) for word in text)

    def query(self, posts: Sequence[tuple[str, str]]) -> str:
        """Two to four terms under AND, OR, NOT; a phrase is one that some post holds."""
        words = self.chance.choices(self.words[STOP:], cum_weights=self.seldom, k=4)
        one, two, three, four = words
        drawn = self.chance.choice(posts)[1].split()
        at = self.chance.randrange(len(drawn) - 1)
        phrase = '"' + " ".join(word.strip(",.–’s") or "of" for word in drawn[at : at + 2]) + '"'
        forms = (f"{one} {two}", f"{one} {two} {three}", f"{one} {two} {three} {four}", phrase, f"{phrase} {one}",
                 f"{one} OR {two}", f"{phrase} OR {two}", f"{one} ({two} OR {three})", f"({one} OR {two}) ({three} OR {four})",
                 f"{one} {two} NOT {three}", f"({phrase} OR {one}) -{two}", f"title:{one} {two}", f"title:{one} OR {phrase}",
                 f"{one[:5]}* {two}", f"{one} OR {two} OR {three} OR {four}")  # fmt: skip
        return self.chance.choice(forms)


def tricky_query(chance: random.Random) -> str:
    """A query of tricky words, sometimes one that cannot be read."""
    return _tricky(chance, 0)


def _tricky(chance: random.Random, depth: int) -> str:
    if depth < 3 and chance.random() < 0.45:
        parts = [_tricky(chance, depth + 1) for _ in range(chance.randint(2, 3))]
        return "(" + chance.choice((" ", " AND ", " OR ", " OR ", " NOT ")).join(parts) + ")"
    word = _word(chance)
    kind = chance.random()
    if kind < 0.3:
        word = '"' + " ".join([word, *(_word(chance) for _ in range(chance.randint(1, 2)))]) + '"'
    elif kind < 0.45:
        word = word[: chance.randint(1, len(word))] + "*"
    return chance.choice(("", "", "", "title:", "text:", "NOT ")) + word


def _word(chance: random.Random) -> str:
    return normalize(chance.choice(("NFC", "NFD")), chance.choice(TRICKY))


def tricky_text(chance: random.Random, longest: int = 14) -> str:
    """Tricky words with what may stand between words."""
    words = (_word(chance) for _ in range(chance.randint(0, longest)))
    cased = (chance.choice((str, str.upper, str.lower, str.title))(word) for word in words)
    return "".join(word + chance.choice(BETWEEN) for word in cased)
