"""Numbers as words: natural frequencies, whole numbers, English dates that do not depend on the locale."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from math import floor

from analysis.estimates.trend import FALL, RISE
from reports.page import Range

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ORDINALS = {1: "First", 2: "Second", 3: "Third"}
# no reader sees them: controls, and marks that turn the direction of all text behind them
UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)


def per_hundred(share: float) -> str:
    """A share of 0..1 as posts out of 100. Something is never rounded down to nothing, nor up to everything."""
    if 0 < share < 0.005:
        return "under 1"
    if 0.995 <= share < 1:
        return "over 99"
    return str(floor(share * 100 + 0.5 + 1e-9))  # 0.565 * 100 is 56.49999...


def likely(spread: Range) -> str:
    """The bounds of a range as posts out of 100: "54 to 60"."""
    return f"{per_hundred(spread.low)} to {per_hundred(spread.high)}"


def ranged(spread: Range) -> str:
    """A share with the bounds of its range, out of 100: "57 (54 to 60)"."""
    return f"{per_hundred(spread.share)} ({likely(spread)})"


def signed(points: float, digits: int = 1) -> str:
    """+1.2, −0.3, 0: points with their sign."""
    text = f"{abs(points):.{digits}f}"
    if not float(text):
        return "0"
    return f"{'+' if points > 0 else '−'}{text}"


def rose_and_fell(labels: Mapping[str, str], readings: Mapping[str, str]) -> str:
    """Which complaints clearly rose and fell by their readings, as what follows "complaints of"; "" if none did."""
    clear = {way: [f"“{labels[cause]}”" for cause, one in readings.items() if one == way] for way in (RISE, FALL)}
    told = [f"{listed(clear[way])} {word}" for way, word in ((RISE, "rose"), (FALL, "fell")) if clear[way]]
    return ", and of ".join(told)


def often(held: float) -> str:
    """In how many redraws a rank held, rounded down so that only "all" means all."""
    return "all" if held >= 1 else f"{floor(held * 100 + 1e-9)} of 100"


def redraws(held: float) -> str:
    """The same with its noun: "all redraws", "99 of 100 redraws"."""
    return f"{often(held)} redraws"


def day(moment: date) -> str:
    """2 Oct 2026."""
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def period(first: date | None, last: date | None) -> str:
    """The days a report covers; says so when no post carried a date."""
    known = [moment for moment in (first, last) if moment is not None]
    if not known:
        return "dates unknown"
    return day(known[0]) if known[0] == known[-1] else f"{day(known[0])} to {day(known[-1])}"


def published(text: str) -> str:
    """The day of an ISO 8601 timestamp; text that is none, as a feed may hold, becomes "undated"."""
    try:
        return day(date.fromisoformat(text[:10]))
    except ValueError:
        return "undated"


def amount(count: int, noun: str) -> str:
    """1 post, 2 posts, 1,284 posts."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def listed(words: Sequence[object]) -> str:
    """1; 1 and 2; 1, 2 and 3."""
    *head, last = map(str, words)
    return f"{', '.join(head)} and {last}" if head else last


def visible(text: str) -> str:
    """Text of a feed on one line, without characters that would hide or turn what stands around them."""
    return " ".join(UNSEEN.sub("", text).split())


def lower_first(text: str) -> str:
    """A sentence made fit to follow a colon."""
    return text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """A label made fit to open a sentence."""
    return text[:1].upper() + text[1:]
