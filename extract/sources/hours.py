"""The time of day in a date: which digits it is, and what hour, minute and second."""

import re
from dataclasses import dataclass
from datetime import timedelta

HALF = r"(?:[ap]\.?\s?m(?![^\W\d_])\.?)"  # "PM", "p.m.", "p. m."
# What other languages write behind a time (Unicode CLDR, dayPeriods): Greek, German, Spanish, Portuguese, French, Swedish,
# Finnish, Turkish, Vietnamese, Malay, Russian, Arabic. No words for the night, which has two halves.
EARLY_WORDS = r"π\.?\s?μ|vorm(?:ittags)?|de la mañana|da manhã|du matin|f\.?\s?m|ap|öö|sa|pg|утра|ص"
LATE_WORDS = r"μ\.?\s?μ|nachm(?:ittags)?|de la tarde|da tarde|de l['’]après-midi|e\.?\s?m|ip|ös|ch|ptg|дня|вечера|م"
WORDS = rf"(?:{HALF}|(?<=\d)[ap](?![^\W\d_])|(?:{EARLY_WORDS}|{LATE_WORDS})(?![^\W\d_])\.?)"
BEFORE = rf"(?:(?P<before>{HALF}|午前|午後|上午|下午|오전|오후)\s*)?"
LEAD = r"(?<![\w:.,+\-/])"
CLOCKS = tuple(
    re.compile(LEAD + pattern, re.I)
    for pattern in (
        BEFORE
        + r"(?P<hour>\d{1,2})\s?:\s?(?P<minute>\d{1,2})(?:\s?:\s?(?P<second>\d{1,2})(?:[.,:](?P<part>\d{1,9}))?)?"
        rf"(?!\d|:\d)(?:\s?(?:uhr\b|(?P<after>{WORDS})))?",
        r"(?P<hour>\d{1,2})\s?h(?![^\W\d_])\s?(?:(?P<minute>[0-5]\d)(?:\s?min\b|\s?m\b)?(?:\s?(?P<second>[0-5]\d)\s?s\b)?)?",
        rf"(?P<hour>\d{{1,2}})(?:\.(?P<minute>[0-5]\d))?\s?(?P<after>{HALF})",
        r"(?P<hour>\d{1,2})(?:\.(?P<minute>[0-5]\d))?\s?uhr\b",
        r"(?:kl|klo|kello|ore|alle|um)\b\.?\s?(?P<hour>\d{1,2})\.(?P<minute>[0-5]\d)(?:\.(?P<second>[0-5]\d))?(?!\d)"
        rf"(?:\s?(?P<after>{WORDS}))?",
    )
)
EASTERN = re.compile(r"(\d{1,2})\s?[時时点點시]\s?(?:(\d{1,2})\s?[分분]\s?)?(?:(\d{1,2})\s?[秒초])?")
# From one time to a later one, "10:00-11:30", which is no offset from UTC: those have a T before the hour, seconds, or are
# behind a blank. Where the later one has a half of the day, it is a span for sure.
SPAN = re.compile(
    LEAD + r"((\d{1,2})(?::([0-5]\d)|h([0-5]\d)?))-(\d{1,2})(?::([0-5]\d)|h([0-5]\d)?)?(?![\d:.])", re.I | re.A
)
HALVES = re.compile(LEAD + rf"(\d{{1,2}}(?::[0-5]\d)?\s?{HALF})\s?-\s?\d{{1,2}}(?::[0-5]\d)?\s?{HALF}", re.I | re.A)
LATE = re.compile(rf"p.*|午後|下午|오후|(?:{LATE_WORDS})\.?", re.I)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day after midnight (``24:00`` is a whole day), where it stands, and whether it is a leap second."""

    time: timedelta
    start: int
    end: int
    leap: bool = False


def plain(text: str) -> str:
    """A text with East Asian times in digits and colons."""
    return EASTERN.sub(lambda found: f" {found[1]}:{found[2] or '00'}:{found[3] or '00'} ", text)


def begun(text: str) -> str:
    """A text in which only the beginning is left of a span from one time to a later one."""
    return HALVES.sub(r"\1", SPAN.sub(_begun, text))


def _begun(found: re.Match[str]) -> str:
    hour, minute, until, after = found[2], found[3] or found[4], found[5], found[6] or found[7]
    is_later = (int(until), int(after or 0)) > (int(hour), int(minute or 0))
    return found[1] if is_later else found[0]


def read(text: str) -> Clock | None:
    """The time of day in a text, or None where it holds none. Raises ValueError for one that cannot be."""
    found = next((match for clock in CLOCKS if (match := clock.search(text)) and not _offset(text, match)), None)
    if found is None:
        return None
    parts = {name: value or "" for name, value in found.groupdict().items()}
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    half = parts.get("before") or parts.get("after") or ""
    hour = _of_day(hour, LATE.fullmatch(half) is not None) if half else hour
    leap = second == 60 and minute in (29, 59)
    if minute > 59 or (second > 59 and not leap) or (hour > 23 and (hour, minute, second) != (24, 0, 0)):
        raise ValueError(f"{found[0]!r} is no time of day")
    part = timedelta(microseconds=int((parts.get("part") or "0").ljust(6, "0")[:6]))
    time = timedelta(hours=hour, minutes=minute, seconds=second) + part
    return Clock(time, found.start(), found.end(), leap)


def _offset(text: str, found: re.Match[str]) -> bool:
    """Whether it is no time but an offset from UTC, as in ``UTC + 1:00``."""
    return re.search(r"(?:\+|(?:UTC|GMT)\s*-)\s*\Z", text[: found.start()], re.I) is not None


def _of_day(hour: int, late: bool) -> int:
    """An hour of the half day as one of 24. Raises ValueError where they contradict each other."""
    if hour > 23 or (hour > 12 and not late) or (hour == 0 and late):
        raise ValueError(f"{hour} is no hour of this half of a day")
    return hour if hour > 12 else hour % 12 + 12 * late
