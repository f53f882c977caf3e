"""The small scale of an answer card: one share with its range, from 0 to 100."""

from matplotlib.figure import Figure

from reports.charts import svg
from reports.charts.canvas import QUIET, Margins, canvas, note
from reports.page import Range
from reports.wording import likely, per_hundred

WIDTH, HEIGHT = 240, 36


def draw(spread: Range) -> Figure:
    """A track, the range as a band on it, the share as a mark."""
    figure, axes = canvas(WIDTH, HEIGHT, Margins(2, 2, 2, 16))
    low, high, share = (100 * edge for edge in (spread.low, spread.high, spread.share))
    axes.barh(0, 100, 0.34, color=svg.TRACK)
    axes.barh(0, high - low, 0.9, left=low, color=svg.POSITIVE, alpha=0.5)
    axes.barh(0, 1.3, 1.2, left=min(share, 98.7), color=svg.INK)
    axes.set_xlim(0, 100)
    axes.set_ylim(-0.7, 0.7)
    axes.set_axis_off()
    for end, side in ((0, "left"), (100, "right")):
        note(axes, str(end), (end, -0.7), (0, -8), ha=side, **QUIET)
    return figure


def told(spread: Range) -> str:
    """What a screen reader says for it."""
    return f"Scale from 0 to 100: {per_hundred(spread.share)}, likely {likely(spread)}."
