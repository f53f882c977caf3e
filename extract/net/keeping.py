"""What may be asked for and kept of what is answered: the rules that a fetcher is given."""

from collections.abc import Callable
from dataclasses import dataclass

from extract.post import Failure, Page


def _nothing(_: str) -> bool:
    return False


def _whole(page: Page) -> Page | Failure:
    return page


@dataclass(frozen=True, slots=True)
class Keeping:
    """`barred` says that an address is not to be asked for; `kept` gives an answer as it may be kept, or why it may not.

    Of an answer that may not be kept the archive gets the head, but nothing of what is forgotten.
    """

    barred: Callable[[str], bool] = _nothing
    kept: Callable[[Page], Page | Failure] = _whole


ALL = Keeping()
