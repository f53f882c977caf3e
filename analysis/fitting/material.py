"""Labelled texts as the models are fitted to them: read once, with what rules and signs find in them."""

from dataclasses import dataclass, replace

from analysis.coders import genre, rules
from analysis.coders.genre import FEELING
from analysis.coders.matching import Reading, Scan, read, scan
from analysis.coders.scoring import by_sentence, sentence_features, title_features
from analysis.labelled import EVENT, Example, Told


@dataclass(frozen=True, slots=True)
class Sentence:
    """The features of a sentence, how many tokens it has, what it tells of, and what it counts.

    `looked` is what it counts for events: 0 where nobody looked for them.
    """

    features: frozenset[str]
    tokens: int
    told: frozenset[Told]
    weight: float = 1.0
    looked: float = 0.0


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
SINGLE = 0.5  # what a single sentence counts for events: what "they" did in it is easier to see than in a post
AROUND = 10  # sentences before the first event of a post, and behind the last, that tell of none


def material(example: Example) -> Material:
    """Read a labelled post."""
    reading = read(example.text[: rules.LIMIT])
    found = scan(reading, rules.RULES)
    signs = genre.signs(example.title, reading, found)
    told = sum(hit.rule.code != FEELING for hit in found.hits)
    weight = 1.0 if example.genre == "experience" else ASIDE
    lines = tuple(
        Sentence(frozenset(sentence_features(tokens, hits)), len(tokens), marks, weight, looked)
        for (tokens, hits), marks, looked in zip(by_sentence(found), example.marks, _looked(example), strict=True)
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


def _looked(example: Example) -> list[float]:
    """What each sentence counts for events: those of long posts were looked for in a part alone, in some posts not at all."""
    events = [number for number, told in enumerate(example.marks) if any(code == EVENT for code, _ in told)]
    first, last = (events[0] - AROUND, events[-1] + AROUND) if events else (0, -1)
    return [float(first <= number <= last) for number in range(len(example.marks))]


def sentence(text: str, told: frozenset[Told]) -> Sentence:
    """Read a single labelled sentence; where it holds a full stop inside, all of it counts as one."""
    parts = list(by_sentence(scan(read(text), rules.RULES)))
    tokens = [token for words, _ in parts for token in words]
    hits = [hit for _, found in parts for hit in found]
    return Sentence(frozenset(sentence_features(tokens, hits)), len(tokens), told, looked=SINGLE)


def unruled(line: Sentence) -> Sentence:
    """A sentence without what rules found in it."""
    return replace(line, features=frozenset(name for name in line.features if not name.startswith(RULED)))
