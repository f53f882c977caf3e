"""How many items each step left, and why it left no more."""

from textwrap import fill

from matplotlib.figure import Figure

from reports.charts import svg
from reports.charts.canvas import EDGE, NARROW, WIDE, Margins, canvas, note, short
from reports.page import Report


def draw(report: Report, wide: bool) -> Figure | None:
    """Bars: how many items each step left, with the reason why it left no more."""
    rows = report.funnel
    if not rows:
        return None
    whys = [fill(step.why, 46, max_lines=2, placeholder=" …") for step in rows]
    deepest = max(why.count("\n") for why in whys)
    pitch = 46 + 14 * deepest if wide else 72 + 15 * deepest
    margins = Margins(330, 64, 0, 0) if wide else Margins(0, 2, 0, 0)
    figure, axes = canvas(WIDE if wide else NARROW, len(rows) * pitch, margins)
    colours = [svg.MIDDLE] * (len(rows) - 1) + [svg.POSITIVE]
    places = [row if wide else row - 0.5 + 30 / pitch for row in range(len(rows))]
    axes.barh(places, [step.count for step in rows], (22 if wide else 12) / pitch, color=colours)
    for row, (step, why) in enumerate(zip(rows, whys, strict=True)):
        rise = 9 + 8 * why.count("\n") if wide else pitch / 2 - 11
        below = rise - 9 if wide else rise - 30
        note(axes, short(step.name, 34), (0, row), (0, rise), xycoords=EDGE)
        note(axes, why, (0, row), (0, below), xycoords=EDGE, va="top", color=svg.MUTED, fontsize=12.5, fontweight=400)
        at, shift, side = ((step.count, row), (8, 0), "left") if wide else ((1, row), (0, rise), "right")
        note(axes, f"{step.count:,}", at, shift, xycoords="data" if wide else EDGE, ha=side)
    axes.set_xlim(0, max(1, *(step.count for step in rows)))
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_axis_off()
    return figure


def told(report: Report) -> str:
    rows = (f"{step.name}: {step.count:,}." for step in report.funnel)
    return " ".join(("Bar chart, how many items each step left.", *rows, "The table follows."))
