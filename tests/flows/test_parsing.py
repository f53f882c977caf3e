"""Reading within limits: what takes too long or too much, and what breaks the reader, costs one feed."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from extract import sources
from extract.errors import FeedError
from flows.collecting import parsing, worker

URL = "http://blog.example/feed"
RSS = b"<rss version='2.0'><channel><title>B</title><item><title>One</title></item></channel></rss>"
SMALL = "print(worker._reply(worker.Task(bytes, (50_000_000,), 5.0, 1), {base}).full)"
ENDLESS = (re.match, r"(a+)+$", "a" * 60 + "b")  # an hour within a library that answers no signal


@pytest.fixture(scope="module", autouse=True)
def pool() -> Iterator[None]:
    yield
    parsing.POOL.close()


def processes() -> list[int]:
    return [one.process.pid for one in parsing.POOL.idle]


def gone(pid: int) -> bool:
    """Whether a process has ended, which its parent may not have heard of yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_reads_a_feed_as_it_is_read_without_limits() -> None:
    assert parsing.feed(RSS, URL) == sources.read(RSS, URL)


def test_says_what_is_wrong_as_it_is_said_without_limits() -> None:
    with pytest.raises(FeedError, match="web page") as caught:
        parsing.feed(b"<html>", URL)

    assert (caught.value.url, caught.value.reason) == (URL, "not a feed")


def test_a_worker_reads_many_feeds() -> None:
    parsing.feed(RSS, URL)
    before = processes()
    for _ in range(20):
        parsing.feed(RSS, URL)

    assert processes() == before


def test_what_takes_too_long_is_killed_even_within_a_library() -> None:
    with pytest.raises(parsing.Stopped, match=r"more than 0\.3 seconds") as caught:
        parsing.limited(*ENDLESS, seconds=0.3)

    assert caught.value.reason == "timed out"
    assert parsing.limited(len, "abc") == 3


def test_what_takes_too_much_memory_costs_only_itself() -> None:
    with pytest.raises(parsing.Stopped, match="more than 64 MiB") as caught:
        parsing.limited(bytearray, 100 * 1024 * 1024, megabytes=64)

    assert caught.value.reason == "too large"
    assert len(parsing.limited(bytearray, 10 * 1024 * 1024, megabytes=64)) == 10 * 1024 * 1024


@pytest.mark.parametrize(
    ("function", "argument", "says"),
    [
        (signal.raise_signal, signal.SIGSEGV, "it ended with -11"),
        (os._exit, 3, "ended with 3"),
        (int, "x", "ValueError"),
    ],
)
def test_what_breaks_the_reader_is_reported_with_its_last_words(function: object, argument: object, says: str) -> None:
    with pytest.raises(parsing.Stopped, match=says) as caught:
        parsing.limited(function, argument)  # type: ignore[arg-type]

    assert caught.value.reason == "unreadable"
    assert parsing.limited(len, "abc") == 3


def test_a_worker_that_died_while_it_rested_costs_nothing() -> None:
    parsing.feed(RSS, URL)
    for pid in processes():
        os.kill(pid, signal.SIGKILL)

    assert parsing.feed(RSS, URL).title == "B"


def test_many_threads_share_few_workers() -> None:
    bodies = [RSS.replace(b"One", b"%d" % number) for number in range(80)]
    with ThreadPoolExecutor(8) as threads:
        feeds = list(threads.map(parsing.feed, bodies, [URL] * 80))

    assert [feed.entries[0].title for feed in feeds] == [str(number) for number in range(80)]
    assert len(processes()) <= parsing.POOL.most


def test_a_feed_that_takes_too_long_does_not_hold_up_the_others() -> None:
    with ThreadPoolExecutor(2) as threads:
        slow = threads.submit(parsing.limited, *ENDLESS, seconds=3.0)
        assert [parsing.feed(RSS, URL).title for _ in range(5)] == ["B"] * 5
        assert not slow.done()
        with pytest.raises(parsing.Stopped):
            slow.result()


def test_nothing_is_started_before_something_is_read() -> None:
    code = "from flows.collecting import parsing; assert not parsing.POOL.idle; print('lazy')"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "lazy\n"


@pytest.mark.parametrize("busy", [False, True])
def test_workers_end_with_the_process_that_asked_even_if_it_is_killed(busy: bool) -> None:
    task = "parsing.limited(time.sleep, 600, seconds=0.5)" if busy else "time.sleep(600)"
    code = (
        "import os, threading, time\nfrom flows.collecting import parsing\n"
        "print(parsing.limited(os.getpid), flush=True)\n"
        f"threading.Thread(target=lambda: {task}, daemon=True).start()\ntime.sleep(600)"
    )
    asking = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert asking.stdout is not None
    reading = int(asking.stdout.readline())
    time.sleep(0.1)
    asking.kill()
    asking.wait()
    asking.stdout.close()
    end = time.monotonic() + 60.0
    while not gone(reading) and time.monotonic() < end:
        time.sleep(0.05)

    assert gone(reading)


@pytest.mark.parametrize(("base", "full"), [("worker._size()", "True"), ("0", "False")])
def test_where_the_system_does_not_tell_sizes_only_time_is_limited(base: str, full: str) -> None:
    code = f"from flows.collecting import worker; {SMALL.format(base=base)}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[2])

    assert done.stdout.strip() == full, done.stderr


def test_a_worker_counts_its_size_where_the_system_tells() -> None:
    assert worker._size() > 1_000_000
