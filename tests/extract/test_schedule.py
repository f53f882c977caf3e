"""Schedules: from a feed's rhythm, its publisher's wishes and its failures to the time when it is asked again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from extract.post import Failure, Page, Reason
from extract.timing import rhythm, schedule, wishes
from extract.timing.schedule import NEVER, Heard, Schedule
from extract.timing.wishes import Wishes

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
URL, NEW_URL = "http://a.example/feed", "https://b.example/feed"


def failing(reason: Reason, status: int | None = None, retry: float | None = None) -> Heard:
    return Heard(NOW, Failure(URL, reason, "", status, retry))


def after(*heard: Heard, url: str = URL) -> Schedule:
    plan = schedule.new(url, NOW)
    for one in heard:
        plan = schedule.next_(plan, one)
    return plan


def every(step: timedelta, count: int = 40) -> Sequence[datetime]:
    return [NOW - number * step for number in range(1, count + 1)]


def page(body: str = "", **headers: str) -> Page:
    told = tuple((name.replace("_", "-").lower(), value) for name, value in headers.items())
    return Page(URL, URL, 200, told, body.encode(), NOW)


def asks(body: str = "", **headers: str) -> Wishes:
    one = page(f'<rss version="2.0"><channel><title>t</title>{body}<item/></channel></rss>', **headers)
    return wishes.of(one, wishes.head(one))


@pytest.mark.parametrize(
    ("step", "least", "most"),
    [
        (timedelta(minutes=2), 15 / 60, 15 / 60),
        (HOUR, 15 / 60, 1),
        (23 * HOUR, 6, 18),
        (145 * HOUR, 24, 24),
        (1201 * HOUR, 24, 48),
    ],
)
def test_a_feed_is_asked_about_twice_for_each_of_its_posts_within_bounds(
    step: timedelta, least: float, most: float
) -> None:
    assert least <= schedule.interval(every(step), NOW) / 3600 <= most


def test_a_feed_that_nobody_writes_any_more_is_asked_once_a_week() -> None:
    assert schedule.interval([NOW - 700 * DAY, NOW - 702 * DAY], NOW) == schedule.RARELY


def test_a_feed_of_which_nothing_is_known_is_asked_within_hours_and_then_less_often() -> None:
    at_once, later = schedule.interval([], NOW), schedule.interval([NOW - 10 * DAY], NOW)

    assert at_once <= 4 * 3600 < later <= schedule.LONGEST


def test_a_feed_that_wakes_is_asked_more_often_the_same_day() -> None:
    weekly = every(7 * DAY)

    assert schedule.interval([*weekly, *every(HOUR, 6)], NOW) < schedule.interval(weekly, NOW) / 2


def test_posts_to_come_tell_nothing() -> None:
    assert schedule.interval([*every(DAY), NOW + DAY], NOW) == schedule.interval(every(DAY), NOW)


def test_an_office_is_asked_when_it_writes() -> None:
    working = [one for one in every(HOUR, 24 * 28) if 9 <= one.hour < 17 and one.weekday() < 5]
    evening = NOW.replace(hour=18)
    told = rhythm.of(working[:100], evening)

    assert rhythm.wait(told, evening, 1) > 3 * rhythm.wait(told, NOW, 1)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Cache_Control": "public, max-age=7200"}, 7200),
        ({"Cache_Control": "max-age=7200", "Age": "200"}, 7000),
        ({"Cache_Control": "no-cache, max-age=7200"}, 0),
        ({"Cache_Control": "max-age=31536000"}, wishes.LONGEST),
        ({"Expires": format_datetime(NOW + HOUR, usegmt=True)}, 3600),
        ({"Expires": format_datetime(NOW + HOUR, usegmt=True), "Cache_Control": "max-age=60"}, 60),
        ({"Expires": "0"}, 0),
        ({"Expires": "Mon, 99 Foo 2026 00:00:00 GMT"}, 0),
        ({"Cache_Control": "max-age=soon", "Age": "old"}, 0),
    ],
)
def test_an_answer_is_fresh_as_long_as_its_headers_say(headers: dict[str, str], seconds: float) -> None:
    assert wishes.freshness(page(**headers)) == seconds


def test_what_the_feed_asks_for_is_read_beside_its_items() -> None:
    ttl = "<ttl>90</ttl><skipHours><hour>0</hour><hour>24</hour><hour>5</hour></skipHours>"

    assert asks(f"{ttl}<skipDays><day>Sunday</day></skipDays>") == Wishes(5400, frozenset({0, 5}), frozenset({6}))
    assert asks("<item><description>&lt;ttl&gt;90&lt;/ttl&gt;</description></item>") == Wishes()
    assert asks("<ttl>1</ttl>", Cache_Control="max-age=900").rest == 900


def test_nobody_asks_while_an_answer_is_fresh_or_in_hours_and_days_to_be_skipped() -> None:
    rest = after(Heard(NOW, wishes=Wishes(5400)))
    hours = after(Heard(NOW, wishes=Wishes(hours=frozenset({12, 13}))))
    days = after(Heard(NOW, wishes=Wishes(hours=frozenset(range(6)), days=frozenset({2, 3}))))
    nonsense = after(Heard(NOW, wishes=Wishes(hours=frozenset(range(24)))))

    assert [plan.earliest for plan in (rest, hours, days, nonsense)] == [
        NOW + timedelta(seconds=5400), NOW.replace(hour=14), NOW.replace(hour=6) + 2 * DAY, NOW,
    ]  # fmt: skip
    assert all(plan.due >= plan.earliest for plan in (rest, hours, days, nonsense))


@pytest.mark.parametrize("days", [1, 31, 400])
def test_who_asks_to_be_left_alone_is_believed(days: int) -> None:
    plan = after(failing("throttled", 429, days * 86_400.0))

    assert plan.earliest == NOW + days * DAY <= plan.due


def test_to_wait_for_another_feed_of_the_host_is_no_failure() -> None:
    well = Heard(NOW, times=every(DAY))
    plan = after(well, failing("throttled", None, 240.0))

    assert plan.due == plan.earliest == NOW + timedelta(seconds=240)
    assert (plan.failures, plan.interval) == (0, after(well).interval)


def test_a_refusal_of_who_answered_before_is_a_limit() -> None:
    refused = failing("http", 403)
    first, later = after(refused), after(Heard(NOW), refused)

    assert first.earliest == NOW + DAY
    assert later.earliest == NOW + timedelta(seconds=schedule.THROTTLED.rest)


def test_who_has_mended_an_address_that_nobody_could_ask_need_not_wait_a_day() -> None:
    assert after(failing("forbidden by robots")).earliest - NOW == DAY
    assert after(failing("forbidden address")).earliest - NOW < HOUR


@pytest.mark.parametrize(
    ("heard", "first", "at_last"),
    [
        (failing("timed out"), HOUR / 4, DAY),
        (failing("http", 502), HOUR / 4, DAY),
        (failing("not a feed"), DAY / 4, 7 * DAY),
        (failing("forbidden by robots"), DAY, 30 * DAY),
        (failing("http", 404), DAY, 30 * DAY),
        (failing("throttled", 429), HOUR, 7 * DAY),
    ],
)
def test_a_failing_feed_is_asked_later_and_later_but_never_given_up(
    heard: Heard, first: timedelta, at_last: timedelta
) -> None:
    assert after(heard).due - NOW == pytest.approx(first, rel=0.1)
    assert after(*[heard] * 40).due - NOW == pytest.approx(at_last, rel=0.1)
    assert after(*[heard] * 40, Heard(NOW)).failures == 0


def test_a_failing_feed_is_not_asked_more_often_than_one_that_answers() -> None:
    well = Heard(NOW, times=every(7 * DAY))

    assert after(well, failing("timed out")).due >= after(well).due


def test_a_feed_that_is_gone_is_never_asked_again() -> None:
    plan = after(failing("gone", 410))

    assert (plan.due, plan.earliest) == (NEVER, NEVER)
    assert schedule.standing(plan, NOW - DAY).due == NEVER


def moving(*days: float, to: str = NEW_URL) -> Schedule:
    return after(*(Heard(NOW + day * DAY, moved=to) for day in days))


def test_a_feed_that_moved_for_good_is_asked_there_after_three_answers_over_a_week() -> None:
    assert moving(0, 4, 8).target == NEW_URL
    assert moving(*range(8)).target == NEW_URL
    assert moving(0, 30).target == URL
    assert moving(*(hours / 24 for hours in range(6 * 24))).target == URL
    assert after(*(Heard(NOW + day * DAY, moved=NEW_URL if day != 5 else "") for day in range(10))).target == URL


def test_where_a_feed_moved_to_is_given_up_when_nothing_is_there() -> None:
    plan = moving(*range(9))
    gone = schedule.next_(plan, Heard(NOW + 9 * DAY, Failure(NEW_URL, "gone", "", 410)))
    lost = schedule.next_(plan, Heard(NOW + 9 * DAY, Failure(NEW_URL, "http", "", 404)))
    down = schedule.next_(plan, Heard(NOW + 9 * DAY, Failure(NEW_URL, "timed out", "", None)))

    assert [one.target for one in (plan, gone, lost, down)] == [NEW_URL, URL, URL, NEW_URL]
    assert gone.due < NEVER
    assert schedule.next_(plan, Heard(NOW + 9 * DAY)).target == NEW_URL


def test_a_clock_that_is_set_back_makes_nobody_wait_longer() -> None:
    plan = replace(after(Heard(NOW, wishes=Wishes(3600))), made=NOW + 400 * DAY)
    ahead = replace(plan, due=plan.due + 400 * DAY, earliest=plan.earliest + 400 * DAY)

    assert schedule.standing(ahead, NOW).due - NOW == plan.due - NOW
    assert schedule.standing(ahead, NOW).earliest == NOW + HOUR


def test_after_a_standstill_feeds_are_asked_one_after_the_other() -> None:
    plans = [schedule.new(f"http://a.example/{number}", NOW - DAY) for number in range(1000)]
    spread = schedule.spread([*plans, after(failing("gone"))], NOW)
    times = [(plan.due - NOW).total_seconds() for plan in spread]

    assert len(times) == 1000
    assert sum(time < 50 for time in times) == pytest.approx(100, abs=40)
    assert max(times) <= 500
    assert schedule.spread(plans, NOW) == spread


def test_one_request_in_two_hundred_is_made_without_conditions() -> None:
    assert sum(schedule.full(URL, str(number)) for number in range(20_000)) == pytest.approx(100, abs=30)


def test_a_feed_is_early_or_late_by_a_tenth_always_the_same() -> None:
    plans = [after(Heard(NOW, times=every(DAY)), url=f"http://a.example/{number}") for number in range(200)]
    shares = [(plan.due - NOW).total_seconds() / plan.interval for plan in plans]

    assert 0.9 <= min(shares) < 0.92 < 1.08 < max(shares) <= 1.1


def test_a_hub_that_pushes_leaves_polling_a_daily_check() -> None:
    assert after(Heard(NOW, times=every(HOUR), pushed=True)).interval == schedule.LONGEST
