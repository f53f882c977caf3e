"""What no answer of a server made, taken over from an old store into one that is made again from the archive.

That the old store is damaged may be why another is made: what it does not give any more is named, the rest is taken over.
"""

from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from flows.coding import coders
from flows.database import ailing, rows
from flows.database import store as storing
from flows.database.schema import CODINGS, FORGOTTEN, POSTS, QUERIES, SAMPLES, SUBSCRIPTIONS
from flows.database.store import Store

BESIDE = (coders.HAND, *coders.ASKING)  # coders whose codings no machine can make again
BROUGHT = (FORGOTTEN, QUERIES, SAMPLES, SUBSCRIPTIONS)  # tables that no answer of a server made


def over(store: Store, old: Path) -> list[str]:
    """Take over stored queries, samples, subscriptions and what is to be forgotten; returns what the old store cannot give."""
    told = [_from(old, table.name, partial(_rows, store, table)) for table in BROUGHT]
    return [line for line in told if line]


def codings(store: Store, old: Path) -> list[str]:
    """Take over the codings of posts that read as they did: people's are in no archive, and a model's would cost again.

    What other coders said is computed again: a store may be damaged in a way that nobody sees.
    """
    told = _from(old, CODINGS.name, partial(_codings, store))
    return [told] if told else []


def _from(old: Path, what: str, take: Callable[[Store], None]) -> str:
    """Take something from an old store; why that is not possible because it is damaged, or ""."""
    if not old.stat().st_size:
        return f"{old}: its {what} are lost: it is empty"
    try:
        with closing(storing.open_store(storing.sqlite_url(old))) as before:
            take(before)
    except storing.Damaged as error:
        return f"{old}: its {what} are lost: {ailing.said(error.__cause__ or error)}"  # type: ignore[arg-type]  # an Exception
    except sa.exc.DBAPIError as error:
        if not ailing.is_damage(error):
            raise
        return f"{old}: its {what} are lost: {ailing.said(error)}"
    return ""


def _rows(store: Store, table: sa.Table, before: Store) -> None:
    storing.upsert(store, table, storing.select(before, sa.select(table)))


def _codings(store: Store, before: Store) -> None:
    texts = sa.select(POSTS.c.entry, POSTS.c.title, POSTS.c.text)
    was = {row["entry"]: (row["title"], row["text"]) for row in storing.select(before, texts)}
    is_now = {row["entry"]: (row["title"], row["text"]) for row in storing.select(store, texts)}
    same = sorted(entry for entry, told in is_now.items() if was.get(entry) == told)
    kept = [row for row in storing.by_ids(before, CODINGS, "entry", same) if row["coder"].startswith(BESIDE)]
    for row in kept:
        rows.coding_of(row["coding"])
    storing.upsert(store, CODINGS, kept)
