"""`serve`: rounds that ask what is due, and what they survive."""

import argparse
import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flows import cli, settings
from flows.collecting import scheduling, serving
from flows.database import store as storing
from flows.demo.server import Blogosphere
from flows.settings import Study
from flows.workspace import opened


@pytest.fixture
def file(small: Study, tmp_path: Path) -> Path:
    path = tmp_path / "small.toml"
    path.write_text(settings.write(small), encoding="utf-8")
    return path


@pytest.fixture
def closed() -> Iterator[list[str]]:
    """Addresses on three hosts where nobody listens."""
    with ExitStack() as stack:
        ports = []
        for host in ("127.0.0.1", "127.0.0.2", "127.0.0.3"):
            taken = stack.enter_context(socket.socket())
            taken.bind((host, 0))
            ports.append(f"http://{host}:{taken.getsockname()[1]}/feed")
        yield ports


def test_a_round_asks_what_is_due_and_codes_what_it_brings(file: Path, small: Study, blogs: Blogosphere) -> None:
    wait, done = serving.attempt(file)
    asked = len(blogs.log)
    again = serving.round_(small, file.parent, datetime.now(UTC))

    assert done is not None
    assert (done.feeds, done.failed) == (2, 0)
    assert done.new == done.pages > 10
    assert wait == serving.AT_MOST
    assert (again.feeds, again.pages, len(blogs.log)) == (0, 0, asked)
    with opened(small, file.parent) as space:
        assert storing.counts(space.store)["codings"] > 0


def test_each_feed_is_asked_again_when_its_own_time_has_come(file: Path, small: Study) -> None:
    serving.attempt(file)
    with opened(small, file.parent) as space:
        due = scheduling.due(space.store, small.feeds, datetime.now(UTC), timedelta(days=9))

    assert list(due) == sorted(small.feeds, key=lambda url: due[url])
    assert serving.round_(small, file.parent, min(due.values())).feeds == 1


def test_a_study_file_that_is_being_edited_costs_one_round(
    file: Path, small: Study, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text("name = ", encoding="utf-8")

    assert serving.attempt(file) == (serving.AGAIN, None)
    assert "small.toml: cannot be read as TOML" in capsys.readouterr().err


def test_a_store_that_cannot_be_opened_costs_one_round(file: Path, small: Study, tmp_path: Path) -> None:
    nowhere = small.model_copy(update={"store": f"sqlite:///{tmp_path}/none/store.sqlite"})
    file.write_text(settings.write(nowhere), encoding="utf-8")

    assert serving.attempt(file) == (serving.AGAIN, None)


def test_when_nobody_can_be_reached_no_feed_is_blamed(closed: list[str], tmp_path: Path) -> None:
    study = Study(name="s", query="q", feeds=tuple(closed), gap=0.0, allow=("127.0.0.0/8",))
    now = datetime.now(UTC)
    done = serving.round_(study, tmp_path, now)

    assert (done.feeds, done.failed, done.away) == (3, 3, True)
    with opened(study, tmp_path) as space:
        plans = scheduling.known(space.store, closed, now)
        assert {plan.failures for plan in plans.values()} == {0}
        assert all(plan.due <= now + serving.AWAY + timedelta(seconds=1) for plan in plans.values())


def test_a_host_with_many_feeds_does_not_hold_up_a_round() -> None:
    many = [f"http://many.example/{number}" for number in range(50)]

    assert serving.some([*many, "http://one.example/"]) == [*many[: serving.OF_A_HOST], "http://one.example/"]


def test_ctrl_c_ends_it(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    over, begun = threading.Event(), file.with_suffix(".sqlite")

    def press() -> None:
        while not over.wait(0.05):
            if begun.exists():
                os.kill(os.getpid(), signal.SIGINT)
                return

    presser = threading.Thread(target=press)
    presser.start()
    try:
        status = cli.main(["serve", str(file)])
    finally:
        over.set()
        presser.join()

    assert status == cli.INTERRUPTED
    assert "what is stored stays valid" in capsys.readouterr().err


def test_rounds_are_by_cron_or_by_minutes(file: Path) -> None:
    options: argparse.Namespace = cli.parser().parse_args(["serve", str(file), "--every", "30", "--report"])

    assert (options.every, options.cron, options.report) == (30, None, True)
    with pytest.raises(SystemExit):
        cli.parser().parse_args(["serve", str(file), "--every", "30", "--cron", "0 6 * * *"])
