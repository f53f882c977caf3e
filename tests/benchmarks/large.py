"""`growth` for 100,000 posts, beside 10,000 of them."""

from collections.abc import Iterator

from tests.benchmarks import growth
from tests.benchmarks.growth import HEAD as HEAD
from tests.benchmarks.growth import NOTE as NOTE

SIZES = (10_000, 100_000)


def rows() -> Iterator[tuple[str, ...]]:
    """As `growth` has them, of one turn: it takes a quarter of an hour."""
    return growth.rows(SIZES, turns=1)
