"""How far coder and people agree on each code, on the zones that Krippendorff's alpha is read by."""

from collections.abc import Sequence
from math import floor, isfinite
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reports.charts import svg
from reports.charts.canvas import EDGE, NARROW, QUIET, WHISKER, WIDE, Margins, canvas, note
from reports.charts.lettering import fitted
from reports.page import Checked, Report
from reports.sections import checked

USABLE, STRONG = 0.667, 0.80  # Krippendorff, Content Analysis, 3rd ed., 11.4.2
TINT = 0.14  # opacity of the zones
START = 0.4  # where the scale begins, unless a range begins below it; never under 0, which is chance


def compared(report: Report) -> list[tuple[str, Checked]]:
    """The codes whose alpha can be told, by name, the best first."""
    names = {code.id: code.name for code in report.codebook.codes}
    codes = report.check.codes if report.check else ()
    found = [(names.get(one.code, one.code), one) for one in codes if isfinite(one.alpha)]
    return sorted(found, key=lambda named: (-named[1].alpha, named[0]))


def draw(report: Report, wide: bool) -> Figure | None:
    """Dots with ranges on three zones; None where no alpha can be told."""
    rows = compared(report)
    if not rows:
        return None
    pitch = 38 if wide else 56
    margins = Margins(240, 150, 44, 46) if wide else Margins(12, 14, 44, 46)
    figure, axes = canvas(WIDE if wide else NARROW, len(rows) * pitch + 90, margins)
    start = _start(axes, [one for _, one in rows])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    lower, rise = (0.0, 0) if wide else (0.2, 16)
    _zones(axes, [place + lower for place in range(len(rows))], start, 1.0 if wide else 0.46)
    for place, (name, one) in enumerate(rows):
        _dot(axes, one, place + lower, start)
        note(axes, fitted(name, 225 if wide else 170), (0, place), (0, rise), xycoords=EDGE)
        note(axes, checked.alpha(one), (1, place), (0, rise), xycoords=EDGE, ha="right", **QUIET)
    axes.set_yticks([])
    axes.set_xlabel("Krippendorff’s alpha: 1 is perfect, 0 is chance", color=svg.MUTED, fontsize=12.5, labelpad=8)
    return figure


def _start(axes: Axes, codes: Sequence[Checked]) -> float:
    """Set the scale with the names of its zones, and return where it starts."""
    lowest = min([START, *(end for one in codes for end in (one.alpha, one.low) if isfinite(end))])
    start = max(floor(lowest * 10) / 10, 0.0)
    corner: dict[str, Any] = {"xycoords": ("data", "axes fraction")}  # Any: text properties
    note(axes, "weak", (USABLE, 1), (-6, 11), ha="right", **QUIET, **corner)
    note(axes, "usable with care", ((USABLE + STRONG) / 2, 1), (0, 30), ha="center", **QUIET, **corner)
    note(axes, "strong", (STRONG, 1), (6, 11), **QUIET, **corner)
    axes.set_xlim(start, 1)
    axes.set_xticks([start, USABLE, STRONG, 1], [f"{start:g}", ".667", ".80", "1"])
    return start


def _zones(axes: Axes, rows: Sequence[float], start: float, height: float) -> None:
    """The zones behind the rows and the marks between them."""
    for left, right, colour in ((start, USABLE, svg.NEGATIVE), (USABLE, STRONG, svg.MIDDLE), (STRONG, 1, svg.POSITIVE)):
        axes.barh(rows, right - left, height, left=left, color=colour, alpha=TINT, linewidth=0)
    for mark in (USABLE, STRONG):
        ends = [row - height / 2 for row in rows], [row + height / 2 for row in rows]
        axes.vlines([mark] * len(rows), *ends, colors=svg.MUTED, linewidth=1, linestyles=(0, (3, 3)))


def _dot(axes: Axes, one: Checked, place: float, start: float) -> None:
    """The figure and its range, cut where the scale starts; a figure below it is an arrow at its edge."""
    at = max(one.alpha, start)
    if isfinite(one.low) and isfinite(one.high):
        spread = [[at - max(one.low, start)], [max(one.high, at) - at]]
        axes.errorbar(at, place, xerr=spread, **WHISKER)
    marker = "o" if one.alpha >= start else "<"
    axes.plot(at, place, marker, color=svg.POSITIVE, markersize=9, mew=0, clip_on=False)


def told(report: Report) -> str:
    rows = (
        f"{name}, {checked.JUDGED.get(one.part, one.part)}: {checked.alpha(one)}, {_zone(one.alpha)}."
        for name, one in compared(report)
    )
    head = "Dot chart, how far coder and people agree: weak under .667, usable with care to .80, strong above."
    return " ".join((head, *rows, "The table follows."))


def _zone(alpha: float) -> str:
    return "strong" if alpha >= STRONG else "usable with care" if alpha >= USABLE else "weak"
