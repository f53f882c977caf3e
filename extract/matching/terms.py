"""A query once it is read: words and phrases under AND, OR and NOT, and the places in a text that make it match."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from extract.post import Hit

# What re.IGNORECASE takes for i, s and k beyond ASCII: dotted and dotless i, long s, the Kelvin sign.
AS_ASCII = "\u0130\u0131\u017f\u212a"

Field = Literal["title", "text"]


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase, sought in ``fields``; ``words`` is how a person would write it.

    ``parts`` are its words with their stars; ``head`` is how each of its places begins in `Seen.plain`, ``""`` if unknown.
    """

    words: str
    pattern: re.Pattern[str]
    fields: tuple[Field, ...]
    parts: tuple[str, ...]
    head: str


@dataclass(frozen=True, slots=True)
class Every:
    """Matches when each part does."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Matches when any part does."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """Matches when its part does not."""

    part: "Node"


Node = Term | Every | Either | Without


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query; ``words`` are its wanted words and phrases, plain, as search feeds want them."""

    text: str
    words: tuple[str, ...]
    root: Node


@dataclass(frozen=True, slots=True)
class Seen:
    """Title and text to be searched; ``plain`` is a field in small letters, place for place, or ``""`` if that fails."""

    whole: dict[Field, str]
    plain: dict[Field, str]


def seen(title: str, text: str) -> Seen:
    """A title and a text made ready, once for any number of queries."""
    whole: dict[Field, str] = {"title": title, "text": text}
    return Seen(whole, {field: _plain(part) for field, part in whole.items()})


def found(query: Query, texts: Seen) -> tuple[Hit, ...]:
    """As `matches`, of texts made ready."""
    hits = _hits(query.root, texts)
    order = {"title": 0, "text": 1}
    return tuple(sorted(set(hits or ()), key=lambda hit: (order[hit.field], hit.start, hit.end)))


def holds(node: Node, texts: Seen) -> bool:
    """Whether `found` would find anything; says no more, and sooner."""
    if isinstance(node, Term):
        return any([_stands(node, texts.whole[field], texts.plain[field]) for field in node.fields])
    if isinstance(node, Without):
        return not holds(node.part, texts)
    every = isinstance(node, Every)
    for part in node.parts:
        if holds(part, texts) != every:
            return not every
    return every


def _plain(text: str) -> str:
    return "" if any(sign in text for sign in AS_ASCII) else text.lower()


def _hits(node: Node, texts: Seen, *, wanted: bool = True) -> tuple[Hit, ...] | None:
    """The places found, or None for no match; below a NOT the question is turned round, not the answer."""
    if isinstance(node, Without):
        return _hits(node.part, texts, wanted=not wanted)
    if isinstance(node, Term):
        places = tuple(
            Hit(field, place.start(), place.end(), place[0])
            for field in node.fields
            for place in _places(node, texts.whole[field], texts.plain[field])
        )
        return (places or None) if wanted else (None if places else ())
    parts = [_hits(part, texts, wanted=wanted) for part in node.parts]
    matched = [part for part in parts if part is not None]
    enough = len(matched) == len(parts) if isinstance(node, Every) == wanted else bool(matched)
    return tuple(hit for part in matched for hit in part) if enough else None


def _places(term: Term, text: str, plain: str) -> Iterator[re.Match[str]]:
    """What ``pattern.finditer(text)`` gives, twenty times sooner where no place in the plain text begins as the term does."""
    if not (term.head and plain):
        yield from term.pattern.finditer(text)
        return
    at = plain.find(term.head)
    while at >= 0:
        place = term.pattern.match(text, at)
        if place:
            yield place
        at = plain.find(term.head, place.end() if place else at + 1)


def _stands(term: Term, text: str, plain: str) -> bool:
    """Whether `_places` gives any."""
    if not (term.head and plain):
        return term.pattern.search(text) is not None
    at = plain.find(term.head)
    while at >= 0:
        if term.pattern.match(text, at):
            return True
        at = plain.find(term.head, at + 1)
    return False
