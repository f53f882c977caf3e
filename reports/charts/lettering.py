"""Names cut to the room that a drawing has for them. Some are strangers' text: of any length, script and direction.

Widths are those of a wide font, so that the reader's own font hardly needs more room.
"""

from functools import cache
from itertools import accumulate
from pathlib import Path
from unicodedata import category, east_asian_width, normalize

import matplotlib as mpl
from matplotlib.ft2font import FT2Font

from reports.wording import visible

SPOKEN = 420  # pixels of a name that is told to a screen reader: about fifty letters
MARKS = 2  # combining marks upon one letter; more of them pile up over the lines above
NAMELESS = "(no name)"
SIZE = 13.5


def fitted(text: str, room: float, size: float = SIZE) -> str:
    """The text on one line, cut to so many pixels with a sign that it was; NAMELESS if nothing of it can be seen."""
    seen = _calm(visible(text[:1000]))
    widths = list(accumulate(_width(sign) * size for sign in seen))
    if not widths or not widths[-1]:
        return NAMELESS
    if len(text) <= 1000 and widths[-1] <= room:
        return seen
    left = sum(reached <= room - _width("…") * size for reached in widths)
    return f"{seen[:left].rstrip()}…"


def _calm(text: str) -> str:
    """The text without the combining marks that no writing needs."""
    kept, marks = [], 0
    for sign in text:
        marks = marks + 1 if category(sign) in ("Mn", "Me") else 0
        if marks <= MARKS:
            kept.append(sign)
    return "".join(kept)


@cache
def _width(sign: str) -> float:
    """The width of a character in ems, of bold DejaVu Sans; for what it lacks, rather too much."""
    return sum(_advance(part) for part in normalize("NFKC", sign))


def _advance(sign: str) -> float:
    if category(sign) in ("Mn", "Me", "Cf"):
        return 0.0
    if _font().get_char_index(ord(sign)):
        return float(_font().load_char(ord(sign)).linearHoriAdvance / 65536 / 10)
    if east_asian_width(sign) in ("W", "F"):
        return 1.3  # emoji are wider than letters
    return 4.0 if ord(sign) > 0xFFFF else 1.5  # cuneiform is as wide as four letters


@cache
def _font() -> FT2Font:
    font = FT2Font(str(Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans-Bold.ttf"))
    font.set_size(10, 72)
    return font
