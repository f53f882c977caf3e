"""Stored queries against a stream of entries: the index beside a loop over all queries, in one process, and both compared."""

import random
from collections.abc import Iterator

from extract.errors import QueryError
from extract.matching import query
from extract.matching.standing import Standing
from extract.matching.terms import Query
from tests.benchmarks.clock import spent
from tests.extract import asking

QUERIES, ENTRIES, COMPARED = 10_000, 3_000, 100
TRICKY = 1_000
SOUGHT = {"words sought as often as they are met": 1.0, "rarer words": 0.5, "all words alike": 0.0}
NOTE = "The peer is a loop over all queries that tries the regular expressions of each."
HEAD = (
    "10,000 queries of two to four terms",
    "words an entry",
    "match an entry",
    "entries a second",
    "a loop over all queries",
    "pairs compared",
    "unequal",
)


def rows() -> Iterator[tuple[str, ...]]:
    """Processor seconds of one process. Entries are those of feeds, 60 to 300 words; the loop tries regular expressions only."""
    for name, sought in SOUGHT.items():
        language = asking.Language(1, sought=sought)
        posts = [language.post() for _ in range(ENTRIES)]
        known: dict[str, Query] = {}
        while len(known) < QUERIES:
            text = language.query(posts)
            known[text] = query.parse(text)
        # Phrases are drawn from the first half of the posts and from the second, which is timed.
        yield name, *_row(known, posts[ENTRIES // 2 :], COMPARED if sought == 0.5 else COMPARED // 10)
    yield _tricky()


def _row(known: dict[str, Query], posts: list[tuple[str, str]], compared: int) -> tuple[str, ...]:
    standing, found = Standing.of(known), []
    took = spent(lambda: found.extend(standing.matching(*post) for post in posts))
    plain: list[list[str]] = []
    loop = spent(lambda: plain.extend(naive(known, *post) for post in posts[:compared]))
    words = sum(len(text.split()) for _, text in posts) / len(posts)
    match = sum(map(len, found)) / len(posts)
    numbers = f"{words:.0f}", f"{match:.1f}", f"{len(posts) / took:,.0f}", f"{compared / loop:,.1f}"
    return *numbers, f"{len(known) * compared:,}", str(unequal(plain, found[:compared]))


def naive(known: dict[str, Query], title: str, text: str) -> list[str]:
    """What a loop over all queries finds."""
    return [name for name, parsed in known.items() if asking.plainly(parsed, title, text)]


def unequal(plain: list[list[str]], found: list[list[str]]) -> int:
    """Pairs of query and entry on which two lists of matches part."""
    return sum(len(set(one) ^ set(other)) for one, other in zip(plain, found, strict=True))


def _tricky() -> tuple[str, ...]:
    chance, known = random.Random(1), {}
    while len(known) < TRICKY:
        text = asking.tricky_query(chance)
        try:
            known[text] = query.parse(text)
        except QueryError:
            continue
    posts = [(asking.tricky_text(chance, 5), asking.tricky_text(chance)) for _ in range(TRICKY)]
    name = f"{TRICKY:,} queries and as many texts of accents, cases and scripts"
    return name, *_row(known, posts, len(posts))
