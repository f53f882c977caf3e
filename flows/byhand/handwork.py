"""People's codings in the store: each person's own, and the one coding that stands for all of them.

A person's codings are those of the coder "hand:NAME". Coder "hand" holds, for each post, what was adjudicated, else what
most say; it is made anew whenever somebody's codings are imported. All are stored under the codebook by which they
were made, and only those of the present codebook are used.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from analysis.checks import adjudication
from analysis.checks.agreement import Sampled
from analysis.codebook import Codebook
from analysis.coding import Coding
from flows.byhand import drawn, samples
from flows.coding import coders
from flows.database import rows
from flows.database import store as storing
from flows.database.schema import CODINGS
from flows.workspace import Workspace

PERSON = f"{coders.HAND}:"
ADJUDICATED = "adjudicated"
Column = dict[str, Coding]  # codings by entry


@dataclass(frozen=True)
class Handwork:
    """What people made of a study's sample. `people` are by name without the adjudicator; `one` stands for all.

    `draws` is how often the bootstrap draws blogs.
    """

    book: Codebook
    draws: int
    chances: dict[str, float]
    blogs: dict[str, str]
    texts: dict[str, tuple[str, str]]
    people: dict[str, Column]
    adjudicated: Column
    one: Column

    def sampled(self, entries: Sequence[str]) -> Sampled:
        """How these posts came into a comparison."""
        return Sampled([self.chances[entry] for entry in entries], [self.blogs[entry] for entry in entries], self.draws)

    @property
    def disputed(self) -> int:
        """On how many posts people part with nothing decided; what they part on counts neither way."""
        open_still = set().union(*self.people.values()) - set(self.adjudicated)
        return sum(bool(adjudication.disputes(of_post(self.people, entry), self.book)) for entry in open_still)

    @property
    def coded(self) -> int:
        """How many posts any person coded."""
        return len(set().union(*self.people.values(), self.adjudicated))


def load(space: Workspace) -> Handwork:
    """The sample of a study and what people made of it, by the present codebook."""
    book = space.book
    chances = drawn.chances(space)
    posts = samples.posts(space, list(chances))
    version = coders.hand_version(book)
    statement = sa.select(CODINGS).where(CODINGS.c.coder.like(f"{PERSON}%"), CODINGS.c.version == version)
    found: dict[str, Column] = defaultdict(dict)
    for row in storing.select(space.store, statement.order_by(CODINGS.c.coder, CODINGS.c.entry)):
        if row["entry"] in posts:
            found[row["coder"].removeprefix(PERSON)][row["entry"]] = rows.coding_of(row["coding"])
    adjudicated = found.pop(ADJUDICATED, {})
    return Handwork(
        book=book,
        draws=space.study.draws,
        chances=chances,
        blogs={entry: row["blog"] for entry, row in posts.items()},
        texts={entry: (row["title"], row["text"]) for entry, row in posts.items()},
        people=dict(found),
        adjudicated=adjudicated,
        one=_one(found, adjudicated, book),
    )


def of_post(people: Mapping[str, Column], entry: str) -> Column:
    """One post's codings by person."""
    return {person: column[entry] for person, column in people.items() if entry in column}


def _one(people: Mapping[str, Column], adjudicated: Column, book: Codebook) -> Column:
    entries = sorted(set().union(*people.values(), adjudicated))
    settled = {
        entry: adjudicated.get(entry) or adjudication.settle(of_post(people, entry), book, {}) for entry in entries
    }
    return {entry: coding for entry, coding in settled.items() if coding is not None}


def keep(space: Workspace, person: str, codings: Column) -> Handwork:
    """Store a person's codings and what now stands for all people."""
    version = coders.hand_version(space.book)
    rows.add_codings(space.store, PERSON + person, version, codings)
    work = load(space)
    open_again = sorted(set(codings) - set(work.one))  # people part on the genre, so that none stands
    mine = sa.and_(CODINGS.c.coder == coders.HAND, CODINGS.c.version == version)
    with space.store.engine.begin() as connection:
        for entry in open_again:
            connection.execute(CODINGS.delete().where(mine, CODINGS.c.entry == entry))
    rows.add_codings(
        space.store, coders.HAND, version, {entry: work.one[entry] for entry in codings if entry in work.one}
    )
    return work


def machines(space: Workspace, entries: Sequence[str]) -> dict[str, Column]:
    """The codings of each automatic coder by "NAME VERSION": of the study's coder as it is now, of others as last run."""
    found: dict[tuple[str, str], Column] = defaultdict(dict)
    newest: dict[str, tuple[str, str]] = {}
    for row in storing.by_ids(space.store, CODINGS, "entry", entries):
        name, version = row["coder"], row["version"]
        if name.partition(":")[0] == coders.HAND:
            continue
        found[name, version][row["entry"]] = rows.coding_of(row["coding"])
        newest[name] = max(newest.get(name, ("", "")), (row["made"], version))
    if space.study.coder != coders.HAND:
        newest[space.study.coder] = ("", coders.version(space.study, space.book))
    chosen = {name: version for name, (_, version) in sorted(newest.items())}
    return {f"{name} {version}": found[name, version] for name, version in chosen.items() if found[name, version]}
