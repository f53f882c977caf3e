"""What a study's sources brought and what became of it: the report's funnel, counts by source, and what was missed.

Posts of the whole store belong to a study if they match; the counts say which of its own sources brought them.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

import pandas as pd
import sqlalchemy as sa

from analysis.estimates import capture
from analysis.estimates.capture import Estimate
from flows.collecting import collect
from flows.database import pending, rows
from flows.database import store as storing
from flows.database.schema import ENTRIES, MATCHES, PAGES, POSTS, SIGHTINGS
from flows.errors import UsageError
from flows.workspace import Workspace

STEPS = ("found", "only", "fetched", "readable", "framed", "matched", "duplicate", "coded", "experience")
COLUMNS = ["kind", "name", "family", *STEPS]
MISSED_COLUMNS = ["families", "method", "found", "total", "low", "high", "missed", "why_not"]
OTHER = "other"  # family of a feed that is in the store and not in the study
UNREAD = {
    "empty": "without text",
    "http": "with a page that the server refused",
    "forbidden by robots": "with a page that robots.txt forbids",
    "timed out": "with a page that timed out",
    "bad address": "with a bad address",
    "reserved": "whose publisher asks not to be indexed, archived or mined",
    "forgotten": "with a page that is kept out on request",
    "crashed": "that ended the program which read it",
    "too slow": "that took too long to read",
    "too much memory": "that took too much memory to read",
}
Brought = Mapping[str, tuple[str, Mapping[str, str]]]  # as `sources` tells


@dataclass(frozen=True)
class Became:
    """Entries by what became of them, each a set of ids; matched are in the study's language and period too.

    `post` names for each matched entry the post that it is: its address, or that of the post of which it is a copy.
    """

    fetched: Set[str]
    readable: Set[str]
    framed: Set[str]
    matched: Set[str]
    duplicate: Set[str]
    coded: Set[str]
    experience: Set[str]
    post: Mapping[str, str]


@dataclass(frozen=True)
class Sifted:
    """The store's posts: how many have no text and how many are out of frame, by the reason; the entries of those with text
    and of those in frame, and of those that match, each with its address."""

    unread: Counter[str]
    left: Counter[str]
    readable: Set[str]
    framed: Set[str]
    hits: Mapping[str, str]


def funnel(space: Workspace, sifted: Sifted, frame: pd.DataFrame) -> list[tuple[str, int, str]]:
    """Coverage from feed items to ranked experiences; what a step leaves out is told in full and adds up."""
    items = storing.scalar(space.store, sa.select(sa.func.count()).select_from(ENTRIES))
    framed, hits = len(sifted.framed), len(sifted.hits)
    kept = frame[frame["duplicate_of"].isna()]
    names = {code.id: code.name.lower() for code in space.book.codes}
    genres = Counter(names.get(genre, genre) for genre in kept["genre"] if genre != "experience")
    return [
        ("Feed items found", items, _asked(space)),
        ("With readable text", len(sifted.readable), _listed(sifted.unread)),
        ("In language and period", framed, _listed(sifted.left)),
        ("Match the query", hits, _listed(Counter({"without a match": framed - hits}))),
        ("Different posts", len(kept), _listed(Counter(_repeated(sifted.hits.values(), frame)))),
        ("First-hand experiences", int((kept["genre"] == "experience").sum()), _listed(genres)),
    ]


def sifted(space: Workspace) -> Sifted:
    """What becomes of each post of the store before it is coded: the one look at all of them that a query takes."""
    columns = (POSTS.c.entry, POSTS.c.outcome, POSTS.c.url, POSTS.c.published, POSTS.c.language)
    unread, left, matching = Counter[str](), Counter[str](), _matching(space)
    readable, framed, hits = set[str](), set[str](), dict[str, str]()
    for row in storing.each(space.store, sa.select(*columns)):
        if why := _unread(row):
            unread[why] += 1
            continue
        readable.add(row["entry"])
        if why := pending.left_out(space.study, row):
            left[why] += 1
            continue
        framed.add(row["entry"])
        if row["entry"] in matching:
            hits[row["entry"]] = row["url"] or row["entry"]
    return Sifted(unread, left, readable, framed, hits)


def _asked(space: Workspace) -> str:
    """How many feeds brought the items: those of the study, and others in a store that several studies share."""
    known, states = families(space), rows.feed_states(space.store)
    own = [row for url, row in states.items() if url in known]
    failed = sum(row["outcome"] != "feed" for row in own)
    others = len(states) - len(own)
    beside = f"; {others} other feed{'s' * (others != 1)} in the store" if others else ""
    return f"{len(own)} feed{'s' * (len(own) != 1)} of the study asked, {failed} failed{beside}"


def _repeated(hits: Collection[str], frame: pd.DataFrame) -> dict[str, int]:
    """What keeps posts that match, told by their addresses, from being posts of their own."""
    addresses = set(hits)
    return {
        "of an address that another feed brought": len(hits) - len(addresses),
        "not coded": len(addresses) - len(frame),
        "copies": int(frame["duplicate_of"].notna().sum()),
    }


def _unread(row: storing.Row) -> str:
    return "" if row["outcome"] == "post" else UNREAD.get(row["outcome"], f"with a page that is {row['outcome']}")


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items()) if count) or "none left out"


def _matching(space: Workspace) -> set[str]:
    statement = sa.select(MATCHES.c.entry).where(MATCHES.c.query == space.study.query, MATCHES.c.hits != "[]")
    return {row["entry"] for row in storing.each(space.store, statement)}


def families(space: Workspace) -> dict[str, str]:
    """The family of each of the study's feeds by address; none where an OPML file of the study is gone."""
    try:
        return dict(collect.families(space.study, space.folder))
    except UsageError:  # what was collected can be reported without it
        return dict.fromkeys(space.study.feeds, "named")


def sources(space: Workspace) -> dict[str, tuple[str, dict[str, str]]]:
    """By feed, of the study or of the store: its family, and the entries that it brought, each with the family that did."""
    known = families(space)
    found: dict[str, dict[str, str]] = {url: {} for url in known}
    for row in storing.each(space.store, sa.select(SIGHTINGS.c.entry, SIGHTINGS.c.feed, SIGHTINGS.c.family)):
        found.setdefault(row["feed"], {})[row["entry"]] = row["family"] or known.get(row["feed"], OTHER)
    unseen = ENTRIES.c.id.not_in(sa.select(SIGHTINGS.c.entry))  # stored before sightings were
    for row in storing.select(space.store, sa.select(ENTRIES.c.id, ENTRIES.c.feed).where(unseen)):
        found.setdefault(row["feed"], {})[row["id"]] = known.get(row["feed"], OTHER)
    return {url: (known.get(url, OTHER), found[url]) for url in sorted(found)}


def became(space: Workspace, sifted: Sifted, posts: pd.DataFrame, numbers: Mapping[str, int]) -> Became:
    """What became of the store's entries, with the study's posts and their numbers by entry as `frames` has them."""
    had = sa.select(ENTRIES.c.id).join(PAGES, PAGES.c.url == ENTRIES.c.url).where(PAGES.c.outcome == "page")
    told = posts.set_index("post")[["genre", "duplicate_of", "url"]].to_dict("index")
    first = {n: int(row["duplicate_of"]) for n, row in told.items() if not pd.isna(row["duplicate_of"])}
    origin = {told[number]["url"]: told[other]["url"] for number, other in first.items()}
    copies = {entry for entry, number in numbers.items() if number in first}
    counted = {sifted.hits.get(entry) for entry in numbers}
    again = {entry for entry, url in sifted.hits.items() if entry not in numbers and url in counted}
    return Became(
        fetched={row["id"] for row in storing.each(space.store, had)},
        readable=sifted.readable,
        framed=sifted.framed,
        matched=sifted.hits.keys(),
        duplicate=copies | again,
        coded=set(numbers),
        experience={e for e, number in numbers.items() if told[number]["genre"] == "experience"} - copies,
        post={entry: origin.get(url, url) for entry, url in sifted.hits.items()},
    )


def frame(brought: Brought, came: Became) -> pd.DataFrame:
    """Counts by source, by family and in all, in COLUMNS; `only` are posts that no other row of the kind brought.

    A post that several sources brought counts in the row of each, and once in the row of all.
    """
    by_source = {url: frozenset(entries) for url, (_, entries) in brought.items()}
    by_family = grouped(brought)
    made = [("source", url, brought[url][0], found) for url, found in _counted(by_source, came)]
    made += [("family", name, name, found) for name, found in _counted(by_family, came)]
    every = frozenset[str]().union(*by_source.values())
    made += [("all", "all", "all", found) for _, found in _counted({"all": every}, came)]
    return pd.DataFrame([(*head, *found) for *head, found in made], columns=COLUMNS)


def grouped(brought: Brought) -> dict[str, set[str]]:
    """The entries that each family brought."""
    found: dict[str, set[str]] = defaultdict(set)
    for family, entries in brought.values():
        found[family] |= set()
        for entry, way in entries.items():
            found[way].add(entry)
    return dict(sorted(found.items()))


def _counted(groups: Mapping[str, Set[str]], came: Became) -> Iterable[tuple[str, list[int]]]:
    times = Counter(entry for entries in groups.values() for entry in entries)
    for name, entries in groups.items():
        only = sum(times[entry] == 1 for entry in entries)
        rest = [len(entries & getattr(came, step)) for step in STEPS[2:]]
        yield name, [len(entries), only, *rest]


def missed(brought: Brought, came: Became) -> list[Estimate]:
    """Estimates of the matching posts that no family of the study brought; the copies of a post count for one."""
    own = {name: entries & came.matched for name, entries in grouped(brought).items() if name != OTHER}
    return capture.estimates({name: {came.post[entry] for entry in entries} for name, entries in own.items()})


def missed_frame(told: Sequence[Estimate]) -> pd.DataFrame:
    """Estimates as rows of MISSED_COLUMNS; figures are missing where `why_not` says why."""
    made: list[tuple[Any, ...]] = [
        (" | ".join(one.of), one.method, one.found, one.total, one.low, one.high, one.missed, one.why_not)
        for one in told
    ]
    return pd.DataFrame(made, columns=MISSED_COLUMNS)


def tables(
    space: Workspace, sifted: Sifted, posts: pd.DataFrame, numbers: Mapping[str, int]
) -> dict[str, pd.DataFrame]:
    """The files of a run on this: coverage and missed."""
    brought, came = sources(space), became(space, sifted, posts, numbers)
    return {"coverage": frame(brought, came), "missed": missed_frame(missed(brought, came))}
