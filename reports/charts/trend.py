"""Complaints of the core causes month by month, with ranges; months with too few posts are gaps."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, nan
from typing import Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import offset_copy

from analysis.codebook import Code
from reports.charts import svg
from reports.charts.canvas import NARROW, QUIET, WIDE, Margins, apart, canvas, note, reach
from reports.charts.lettering import fitted
from reports.claimed.claims import enough
from reports.page import Range, Report
from reports.wording import MONTHS, likely, per_hundred, upper_first

LEAST = 3  # months with shares, under which no line is drawn
SPOKEN = 12  # months that a screen reader tells of a line
SPAN = 48  # months at most, that a date from another century does not press all others into one
DOTTED = 24  # markers at most on a line
Dash = str | tuple[int, tuple[float, ...]]


class Look(NamedTuple):
    """How a line is told from the others: by colour, by dashes and by markers."""

    colour: str
    text: str
    dash: Dash
    marker: str


LOOKS = (
    Look(svg.POSITIVE, svg.POSITIVE_TEXT, "-", "o"),
    Look(svg.NEGATIVE, svg.NEGATIVE_TEXT, (0, (4, 1.6)), "s"),
    Look(svg.THIRD, svg.THIRD, (0, (1.4, 1.2)), "^"),
    Look(svg.INK, svg.INK, (0, (7, 1.6, 1.4, 1.6)), "D"),
    Look(svg.MUTED, svg.MUTED, (0, (9, 3)), "v"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One cause over months without a hole in the calendar; a month without a range has too few posts."""

    code: Code
    look: Look
    months: range
    posts: list[int]
    spreads: list[Range | None]

    @property
    def known(self) -> list[tuple[int, Range]]:
        """The places of the months that have a range, and these."""
        return [(place, spread) for place, spread in enumerate(self.spreads) if spread]

    @property
    def change(self) -> str:
        """The first share and the last one."""
        first, last = self.known[0][1], self.known[-1][1]
        return f"{per_hundred(first.share)} → {per_hundred(last.share)} of 100"

    @property
    def name(self) -> str:
        return upper_first(self.code.complaint_label)


def lines(report: Report) -> list[Line]:
    """The core causes over the months that are drawn; none where fewer than LEAST months have shares."""
    if not enough(report) or report.months.empty:
        return []
    known = report.months.dropna(subset=["share", "low", "high"])
    span = _span(sorted(set(known["number"].astype(int))))
    posts = {
        int(number): int(count) for number, count in zip(report.months["number"], report.months["posts"], strict=True)
    }
    ranges = {
        (row.cause, int(row.number)): Range(float(row.share), float(row.low), float(row.high))
        for row in known.itertuples()
    }
    made = [
        (code, [ranges.get((code.id, month)) for month in span])
        for code in report.codebook.of("core")
        if any((code.id, month) in ranges for month in span)
    ]
    counts = [posts.get(month, 0) for month in span]
    return [Line(code, look, span, counts, spreads) for (code, spreads), look in zip(made, LOOKS, strict=False)]


def _span(known: Sequence[int]) -> range:
    """The latest stretch of at most SPAN months that holds the most of the known ones; empty if that is under LEAST."""
    found = [(sum(last - SPAN < month <= last for month in known), last) for last in known]
    most, last = max(found, default=(0, 0))
    return range(min(month for month in known if month > last - SPAN), last + 1) if most >= LEAST else range(0)


def draw(report: Report, wide: bool) -> Figure | None:
    """Lines with bands by month; their names at their ends, or above the drawing where it is narrow."""
    found = lines(report)
    if not found:
        return None
    margins = Margins(34, 196, 14, 66) if wide else Margins(28, 24, 22 + 20 * len(found), 66)
    width, inner = (WIDE, 260) if wide else (NARROW, 240)
    figure, axes = canvas(width, inner + margins.top + margins.bottom, margins)
    top = reach([spread for line in found for _, spread in line.known])
    for line in found:
        _line(axes, line)
    axes.set_xlim(-0.01 * len(found[0].months), len(found[0].months) - 1)
    axes.set_ylim(0, top)
    axes.set_yticks(range(0, top + 1, 10 if top <= 60 else 20))
    axes.set_xticks([])
    axes.grid(axis="y", color=svg.RULE, linewidth=1)
    axes.axhline(0, color=svg.INK, linewidth=1.25)
    _months(axes, found[0], width - margins.left - margins.right)
    if wide:
        _ends(axes, found, inner / top)
    else:
        _keys(axes, found, margins)
    return figure


def _line(axes: Axes, line: Line) -> None:
    """A line, its band and its markers; a month between two gaps has a bar for its range."""
    places = range(len(line.months))
    share, low, high = (
        [getattr(spread, name) * 100 if spread else nan for spread in line.spreads] for name in ("share", "low", "high")
    )
    known = {place for place, _ in line.known}
    alone = sorted(place for place in known if not known & {place - 1, place + 1})
    thin = ceil(len(known) / DOTTED)
    dots = sorted({*sorted(known)[::-1][::thin], *alone})
    axes.fill_between(places, low, high, color=line.look.colour, alpha=0.13, linewidth=0)
    axes.vlines(alone, [low[at] for at in alone], [high[at] for at in alone], colors=line.look.colour, linewidth=1.5)
    axes.plot(places, share, color=line.look.colour, linestyle=line.look.dash, linewidth=2.25, dash_capstyle="butt")
    axes.plot(dots, [share[at] for at in dots], line.look.marker, color=line.look.colour, markersize=6.5, mew=0)


def _months(axes: Axes, line: Line, room: float) -> None:
    """As many months as have room, with their posts and, where it is new, the year; the last one always."""
    step = ceil(len(line.months) * 52 / room)
    year = 0
    for place in range((len(line.months) - 1) % step, len(line.months), step):
        this, month = divmod(line.months[place] - 1, 12)
        below: list[tuple[str, int]] = [(MONTHS[month], -15), (f"n={line.posts[place]:,}", -31)]
        for text, shift in [*below, (f"{this:04}", -47)] if this != year else below:
            look = QUIET | ({"fontsize": 11.5} if shift < -15 else {})
            note(axes, text, (place, 0), (0, shift), ha="center", **look)
        year = this


def _ends(axes: Axes, found: Sequence[Line], scale: float) -> None:
    """Name and change of each line beside its end, led to where it had to give way; scale: pixels of a post of 100."""
    ends = [line.known[-1] for line in found]
    top = axes.get_ylim()[1]
    places = apart([spread.share * 100 for _, spread in ends], 40 / scale, 14 / scale, top - 14 / scale)
    last, beside = len(found[0].months) - 1, offset_copy(axes.transData, axes.get_figure(root=True), 11, 0, "dots")
    for line, (at, spread), place in zip(found, ends, places, strict=True):
        lead = {"arrowstyle": "-", "color": line.look.colour, "linewidth": 1, "shrinkA": 0, "shrinkB": 4}
        axes.annotate("", (at, spread.share * 100), (last, place), textcoords=beside, arrowprops=lead)
        note(axes, fitted(line.name, 178), (last, place), (16, 8), color=line.look.text)
        note(axes, line.change, (last, place), (16, -9), **QUIET)


def _keys(axes: Axes, found: Sequence[Line], margins: Margins) -> None:
    """Name and change of each line above the drawing, behind a piece of the line."""
    width, height = axes.get_window_extent().size
    for row, line in enumerate(found):
        rise = 20 * (len(found) - row) - 2
        sample = [(shift - margins.left) / width for shift in (0, 14, 28)]
        level, look = [1 + rise / height] * 3, line.look
        at: dict[str, Any] = {"transform": axes.transAxes, "clip_on": False, "color": look.colour}
        axes.plot(sample, level, linestyle=look.dash, linewidth=2.25, dash_capstyle="butt", **at)
        axes.plot(sample[1:2], level[:1], look.marker, markersize=6.5, mew=0, **at)
        corner: dict[str, Any] = {"xycoords": ("figure fraction", "axes fraction")}  # Any: text properties
        note(axes, fitted(line.name, 172), (0, 1), (36, rise), color=look.text, **corner)
        note(axes, line.change, (1, 1), (0, rise), ha="right", **QUIET, **corner)


def told(report: Report) -> str:
    found = lines(report)
    rows = (
        f"{line.code.name}, {line.code.complaint_label}: "
        + "; ".join(
            f"{_day(line.months[at])} {per_hundred(of.share)} (likely {likely(of)})" for at, of in _spoken(line)
        )
        + "."
        for line in found
    )
    posts = [
        f"{_day(month)} {count:,}"
        for line in found[:1]
        for month, count in list(zip(line.months, line.posts, strict=True))[-SPOKEN:]
    ]
    head = "Line chart, complaints of each core cause out of 100 posts, by month."
    return " ".join((head, *rows, f"Posts a month: {'; '.join(posts)}.", "The table follows."))


def _spoken(line: Line) -> list[tuple[int, Range]]:
    """The months that are told: all of a short line; of a long one the first, the lowest, the highest and the newest."""
    if len(line.known) <= SPOKEN:
        return list(line.known)
    ends = min(line.known, key=lambda told: told[1].share), max(line.known, key=lambda told: told[1].share)
    return sorted({line.known[0], *ends, *line.known[1 - SPOKEN :]}, key=lambda told: told[0])


def _day(month: int) -> str:
    return f"{MONTHS[(month - 1) % 12]} {(month - 1) // 12}"
