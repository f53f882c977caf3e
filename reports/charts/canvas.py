"""The common ground of the charts: an empty figure in CSS pixels, text at a place, error bars in posts of 100."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from textwrap import shorten
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from reports.charts import svg
from reports.page import Range

# Any: matplotlib types the keys one by one
SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "rootfeed",
    "font.size": 13,
    "text.parse_math": False,
}
WHISKER: dict[str, Any] = {
    "fmt": "none",
    "ecolor": svg.INK,
    "color": svg.INK,
    "elinewidth": 1.5,
    "capsize": 3.5,
    "capthick": 1.5,
}  # Any: mixed keywords
WIDE, HALF, NARROW = 790, 360, 320  # widths of drawings
QUIET: dict[str, Any] = {"color": svg.MUTED, "fontsize": 12.5, "fontweight": 400}  # Any: text properties
SOFT = 0.75  # opacity of what is less than the main thing; still 3:1 against the card
Place = tuple[float, float]
EDGE = ("figure fraction", "data")  # x from 0 to 1 over the whole drawing, y a row


@dataclass(frozen=True, slots=True)
class Margins:
    """Space around the plotted area."""

    left: float
    right: float
    top: float
    bottom: float


def sheet(width: float, height: float) -> Figure:
    """A figure of that size with nothing on it."""
    with mpl.rc_context(SETTINGS):
        return Figure(figsize=(width / 72, height / 72), dpi=72)


def area(figure: Figure, margins: Margins) -> Axes:
    """Axes without a frame; the margins are measured from the edges of the whole figure."""
    width, height = figure.get_size_inches() * 72
    inner = (width - margins.left - margins.right) / width, (height - margins.top - margins.bottom) / height
    with mpl.rc_context(SETTINGS):
        axes = figure.add_axes((margins.left / width, margins.bottom / height, *inner))
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, labelcolor=svg.MUTED, labelsize=12.5)
    axes.set_axisbelow(True)
    return axes


def canvas(width: float, height: float, margins: Margins) -> tuple[Figure, Axes]:
    """A figure of that size with one set of axes and no frame."""
    figure = sheet(width, height)
    return figure, area(figure, margins)


def written(figure: Figure) -> str:
    """The figure as SVG text; the same figure gives the same text on any day."""
    text = StringIO()
    with mpl.rc_context(SETTINGS), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing")  # the browser has fonts for what matplotlib has not
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    return text.getvalue()


def note(axes: Axes, text: str, at: Place, shift: Place = (0, 0), **look: Any) -> None:  # Any: text properties
    """Text at a place, moved by pixels (right, up)."""
    usual: dict[str, Any] = {"va": "center", "color": svg.INK, "fontsize": 13.5, "fontweight": 700}
    usual["parse_math"] = False  # names may hold dollars
    axes.annotate(text, at, shift, textcoords="offset points", **(usual | look))


def errors(ranges: Sequence[Range]) -> list[list[float]]:
    """Distances to both bounds, in posts of 100, as matplotlib wants them."""
    below = [max(spread.share - spread.low, 0) * 100 for spread in ranges]
    return [below, [max(spread.high - spread.share, 0) * 100 for spread in ranges]]


def reach(ranges: Sequence[Range]) -> int:
    """The next full ten at or above every bound, in posts of 100."""
    return max(10, 10 * -int(-max(spread.high for spread in ranges) * 100 // 10))


def short(text: str, width: int) -> str:
    """The text in at most so many characters."""
    return shorten(text, width, placeholder=" …")


def apart(wanted: Sequence[float], gap: float, least: float, most: float) -> list[float]:
    """Places as near to the wanted ones as they can be in least..most with a gap between each two, in the same order."""
    order = sorted(range(len(wanted)), key=lambda one: wanted[one])
    found = [0.0] * len(wanted)
    free = least
    for one in order:
        found[one] = max(wanted[one], free)
        free = found[one] + gap
    free = most
    for one in reversed(order):
        found[one] = min(found[one], free)
        free = found[one] - gap
    return found
