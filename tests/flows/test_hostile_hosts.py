"""Eighty-five hosts that mean no good, one after the other: each comes to the outcome that fits, costs little, harms nobody."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import besieging
import httpx
import pytest
from hostile import SCENARIOS, Scenario

from extract.net import addresses, transport
from extract.net.fetch import Fetcher
from flows import network
from flows.archiving import archive as archiving
from flows.collecting import collect
from flows.database import rows
from flows.database import store as storing
from flows.database.schema import ENTRIES
from flows.settings import Study
from flows.workspace import Workspace, opened

FASTER = 100  # times as fast as it is does time go by for the fetcher: two minutes of patience are 1.2 seconds
# KiB of memory that one answer may cost: three times the longest, for its pieces, the whole of it, and what the host, which
# is of this very process, has not got rid of yet.
DEAREST = 3 * 16 * 1024
ALLOWED = ("127.0.0.0/8",)
GOOD = range(200, 205)


@dataclass(frozen=True)
class Cost:
    """What a scenario came to: outcome and items in the store, failure told, memory and time."""

    outcome: str
    items: int
    detail: str
    kibibytes: int
    seconds: float


def now() -> datetime:
    return datetime(2026, 11, 20, tzinfo=UTC) + timedelta(seconds=time.monotonic() * FASTER)


def family() -> list[Path]:
    """This process, and the one that parses feeds for it."""
    own = Path("/proc/self").resolve()
    listed = (own / "task").glob("*/children")
    return [own, *(Path("/proc") / child for told in listed for child in told.read_text(encoding="ascii").split())]


def peak() -> int:
    """The most memory in KiB since `forget_peak`."""
    told = [line.split() for one in family() for line in (one / "status").read_text(encoding="ascii").splitlines()]
    return sum(int(words[1]) for words in told if words[0] == "VmHWM:")


def forget_peak() -> int:
    for one in family():
        (one / "clear_refs").write_text("5", encoding="ascii")
    return peak()


def collected(space: Workspace, client: httpx.Client, url: str) -> Cost:
    archive = archiving.of(space.archive, network.about(space.study))
    fetcher = Fetcher(client, "rootfeed/0.1", now, lambda s: time.sleep(s / FASTER), 0.0, archive.record)
    before, began = forget_peak(), time.monotonic()
    collect.fetch_feeds(space, fetcher, archive, [url])
    cost, took = peak() - before, time.monotonic() - began
    row = rows.feed_states(space.store)[url]
    return Cost(row["outcome"], row["items"], row["detail"], cost, took)


@dataclass(frozen=True)
class Run:
    """All scenarios' costs by name, the items of good feeds asked in between, and the server's log."""

    costs: dict[str, Cost]
    good: dict[str, int]
    log: list[tuple[str, str]]
    titles: list[str]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    folder = tmp_path_factory.mktemp("hostile")
    with besieging.serving() as (feeds, log):
        port = next(iter(feeds.values())).split(":")[2].partition("/")[0]
        good = [f"http://127.0.1.{number}:{port}/feed" for number in GOOD]
        study = Study(name="s", query="service", feeds=(*feeds.values(), *good), allow=ALLOWED, contact="t@t.example")
        wires = transport.Transport(addresses.allowed(ALLOWED), timer=lambda: time.monotonic() * FASTER)
        with opened(study, folder) as space, httpx.Client(transport=wires, timeout=0.8, trust_env=False) as client:
            warm = collected(space, client, good[0])  # what is loaded once is nobody's cost
            costs, between = {}, {good[0]: warm.items}
            for number, (name, url) in enumerate(feeds.items()):
                costs[name] = collected(space, client, url)
                if number % 20 == 0:
                    beside = good[1 + number // 20 % (len(good) - 1)]
                    between.setdefault(beside, collected(space, client, beside).items)
            entries = storing.select(space.store, ENTRIES.select())
        yield Run(costs, between, list(log), [row["title"] for row in entries])


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.name.replace(" ", "-"))
def test_a_hostile_host_comes_to(run: Run, scenario: Scenario) -> None:
    cost = run.costs[scenario.name]

    assert (cost.outcome, cost.items) == (scenario.outcome, scenario.items), cost.detail
    assert cost.kibibytes <= DEAREST


def test_there_are_at_least_sixty() -> None:
    assert len(SCENARIOS) >= 60
    assert len({one.name for one in SCENARIOS}) == len(SCENARIOS)


def test_no_host_holds_the_run_beyond_its_patience(run: Run) -> None:
    # Three attempts at two minutes together, and the rests between them, in a time that goes a hundred times as fast.
    slowest = max(run.costs, key=lambda name: run.costs[name].seconds)

    assert run.costs[slowest].seconds <= 10, slowest


def test_other_feeds_are_unharmed(run: Run) -> None:
    assert set(run.good.values()) == {2}


def test_nothing_from_outside_is_asked_or_read(run: Run) -> None:
    assert not [path for _, path in run.log if "outside" in path or "passwd" in path]
    assert not [title for title in run.titles if "root:" in title]
