"""Asking one address politely: in turn, with gaps, as often as is decent, and after the rests that are asked for."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

from extract.net import exchange, walls
from extract.net.exchange import Asker, Wanted, header
from extract.net.keeping import ALL, Keeping
from extract.net.turns import Place, Turn, Turns
from extract.net.wire import seconds
from extract.post import Failure, Page

RETRIES = 2
LONGEST_WAIT = 30.0  # seconds; who asks for more is left for another run
UNTOLD = 900.0  # seconds of rest for a host that answers 429 and does not say for how long
PASSING = {429, 500, 502, 503, 504}  # statuses worth asking again

Record = Callable[[Page, bytes], None]
"""Called with each answer, its body unpacked, and the bytes of the request."""


@dataclass(frozen=True, slots=True)
class Patience:
    """What it takes to ask politely; see `extract.net.fetch.Fetcher`."""

    asker: Asker
    sleep: Callable[[float], None]
    gap: float
    record: Record | None
    turns: Turns
    keeping: Keeping = ALL

    def ask(self, wanted: Wanted, apart: float, longest: float = 0.0) -> tuple[Page | Failure, float]:
        """The answer of one address, asked up to three times, and the seconds that it took on the wire.

        ``apart`` are the seconds until the next request to this host, ``longest`` those that may be waited for this one, if
        more than usual. A rest that the host asks for holds for everybody.
        """
        host = urlsplit(wanted.url).hostname or ""
        place, spent = self.turns.place(host), 0.0
        for attempt in range(RETRIES + 1):
            with self.turns.of(host) as turn:
                if resting := self._awaited(turn, place, max(longest, LONGEST_WAIT, self.gap)):
                    return replace(resting, url=wanted.url, detail=f"{host} {resting.detail}"), spent
                with place.taken():
                    answer, took = self._once(replace(wanted, seconds=wanted.seconds - spent))
                spent += took
                again = self._again(answer, attempt)
                self._leave(turn, place, max(apart, again or 0.0), answer.status if again is not None else None)
            if again is None or again > LONGEST_WAIT or spent >= wanted.seconds:
                break
        return answer, spent

    def _awaited(self, turn: Turn, place: Place, patient: float) -> Failure | None:
        """Wait until host and service may be asked; a Failure where that would take too long."""
        clock, behind = self.asker.clock, max(self.gap * place.service.share, place.service.gap)
        while True:
            for one, longest in ((turn, patient), (place.rest, LONGEST_WAIT)):
                wait = one.wait(clock())
                if wait > longest:
                    return Failure("", "throttled", f"asks to be left alone for {wait:.0f} s", one.status, wait)
                self._wait(wait)
            self._wait(place.wait(clock(), behind))
            if place.rest.wait(clock()) <= 0:  # another of its hosts may have been refused in the meantime
                return None

    def _wait(self, seconds: float) -> None:
        if seconds > 0:
            self.sleep(seconds)

    def _once(self, wanted: Wanted) -> tuple[Page | Failure, float]:
        began = self.asker.clock()
        answer, request = exchange.ask(self.asker, wanted)
        if isinstance(answer, Page):
            answer = self._kept(answer, request, wanted.partial)
        return answer, (self.asker.clock() - began).total_seconds()

    def _kept(self, answer: Page, request: bytes, rules: bool) -> Page | Failure:
        """What may be kept of an answer, which is what is recorded of it; `rules` are kept whole."""
        kept = answer if rules else self.keeping.kept(answer)
        if self.record and not (isinstance(kept, Failure) and kept.reason == "forgotten"):
            self.record(kept if isinstance(kept, Page) else replace(answer, body=b""), request)
        return kept

    def _again(self, answer: Page | Failure, attempt: int) -> float | None:
        """Seconds until the address may be asked again, or None when the answer stands."""
        if isinstance(answer, Failure):
            return 2.0**attempt if answer.reason in ("unreachable", "timed out") else None
        if answer.status not in PASSING or walls.wall(answer):
            return None
        rest = seconds(header(answer, "retry-after"), self.asker.clock())
        if rest is not None:
            return rest
        return UNTOLD if answer.status == 429 else 2.0**attempt

    def _leave(self, turn: Turn, place: Place, rest: float, status: int | None) -> None:
        turn.after, turn.status = self.asker.clock() + timedelta(seconds=rest), status
        if status == 429 and place.service.whole:
            place.leave(turn.after, status)
