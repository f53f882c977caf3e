"""What a coder says about one post, and on which words of the post it rests."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of a post that carry a code; `text[start:end] == quote` in the text that was coded.

    `code` is a cause, an outcome or "reaction"; `level` a level of the cause, the reaction as a number,
    or "" for an outcome; `rule` names what found it. `strength` says how likely a reader is to find that these words,
    in their post, tell of this code at this level: 0 to 1, the share of right ones among sentences that were read.
    """

    code: str
    level: str
    start: int
    end: int
    quote: str
    rule: str
    strength: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a coder makes of one code of a post, whether the coding carries it or not.

    `code` is "genre", a cause, an outcome or "reaction"; `level` a genre, a level, the reaction as a number, "told" for
    an outcome, or "" where the post does not tell of the code. `confidence` is the coder's probability, 0 to 1, that
    `level` is right; `reason` says to a reader why.
    """

    code: str
    level: str
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Coding:
    """One coder's verdict on one post; causes, reaction and outcomes are given for experiences only.

    `causes` holds (cause, level) pairs sorted by cause, `reaction` is -2 to 2, `outcomes` is sorted. `judgements` tell
    of every code that was considered, sorted by code. `abstained` are codes that the coder could not judge: they count
    neither as told nor as not told.
    """

    genre: str
    genre_reason: str
    causes: tuple[tuple[str, str], ...] = ()
    reaction: int | None = None
    outcomes: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    abstained: tuple[str, ...] = ()


class Coder(Protocol):
    """Anything that codes a post from its title and text."""

    def __call__(self, title: str, text: str) -> Coding:
        """Return the coding of one post; offsets in its evidence count characters of `text`."""
        ...
