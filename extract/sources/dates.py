"""Dates as feeds and pages write them, read from the raw string.

A wrong date is worse than none: feed libraries read unknown zones as UTC, drop ``PM`` and turn month 13 into January,
and what depends on when things happened then goes wrong without a sign.  So whatever is ambiguous is ``None`` here.
The one licence: a date that names no zone at all is read as UTC, which errs by at most 14 hours.
"""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil import parser as dateutil_parser

EARLIEST = 1990  # before the web: the zero of some clock, not a date of publication

# Hours from UTC, by the use that rules in blogs. IST is left out: India, Ireland and Israel all write it.
ZONES = {
    "UTC": 0.0, "GMT": 0.0, "UT": 0.0, "Z": 0.0, "WET": 0.0, "WEST": 1.0, "CET": 1.0, "CEST": 2.0, "MEZ": 1.0,
    "MESZ": 2.0, "EET": 2.0, "EEST": 3.0, "BST": 1.0, "MSK": 3.0, "EST": -5.0, "EDT": -4.0, "CST": -6.0,
    "CDT": -5.0, "MST": -7.0, "MDT": -6.0, "PST": -8.0, "PDT": -7.0, "AKST": -9.0, "AKDT": -8.0, "HST": -10.0,
    "JST": 9.0, "KST": 9.0, "HKT": 8.0, "SGT": 8.0, "AWST": 8.0, "ACST": 9.5, "ACDT": 10.5, "AEST": 10.0,
    "AEDT": 11.0, "NZST": 12.0, "NZDT": 13.0, "NST": -3.5, "NDT": -2.5, "SAST": 2.0, "BRT": -3.0, "ART": -3.0,
}  # fmt: skip

# What email.utils reads without guessing: everything else it may misread silently.
MAIL = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?\d{1,2}\s+[A-Za-z]{3}\s+\d{4}\s+\d{1,2}:\d{2}(?::\d{2})?\s+(?:[+-]\d{4}|GMT|UTC?|Z)", re.A
)
EPOCH = re.compile(r"\d{10}(?:\d{3})?")
REGION = re.compile(r"^(.*\S)\s+([A-Z][A-Za-z]+/[A-Za-z_/+-]+)$")
SLASHES = re.compile(r"\s*(\d{1,2})/(\d{1,2})/\d{2,4}\b")
DOTS = re.compile(r"\s*\d{1,2}\.\s?\d{1,2}\.\s?\d{4}")
BLANK = datetime(2000, 1, 1)
OTHER_BLANK = datetime(2001, 2, 2)


def read(raw: str) -> datetime | None:
    """The moment a date string names, in UTC; None for what is no date, half a date, or ambiguous."""
    text = re.sub(r"\s*\([^)]*\)\s*$", "", " ".join(raw.split()))
    # "GMT+0200", as JavaScript writes it, is two hours ahead; dateutil reads it the other way, as POSIX does.
    text = re.sub(r"\b(?:GMT|UTC)(?=[+-]\d)", "", text)
    if not text or len(text) > 100:
        return None
    try:
        moment = _moment(text)
        found = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC) if moment else None
    except (ValueError, OverflowError, ZoneInfoNotFoundError):
        return None
    return found if found and found.year >= EARLIEST else None


def _moment(text: str) -> datetime | None:
    """The first reading that fits; raises ValueError where none does."""
    if EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    if region := REGION.match(text):
        return _loose(region[1]).replace(tzinfo=ZoneInfo(region[2]))
    if MAIL.fullmatch(text):
        return parsedate_to_datetime(text)
    if re.match(r"\d{4}-?\d{2}-?\d{2}", text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            return _loose(text)
    slashes = SLASHES.match(text)
    if slashes and int(slashes[1]) <= 12 and int(slashes[2]) <= 12 and slashes[1] != slashes[2]:
        raise ValueError(f"{text!r}: day and month cannot be told apart")
    return _loose(text)


def _loose(text: str) -> datetime:
    dayfirst = DOTS.match(text) is not None
    first, second = (
        dateutil_parser.parse(text, default=blank, dayfirst=dayfirst, tzinfos=_zone) for blank in (BLANK, OTHER_BLANK)
    )
    # A part that differs was filled in from the blank, not read: half a date.
    if first.date() != second.date():
        raise ValueError(f"{text!r} names no full date")
    return first  # type: ignore[no-any-return]  # dateutil ships no types


def _zone(name: str | None, seconds: int | None) -> tzinfo | None:
    if seconds is not None:
        return timezone(timedelta(seconds=seconds))
    if name is None:
        return None
    if name.upper() not in ZONES:
        raise ValueError(f"unknown time zone {name!r}")
    return timezone(timedelta(hours=ZONES[name.upper()]))
