"""The day in a date: year, month and day in all their orders, read only where no other order is possible."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from extract.sources.months import DAYS, MONTHS, bare

NAME = r"([^\W\d_]{3,14})"
ORDINAL = r"(?:(?:st|nd|rd|th|er|re|e|o|a)(?![^\W\d_])|\.)?"
GAP = r"[\s,./-]*"
OF = r"(?:(?:de|del|of|di)\s+|d['’]\s?)?"
YEAR_FIRST = re.compile(r"(?<![\d+-])(\d{4})([-/.]) ?(\d{1,2})\2 ?(\d{1,2})(?!\d)\.?")
NUMBERS = re.compile(r"(?<![\d:])(\d{1,2})([-/.]|\s(?=\d+\s\d{4})) ?(\d{1,2})\2 ?(\d{4}|\d{2})(?!\d)\.?")
EASTERN = re.compile(r"(?<!\d)(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]")
DAY_MONTH = re.compile(rf"(?<!\d)(\d{{1,2}}){ORDINAL}{GAP}{OF}{NAME}{GAP}{OF}['’]?(\d{{4}}|\d{{2,3}})(?!\d)\.?", re.I)
MONTH_DAY = re.compile(
    rf"{NAME}\.?[\s/-]*(\d{{1,2}}){ORDINAL}(?!\d)(?:{GAP}{OF}(\d{{4}})|\s?,?\s?['’](\d{{2}})|,\s?(\d{{2}}))(?!\d)", re.I
)
YEAR_MONTH = re.compile(rf"(?<!\d)(\d{{4}}){GAP}{NAME}{GAP}(\d{{1,2}}){ORDINAL}(?!\d)", re.I)
WEEK = re.compile(r"(?<!\d)(\d{4})-?W(\d{2})-?(\d)(?!\d)")
ORDINAL_DAY = re.compile(r"(?<!\d)(\d{4})-?(\d{3})(?![\d-])")
COMPACT = re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
# What may stand before a date and between it and the time, and says nothing.
LINKING = (
    "at on um à a le el il den der am op om kl klo kello ore alle las los às as the of de d em t date published posted dated"
    " vom og г р"
)
JOINERS = set(LINKING.split())


@dataclass(frozen=True, slots=True)
class Day:
    """A day, where it stands in its text, and whether a weekday beside it or a strange word before it speaks against."""

    day: date
    start: int
    end: int
    doubtful: bool


def find(text: str) -> Day | None:
    """The first day in a text, or None where there is none, or more than one reading. Raises ValueError for no day."""
    weekday = _weekday(text)
    for pattern, reading in READINGS:
        for found in pattern.finditer(text):
            days = sorted(set(reading(found)))
            strange = _strange(text[: found.start()])
            # Beside words of another language a weekday is hardly one: "Thứ Hai" is no Thursday, but a Monday.
            if len(days) > 1 and weekday is not None and not strange:
                days = [one for one in days if one.isoweekday() == weekday]
            if len(days) > 1:
                raise ValueError(f"{found[0]!r}: day and month cannot be told apart")
            if days:
                if re.search(r"\d", text[: found.start()]):
                    raise ValueError(f"{text!r}: a number before the day, as in 5-7 March 2018")
                wrong = weekday is not None and days[0].isoweekday() != weekday
                return Day(days[0], found.start(), found.end(), strange or wrong)
    return None


def joins(text: str) -> bool:
    """Whether a text only leads from one part of a date to the next."""
    return not re.search(r"\d", text) and all(
        word.lower() in JOINERS or bare(word) in DAYS for word in WORD.findall(text)
    )


def _strange(before: str) -> bool:
    """Whether words before a date may change its meaning; one word and a comma is a weekday in some language."""
    return not joins(before) and not re.fullmatch(r"\s*[^\W\d_]+[.,]+\s*", before)


def _weekday(text: str) -> int | None:
    """The weekday that a date begins with or gives in brackets, 1 for Monday."""
    spoken = [*WORD.findall(re.split(r"\d", text, maxsplit=1)[0]), *re.findall(r"\(([^\W\d_]+)\.?\)", text)]
    # What is a month in one language and a weekday in another is a month, if no digit parts them.
    known = [
        DAYS[bare(word)] for word in spoken if bare(word) in DAYS and (bare(word) not in MONTHS or len(spoken) > 1)
    ]
    return known[0] if known else None


def _year(text: str) -> int:
    """A year of two, three or four digits (RFC 2822 section 4.3)."""
    number = int(text)
    return number if len(text) == 4 else number + (2000 if len(text) == 2 and number < 50 else 1900)


def _ymd(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return


def _year_first(found: re.Match[str]) -> Iterator[date]:
    yield date(int(found[1]), int(found[3]), int(found[4]))


def _numbers(found: re.Match[str]) -> Iterator[date]:
    """Every day that three numbers may be; with dots the day comes first if the year has four digits."""
    first, second, third = int(found[1]), int(found[3]), _year(found[4])
    yield from _ymd(third, second, first)
    if not (found[2] == "." and len(found[4]) == 4):
        yield from _ymd(third, first, second)
    if len(found[4]) == 2:
        yield from _ymd(_year(found[1].zfill(2)), second, int(found[4]))


def _fixed(found: re.Match[str]) -> Iterator[date]:
    yield date(int(found[1]), int(found[2]), int(found[3]))


def _day_month(found: re.Match[str]) -> Iterator[date]:
    if month := MONTHS.get(bare(found[2])):
        yield date(_year(found[3]), month, int(found[1]))


def _month_day(found: re.Match[str]) -> Iterator[date]:
    if month := MONTHS.get(bare(found[1])):
        yield date(_year(found[3] or found[4] or found[5]), month, int(found[2]))


def _year_month(found: re.Match[str]) -> Iterator[date]:
    if month := MONTHS.get(bare(found[2])):
        yield date(int(found[1]), month, int(found[3]))


def _week(found: re.Match[str]) -> Iterator[date]:
    yield date.fromisocalendar(int(found[1]), int(found[2]), int(found[3]))


def _ordinal(found: re.Match[str]) -> Iterator[date]:
    first, number = date(int(found[1]), 1, 1), int(found[2])
    day = date.fromordinal(first.toordinal() + number - 1)
    if not number or day.year != first.year:
        raise ValueError(f"{found[0]!r} names no day")
    yield day


READINGS = (
    (EASTERN, _fixed),
    (YEAR_FIRST, _year_first),
    (DAY_MONTH, _day_month),
    (MONTH_DAY, _month_day),
    (YEAR_MONTH, _year_month),
    (NUMBERS, _numbers),
    (WEEK, _week),
    (COMPACT, _fixed),
    (ORDINAL_DAY, _ordinal),
)
