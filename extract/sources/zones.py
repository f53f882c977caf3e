"""Time zones as dates name them: what is sure, what has several meanings, and how far from UTC each is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from extract.post import Zone

WEST, EAST = -12 * 60, 14 * 60  # minutes; Howland and Kiribati are the furthest from UTC
# Minutes from UTC of the names that mean one thing: those of RFC 822 section 5, as it says, and others by tzdata.
NAMED: Mapping[str, int] = MappingProxyType({
    "EST": -300, "EDT": -240, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
    "AKST": -540, "AKDT": -480, "HST": -600, "HAST": -600, "HADT": -540, "NST": -210, "NDT": -150,
    "WET": 0, "WEST": 60, "CET": 60, "CEST": 120, "MEZ": 60, "MESZ": 120, "MET": 60, "MEST": 120, "EET": 120,
    "EEST": 180, "MSD": 240, "TRT": 180, "IDT": 180, "SAST": 120, "EAT": 180, "CAT": 120, "WAT": 60,
    "NPT": 345, "PKT": 300, "WIB": 420, "WITA": 480, "WIT": 540, "ICT": 420, "HKT": 480, "SGT": 480, "MYT": 480,
    "PHT": 480, "JST": 540, "KST": 540, "AWST": 480, "ACST": 570, "ACDT": 630, "AEST": 600, "AEDT": 660,
    "NZST": 720, "NZDT": 780, "BRT": -180, "BRST": -120, "ART": -180, "CLT": -240, "CLST": -180, "PET": -300,
    "COT": -300, "UYT": -180, "CHST": 600,
})  # fmt: skip
# Names with several meanings, and the likeliest where one is by far; the others are read as UTC. CST is Chicago's by
# RFC 822, and China's and Cuba's; BST London's, Bangladesh's and Bougainville's; IST India's, Ireland's and Israel's.
AMBIGUOUS: Mapping[str, int] = MappingProxyType({"CST": -360, "BST": 60, "IST": 330})
UNIVERSAL = {"UTC", "GMT", "UT", "Z", "ZULU", "UCT"}
# Names that are told by the day: two with summer time, two whose offset was another for some years (tzdata).
REGIONS = {"ET": "America/New_York", "PT": "America/Los_Angeles", "MSK": "Europe/Moscow", "VET": "America/Caracas"}
HOURS = {"hrs", "hr", "hours", "h"}  # words behind a time that say nothing
# Of short names, small letters are words; these are nothing else.
WORDS = {"utc", "gmt", "z", "pst", "pdt", "edt", "cst", "cdt", "mdt", "cet", "cest"}

# A blank after the sign only behind a name: "10:00 - 11:00" is no time with an offset.
OFFSET = re.compile(
    r"(?:(?:UTC|GMT|UT|Z)\s?(?=[+-]\s?)|(?=[+-]\d))([+-])\s?(\d{1,2})(?::?([0-5]\d))?(?::00)?(?![\d:.])", re.I | re.A
)
REGION = re.compile(r"[A-Za-z]+/[A-Za-z_]+(?:[/-][A-Za-z_]+)?(?:[+-]\d{1,2})?")
NAME = re.compile(r"[A-Za-z]{1,10}(?:\d[A-Za-z]{3})?(?![^\W\d_])")
STOPS = " ,;.:·|\"'"
BRACKETS = str.maketrans("()[]", "    ")


@dataclass(frozen=True, slots=True)
class Stated:
    """What a date says of its zone: minutes from UTC or a region's name, and how sure that is."""

    certainty: Zone
    minutes: int = 0
    region: str = ""


ASSUMED = Stated("assumed")


def read(text: str) -> Stated | None:
    """The zone in what follows a time, or None where it is impossible or a number is left that is no zone.

    What says nothing of a zone, or two different things, is "assumed", and so is a zone with words that nobody knows: they
    may tell the half of the day ("8:28 de la tarde +0100") or another zone ("MET DST"). Behind an offset they are its
    zone's name in full.
    """
    found: list[Stated] = []
    strange = False
    rest = text.translate(BRACKETS).strip(STOPS)
    while rest:
        zone, length = _first(rest)
        if zone is None:
            return None
        found += [zone] if length else []
        word = rest[:length] or rest.partition(" ")[0]
        if not length and any(map(str.isdigit, word)):
            return None
        told = any(one.certainty == "stated" for one in found)
        strange = strange or not (length or told or word.lower().strip(STOPS) in HOURS)
        rest = rest[len(word) :].lstrip(STOPS)
    agreed = _agreed(found) if found else ASSUMED
    return replace(agreed, certainty="assumed") if strange else agreed


def _agreed(found: Sequence[Stated]) -> Stated:
    """One of several statements: an offset before a name; where two disagree, nothing is sure."""
    stated = [one for one in found if one.certainty == "stated"]
    sure = stated + [one for one in found if one.certainty == "named"] or list(found)
    fixed = {one.minutes for one in sure if not one.region}
    return sure[0] if len(fixed) <= 1 else Stated("assumed", sure[0].minutes)


def _first(text: str) -> tuple[Stated | None, int]:
    """The zone with which a text begins, and its length; ASSUMED and 0 for other words, None for the impossible."""
    if offset := OFFSET.match(text):
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        minutes = -minutes if offset[1] == "-" else minutes
        return (Stated("stated", minutes) if WEST <= minutes <= EAST else None), offset.end()
    if region := REGION.match(text):
        known = _regions().get(region[0].lower(), "")
        return (Stated("named", region=known) if known else ASSUMED), region.end()
    word = NAME.match(text)
    named = _named(word[0]) if word else None
    return (named, word.end()) if word and named else (ASSUMED, 0)


def _named(name: str) -> Stated | None:
    """A zone by its short name, or None where it is no name of one."""
    if not name.isupper() and name.lower() not in WORDS:
        return None
    upper = name.upper()
    if upper in UNIVERSAL:
        return Stated("stated")
    if upper in REGIONS:
        return Stated("named", region=REGIONS[upper])
    if upper in NAMED:
        return Stated("named", NAMED[upper])
    if upper in AMBIGUOUS:
        return Stated("assumed", AMBIGUOUS[upper])
    region = _regions().get(name.lower(), "")  # such as EST5EDT
    return Stated("named", region=region) if region and any(map(str.isdigit, name)) else None


@cache
def _regions() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}


def universal(local: datetime, zone: Stated) -> tuple[datetime, Zone]:
    """A local time in UTC, and how sure that is: in the hours around a change of clocks no region's time is.

    Raises OverflowError beyond the calendar.
    """
    if not zone.region:
        return local.replace(tzinfo=timezone(timedelta(minutes=zone.minutes))).astimezone(UTC), zone.certainty
    try:
        there = local.replace(tzinfo=ZoneInfo(zone.region))
    except ZoneInfoNotFoundError:
        return local.replace(tzinfo=UTC), "assumed"
    twice = there.utcoffset() != there.replace(fold=1).utcoffset()
    return there.astimezone(UTC), "assumed" if twice else zone.certainty
