"""Many stored queries against each new post: only those are tried whose words the post can hold.

Every query has sets of keys of which a matching post holds at least one in full.  A key is a word of the post, two words
in a row, the beginning of a word (``complain*``), or two neighbouring signs of a script without spaces.  What they leave
is decided by `extract.matching.terms`, so the answer is that of trying every query, as long as no key is asked for that a match
could do without:

- Keys are made by one function of queries and posts, sign by sign, under which everything is equal that
  ``re.IGNORECASE`` takes for equal: case folding, and one i for the dotted, the dotless and the plain.
- Letters and digits in a row are a word; a place that is found begins and ends beside something else.
- A word that can be written in two ways (NFC, NFD) gives a set for either.
- What a query does not want, and a word without letter or digit, asks for nothing; a query that only asks for nothing is
  always tried.
- U+0345 (Greek iota subscript) is a letter by case and none by kind; where a post holds it, every query is tried.

Where the keys say all that a query does, as with ``late "customer service"``, a post that holds them needs no further look,
unless its words are other words to the query: of "ﬁne" folding makes "fine", and in "a_b" and "café" keys see a word end.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from extract.matching import query, terms
from extract.matching.query import UNSPACED
from extract.matching.terms import Every, Node, Query, Term, Without
from extract.post import Hit

WORD = re.compile(r"[^\W_]+")
NEITHER = "\u0345"
BREAKS = re.compile("[_\u0300-\u036f]")  # part words for keys, and belong to them for queries
MOST = 32  # sets of keys that a conjunction is multiplied out to; beyond that some of its parts must do
HEAD = 4  # signs by which the beginnings are found
IN_TITLE, STAR = "title:", "*"  # no word holds either sign


@dataclass(frozen=True, slots=True, order=True)
class Need:
    """Keys that a matching post holds; where they are ``all`` that a query asks, a clean post that holds them matches."""

    keys: frozenset[str]
    all: bool


ANY = Need(frozenset(), False)  # nothing is needed, and nothing said


@dataclass(frozen=True, slots=True)
class Standing:
    """Stored queries by name, and an index over them; made by `of`.

    ``keyed`` leads from a key to the places (in ``names``) of queries that have a need with it, each with the other keys;
    ``beginnings`` from so many first signs of a word to beginnings that are sought; ``always`` are places of queries that
    are always tried; ``rows`` from a word to those that are sought behind it; ``unspaced`` says that some key is in a script
    without spaces.
    """

    names: tuple[str, ...]
    queries: tuple[Query, ...]
    keyed: Mapping[str, tuple[tuple[int, frozenset[str], bool], ...]]
    beginnings: Mapping[int, Mapping[str, Sequence[str]]]
    always: frozenset[int]
    rows: Mapping[str, frozenset[str]]
    unspaced: bool

    @classmethod
    def of(cls, queries: Mapping[str, Query]) -> "Standing":
        """An index over parsed queries by name."""
        needs = [set(_needs(one.root, wanted=True)) for one in queries.values()]
        used = Counter(key for some in needs for need in some for key in need.keys)
        always = frozenset(place for place, some in enumerate(needs) if any(not need.keys for need in some))
        keyed: dict[str, list[tuple[int, frozenset[str], bool]]] = defaultdict(list)
        for place, some in enumerate(needs):
            for need in () if place in always else some:
                # A key that few queries ask for brings few of them, however often posts hold it.
                rarest = min(need.keys, key=lambda key: (used[key], -len(key), key))
                keyed[rarest].append((place, need.keys - {rarest}, need.all))
        bare = {key.removeprefix(IN_TITLE) for key in used}
        return cls(
            tuple(queries),
            tuple(queries.values()),
            {key: tuple(found) for key, found in keyed.items()},
            _beginnings(key[: -len(STAR)] for key in sorted(bare) if key.endswith(STAR)),
            always,
            _rows(key.split(" ") for key in bare if " " in key),
            any(UNSPACED.match(key) for key in bare),
        )

    def candidates(self, title: str, text: str) -> list[str]:
        """Names of the queries that may match, in their order; every one that does is among them."""
        return [self.names[place] for place in sorted(set().union(*self._places(title, text)))]

    def matching(self, title: str, text: str) -> list[str]:
        """Names of the queries that match, in their order."""
        sure, open_ = self._places(title, text)
        if left := open_ - sure:
            texts = terms.seen(title, text)
            sure.update([place for place in left if terms.holds(self.queries[place].root, texts)])
        return [self.names[place] for place in sorted(sure)]

    def hits(self, title: str, text: str) -> dict[str, tuple[Hit, ...]]:
        """The queries that match by name, in their order, each with its places as `query.matches` gives them."""
        texts = terms.seen(title, text)
        places = sorted(set().union(*self._places(title, text)))
        tried = ((self.names[place], terms.found(self.queries[place], texts)) for place in places)
        return {name: hits for name, hits in tried if hits}

    def _places(self, title: str, text: str) -> tuple[set[int], set[int]]:
        """Places of the queries that match by their keys, and of those that are to be tried."""
        if NEITHER in title or NEITHER in text:
            return set(), set(range(len(self.names)))
        (known, one), (more, other) = self._keys(title), self._keys(text)
        known |= {IN_TITLE + key for key in known} | more
        clean = one and other
        sure: set[int] = set()
        open_ = set(self.always)
        for key in known & self.keyed.keys():
            for place, others, all_ in self.keyed[key]:
                if others <= known:
                    (sure if all_ and clean else open_).add(place)
        return sure, open_

    def _keys(self, text: str) -> tuple[set[str], bool]:
        """Every key that a text holds, and whether it is clean: each of its words is a key as queries have it, and no more."""
        whole = folded(text)
        words = WORD.findall(whole)
        keys = set(words)
        if self.beginnings:
            keys.update(self._begun(keys))
        if self.rows:
            behind = self.rows
            keys.update([f"{one} {two}" for one, two in pairwise(words) if one in behind and two in behind[one]])
        if self.unspaced and UNSPACED.search(whole):
            keys.update(_pairs(whole))
        return keys, len(whole) == len(text) and not BREAKS.search(text)

    def _begun(self, words: set[str]) -> list[str]:
        found = []
        for size, known in self.beginnings.items():
            for word in words:
                if (head := word[:size]) in known:
                    found += [start + STAR for start in known[head] if word.startswith(start)]
        return found


def _beginnings(starts: Iterable[str]) -> dict[int, dict[str, list[str]]]:
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for start in starts:
        found[min(HEAD, len(start))][start[:HEAD]].append(start)
    return {size: dict(heads) for size, heads in found.items()}


def _rows(pairs: Iterable[list[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one, two in pairs:
        found[one].add(two)
    return {one: frozenset(behind) for one, behind in found.items()}


def folded(text: str) -> str:
    """A text in which everything is equal that re.IGNORECASE takes for equal, sign by sign, whatever stands beside it."""
    return text.lower() if text.isascii() else text.replace("\u0130", "i").replace("\u0131", "i").casefold()


def _pairs(text: str) -> Iterator[str]:
    """Each sign of a script without spaces, alone and with the one behind it."""
    for place in (found.start() for found in UNSPACED.finditer(text)):
        yield text[place]
        yield text[place : place + 2]


def _needs(node: Node, *, wanted: bool) -> tuple[Need, ...]:
    """Needs, one of which every text fulfils that matches; ``wanted`` is False below an odd number of NOTs."""
    if isinstance(node, Without):
        return _needs(node.part, wanted=not wanted)
    if isinstance(node, Term):
        return _of_term(node) if wanted else (ANY,)
    parts = [_needs(part, wanted=wanted) for part in node.parts]
    return _all_of(parts) if isinstance(node, Every) == wanted else tuple(need for part in parts for need in part)


def _all_of(parts: Sequence[tuple[Need, ...]]) -> tuple[Need, ...]:
    """Needs of a conjunction: the parts multiplied out, the shortest first, as far as that stays small."""
    telling = sorted((part for part in parts if all(need.keys for need in part)), key=len)
    made: tuple[Need, ...] = (Need(frozenset(), True),)
    taken = 0
    for part in telling:
        if taken and len(made) * len(part) > MOST:
            break
        made = tuple(Need(one.keys | other.keys, one.all and other.all) for one, other in product(made, part))
        taken += 1
    return made if taken == len(parts) else tuple(Need(need.keys, False) for need in made)


def _of_term(term: Term) -> tuple[Need, ...]:
    last = len(term.parts) - 1
    words = [_of_word(word, place == 0, place == last) for place, word in enumerate(term.parts)]
    rows = [_in_a_row(one, other) for one, other in pairwise(term.parts)]
    # A row of three is not told by its two rows of two, and of a word in the text the field is not known.
    said = last <= 1 and term.fields != ("text",) and not any(ANY in row for row in rows)
    lead = IN_TITLE if term.fields == ("title",) else ""
    made = _all_of([*words, *(row for row in rows if ANY not in row)])
    return tuple(Need(frozenset(lead + key for key in need.keys), need.all and said) for need in made)


def _of_word(word: str, first: bool, last: bool) -> tuple[Need, ...]:
    """A need for each way to write a word; ``first`` and ``last`` tell its place in the phrase."""
    bare = word.rstrip(STAR)
    opened = first and bool(UNSPACED.match(bare))  # other words may run into it
    closed = not (last and UNSPACED.match(word[-1]))
    return tuple({Need(_of_form(form, word, opened, closed), _is_plain(bare)) for form in query.forms(bare)})


def _is_plain(bare: str) -> bool:
    return bare.isascii() and bool(WORD.fullmatch(bare))


def _in_a_row(one: str, other: str) -> tuple[Need, ...]:
    """The key of two words of a phrase, where both are plain; of others there are too many forms."""
    if _is_plain(one) and _is_plain(other):
        return (Need(frozenset({f"{folded(one)} {folded(other)}"}), True),)
    return (ANY,)


def _of_form(form: str, word: str, opened: bool, closed: bool) -> frozenset[str]:
    whole, keys = folded(form), set()
    for run in WORD.finditer(whole):
        ends = run.end() == len(whole)
        if (opened and not run.start()) or (ends and not closed):
            keys |= {pair for pair in _pairs(run[0]) if len(pair) == min(2, len(run[0]))}
        else:
            keys.add(run[0] + STAR if ends and word.endswith(STAR) else run[0])
    return frozenset(keys)
