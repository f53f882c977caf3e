"""Labelled texts as the models are fitted to them: read once, with what rules and signs find in them."""

from dataclasses import dataclass, replace

from analysis.coders import genre, rules
from analysis.coders.genre import FEELING
from analysis.coders.matching import Reading, Scan, read, scan
from analysis.coders.scoring import by_sentence, sentence_features, title_features
from analysis.labelled import Example, Told


@dataclass(frozen=True, slots=True)
class Sentence:
    """The features of a sentence, how many tokens it has, what it tells of, and what it counts."""

    features: frozenset[str]
    tokens: int
    told: frozenset[Told]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Material:
    """A labelled post with all that coders know of it before any weight is used."""

    example: Example
    reading: Reading
    scan: Scan
    words: int
    odds: float
    sentences: tuple[Sentence, ...]
    title: frozenset[str]


RULED = ("r:", "i:")  # how features begin that tell what rules found
ASIDE = 0.3  # what a sentence counts of a post that is no experience: nobody looked for marks in it


def material(example: Example) -> Material:
    """Read a labelled post."""
    reading = read(example.text[: rules.LIMIT])
    found = scan(reading, rules.RULES)
    signs = genre.signs(example.title, reading, found)
    told = sum(hit.rule.code != FEELING for hit in found.hits)
    weight = 1.0 if example.genre == "experience" else ASIDE
    lines = tuple(
        Sentence(frozenset(sentence_features(tokens, hits)), len(tokens), marks, weight)
        for (tokens, hits), marks in zip(by_sentence(found), example.marks, strict=True)
    )
    return Material(
        example=example,
        reading=reading,
        scan=found,
        words=signs.words,
        odds=genre.story(signs, told),
        sentences=lines,
        title=frozenset(title_features(example.title)),
    )


def sentence(text: str, told: frozenset[Told]) -> Sentence:
    """Read a single labelled sentence; where it holds a full stop inside, all of it counts as one."""
    parts = list(by_sentence(scan(read(text), rules.RULES)))
    tokens = [token for words, _ in parts for token in words]
    hits = [hit for _, found in parts for hit in found]
    return Sentence(frozenset(sentence_features(tokens, hits)), len(tokens), told)


def unruled(line: Sentence) -> Sentence:
    """A sentence without what rules found in it."""
    return replace(line, features=frozenset(name for name in line.features if not name.startswith(RULED)))
