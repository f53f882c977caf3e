"""Companies and search phrases beside the average of all posts: one panel for each core cause.

The names of companies are strangers' text, see `lettering`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.codebook import Code
from analysis.estimates.segments import COMPANY, LESS, MORE, NEITHER, QUERY
from reports.charts import svg
from reports.charts.canvas import EDGE, NARROW, QUIET, WIDE, Margins, area, note, reach, sheet
from reports.charts.lettering import SIZE, SPOKEN, fitted
from reports.claimed.claims import enough
from reports.page import Range, Report
from reports.wording import amount, likely, per_hundred, upper_first

MOST = 8  # segments drawn, those with the most posts
SPARE = 32  # pixels for the number behind the longest range
NAMES = 220  # pixels of a name above its dot
INDENT = 6  # pixels left of a narrow panel, for half of its first tick's label
TOP, FOOT, BETWEEN = 46, 32, 26  # pixels over the rows, under them, from panel to panel


class Sign(NamedTuple):
    """How a reading is shown: a marker and a colour."""

    marker: str
    letter: str
    colour: str
    text: str


SIGNS = {
    MORE: Sign("^", "▲", svg.NEGATIVE, svg.NEGATIVE_TEXT),
    LESS: Sign("v", "▼", svg.POSITIVE, svg.POSITIVE_TEXT),
    NEITHER: Sign("o", "●", svg.MUTED, svg.MUTED),
}


@dataclass(frozen=True, slots=True)
class Dot:
    """A segment's share of complaints of one cause, and how it reads beside the average."""

    name: str
    posts: int
    spread: Range
    reading: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One cause: its share of all posts, and a dot (or None) for each of the segments that are drawn."""

    code: Code
    average: float
    dots: list[Dot | None]

    @property
    def title(self) -> str:
        return upper_first(self.code.complaint_label)


def panels(report: Report, kind: str) -> list[Panel]:
    """The core causes with the largest segments of a kind of which something can be said; none if there are none."""
    frame = report.segments
    if not enough(report) or frame.empty:
        return []
    codes = {code.id: code for code in report.codebook.of("core")}
    rows = [row for row in frame[frame["kind"] == kind].to_dict("records") if row["cause"] in codes]
    rows = [row for row in rows if all(isfinite(row[name]) for name in ("share", "low", "high"))]
    sizes = {str(row["segment"]): int(row["posts"]) for row in rows}
    names = sorted(sizes, key=lambda name: (-sizes[name], name))[:MOST]
    found = {
        (row["cause"], row["segment"]): Dot(
            row["segment"], sizes[row["segment"]], Range(row["share"], row["low"], row["high"]), row["reading"]
        )
        for row in rows
    }
    averages = {row["cause"]: float(row["average"]) for row in rows}
    return [
        Panel(codes[cause], averages[cause], [found.get((cause, name)) for name in names])
        for cause in codes
        if cause in averages
    ]


def companies(report: Report, wide: bool) -> Figure | None:
    """Dots and ranges of companies, see `_draw`."""
    return _draw(panels(report, COMPANY), wide)


def phrases(report: Report, wide: bool) -> Figure | None:
    """Dots and ranges of search phrases, see `_draw`."""
    return _draw(panels(report, QUERY), wide)


def _draw(found: Sequence[Panel], wide: bool) -> Figure | None:
    """A panel for each cause, side by side or one under the other; None where no segment has posts enough."""
    if not found:
        return None
    width, names, pitch, legend = (WIDE, 190, 40, 24) if wide else (NARROW, INDENT, 44, 24 * (len(SIGNS) + 1))
    lift = 0.0 if wide else 0.2  # of a row: dots are lower where names stand above them
    block = TOP + len(found[0].dots) * pitch + FOOT
    height = block * (1 if wide else len(found)) + legend
    figure, beside = sheet(width, height), len(found) if wide else 1
    room = (width - names - BETWEEN * (beside - 1)) / beside
    top = max(reach([dot.spread for dot in panel.dots if dot] + [Range(0, 0, panel.average)]) for panel in found)
    for place, panel in enumerate(found):
        left, above = names + place % beside * (room + BETWEEN), place // beside * block
        axes = area(figure, Margins(left, width - left - room, above + TOP, height - above - block + FOOT))
        axes.set_ylim(len(panel.dots) - 0.5 - lift, -0.5 - lift)
        _panel(axes, panel, top, room)
        if place % beside == 0:
            _names(axes, found, names - 14 if wide else 0)
    _legend(axes, wide, height)
    return figure


def _panel(axes: Axes, panel: Panel, top: int, room: float) -> None:
    """The dots of one cause on a scale of 0 to `top` posts of 100, which `room` pixels hold."""
    end, average = top * room / (room - SPARE), panel.average * 100
    for row, dot in enumerate(panel.dots):
        if dot is None:
            continue
        sign, share = SIGNS.get(dot.reading, SIGNS[NEITHER]), dot.spread.share * 100
        axes.hlines(row, 0, top, colors=svg.TRACK, linewidth=3, zorder=1.8)
        axes.hlines(row, dot.spread.low * 100, dot.spread.high * 100, colors=sign.colour, linewidth=3, zorder=1.9)
        axes.plot(share, row, sign.marker, color=sign.colour, markersize=9.5, mew=0)
        axes.plot(average, row, "|", color=svg.INK, markersize=20, mew=1.5, zorder=2.1)
        note(
            axes, per_hundred(dot.spread.share), (1, row), xycoords=("axes fraction", "data"), ha="right", fontsize=12.5
        )
    side = "left" if average < end / 4 else "right" if average > end * 3 / 4 else "center"
    above = {"xycoords": ("data", "axes fraction")}
    note(axes, f"all posts {per_hundred(panel.average)}", (average, 1), (0, 9), ha=side, **QUIET, **above)
    note(axes, fitted(panel.title, room), (0, 1), (0, TOP - 14), fontsize=SIZE, **above)
    axes.set_xlim(0, end)
    axes.set_yticks([])
    axes.set_xticks(range(0, top + 1, 10 if top * 3 < room / 2 else 20 if top < room / 2 else 50))


def _names(axes: Axes, found: Sequence[Panel], room: float) -> None:
    """What the rows are called, and how many posts stand behind them: beside the dots, or above them without room there."""
    for row, dots in enumerate(zip(*(panel.dots for panel in found), strict=True)):
        name, posts = next((dot.name, amount(dot.posts, "post")) for dot in dots if dot)
        at, rise, side = ((0, row), -9, "left") if room else ((1, row), 20, "right")
        note(axes, fitted(name, room or NAMES), (0, row), (0, 8) if room else (INDENT, 20), xycoords=EDGE)
        note(axes, posts, at, (0, rise), xycoords=EDGE, ha=side, **QUIET)


def _legend(axes: Axes, wide: bool, height: float) -> None:
    """What the marks mean, on one line or one under the other."""
    marks = [
        *((reading, sign.letter, sign.text) for reading, sign in SIGNS.items()),
        ("average of all posts", "|", svg.INK),
    ]
    for place, (reading, letter, colour) in enumerate(marks):
        at, rise = (place * 0.26, 10) if wide else (0.0, 10 + 22 * (len(marks) - 1 - place))
        where, aside = (at, rise / height), 0 if wide else INDENT
        note(axes, letter, where, (aside + 5, 0), xycoords="figure fraction", color=colour, ha="center", fontweight=400)
        note(axes, reading, where, (aside + 18, 0), xycoords="figure fraction", **QUIET)


def told_companies(report: Report) -> str:
    return _told(panels(report, COMPANY), "company")


def told_phrases(report: Report) -> str:
    return _told(panels(report, QUERY), "search phrase")


def _told(found: Sequence[Panel], each: str) -> str:
    rows = (
        f"{panel.code.name}, {panel.code.complaint_label}: all posts {per_hundred(panel.average)}; "
        + "; ".join(map(_spoken, filter(None, panel.dots)))
        + "."
        for panel in found
    )
    head = f"Dot chart, complaints of each core cause out of 100 posts, by {each}."
    return " ".join((head, *rows, "The table follows."))


def _spoken(dot: Dot) -> str:
    share = f"{per_hundred(dot.spread.share)} (likely {likely(dot.spread)})"
    return f"{fitted(dot.name, SPOKEN)}, {amount(dot.posts, 'post')}, {share}, {dot.reading}"
