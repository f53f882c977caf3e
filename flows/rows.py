"""Records of the stages as rows of the store, and back."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import sqlalchemy as sa

from analysis.coding import Coding, Evidence, Judgement
from extract.post import Entry, Failure, Hit, Post
from extract.robots import Robots
from flows import versions
from flows.schema import CODINGS, ENTRIES, FEEDS, MATCHES, POSTS, QUERIES, ROBOTS
from flows.store import Row, Store, by_ids, instant, now, put, scalar, select, stamp, text, upsert

LONGEST_URL = 2000  # characters


def entry_id(entry: Entry, repeated: bool = False) -> str:
    """Identity of an entry in its feed: guid, else link, else title and date.

    `repeated` says that other items of the feed have its guid, so that it does not tell them apart.
    """
    name = entry.guid or entry.url or f"{entry.title}\n{entry.published_raw}"
    if repeated:
        name = f"{name}\n{entry.url}\n{entry.title}"
    return sha256(f"{entry.feed}\n{name}".encode()).hexdigest()[:32]


def add_entries(store: Store, entries: Iterable[Entry], source: str) -> int:
    """Store entries of an archived feed that are not yet there; returns how many were new."""
    found = list(entries)
    guids = Counter(entry.guid for entry in found)
    rows = {entry_id(entry, repeated=guids[entry.guid] > 1): entry for entry in found}
    known = {row["id"] for row in by_ids(store, ENTRIES, "id", sorted(rows))}
    stamped = {"source": source, "made": now(), "version": versions.of("extract")}
    new = [
        {
            **asdict(entry),
            "id": key,
            "url": _address(entry),
            "published": stamp(_possible(entry.published)),
            "identity": "",
            "seen": stamped["made"],
            **stamped,
        }
        for key, entry in sorted(rows.items())
        if key not in known
    ]
    upsert(store, ENTRIES, new)
    return len(new)


def _possible(published: datetime | None) -> datetime | None:
    # A date to come is a mistake of the feed's; a day is left for clocks and zones.
    return published if published and published <= datetime.now(UTC) + timedelta(days=1) else None


def _address(entry: Entry) -> str:
    # Longer ones are no addresses of posts, and PostgreSQL cannot index them.
    return entry.url if len(entry.url) <= LONGEST_URL else ""


def entry_of(row: Row) -> Entry:
    """The record of a row of ENTRIES."""
    told = {name: row[name] for name in ("feed", "guid", "url", "title", "author", "published_raw", "zone")}
    return Entry(**told, published=instant(row["published"]), summary=row["summary"], content=row["content"])


def add_posts(store: Store, results: Mapping[str, tuple[Post | Failure, str]]) -> None:
    """Store what became of entries, each with its source: a post, or why there is none.

    Where the text is another than before, what was said of the old text goes in the same transaction.
    """
    rows = [_post_row(entry, result, source) for entry, (result, source) in sorted(results.items())]
    before = {row["entry"]: row for row in by_ids(store, POSTS, "entry", sorted(results))}
    changed = [row["entry"] for row in rows if row["entry"] in before and _text(row) != _text(before[row["entry"]])]
    with store.engine.begin() as connection:
        for table in (MATCHES, CODINGS):
            for entry in changed:
                connection.execute(table.delete().where(table.c.entry == entry))
        put(connection, POSTS, rows)


def _text(row: Row) -> tuple[str, str]:
    return text(row["title"]), text(row["text"])


def _post_row(entry: str, result: Post | Failure, source: str) -> Row:
    stamped = {"entry": entry, "source": source, "made": now(), "version": versions.of("extract")}
    if isinstance(result, Failure):
        blank = dict.fromkeys((field.name for field in fields(Post)), "")
        return {**blank, **stamped, "url": result.url, "outcome": result.reason, "detail": result.detail}
    return {**asdict(result), **stamped, "published": stamp(result.published), "outcome": "post", "detail": ""}


def register(store: Store, study: str, query: str) -> None:
    """Keep a query: from now on every new post of this store is matched against it, whichever study brings the post."""
    if query not in queries(store):
        row = {"query": query, "study": study, "made": now(), "version": versions.of("extract")}
        upsert(store, QUERIES, [row])


def queries(store: Store) -> list[str]:
    """The stored queries."""
    return sorted(row["query"] for row in select(store, sa.select(QUERIES.c.query)))


def add_matches(store: Store, hits: Mapping[tuple[str, str], Sequence[Hit]]) -> None:
    """Store why (query, entry) matched; no hits says that it does not."""
    rows = [
        {"query": query, "entry": entry, "hits": json.dumps([asdict(hit) for hit in found])}
        for (query, entry), found in sorted(hits.items())
    ]
    upsert(store, MATCHES, [{**row, "made": now(), "version": versions.of("extract")} for row in rows])


def add_codings(store: Store, coder: str, version: str, codings: Mapping[str, Coding]) -> None:
    """Store what this version of a coder said of each post."""
    rows = [
        {"entry": entry, "coder": coder, "version": version, "coding": json.dumps(asdict(coding)), "made": now()}
        for entry, coding in sorted(codings.items())
    ]
    upsert(store, CODINGS, rows)


def coded(store: Store, coder: str, version: str) -> int:
    """How many posts this version of a coder has coded."""
    mine = sa.and_(CODINGS.c.coder == coder, CODINGS.c.version == version)
    return int(scalar(store, sa.select(sa.func.count()).select_from(CODINGS).where(mine)))


def coding_of(text: str) -> Coding:
    """The record of a stored coding."""
    raw = json.loads(text)
    evidence = tuple(Evidence(**item) for item in raw.pop("evidence"))
    judgements = tuple(Judgement(**item) for item in raw.pop("judgements"))
    causes = tuple((cause, level) for cause, level in raw.pop("causes"))
    told = {**raw, "outcomes": tuple(raw["outcomes"]), "abstained": tuple(raw["abstained"])}
    return Coding(**told, causes=causes, evidence=evidence, judgements=judgements)


def add_robots(store: Store, rules: Iterable[Robots]) -> None:
    """Store robots.txt files as they were answered."""
    stamped = {"made": now(), "version": versions.of("extract")}
    upsert(store, ROBOTS, [{**asdict(rule), "fetched": rule.fetched.isoformat(), **stamped} for rule in rules])


def robots_of(store: Store, origins: Sequence[str]) -> dict[str, Robots]:
    """The stored robots.txt files by origin."""
    found = by_ids(store, ROBOTS, "origin", origins)
    names = ("origin", "etag", "modified", "status", "body")
    return {
        row["origin"]: Robots(**{name: row[name] for name in names}, fetched=datetime.fromisoformat(row["fetched"]))
        for row in found
    }


def feed_states(store: Store) -> dict[str, Row]:
    """What is known of each feed, by the address that was asked."""
    return {row["url"]: row for row in select(store, sa.select(FEEDS).order_by(FEEDS.c.url))}
