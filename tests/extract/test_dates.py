"""Dates: right, or none, or said to be assumed.

The forms are those that feeds use: found in the test tables of feed readers and date libraries, in standards, and in
what blog software writes in other languages. ``dates.tsv`` holds them: how sure the zone is, the moment in UTC, the date.
"""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.sources import dates, days, months, zones

TABLE = [line.split("\t") for line in Path(__file__).with_name("dates.tsv").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(("zone", "utc", "raw"), [row for row in TABLE if row[0] != "none"])
def test_reads_the_moment_and_how_sure_it_is(zone: str, utc: str, raw: str) -> None:
    moment = datetime.fromisoformat(utc).replace(tzinfo=UTC)

    assert dates.read(raw) == dates.Dated(moment, zone, raw)  # type: ignore[arg-type]


@pytest.mark.parametrize("raw", ["", "5 Mar 2018 " * 20, *(raw for zone, _, raw in TABLE if zone == "none")])
def test_prefers_no_date_to_a_wrong_one(raw: str) -> None:
    assert dates.read(raw) == dates.NONE


WIDTHS = st.integers(min_value=-48, max_value=56).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
FORMS = (
    "%a, %d %b %Y %H:%M:%S %z",
    "%A, %d-%b-%y %H:%M:%S %z",
    "%B %d, %Y %I:%M:%S %p %z",
    "%a %b %d %H:%M:%S %z %Y",
    "%Y-%m-%dT%H:%M:%S%z",
    "%Y%m%dT%H%M%S%z",
    "%G-W%V-%uT%H:%M:%S%z",
    "%Y-%jT%H:%M:%S%z",
    "%d.%m.%Y %H:%M:%S %z",
)


@given(st.datetimes(datetime(1991, 1, 1), datetime(2049, 12, 30), timezones=WIDTHS), st.sampled_from(FORMS))
def test_reads_back_every_moment_in_every_standard_form(moment: datetime, form: str) -> None:
    whole = moment.replace(microsecond=0)

    assert dates.read(whole.strftime(form)) == dates.Dated(whole.astimezone(UTC), "stated", whole.strftime(form))
    assert dates.moment(format_datetime(whole)) == whole


@given(st.text(max_size=40) | st.from_regex(r"\A\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}( \d+:\d+)?( [A-Z+-]\w*)?\Z"))
def test_never_fails(raw: str) -> None:
    moment = dates.moment(raw)

    assert moment is None or moment.utcoffset() == timedelta(0)


@given(st.dates(datetime(1990, 1, 1).date(), datetime(2049, 12, 31).date()), st.sampled_from("/-"))
def test_never_takes_a_day_for_a_month(day: datetime, sign: str) -> None:
    found = dates.moment(f"{day.day}{sign}{day.month}{sign}{day.year}")

    assert (found is None) == (day.day <= 12 and day.day != day.month)
    assert found is None or found.date() == day


def test_no_name_of_a_month_or_a_weekday_has_two_meanings() -> None:
    assert {months.MONTHS[name] for name in ("marz", "mars", "marzo", "marco", "maart", "марта", "mar")} == {3}
    assert months.DAYS["mar"] == months.DAYS["tue"] == 2
    assert "listopad" not in months.MONTHS


def test_zones_with_several_meanings_are_in_no_list_of_sure_ones() -> None:
    assert not set(zones.NAMED) & {
        *zones.AMBIGUOUS,
        "AST",
        "AMT",
        "AMST",
        "GST",
        "SST",
        "ECT",
        "WST",
        "CCT",
        "ADT",
        "A",
        "N",
    }


def test_a_weekday_alone_decides_between_two_readings() -> None:
    found = days.find("Thursday 05/03/2018")

    assert found is not None
    assert (found.day.month, found.day.day, found.doubtful) == (5, 3, False)
