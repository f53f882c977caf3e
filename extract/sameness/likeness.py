"""How alike two entries are: their titles, dates and texts, each the same, different or untold."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from extract.sameness import editions
from extract.sameness.editions import Wording, Words

MOMENT = timedelta(minutes=1)  # what rounding does to one date
APART = timedelta(hours=36)  # more than wrong zones and a bumped date make of one
COMPARABLE = 8  # words of a text that can be compared
UNLIKE = 0.2  # share of the shorter text's shingles in the longer; RELATED and more are the same
ALIKE = 0.7  # of each text's in the other
PART = 2  # words of a title that are found in a longer one, which aggregators make of "Blog: Title"


@dataclass(frozen=True)
class Likeness:
    """Two entries side by side: 1 where title, date or text are the same, -1 where they differ, 0 where nobody can tell."""

    mine: Wording
    its: Wording
    same_feed: bool

    @cached_property
    def title(self) -> int:
        """Titles may be parts of each other only where the feeds are different."""
        return _titles(self.mine.title, self.its.title, self.same_feed)

    @cached_property
    def date(self) -> int:
        """The moment of publication."""
        return _dates(self.mine.entry.published, self.its.entry.published)

    @cached_property
    def text(self) -> int:
        """The shorter text in the longer one."""
        short, long = self._by_length
        if len(short.text) < COMPARABLE:
            return 0
        share = editions.share(short, long)
        return 1 if share >= editions.RELATED else -1 if share < UNLIKE else 0

    @property
    def alike(self) -> bool:
        """Whether both texts are long and have most of their words in common."""
        short, long = self._by_length
        both = editions.share(short, long), editions.share(long, short)
        return len(short.text) >= editions.POST and min(both) >= ALIKE

    @property
    def undated(self) -> bool:
        """Whether neither has a date."""
        return not self.mine.entry.published and not self.its.entry.published

    @property
    def agree(self) -> int:
        """How many speak for one post."""
        return (self.title, self.date, self.text).count(1)

    @property
    def differ(self) -> int:
        """How many speak against it."""
        return (self.title, self.date, self.text).count(-1)

    @property
    def _by_length(self) -> tuple[Wording, Wording]:
        pair = self.mine, self.its
        return pair if len(pair[0].text) <= len(pair[1].text) else pair[::-1]


def _titles(mine: Words, its: Words, same_feed: bool) -> int:
    if not mine or not its:
        return 0
    if mine == its:
        return 1
    short, long = sorted((mine, its), key=len)
    places = range(len(long) - len(short) + 1)
    part = len(short) >= PART and any(long[place : place + len(short)] == short for place in places)
    return (0 if same_feed else 1) if part else -1


def _dates(mine: datetime | None, its: datetime | None) -> int:
    if not mine or not its:
        return 0
    between = abs(mine - its)
    return 1 if between <= MOMENT else -1 if between > APART else 0
