"""When a feed that still answers has fallen silent, told by its own rhythm.

A blog that posts daily is missed after weeks, one that posts twice a year only after years.  The rule needs no rate: a
silence is compared with the longest of the feed's last gaps.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import exp, lgamma

from scipy.optimize import brentq

FALSE_ALARM = 0.001
"""Chance that a gap of a live feed is taken for silence, where posts come as a Poisson process. Where they come in strong
bursts (gaps of gamma shape 0.3) it is 0.01, where they are regular (shape 3) under 0.0003: tests/analysis/test_silence.py."""

GAPS = 20  # the last ones, since blogs change their habits
FEWEST = 5  # gaps without which nothing is said
LEAST = timedelta(days=30)  # nobody is missed sooner
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Silence:
    """A feed's last post, how long it may be silent before it is missed, and whether it was by the moment it was asked."""

    last: datetime
    limit: timedelta
    silent: bool


def judge(posts: Sequence[datetime], asked: datetime) -> Silence | None:
    """Whether a feed with posts of these times was silent too long when it was last asked and answered.

    Posts of one day count as one. None with fewer than FEWEST gaps, which is too few to know a rhythm.
    """
    days = sorted({moment.date(): moment for moment in sorted(posts) if moment <= asked + DAY}.values())
    gaps = [later - earlier for earlier, later in pairwise(days)][-GAPS:]
    if len(gaps) < FEWEST:
        return None
    limit = max(LEAST, factor(len(gaps)) * max(gaps))
    return Silence(days[-1], limit, asked - days[-1] > limit)


def factor(gaps: int) -> float:
    """How many times the longest of so many gaps the next one is with a chance of FALSE_ALARM, for a Poisson process.

    A gap is longer than c times the longest of n before it with the chance E[exp(-c max)] = n! Gamma(c + 1) /
    Gamma(n + c + 1), by Renyi's representation of exponential order statistics as sums of independent exponentials; the
    rate cancels.
    """

    def chance(times: float) -> float:
        return exp(lgamma(gaps + 1) + lgamma(times + 1) - lgamma(gaps + times + 1)) - FALSE_ALARM

    return float(brentq(chance, 0.0, 1000.0))
