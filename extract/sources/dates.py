"""Dates as feeds and pages write them, read from the raw string.

A wrong date is worse than none: feed libraries read unknown zones as UTC, drop ``PM`` and turn month 13 into January,
and what depends on when things happened then goes wrong without a sign.  So each part is read by rules of its own
(``days``, ``hours``, ``zones``), every digit has to be accounted for, and what has two readings is no date.
Where only the zone is in doubt the date is kept and said to be "assumed".
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from html import unescape

from extract.post import Zone
from extract.sources import days, hours, zones

EARLIEST, LATEST = 1990, 2100  # before the web: the zero of some clock; so far ahead: a typing error
LONGEST = 120  # characters

# Standard forms with nothing missing and nothing to doubt.
ISO = re.compile(
    r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?(?:Z|[+-](?:0\d|1[01]):[0-5]\d)", re.A
)
MAIL = re.compile(
    r"(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat), \d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (?:19|20)\d{2}"
    r" (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d (?:[+-](?:0\d|1[01])[0-5]\d|GMT)",
    re.A,
)
WEEKDAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
EPOCH = re.compile(r"(\d{9,10})(?:\.\d{1,9})?|(\d{10})\d{3}|(\d{10})\d{6}|(\d{10})\d{9}", re.A)
HOURLY = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])")
DOT_NET = re.compile(r"/?Date\((\d{1,16})(?:[+-]\d{4})?\)/?")  # JSON of ASP.NET
# Forms without signs between the parts, and those with the hour alone (ISO 8601).
PACKED = re.compile(r"^(\d{4})-?(\d{2})-?(\d{2})(?:T|(?<=\d{8}) ?)(\d{2})(\d{2})(\d{2})?(?!\d)", re.I)
HOUR_ALONE = re.compile(r"(?<=\d)T(\d{2})(?=Z|[+-]|$)", re.I)
LOG = re.compile(r"(\d{4}):(?=\d{2}:\d{2}:\d{2})")  # web servers' logs
CLOCK_READING = re.compile(r" m=[+-][\d.]+$")  # what Go adds to a time
DASHES = str.maketrans({**dict.fromkeys("‐‑‒–—―−", "-"), "\u200e": "", "\u200f": "", "\ufeff": ""})


@dataclass(frozen=True, slots=True)
class Dated:
    """The moment that a date names, in UTC, how sure its zone is (``Zone``), and the date as it was written.

    None and ``""`` where it names none.

    "assumed" is also what contradicts itself: a weekday that is another day's, two offsets, an hour that the clock
    struck twice.
    """

    moment: datetime | None
    zone: Zone
    raw: str = ""


NONE = Dated(None, "")


def read(raw: str) -> Dated:
    """The moment a date string names; NONE for what is no date, half a date, or has two readings."""
    text = _plain(raw)
    if not text or len(text) > LONGEST:
        return NONE
    try:
        found = _standard(text) or _epoch(text) or _read(text)
    except (ValueError, OverflowError):
        return NONE
    fits = found.moment is not None and EARLIEST <= found.moment.year <= LATEST
    return Dated(found.moment, found.zone, raw.strip()) if fits else NONE


def moment(raw: str) -> datetime | None:
    """The moment alone."""
    return read(raw).moment


def _plain(raw: str) -> str:
    """One line in plain letters and digits, without markup."""
    if len(raw) > 4 * LONGEST:
        return ""
    # Ordinary dates have nothing to be made plain, and there are many of them.
    text = raw if raw.isascii() and not {"&", "<"} & set(raw) else _letters(raw)
    return " ".join(text.split())


def _letters(raw: str) -> str:
    text = re.sub(r"<[^<>]*>|<!\[CDATA\[|\]\]>", " ", unescape(raw))
    text = unicodedata.normalize("NFKC", text.translate(DASHES)).translate(DASHES)
    return "".join(str(unicodedata.decimal(letter, letter)) for letter in text)


def _standard(text: str) -> Dated | None:
    """What most feeds write, as RFC 822 and RFC 3339 ask for it, without the long way; what is not quite right takes it."""
    if ISO.fullmatch(text):
        return Dated(datetime.fromisoformat(text).astimezone(UTC), "stated")
    if MAIL.fullmatch(text) is None:
        return None
    local = parsedate_to_datetime(text)
    right = local.strftime("%w") == str(WEEKDAYS.index(text[:3]))
    return Dated(local.astimezone(UTC), "stated") if right and local.tzinfo else None  # "-0000" gives none


def _epoch(text: str) -> Dated | None:
    """Seconds, or parts of them, since 1970; ten digits that are also an hour of a day (``2018030520``) are neither."""
    if named := DOT_NET.fullmatch(text):
        return Dated(datetime.fromtimestamp(int(named[1]) // 1000, UTC), "stated")
    found = EPOCH.fullmatch(text)
    if not found:
        return None
    seconds = next(filter(None, found.groups()))
    if HOURLY.fullmatch(text):
        raise ValueError(f"{text!r} is an hour or a moment")
    return Dated(datetime.fromtimestamp(int(seconds), UTC), "stated")


def _read(text: str) -> Dated:
    """A day, a time if there is one, and a zone. Raises ValueError where one of them cannot be."""
    text = PACKED.sub(lambda found: f"{found[1]}-{found[2]}-{found[3]} {found[4]}:{found[5]}:{found[6] or '00'}", text)
    text = LOG.sub(r"\1 ", HOUR_ALONE.sub(r"T\1:00", CLOCK_READING.sub("", text)))
    text = hours.plain(re.sub(r"(?<=\d)[T_](?=\d\d?:)", " ", hours.begun(text), flags=re.I))
    clock = hours.read(text)
    if clock is None:
        day = days.find(text)
        if day is None or re.match(
            r"[+-]\d{1,4}(?![\d:])", text[day.end :]
        ):  # a day has at most an offset with a colon
            return NONE
        return _dated(day.day, None, text[day.end :], day.doubtful)
    before, after = text[: clock.start], text[clock.end :]
    day = days.find(before)
    if day and days.joins(before[day.end :].replace("(", " ").replace(")", " ")):
        return _dated(day.day, clock, after, day.doubtful)
    if day is None and (year := re.search(r"(?<![\d:+-])\d{4}(?!\d)", after)) and (split := _split(before, year[0])):
        return _dated(split.day, clock, f"{after[: year.start()]} {after[year.end() :]}", split.doubtful)
    later = None if re.search(r"\d", before) else days.find(after)
    if later is None:
        raise ValueError(f"{text!r} names no day")
    between = "" if days.joins(after[: later.start]) else after[: later.start]
    return _dated(later.day, clock, f"{between} {after[later.end :]}", not days.joins(before))


def _split(before: str, year: str) -> days.Day | None:
    """A day with its year behind the time, as C's ``asctime`` writes it."""
    day = days.find(f"{before.rstrip(' ,')} {year}")
    return day if day and day.end >= len(before.rstrip(" ,")) + 5 else None


def _dated(day: date, clock: hours.Clock | None, rest: str, doubtful: bool) -> Dated:
    zone = zones.read(rest)
    if zone is None:
        raise ValueError(f"{rest!r} is no time zone")
    local = datetime.combine(day, time()) + (clock.time if clock else timedelta())
    found, certainty = zones.universal(local, zone)
    if clock and clock.leap and (found.hour, found.minute) != (0, 0) and certainty != "assumed":
        raise ValueError("leap seconds are at the end of a day of UTC")
    return Dated(found, "assumed" if doubtful else certainty)
