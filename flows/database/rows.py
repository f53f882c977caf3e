"""Records of the stages as rows of the store, and back."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields, replace
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from analysis.coding import Coding, Evidence, Judgement
from extract.net.robots import Robots
from extract.post import Entry, Failure, Hit, Post, Profile, Reason
from flows import versions
from flows.database.schema import CODINGS, CRASHES, FEEDS, MATCHES, POSTS, QUERIES, ROBOTS
from flows.database.store import (
    Row,
    Store,
    by_ids,
    damaged,
    instant,
    moment,
    now,
    put,
    scalar,
    select,
    stamp,
    text,
    upsert,
)

LONGEST_URL = 2000  # characters

BY_PEOPLE = "hand"  # how the names of coders begin that are people


def entry_of(row: Row) -> Entry:
    """The record of a row of ENTRIES."""
    told = {name: row[name] for name in ("feed", "guid", "url", "title", "author", "published_raw", "zone")}
    return Entry(**told, published=instant(row["published"]), summary=row["summary"], content=row["content"])


def made_from(page: str, entry: Row) -> str:
    """What a post was made from: its page's place in the archive, or "feed", and the place of the feed's answer that told
    the entry as it now is, so that a new edition is read again."""
    return f"{page or 'feed'} {entry['source']}"


def add_posts(store: Store, results: Mapping[str, tuple[Post | Failure, str]], profile: Profile = "default") -> None:
    """Store what became of entries, each with its source: a post, or why there is none.

    Where the text is another than before, what machines said of the old text goes in the same transaction. What people
    said stays, because nobody can make it again; of their evidence stays what still stands in the post.
    """
    version = versions.reading(profile)
    rows = [_post_row(entry, result, source, version) for entry, (result, source) in sorted(results.items())]
    before = {row["entry"]: row for row in by_ids(store, POSTS, "entry", sorted(results))}
    changed = {
        row["entry"]: row for row in rows if row["entry"] in before and _text(row) != _text(before[row["entry"]])
    }
    codings = by_ids(store, CODINGS, "entry", sorted(changed))
    kept = [_anchored(row, changed[row["entry"]]) for row in codings if row["coder"].startswith(BY_PEOPLE)]
    by_machines = CODINGS.c.coder.not_like(f"{BY_PEOPLE}%")  # what a person brings at this moment stays as well
    with store.engine.begin() as connection:
        for table, gone in ((MATCHES, sa.true()), (CODINGS, by_machines), (CRASHES, sa.true())):
            for entry in changed:
                connection.execute(table.delete().where(table.c.entry == entry, gone))
        put(connection, CODINGS, kept)
        put(connection, POSTS, rows)


def _anchored(row: Row, post: Row) -> Row:
    """A person's coding with its evidence where the words now stand; words that are gone are evidence no more."""
    if post["outcome"] != "post":
        return row
    coding = coding_of(row["coding"])
    places = [(item, text(post["text"]).find(item.quote)) for item in coding.evidence]
    found = tuple(replace(item, start=at, end=at + len(item.quote)) for item, at in places if at >= 0)
    return {**row, "coding": json.dumps(asdict(replace(coding, evidence=found)))}


def _text(row: Row) -> tuple[str, str]:
    return text(row["title"]), text(row["text"])


def _post_row(entry: str, result: Post | Failure, source: str, version: str) -> Row:
    stamped = {"entry": entry, "source": source, "made": now(), "version": version}
    if isinstance(result, Failure):
        blank = dict.fromkeys((field.name for field in fields(Post)), "")
        return {**blank, **stamped, "url": result.url, "outcome": result.reason, "detail": result.detail}
    return {**_flat(result), **stamped, "published": stamp(result.published), "outcome": "post", "detail": ""}


def _flat(record: Any) -> dict[str, Any]:
    """A record's fields by name; dataclasses.asdict copies whatever is in them, which takes as long again as the JSON."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def register(store: Store, study: str, query: str) -> None:
    """Keep a query: from now on every new post of this store is matched against it, whichever study brings the post."""
    if query not in queries(store):
        row = {"query": query, "study": study, "made": now(), "version": versions.of("extract")}
        upsert(store, QUERIES, [row])


def queries(store: Store) -> list[str]:
    """The stored queries."""
    return sorted(row["query"] for row in select(store, sa.select(QUERIES.c.query)))


def add_matches(store: Store, hits: Mapping[tuple[str, str], Sequence[Hit]]) -> None:
    """Store why (query, entry) matched; no hits says that it does no more."""
    rows = [
        {"query": query, "entry": entry, "hits": json.dumps(found, default=_flat)}
        for (query, entry), found in sorted(hits.items())
    ]
    upsert(store, MATCHES, [{**row, "made": now(), "version": versions.of("extract")} for row in rows])


def add_tried(store: Store, tried: Sequence[str], entries: Iterable[str]) -> None:
    """Store that all these queries were tried on posts: a row of the query "", whose hits tell which they were."""
    stamped = {"query": "", "hits": tried_mark(tried), "made": now(), "version": versions.of("extract")}
    upsert(store, MATCHES, [{**stamped, "entry": entry} for entry in entries])


def tried_mark(tried: Sequence[str]) -> str:
    """What stands for a set of queries that were tried."""
    return sha256("\n".join(sorted(tried)).encode()).hexdigest()[:32]


def add_codings(store: Store, coder: str, version: str, codings: Mapping[str, Coding]) -> None:
    """Store what this version of a coder said of each post."""
    rows = [
        {"entry": entry, "coder": coder, "version": version, "coding": json.dumps(coding, default=_flat), "made": now()}
        for entry, coding in sorted(codings.items())
    ]
    upsert(store, CODINGS, rows)


def add_crash(store: Store, entry: str, stage: str, version: str, why: tuple[Reason, str]) -> None:
    """Store that this version of a stage cannot be done with a post, for a reason and with what a person should know."""
    told = {"reason": why[0], "detail": why[1], "made": now(), "version": version}
    upsert(store, CRASHES, [{"entry": entry, "stage": stage, **told}])


def drop_crashes(store: Store, stage: str, entries: Sequence[str]) -> None:
    """A stage has been done with these posts: what was said of it no longer holds."""
    cured = [row["entry"] for row in by_ids(store, CRASHES, "entry", entries) if row["stage"] == stage]
    if cured:  # hardly ever; a transaction that writes has to wait for the others
        with store.engine.begin() as connection:
            connection.execute(CRASHES.delete().where(CRASHES.c.stage == stage, CRASHES.c.entry.in_(cured)))


def coded(store: Store, coder: str, version: str) -> int:
    """How many posts this version of a coder has coded."""
    mine = sa.and_(CODINGS.c.coder == coder, CODINGS.c.version == version)
    return int(scalar(store, sa.select(sa.func.count()).select_from(CODINGS).where(mine)))


def coding_of(text: str) -> Coding:
    """The record of a stored coding. Raises Damaged where it is none."""
    try:
        return _coding(json.loads(text))
    except (ValueError, TypeError, KeyError) as error:
        raise damaged(f"a coding in the store cannot be read: {error}") from error


def _coding(raw: dict[str, Any]) -> Coding:  # Any: JSON
    evidence = tuple(Evidence(**item) for item in raw.pop("evidence"))
    judgements = tuple(Judgement(**item) for item in raw.pop("judgements"))
    causes = tuple((cause, level) for cause, level in raw.pop("causes"))
    told = {**raw, "outcomes": tuple(raw["outcomes"]), "abstained": tuple(raw["abstained"])}
    return Coding(**told, causes=causes, evidence=evidence, judgements=judgements)


def check_places(row: Row, coding: Coding) -> None:
    """See that what was found in a post stands where its row of the store says, for no database checks what it keeps.

    ``row`` has the title, text and hits of the post. Raises Damaged where the words at a place are others.
    """
    try:
        hits = [Hit(**item) for item in json.loads(row["hits"])]
        found = [(row[hit.field][hit.start : hit.end], text(hit.words)) for hit in hits]
        told = [(row["text"][item.start : item.end], text(item.quote)) for item in coding.evidence]
    except (ValueError, TypeError, KeyError) as error:
        raise damaged(f"a match in the store cannot be read: {error}") from error
    for stands, words in (*found, *told):
        if stands != words:
            raise damaged(f"of {row['entry']!r} the store has {stands!r} where {words!r} was found")


def add_robots(store: Store, rules: Iterable[Robots]) -> None:
    """Store robots.txt files as they were answered."""
    made = {"version": versions.of("extract")}
    told = [{**asdict(rule), "fetched": rule.fetched.isoformat(), "made": stamp(rule.fetched)} for rule in rules]
    upsert(store, ROBOTS, [row | made for row in told])


def robots_of(store: Store, origins: Sequence[str]) -> dict[str, Robots]:
    """The stored robots.txt files by origin."""
    found = by_ids(store, ROBOTS, "origin", origins)
    names = ("origin", "etag", "modified", "status", "body")
    return {
        row["origin"]: Robots(**{name: row[name] for name in names}, fetched=moment(row["fetched"])) for row in found
    }


def feed_states(store: Store) -> dict[str, Row]:
    """What is known of each feed, by the address that was asked."""
    return {row["url"]: row for row in select(store, sa.select(FEEDS).order_by(FEEDS.c.url))}
