"""What a sentence is made of, as features of the linear coder: words, their beginnings, and senses.

senses.toml is a thesaurus of our own: words that can stand for each other when a customer tells of service. So "the
clerk rang off" and "the agent hung up" share features although they share no word, and nothing has to be downloaded.
The features of a sentence are strings: `w:` a word, `b:` two neighbours, `p:` the first five letters of a word, `s:` a
sense, `ss:` two senses that follow each other.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from analysis.coders import lexicon

BEGINNING = 5
LONGEST = 4  # words of an expression in the table
SHORTEST = 3  # letters of a stem
MOST = 80  # words of a sentence that are read: what is longer is a list
START = "<"  # stands before the first word
MONEY = "$£€"
ENDINGS = ("!", "?")
# function words that tell who did what to whom stand among the senses themselves
KEPT = frozenset(lexicon.word_class("function"))
Senses = tuple[str, ...]
Seconds = tuple[set[str], tuple[str, ...]]  # second words of expressions, and beginnings of such


def tokens(sentence: str) -> list[str]:
    """The words of a sentence in small letters; amounts, times and other numbers are one token each, n't stands alone."""
    return joined(map(parts, lexicon.WORD.findall(sentence)), sentence)


def joined(words: Iterable[tuple[str, ...]], sentence: str) -> list[str]:
    """The tokens of a sentence from those of each word."""
    return [*chain.from_iterable(islice(words, MOST)), *[mark for mark in ENDINGS if mark in sentence]]


def parts(word: str) -> tuple[str, ...]:
    """The tokens of a word as lexicon.WORD finds it: its parts at hyphens, contractions taken apart."""
    return tuple(token for part in word.split("-") if part for token in _token(part.strip("'")))


def _token(part: str) -> tuple[str, ...]:
    if part[:1] and part[0] in MONEY:
        return ("$#",)
    if any(letter.isdigit() for letter in part):
        return ("#",)
    if part.endswith("n't"):
        return (part[:-3] or "can", "n't")
    if "'" in part:
        return (part[: part.index("'")], part[part.index("'") :])
    return ("xx",) if part.startswith("xx") else (part,) if part else ()


def features(words: Sequence[str]) -> Iterator[str]:
    """The features of a sentence of these tokens, one by one; a repeated feature comes again."""
    before = START
    for word in words:
        yield "w:" + word
        yield f"b:{before} {word}"
        if len(word) > BEGINNING:
            yield "p:" + word[:BEGINNING]
        before = word
    last: Senses = ()
    for here in meanings(words):
        for sense in here:
            yield "s:" + sense
            for other in last:
                yield f"ss:{other} {sense}"
        last = here


def meanings(words: Sequence[str]) -> Iterator[Senses]:
    """The senses of the expressions of a sentence in turn, the longest expression first; what has no sense is passed."""
    past = 0  # the place behind the last expression
    for place, behind, longer in (*expressions(words), (len(words), len(words), ())):
        yield from filter(None, map(senses, words[past:place]))
        if longer:
            yield longer
        past = behind


def expressions(words: Sequence[str]) -> Iterator[tuple[int, int, Senses]]:
    """Where the expressions of several words in a sentence begin and end, and their senses."""
    past = 0
    for place, (seconds, second) in enumerate(zip(map(FIRST.get, words), words[1:], strict=False)):
        if not seconds or place < past:
            continue
        if second in seconds[0] or (seconds[1] and second.startswith(seconds[1])):
            longer, past = _expression(words, place)
            if longer:
                yield place, past, longer


def _expression(words: Sequence[str], place: int) -> tuple[Senses, int]:
    """The senses of the longest expression of several words that begins at a place, and the place behind it."""
    here = words[place : place + LONGEST]
    if found := _senses("_".join(here)):
        return found, place + len(here)
    for size in range(len(here) - 1, 1, -1):
        if found := WHOLE.get("_".join(here[:size]), ()):  # a stem of it would have been one of the longest
            return found, place + size
    return (), place


def senses(word: str) -> Senses:
    """The senses of a word by itself."""
    return _senses(word) or ((word,) if word in KEPT else ())


def _senses(expression: str) -> Senses:
    if found := WHOLE.get(expression):
        return found
    ends = (end for end in ENDS.get(expression[:SHORTEST], ()) if expression[:end] in STEMS)
    return next((STEMS[expression[:end]] for end in ends), ())


def _table() -> tuple[dict[str, Senses], dict[str, Senses]]:
    whole: dict[str, Senses] = {}
    stems: dict[str, Senses] = {}
    for sense, text in lexicon.senses().items():
        for entry in text.replace("-", "_").split():
            into, key = (stems, entry[:-1]) if entry.endswith("*") else (whole, entry)
            into[key] = (*into.get(key, ()), sense)
    return whole, stems


def _first() -> dict[str, Seconds]:
    """The first words of expressions, each with the second words and the beginnings of such."""
    whole: dict[str, set[str]] = {}
    begun: dict[str, set[str]] = {}
    for entry, into in (*((entry, whole) for entry in WHOLE), *((entry, begun) for entry in STEMS)):
        first, *rest = entry.split("_")
        if rest:
            (into if len(rest) == 1 else whole).setdefault(first, set()).add(rest[0])
    return {word: (whole.get(word, set()), tuple(sorted(begun.get(word, ())))) for word in {*whole, *begun}}


def _ends() -> dict[str, tuple[int, ...]]:
    """How long stems are, the longest first, by the letters with which they begin."""
    ends: dict[str, set[int]] = {}
    for stem in STEMS:
        ends.setdefault(stem[:SHORTEST], set()).add(len(stem))
    return {begin: tuple(sorted(sizes, reverse=True)) for begin, sizes in ends.items()}


WHOLE, STEMS = _table()
ENDS = _ends()
FIRST = _first()
SENSES = tuple(sorted({*lexicon.senses(), *KEPT}))
MOST_SENSES = max(map(len, (*WHOLE.values(), *STEMS.values())))  # of one expression
