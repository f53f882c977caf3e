"""Turns: threads that want the same host wait for each other, and for the time the host may be asked again.

A host has one request under way; a service with many hosts has a few, whose beginnings lie apart (`extract.net.services`).
Where turns are shared with other processes, what these left is in a turn before it is used (`Shared`).
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from extract.net import services
from extract.net.services import Service


@dataclass(slots=True)
class Turn:
    """The right to ask one host or service.

    ``after`` is the time before which nobody should; ``status`` is the answer that asked for it, None where the wait is
    of our own making.
    """

    after: datetime | None = None
    status: int | None = None
    _held: threading.Lock = field(default_factory=threading.Lock, init=False)

    def wait(self, now: datetime) -> float:
        """Seconds until the host may be asked."""
        return max(0.0, (self.after - now).total_seconds()) if self.after else 0.0


Shared = Callable[[str, Turn], AbstractContextManager[None]]
"""Holds a turn by its name against other processes while a block runs: with what they left in it, and passing it on."""


def alone(_name: str, _turn: Turn) -> AbstractContextManager[None]:
    """For one process."""
    return nullcontext()


@dataclass(slots=True)
class Place:
    """A service's turn, ``rest``, and the places that its hosts share; the next of them begins after ``next``."""

    service: Service
    shared: Shared = alone
    rest: Turn = field(default_factory=Turn)
    next: Turn = field(default_factory=Turn)
    _free: threading.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        """As many places as the service has."""
        self._free = threading.Semaphore(self.service.at_once)

    def wait(self, now: datetime, gap: float) -> float:
        """Seconds until a request may begin that is ``gap`` seconds behind the last one; from then on it is the last."""
        with self.rest._held, self.shared(f"{self.service.name} rest", self.rest):
            pass  # what other processes were told
        with self.next._held, self.shared(f"{self.service.name} next", self.next):
            start = max(now, self.next.after or now)
            self.next.after = start + timedelta(seconds=gap)
            return (start - now).total_seconds()

    def leave(self, until: datetime, status: int | None) -> None:
        """Let the whole service rest."""
        with self.rest._held, self.shared(f"{self.service.name} rest", self.rest):
            self.rest.after, self.rest.status = max(until, self.rest.after or until), status

    @contextmanager
    def taken(self) -> Iterator[None]:
        """One of the places, while the block runs."""
        with self._free:
            yield


@dataclass(slots=True)
class Turns:
    """All turns. Fetchers of one process that may meet at a host share one of these."""

    service: Callable[[str], Service] = services.of
    shared: Shared = alone
    _turns: dict[str, Turn] = field(default_factory=dict, init=False)
    _places: dict[str, Place] = field(default_factory=dict, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    @contextmanager
    def of(self, host: str) -> Iterator[Turn]:
        """The host's turn, held by one thread at a time."""
        with self._lock:
            turn = self._turns.setdefault(host, Turn())
        with turn._held, self.shared(host, turn):
            yield turn

    def place(self, host: str) -> Place:
        """The place of a host's service."""
        service = self.service(host)
        with self._lock:
            if service.name not in self._places:
                self._places[service.name] = Place(service, self.shared)
            return self._places[service.name]
