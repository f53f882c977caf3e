"""Turns: threads that want the same host wait for each other, and for the time the host may be asked again."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True)
class Turn:
    """The right to ask one host; ``after`` is the time before which nobody should, ``status`` the answer that said so."""

    after: datetime | None = None
    status: int | None = None
    _held: threading.Lock = field(default_factory=threading.Lock, init=False)

    def wait(self, now: datetime) -> float:
        """Seconds until the host may be asked."""
        return max(0.0, (self.after - now).total_seconds()) if self.after else 0.0


@dataclass(slots=True)
class Turns:
    """All hosts' turns. Fetchers of one process that may meet at a host share one of these."""

    _turns: dict[str, Turn] = field(default_factory=dict, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    @contextmanager
    def of(self, host: str) -> Iterator[Turn]:
        """The host's turn, held by one thread at a time."""
        with self._lock:
            turn = self._turns.setdefault(host, Turn())
        with turn._held:
            yield turn
