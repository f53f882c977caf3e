"""How often a feed brings something, and when in the day and week, from the times of its posts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import exp

DAY = 86_400.0
TOGETHER = 900.0  # seconds; posts closer than that are found by one request
MEMORY, LATELY = 21 * DAY, 2 * DAY  # what is this old counts for 1/e
# Before anything is known: four posts a day, which a day of silence brings down to one in two days.
PRIOR_POSTS, PRIOR_TIME = 0.5, DAY / 8
HOUR_PRIOR, DAY_PRIOR = 12.0, 14.0  # as many posts spread evenly over the day and the week
HORIZON = 8 * 24  # hours looked ahead
EPOCH = 3  # the first of January 1970 was a Thursday


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Posts a second, and by how much each hour of the day (UTC) and day of the week (0 is Monday) has more or fewer."""

    rate: float
    hours: tuple[float, ...] = (1.0,) * 24
    days: tuple[float, ...] = (1.0,) * 7


def of(times: Sequence[datetime], now: datetime) -> Rhythm:
    """The rhythm of posts at these times; those to come are left out.

    The rate is a discounted count over a discounted time with a gamma prior, once with a long memory and once with a
    short one, whichever is higher: a feed that wakes is seen within a day, one that falls silent is given time.
    """
    here = now.timestamp()
    stamps = _events([stamp for time in times if (stamp := time.timestamp()) <= here])
    if not stamps:
        return Rhythm(PRIOR_POSTS / PRIOR_TIME)
    ages = [here - stamp for stamp in stamps]
    span = ages[0]
    # The oldest opens the time that is looked at, so it is no event of it.
    steady = _rate(ages[1:], span, MEMORY, (PRIOR_POSTS, PRIOR_TIME))
    lately = _rate(ages[1:], span, LATELY, (steady * DAY, DAY))
    return Rhythm(max(steady, lately), *_structure(stamps))


def _events(stamps: list[float]) -> list[float]:
    """Times in order, one for those that belong together."""
    found: list[float] = []
    for stamp in sorted(stamps):
        if not found or stamp - found[-1] >= TOGETHER:
            found.append(stamp)
    return found


def _rate(ages: list[float], span: float, memory: float, prior: tuple[float, float]) -> float:
    seen = sum(exp(-age / memory) for age in ages)
    time = memory * (1.0 - exp(-span / memory))
    return (seen + prior[0]) / (time + prior[1])


def _structure(stamps: list[float]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    hours, days = [HOUR_PRIOR / 24] * 24, [DAY_PRIOR / 7] * 7
    for stamp in stamps:
        hour, day = int(stamp // 3600), int(stamp // DAY)
        days[(day + EPOCH) % 7] += 1.0
        hours[hour % 24] += 0.5
        hours[(hour - 1) % 24] += 0.25
        hours[(hour + 1) % 24] += 0.25
    by_hour, by_day = 24 / sum(hours), 7 / sum(days)
    return tuple(one * by_hour for one in hours), tuple(one * by_day for one in days)


def wait(rhythm: Rhythm, now: datetime, posts: float) -> float:
    """Seconds from now until so many posts are to be expected, HORIZON at most."""
    here = now.timestamp()
    left, waited = posts, 0.0
    hour, step = int(here // 3600), 3600.0 - here % 3600
    for place in range(hour, hour + HORIZON):
        pace = rhythm.rate * rhythm.hours[place % 24] * rhythm.days[(place // 24 + EPOCH) % 7]
        if pace * step >= left:
            return waited + left / pace
        left, waited, step = left - pace * step, waited + step, 3600.0
    return waited
