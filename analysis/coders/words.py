"""What a sentence is made of, as features of the linear coder: words, their beginnings, and senses.

senses.toml is a thesaurus of our own: words that can stand for each other when a customer tells of service. So
"the clerk rang off" and "the agent hung up" share features although they share no word, and nothing has to be
downloaded. The features of a sentence are strings: `w:` a word, `b:` two neighbours, `p:` the first five letters of a
word, `s:` a sense, `ss:` and `sk:` two senses that follow each other, next or with one between.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from analysis.coders import lexicon

TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|[$£€]?\d[\d,.:]*|[!?]")
BEGINNING = 5
LONGEST = 4  # words of an expression in the table
MOST = 80  # words of a sentence that are read: what is longer is a list
# function words that tell who did what to whom stand among the senses themselves
KEPT = frozenset(lexicon.word_class("function"))
Senses = tuple[str, ...]


def tokens(sentence: str) -> list[str]:
    """The words of a sentence in small letters; amounts, times and other numbers are one token each, n't stands alone."""
    found: list[str] = []
    for token in TOKEN.findall(sentence)[:MOST]:
        if token[0] in "$£€":
            found.append("$#")
        elif token[0].isdigit():
            found.append("#:" if ":" in token else "#")
        elif token.endswith("n't"):
            found += [token[:-3] or "can", "n't"]
        elif "'" in token[1:]:
            found += [token[: token.index("'")], token[token.index("'") :]]
        else:
            found.append("xx" if token.startswith("xx") else token)
    return found


def features(words: Sequence[str]) -> Iterator[str]:
    """The features of a sentence of these tokens, one by one; a repeated feature comes again."""
    before = "<"
    for word in words:
        yield "w:" + word
        yield f"b:{before} {word}"
        if len(word) > BEGINNING:
            yield "p:" + word[:BEGINNING]
        before = word
    last: Senses = ()
    second: Senses = ()
    for here in meanings(words):
        for sense in here:
            yield "s:" + sense
            for other in last:
                yield f"ss:{other} {sense}"
            for other in second:
                yield f"sk:{other} {sense}"
        last, second = here, last


def meanings(words: Sequence[str]) -> Iterator[Senses]:
    """The senses of the expressions of a sentence in turn, the longest expression first; what has no sense is passed."""
    place = 0
    while place < len(words):
        for length, senses in _starting(tuple(words[place : place + LONGEST])):
            if senses:
                yield senses
            place += length
            break


@lru_cache(maxsize=50_000)
def _starting(words: tuple[str, ...]) -> tuple[tuple[int, Senses], ...]:
    """The longest expression at the beginning of some words: its length and senses."""
    for length in range(len(words), 1, -1):
        if words[0] in FIRST and (senses := _senses("_".join(words[:length]))):
            return ((length, senses),)
    word = words[0]
    return ((1, _senses(word) or ((word,) if word in KEPT else ())),)


@lru_cache(maxsize=50_000)
def _senses(expression: str) -> Senses:
    found = WHOLE.get(expression)
    if found:
        return found
    ends = (end for end in range(len(expression), 2, -1) if expression[:end] in STEMS)
    return next((STEMS[expression[:end]] for end in ends), ())


def _table() -> tuple[dict[str, Senses], dict[str, Senses]]:
    whole: dict[str, Senses] = {}
    stems: dict[str, Senses] = {}
    for sense, text in lexicon.senses().items():
        for entry in text.replace("-", "_").split():
            into, key = (stems, entry[:-1]) if entry.endswith("*") else (whole, entry)
            into[key] = (*into.get(key, ()), sense)
    return whole, stems


WHOLE, STEMS = _table()
FIRST = frozenset(entry.split("_")[0] for entry in (*WHOLE, *STEMS) if "_" in entry)
