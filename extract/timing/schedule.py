"""When a feed is asked again: from its own rhythm, from what its publisher asks, and from how it failed.

Pure: what came of a request and the schedule before it give the schedule after it. `due` is when the feed's rhythm asks;
before `earliest` nobody asks, a person neither.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from extract.post import Failure, Reason
from extract.timing import rhythm, wishes
from extract.timing.wishes import Wishes

MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0
SHORTEST, LONGEST = 15 * MINUTE, DAY  # between two requests of a live feed
SILENCE = 30.0  # who has been silent for that many days is asked once a day, for longer more rarely
RARELY = 7 * DAY  # between two requests of a feed that nobody writes any more
POSTS = 0.5  # so many posts are to be expected between two requests
JITTER = 0.1  # by how much of the interval a feed is early or late, always the same
FULL = 200  # one request in so many is made without conditions, against servers that say "not modified" to all
CONFIRMED = 8  # days on which a permanent redirect was seen until it is taken over
A_VISIT = 4  # days that one request may confirm: so there are three of them at least, over a week at least
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
FARTHEST = 3_650 * DAY  # the longest rest that is a date still
SPREAD, SPREAD_MOST = 0.5, HOUR  # seconds between two feeds of those that wait at a start, and for all of them
KNOWN = 100  # posts of a feed, the newest, that tell its rhythm
HOPELESS = 10  # failures in a row after which the address that a feed had moved to is given up


@dataclass(frozen=True, slots=True)
class Backoff:
    """How a kind of failure is waited out: first ``wait`` seconds, doubled each time up to ``most``.

    Before ``rest`` seconds are over a person does not ask either.
    """

    wait: float
    most: float
    rest: float = 0.0


TRANSIENT = Backoff(15 * MINUTE, DAY)
BROKEN = Backoff(6 * HOUR, RARELY)
REFUSED = Backoff(DAY, 30 * DAY, rest=DAY)
MISSING = Backoff(DAY, 30 * DAY, rest=DAY)  # feeds come back
UNFIT = Backoff(DAY, 30 * DAY)  # nobody was asked there; who has mended the study may try at once
THROTTLED = Backoff(HOUR, RARELY, rest=15 * MINUTE)
BACKOFFS: dict[Reason, Backoff] = {
    "unreachable": TRANSIENT,
    "timed out": TRANSIENT,
    "http": TRANSIENT,
    "too large": BROKEN,
    "not a feed": BROKEN,
    "empty": BROKEN,
    "unreadable": BROKEN,
    "walled": BROKEN,
    "bad address": UNFIT,
    "forbidden address": UNFIT,
    "forbidden by robots": REFUSED,
    "reserved": REFUSED,
    "forgotten": REFUSED,
    "throttled": THROTTLED,
}
BY_STATUS = {401: REFUSED, 402: REFUSED, 403: REFUSED, 404: MISSING, 451: REFUSED}


@dataclass(frozen=True, slots=True)
class Schedule:
    """When one feed is asked; ``made`` is the moment of the answer that it follows from.

    ``interval`` is in seconds, ``failures`` counts those in a row. ``moved`` is where the feed says it has moved for
    good, on ``confirmed`` days. ``digest`` is of its last body, ``newest`` the time of its newest post, ``succeeded``
    when it last answered as a feed. ``hub`` and ``topic`` are for WebSub.
    """

    url: str
    made: datetime
    due: datetime
    earliest: datetime
    interval: int = 0
    failures: int = 0
    moved: str = ""
    confirmed: int = 0
    digest: str = ""
    newest: datetime | None = None
    succeeded: datetime | None = None
    hub: str = ""
    topic: str = ""

    @property
    def target(self) -> str:
        """The address to ask: where the feed has moved to, once that is sure."""
        return self.moved if self.moved and self.confirmed >= CONFIRMED else self.url


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of a request at ``at``: a failure, or None for a feed, changed or not.

    ``times`` are those of the feed's posts, ``moved`` where permanent redirects led, ``pause`` the seconds for which
    nobody asks any feed again, ``pushed`` says that its hub brings what is new.
    """

    at: datetime
    failure: Failure | None = None
    wishes: Wishes = field(default_factory=Wishes)
    times: Sequence[datetime] = ()
    moved: str = ""
    digest: str = ""
    pause: float = 0.0
    pushed: bool = False


def new(url: str, now: datetime) -> Schedule:
    """The schedule of a feed that was never asked: it may be, at once."""
    return Schedule(url, now, now, now)


def next_(before: Schedule, heard: Heard) -> Schedule:
    """The schedule after an answer."""
    if heard.failure:
        return _failed(before, heard, heard.failure)
    at = heard.at
    newest = max((time for time in heard.times if time <= at), default=before.newest)
    own = interval(heard.times, at)
    seconds = round(max(own, LONGEST) if heard.pushed else own)
    earliest = wishes.allowed(heard.wishes, at + timedelta(seconds=max(heard.wishes.rest, heard.pause)))
    due = max(at + timedelta(seconds=seconds * _share(before.url)), earliest)
    after = replace(before, made=at, earliest=earliest, interval=seconds, failures=0, newest=newest, succeeded=at)
    after = replace(after, due=wishes.allowed(heard.wishes, due), digest=heard.digest or before.digest)
    return after if before.target != before.url else _moving(after, heard.moved, before.made)


def interval(times: Sequence[datetime], now: datetime) -> float:
    """Seconds after which a feed with posts at these times is to be asked again."""
    known = [time for time in times if time <= now]
    silent = (now - max(known)).total_seconds() / SILENCE if known else 0.0
    longest = min(max(LONGEST, silent), RARELY)
    return min(max(rhythm.wait(rhythm.of(known, now), now, POSTS), SHORTEST), longest)


def _moving(after: Schedule, moved: str, last: datetime) -> Schedule:
    """Counts the days on which the feed answered from one and the same new address, by way of permanent redirects."""
    if not moved or moved == after.url:
        return replace(after, moved="", confirmed=0)
    if moved != after.moved:
        return replace(after, moved=moved, confirmed=1)
    days = (after.made.date() - last.date()).days
    return replace(after, confirmed=after.confirmed + min(max(days, 0), A_VISIT))


def _failed(before: Schedule, heard: Heard, failure: Failure) -> Schedule:
    """Later and later; the address that a feed had moved to is given up when it refuses."""
    if failure.reason == "throttled" and failure.status is None:  # nobody was asked: another feed of the host was
        turn = heard.at + timedelta(seconds=min(failure.retry or 0.0, FARTHEST))
        return replace(before, made=heard.at, due=turn, earliest=turn)
    if failure.reason == "gone" and before.target == before.url:
        return replace(before, made=heard.at, due=NEVER, earliest=NEVER, failures=before.failures + 1)
    kind = backoff(failure, before.succeeded is not None)
    asked = min(max(failure.retry or 0.0, heard.wishes.rest), FARTHEST)
    wait = max(min(kind.wait * 2.0 ** min(before.failures, 30), kind.most), before.interval)
    earliest = heard.at + timedelta(seconds=max(asked, kind.rest, heard.pause))
    due = max(heard.at + timedelta(seconds=wait * _share(before.url)), earliest)
    after = replace(before, made=heard.at, due=due, earliest=earliest, failures=before.failures + 1)
    lost = kind in (MISSING, REFUSED, UNFIT) or failure.reason == "gone" or after.failures >= HOPELESS
    return replace(after, moved="", confirmed=0) if lost else after


def backoff(failure: Failure, answered: bool) -> Backoff:
    """How a failure is waited out; `answered` says that the feed has answered as one before.

    A 403 from who answered before is a limit by another name, as Reddit's has been since 2026.
    """
    if failure.status == 403 and answered and failure.reason == "http":
        return THROTTLED
    if failure.reason == "http":
        return BY_STATUS.get(failure.status or 0, TRANSIENT)
    return BACKOFFS.get(failure.reason, TRANSIENT)


def standing(schedule: Schedule, now: datetime) -> Schedule:
    """The schedule by the clock as it is now: one made in the future was made before the clock was set back."""
    ahead = schedule.made - now
    if ahead <= timedelta(minutes=1):
        return schedule
    due, earliest = (one if one == NEVER else one - ahead for one in (schedule.due, schedule.earliest))
    return replace(schedule, made=now, due=due, earliest=earliest)


def spread(schedules: Sequence[Schedule], now: datetime) -> list[Schedule]:
    """Those that are overdue, with times to be asked over the next while: what waits does not all go out at once.

    The place of each in that while comes from its address, so a second start does not change it much.
    """
    late = [one for one in schedules if one.due <= now]
    window = min(SPREAD * len(late), SPREAD_MOST)
    return [replace(one, due=max(now + timedelta(seconds=window * _fraction(one.url)), one.earliest)) for one in late]


def full(url: str, asked: str) -> bool:
    """Whether the request after the one at `asked` is made without conditions."""
    return _fraction(f"{url}\n{asked}") < 1 / FULL


def _share(url: str) -> float:
    return 1.0 + JITTER * (2.0 * _fraction(url) - 1.0)


def _fraction(text: str) -> float:
    """A number from 0 to 1 that is always the same for a text."""
    return int.from_bytes(sha256(text.encode("utf-8", "surrogatepass")).digest()[:8]) / 2.0**64
