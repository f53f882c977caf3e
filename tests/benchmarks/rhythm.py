"""A week of many feeds under a virtual clock: how late posts are found, and for how many requests.

The feeds are a mixture made from a seed; what asks them is extract.timing.schedule as it is, in the order of its own due times.
"""

import heapq
import random
import resource
import time
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

from extract.timing import schedule
from extract.timing.schedule import Heard, Schedule

START = datetime(2026, 3, 2, tzinfo=UTC)  # a Monday
DAY, WEEK = 86_400.0, 7 * 86_400.0
PAST = 120 * DAY  # of each feed's life before the week
SHOWN = 20  # posts that a feed holds
NOTE = "The peer is asking each feed once an hour; a lag is told as a share of the feed's own gap between posts."
HEAD = ("feeds", "of", "requests", "of hourly", "lag / gap", "p90", "lag, hours", "CPU seconds", "MiB")


@dataclass(frozen=True)
class Found:
    """What became of one feed in the week: its kind, the requests, its own gap in seconds, and the lags of its posts."""

    kind: str
    requests: int
    gap: float
    lags: tuple[float, ...]


def _hourly(dice: random.Random) -> Iterator[float]:
    """News: one an hour from 6 to 23, at the weekend half of that."""
    yield from _thinned(dice, 1 / 3600, lambda hour, day: (1.0 if 6 <= hour < 23 else 0.05) * (1.0 if day < 5 else 0.5))


def _office(dice: random.Random) -> Iterator[float]:
    """A company's blog: four on a working day, from 8 to 18."""
    yield from _thinned(dice, 4 / 36_000, lambda hour, day: float(8 <= hour < 18 and day < 5))


def _daily(dice: random.Random) -> Iterator[float]:
    """One on most days, around the same hour."""
    hour = dice.uniform(0, 24)
    for day in range(int((PAST + WEEK) / DAY)):
        if dice.random() < 0.85:
            yield day * DAY + (hour + dice.gauss(0, 1.5)) * 3600


def _weekly(dice: random.Random) -> Iterator[float]:
    """One a week, around the same day and hour, now and then none."""
    moment = dice.uniform(0, WEEK)
    while moment < PAST + WEEK:
        if dice.random() < 0.85:
            yield moment + dice.gauss(0, DAY / 2)
        moment += WEEK


def _bursty(dice: random.Random) -> Iterator[float]:
    """Some within two hours, then nothing for days."""
    moment = 0.0
    while (moment := moment + dice.expovariate(1 / (4 * DAY))) < PAST + WEEK:
        yield from (moment + dice.uniform(0, 7200) for _ in range(dice.randint(2, 8)))


def _rare(dice: random.Random) -> Iterator[float]:
    """A private blog: one in three weeks, at any time."""
    yield from _thinned(dice, 1 / (3 * WEEK), lambda hour, day: 1.0)


def _dead(dice: random.Random) -> Iterator[float]:
    """Nothing for months."""
    last = dice.uniform(-600 * DAY, 30 * DAY)
    yield from (last - number * 3 * DAY for number in range(SHOWN))


def _thinned(dice: random.Random, rate: float, weight: Callable[[int, int], float]) -> Iterator[float]:
    moment = 0.0
    shift = dice.randrange(24)  # the time zone of the blogger
    while (moment := moment + dice.expovariate(rate)) < PAST + WEEK:
        local = moment + shift * 3600
        if dice.random() < weight(int(local % DAY // 3600), int(local // DAY) % 7):
            yield moment


KINDS = {_hourly: 6, _office: 10, _daily: 22, _weekly: 22, _bursty: 15, _rare: 10, _dead: 15}


def feed(number: int, seed: int = 1) -> tuple[str, "array[float]"]:
    """The kind of a feed and the times of its posts, in seconds from the beginning of the week."""
    dice = random.Random(f"{seed} {number}")
    kind = dice.choices(list(KINDS), list(KINDS.values()))[0]
    return kind.__name__.strip("_"), array("d", sorted(moment - PAST for moment in kind(dice) if moment < PAST + WEEK))


def simulated(feeds: int, hosts: int) -> list[Found]:
    """What a week of asking feeds by their schedules comes to."""
    worlds = [feed(number) for number in range(feeds)]
    urls = [f"http://host{number % hosts}.example/{number}" for number in range(feeds)]
    plans = schedule.spread([schedule.new(url, START) for url in urls], START)
    queue = [((plan.due - START).total_seconds(), number) for number, plan in enumerate(plans)]
    heapq.heapify(queue)
    asked: list[array[float]] = [array("d") for _ in urls]
    while queue[0][0] < WEEK:
        now, number = queue[0]
        asked[number].append(now)
        plan = plans[number] = _answered(plans[number], worlds[number][1], now, asked[number][0])
        heapq.heapreplace(queue, ((plan.due - START).total_seconds(), number))
    return [_found(kind, times, visits) for (kind, times), visits in zip(worlds, asked, strict=True)]


def _answered(plan: Schedule, times: "array[float]", now: float, first: float) -> Schedule:
    """What was found till now is known: what the feed held at first, and all that it brought since."""
    known = times[max(bisect_right(times, first) - SHOWN, 0) : bisect_right(times, now)][-schedule.KNOWN :]
    moments = [START + timedelta(seconds=moment) for moment in known]
    return schedule.next_(plan, Heard(START + timedelta(seconds=now), times=moments))


def _found(kind: str, times: "array[float]", visits: "array[float]") -> Found:
    begun = visits[0]
    lags = []
    for moment in times[bisect_right(times, begun) :]:
        place = bisect_right(visits, moment)
        lags.append((visits[place] if place < len(visits) else WEEK) - moment)
    recent = times[bisect_right(times, -28 * DAY) :]
    gap = (5 * WEEK) / len(recent) if recent else 5 * WEEK
    return Found(kind, len(visits), gap, tuple(lags))


def ratios(found: list[Found]) -> list[float]:
    """Each feed's median lag as a share of its own gap, for the feeds that brought something."""
    return sorted(median(one.lags) / one.gap for one in found if one.lags)


def share(found: list[Found]) -> float:
    """Requests as a share of those of hourly polling."""
    return sum(one.requests for one in found) / (len(found) * 7 * 24)


def row(feeds: int, hosts: int) -> tuple[str, ...]:
    """One line of the table."""
    begun = time.process_time()
    found = simulated(feeds, hosts)
    seconds = time.process_time() - begun
    told = ratios(found)
    lags = median(lag for one in found for lag in one.lags) / 3600
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = (f"{share(found):.2f}", f"{median(told):.2f}", f"{told[int(0.9 * len(told))]:.2f}", f"{lags:.1f}")
    return (
        f"{feeds:,}",
        f"{hosts:,} hosts",
        f"{sum(one.requests for one in found):,}",
        *figures,
        f"{seconds:.1f}",
        f"{memory:.0f}",
    )


def rows() -> list[tuple[str, ...]]:
    """The table: ten times as many feeds, and again ten times."""
    return [row(feeds, feeds // 5) for feeds in (1_000, 10_000, 100_000)]
