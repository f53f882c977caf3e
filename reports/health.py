"""The health page: how each source of a study is, the worst first, each with what to do; and the same as a few lines.

As the report it is one file that asks the network for nothing and runs no script. Same facts, same bytes.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote as percent

import pandas as pd

from analysis.estimates.capture import ASSUMPTIONS
from reports.conditions import LAST, WELL, Condition, Source, condition
from reports.html import environment, policed
from reports.wording import amount, day, visible

LISTED = 500  # sources of each of the two lists that the page shows; all are in the JSON of the command
WORST = 20  # sources that the lines name
WIDTH = 13  # letters of the first column of `lines`
OUTCOMES = {"feed": "well", "": "never asked"}


@dataclass(frozen=True, slots=True)
class Requests:
    """Requests for feeds in a time: `unchanged` were answered "not modified".

    `again` are those that asked a feed once more, `conditional` of them said what was known already.
    """

    made: int = 0
    unchanged: int = 0
    failed: int = 0
    again: int = 0
    conditional: int = 0

    @property
    def share(self) -> str:
        """The share of unchanged ones in words."""
        return f"{100 * self.unchanged / self.made:.0f} %" if self.made else "no request"

    @property
    def thrifty(self) -> str:
        """The share of conditional ones after the first of each feed in words, rounded down."""
        return f"{100 * self.conditional // self.again} %" if self.again else "no request"


@dataclass(frozen=True, slots=True)
class Health:
    """All that the page shows. `now` is the moment of reference; `counts` are rows of the store by table.

    `coverage` and `missed` are those of the last report (docs/files.md), empty frames if there is none, and `files` a
    relative address of the first, or "".
    """

    study: str
    query: str
    now: datetime
    sources: tuple[Source, ...]
    counts: dict[str, int]
    day: Requests
    week: Requests
    coverage: pd.DataFrame = field(default_factory=pd.DataFrame)
    missed: pd.DataFrame = field(default_factory=pd.DataFrame)
    files: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """Sources that came into the study in the same way, together."""

    name: str
    sources: int
    unwell: int
    requests: int
    posts: int
    matched: int

    @property
    def live(self) -> str:
        """Matching posts of a hundred requests."""
        return f"{100 * self.matched / self.requests:.1f}" if self.requests else "–"


def judged(health: Health) -> list[tuple[Source, Condition]]:
    """Every source with its condition, the worst first, then those that failed most often, then by address."""
    told = [(one, condition(one, health.now)) for one in health.sources]
    return sorted(told, key=lambda pair: (pair[1].rank, -pair[0].failures, pair[0].url))


def families(health: Health) -> list[Family]:
    """The families of the sources, by name."""
    found: dict[str, list[Source]] = {}
    for one in health.sources:
        found.setdefault(one.family, []).append(one)
    return [_family(name, found[name], health.now) for name in sorted(found)]


def _family(name: str, members: Sequence[Source], now: datetime) -> Family:
    unwell = sum(condition(one, now).name != WELL for one in members)
    sums = (sum(getattr(one, part) for one in members) for part in ("requests", "posts", "matched"))
    return Family(name, len(members), unwell, *sums)


def render(health: Health) -> str:
    """The page as HTML text."""
    style, _, policy = policed("style.css")
    told = judged(health)
    names = {
        "health": health,
        "unwell": [pair for pair in told if pair[1].name != WELL],
        "well": [pair for pair in told if pair[1].name == WELL],
        "limit": LISTED,
        "families": families(health),
        "coverage": _records(health.coverage[health.coverage["kind"] != "source"] if len(health.coverage) else None),
        "missed": _records(health.missed),
        "assumptions": ASSUMPTIONS,
        "moment": moment,
        "outcome": lambda source: OUTCOMES.get(source.outcome, source.outcome),
        "number": _number,
    }
    return environment().get_template("health.html").render(policy=policy, style=style, **names) + "\n"


def moment(time: datetime | None) -> str:
    """2 Oct 2026, 14:05; a dash for none, "never" for the end of time."""
    if time is None:
        return "–"
    return "never" if time.year >= LAST else f"{day(time)}, {time:%H:%M}"


def quoted(part: str) -> str:
    """A part of a relative address, so that no name of a file is read as a scheme, a host or markup."""
    return percent(part.encode("utf-8", "surrogateescape"), safe="")


def _records(frame: pd.DataFrame | None) -> list[dict[str, object]]:
    rows = [] if frame is None else frame.to_dict("records")
    return [{str(key): value for key, value in row.items()} for row in rows]


def _number(value: object) -> str:
    return "" if pd.isna(value) else f"{float(str(value)):,.0f}"


def lines(health: Health) -> list[str]:
    """The health in a few lines: rows of the store, how many sources are how, and the worst of them with what to do."""
    told = judged(health)
    unwell = [(one, how) for one, how in told if how.name != WELL]
    states = Counter(how.name for _, how in told)
    found = [f"{name:{WIDTH}} {count}" for name, count in health.counts.items()]
    how = ", ".join(f"{n} {name}" for name, n in states.items()) or "name some: rootfeed sources add"
    found += [f"{'sources':{WIDTH}} {amount(len(told), 'source')}: {how}"]
    found += [f"{'requests':{WIDTH}} {health.day.made} in 24 hours, {health.week.made} in 7 days"]
    found[-1] += f"; conditional after the first: {health.week.thrifty}"
    for one, is_ in unwell[:WORST]:
        found += [f"{is_.name:{WIDTH}} {visible(one.url)}: {visible(is_.why)}", f"{'':{WIDTH}} {is_.advice}"]
    return found + [f"{'':{WIDTH}} … and {amount(len(unwell) - WORST, 'more source')}"] * (len(unwell) > WORST)
