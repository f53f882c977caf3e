"""Dates: right, or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.sources import dates


@pytest.mark.parametrize(
    ("raw", "utc"),
    [
        ("Mon, 05 Mar 2018 20:28:28 +0100", "2018-03-05T19:28:28+00:00"),
        ("05 Mar 2018 20:28 GMT", "2018-03-05T20:28:00+00:00"),
        ("Mon, 05 Mar 2018 20:28:28 CEST", "2018-03-05T18:28:28+00:00"),
        ("Mon, 05 Mar 2018 20:28:28 MSK", "2018-03-05T17:28:28+00:00"),
        ("Mon, 05 Mar 2018 20:28:28 JST", "2018-03-05T11:28:28+00:00"),
        ("Mon, 05 Mar 2018 20:28:28 GMT+0200 (CEST)", "2018-03-05T18:28:28+00:00"),
        ("Mon, 05 Mar 2018 08:28:28 PM", "2018-03-05T20:28:28+00:00"),
        ("5 Mar 18 10:00 EST", "2018-03-05T15:00:00+00:00"),
        ("2020-01-01T00:00:00Z", "2020-01-01T00:00:00+00:00"),
        ("2020-01-01T10:00:00.1234567+02:00", "2020-01-01T08:00:00.123456+00:00"),
        ("2020-01-01", "2020-01-01T00:00:00+00:00"),
        ("2018-03-05T10:10:10 EST", "2018-03-05T15:10:10+00:00"),
        ("2020-07-01 10:00:00 America/Los_Angeles", "2020-07-01T17:00:00+00:00"),
        ("March 5, 2018 8:28 pm -0300", "2018-03-05T23:28:00+00:00"),
        ("13/02/2020", "2020-02-13T00:00:00+00:00"),
        ("02/02/2020", "2020-02-02T00:00:00+00:00"),
        ("01.02.2020 10:00", "2020-02-01T10:00:00+00:00"),
        ("1520932969", "2018-03-13T09:22:49+00:00"),
        ("1520932969000", "2018-03-13T09:22:49+00:00"),
        ("  Mon,\n05 Mar 2018 20:28:28 +0000 ", "2018-03-05T20:28:28+00:00"),
    ],
)
def test_reads_the_moment_in_utc(raw: str, utc: str) -> None:
    moment = dates.read(raw)

    assert moment is not None
    assert moment.isoformat() == utc


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "soon",
        "Tuesday",
        "March 2020",
        "2018",
        "2018-13-01",
        "Mon, 30 Feb 2018 20:28:28 +0100",
        "Mon, 05 Mar 2018 20:28:28 IST",
        "Mon, 05 Mar 2018 20:28:28 XYZ",
        "2020-06-01 10:00:00 Mars/Base",
        "2018-03-05T20:28:28+99:00",
        "01/02/2020",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00+10:00",
        "5 Mar 2018 " * 20,
    ],
)
def test_prefers_no_date_to_a_wrong_one(raw: str) -> None:
    assert dates.read(raw) is None


@given(st.text(max_size=40) | st.from_regex(r"\A\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}( \d+:\d+)?( [A-Z+-]\w*)?\Z"))
def test_never_fails(raw: str) -> None:
    moment = dates.read(raw)

    assert moment is None or moment.utcoffset() is not None
