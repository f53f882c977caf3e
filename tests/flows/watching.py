"""What is asked of a store, as its database hears it."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from flows.database.store import Store


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """Every statement that a store's database is given while the block runs."""
    told: list[str] = []

    def hear(*event: object) -> None:
        told.append(str(event[2]))

    sa.event.listen(store.engine, "before_cursor_execute", hear)
    try:
        yield told
    finally:
        sa.event.remove(store.engine, "before_cursor_execute", hear)
