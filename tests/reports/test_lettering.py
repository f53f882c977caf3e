"""Names that strangers gave are cut to their room, and labels keep their distance."""

import pytest
from charted import STRANGE

from reports.charts.canvas import apart
from reports.charts.lettering import NAMELESS, fitted


@pytest.mark.parametrize("text", STRANGE)
def test_a_name_is_cut_to_its_room(text: str) -> None:
    assert len(fitted(text, 100)) < 25
    assert fitted("Acme", 100) == "Acme"


def test_a_name_that_nobody_can_see_is_said_to_be_none() -> None:
    assert fitted("\u200f\u202a", 100) == fitted("", 100) == NAMELESS
    assert fitted("A" + " " * 2000 + "B", 100) == "A…"


def test_places_keep_their_distance_and_their_order() -> None:
    assert apart([5, 5.1, 20], 2, 0, 20) == [5, 7, 20]
    assert apart([20, 19, 0], 3, 0, 20) == [20, 17, 0]
    assert apart([9, 9], 4, 0, 10) == [6, 10]
