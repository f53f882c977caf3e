"""How far coders agree on each code of the codebook, and which codes may be ranked by what an automatic coder says.

Genre and experience are compared on all posts, everything else on experiences: with a reference (people), on posts that
it takes for one, so that a coder which misses an experience misses its causes too; between equals, on posts that any of
them takes for one. A coder that abstains from a code leaves a gap.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan

from analysis.checks.adjudication import EXPERIENCE, MIXED
from analysis.checks.agreement import Agreement, Estimate, Sampled, agreement
from analysis.codebook import CAUSES, LEVELS, Codebook
from analysis.coding import Coding

FLOOR = 0.667  # below it not even tentative conclusions are drawn (Krippendorff 2004, 11.4)
MINIMUM = 10  # posts with the code, and without it: with fewer, alpha moves by .2 and more from sample to sample
SIGNS = {"failed": "negative", "met": "positive", "exceeded": "positive", MIXED: MIXED}
ORDER = {"failed": 0, MIXED: 1, "met": 2, "exceeded": 3}
TOLD, LEVEL, SIGN, PLACE, VALUE = "told", "level", "sign", "order", "value"

Value = Callable[[Coding], Hashable | None]
Column = Mapping[str, Coding]  # one coder's codings by post


@dataclass(frozen=True, slots=True)
class Row:
    """Agreement on one part of a code.

    `part` is "told" (is the code given at all), a level (is this level given), "level" (which, or none), "sign"
    (negative, positive, mixed or none), "order" (how good, ordinal, where both give a level) or "value" (genre; the
    reaction as a number, interval).
    """

    code: str
    part: str
    found: Agreement


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a cause may be ranked: `why_not` is "" where it may. `part` is what was judged, "told" or "sign"."""

    code: str
    part: str
    posts: int
    positives: int
    alpha: Estimate
    why_not: str


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked of every coding; None is a gap."""

    code: str
    part: str
    value: Value
    metric: str = "nominal"


def compare(
    columns: Sequence[Column], posts: Sequence[str], sampled: Sampled, book: Codebook, first: bool
) -> list[Row]:
    """Agreement of coders on every code. `posts` are in the order of `sampled`; with `first`, the first is reference."""
    every = [[column.get(post) for column in columns] for post in posts]
    told = [row if _told(row, first) else [None] * len(row) for row in every]
    asked = [(question, every) for question in _of_the_post()] + [(question, told) for question in _of_the_story(book)]
    return [_row(question, codings, sampled, first) for question, codings in asked]


def _of_the_post() -> list[_Question]:
    return [_Question("genre", VALUE, _genre), _Question(EXPERIENCE, TOLD, _is_told)]


def _of_the_story(book: Codebook) -> list[_Question]:
    causes = [
        _Question(code.id, part, _heedful(code.id, value), "ordinal" if part == PLACE else "nominal")
        for code in book.of(*CAUSES)
        for part, value in _parts(code.id).items()
    ]
    reaction = [
        _Question("reaction", VALUE, _reaction, "interval"),
        _Question("reaction", SIGN, lambda coding: _sign(_reaction(coding))),
    ]
    outcomes = [_Question(code.id, TOLD, _heedful(code.id, _outcome(code.id))) for code in book.of("outcome")]
    return causes + reaction + outcomes


def _told(row: Sequence[Coding | None], first: bool) -> bool:
    asked = row[:1] if first else row
    return any(coding is not None and coding.genre == EXPERIENCE for coding in asked)


def _row(asked: _Question, codings: Sequence[Sequence[Coding | None]], sampled: Sampled, first: bool) -> Row:
    values = [[None if coding is None else asked.value(coding) for coding in row] for row in codings]
    return Row(asked.code, asked.part, agreement(values, sampled, asked.metric, first))


def _parts(cause: str) -> dict[str, Value]:
    """What is asked of a cause, part by part."""

    def level(coding: Coding) -> str:
        return dict(coding.causes).get(cause, "") if coding.genre == EXPERIENCE else ""

    def has(wanted: str) -> Value:
        return lambda coding: level(coding) == wanted

    return {
        TOLD: lambda coding: level(coding) != "",
        LEVEL: level,
        SIGN: lambda coding: SIGNS.get(level(coding), ""),
        PLACE: lambda coding: ORDER.get(level(coding)),
        **{wanted: has(wanted) for wanted in (*LEVELS, MIXED)},
    }


def _heedful(code: str, value: Value) -> Value:
    """The same value, but a gap where the coder abstained."""
    return lambda coding: None if {code, "genre"} & set(coding.abstained) else value(coding)


def _genre(coding: Coding) -> str | None:
    return None if "genre" in coding.abstained else coding.genre


def _is_told(coding: Coding) -> bool | None:
    return None if "genre" in coding.abstained else coding.genre == EXPERIENCE


def _outcome(code: str) -> Value:
    return lambda coding: coding.genre == EXPERIENCE and code in coding.outcomes


def _reaction(coding: Coding) -> int | None:
    return coding.reaction if coding.genre == EXPERIENCE and "reaction" not in coding.abstained else None


def _sign(reaction: int | None) -> int | None:
    return None if reaction is None else (reaction > 0) - (reaction < 0)


def verdict(rows: Sequence[Row], code: str) -> Verdict:
    """Whether what a coder says of a cause, or of "experience", may be built upon.

    Where nearly every post tells of a cause, whether it is told says little and its alpha hangs on a handful of posts:
    with fewer than MINIMUM posts without it, its sign is judged in its place. Raises KeyError for an unknown code.
    """
    parts = {row.part: row.found for row in rows if row.code == code}
    told = parts[TOLD]
    part = SIGN if told.negatives < MINIMUM <= told.positives and SIGN in parts else TOLD
    alpha = parts[part].alpha
    found = Verdict(code, part, told.posts, told.positives, alpha, "")
    if told.positives < MINIMUM:
        return replace(
            found, why_not=f"people find it in {told.positives} of {told.posts} experiences; it takes {MINIMUM}"
        )
    if isnan(alpha.value):
        return replace(found, why_not="all posts are coded alike, so that chance cannot be told from skill")
    if alpha.value < FLOOR:
        return replace(found, why_not=f"alpha {alpha.value:.2f} is below {FLOOR}")
    return found


def verdicts(rows: Sequence[Row], book: Codebook) -> list[Verdict]:
    """The verdict on every cause, in the order of the codebook."""
    return [verdict(rows, code.id) for code in book.of(*CAUSES)]
