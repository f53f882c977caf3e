"""What the sentences of a post come to: the named numbers from which genre, causes, levels and reaction are told.

For each cause and side (`-` failed, `+` met or exceeded): the log odds of the surest sentence and of the second, of the
surest in the last third and among the last three, and how many there are. For the post as a whole: how much goes wrong
and right in all, and near its end, the author's own feeling, and which events are told. Stories are told in order, and
what counts is how they end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from analysis.coders.scoring import Floats, Scores, log_odds
from analysis.labelled import CAUSES, FEELINGS, OUTCOMES, Told

NAMES = tuple(CAUSES.values())
SIDES = {"-": "failed", "+": "met"}
BACKGROUND = NAMES.index("product_quality")  # a defect is where most stories begin
LAST = 3  # sentences at the very end
SURE = 0.3  # chance of a sentence that counts in full
KEYS = ("m", "2", "n", "e", "l", "k")  # what is told of each thing that sentences can tell of, see `_numbers`
SIDED = tuple(f"{key}{side}" for side in SIDES for key in KEYS)
COMMON = ("len", "N", "P", "D", "De", "r-2", "r-1", "r1", "r2")  # of the post, told with every cause
CAUSE_NAMES = (*SIDED, "any", "any2", "nn", "rel", *COMMON)
EVENT_KEYS = ("m", "n", "e", "l")  # what is told of each event
# Events that tell of the author's mood.
FELT = ("displeased", "pleased", "given up", "refused", "done", "extra", "quick")
WINDOW = 6  # sentences: a story of service can be a small part of a post


@dataclass(frozen=True, slots=True)
class Portrait:
    """Numbers by name: `causes` one row per cause of NAMES; `events`, `post`, `ending` and `genre` one number per name.

    `ending` is what tells how the author's mood ended.
    """

    cause_names: tuple[str, ...]
    causes: Floats
    event_names: tuple[str, ...]
    events: Floats
    post: dict[str, float]
    ending: dict[str, float]
    genre: dict[str, float]


def columns(told: Sequence[Told]) -> dict[Told, int]:
    """The column of each thing that a sentence can tell of."""
    return {one: number for number, one in enumerate(told)}


@cache
def _sides(told: tuple[Told, ...]) -> dict[str, list[int]]:
    """The columns of the causes, side by side."""
    place = columns(told)
    return {side: [place[name, level] for name in NAMES] for side, level in SIDES.items()}


@cache
def event_names(events: tuple[str, ...]) -> tuple[str, ...]:
    """The names of the numbers that are told of events."""
    return tuple(f"{event} {key}" for key in EVENT_KEYS for event in events)


def portrait(scores: Scores, told: tuple[Told, ...], events: tuple[str, ...], length: int, odds: float) -> Portrait:
    """Draw a post of `length` words. `odds` are the log odds of an own story by its signs."""
    every = _numbers(np.hstack([scores.chances, scores.events]))
    numbers, happened = every[:, : len(told)], every[[KEYS.index(key) for key in EVENT_KEYS], len(told) :]
    post = _post(scores, told, numbers[0], length)
    failed, met = (numbers.take(chosen, axis=1) for chosen in _sides(told).values())
    surest, second = np.maximum(failed[:2], met[:2])
    all_of = np.log1p(np.expm1(failed[2]) + np.expm1(met[2]))
    beyond = surest - (surest.sum() - surest) / (len(NAMES) - 1)
    rows = np.empty((len(CAUSE_NAMES), len(NAMES)))
    rows[: -len(COMMON)] = (*failed, *met, surest, second, all_of, beyond)
    rows[-len(COMMON) :] = [[post[name]] for name in COMMON]
    first = dict(zip(SIDED, rows[: len(SIDED), 0].tolist(), strict=True))
    ending = {f"res {key}{side}": first[f"{key}{side}"] for key in ("m", "n", "e", "l") for side in SIDES}
    ending |= {f"res d{key}": first[f"{key}+"] - first[f"{key}-"] for key in ("n", "e", "l")}
    ending |= {name: post[name] for name in COMMON}
    names = event_names(events)
    found = dict(zip(names, happened.ravel().tolist(), strict=True))
    ending |= {f"{event} {key}": found[f"{event} {key}"] for event in FELT for key in EVENT_KEYS}
    genre = _genre(scores, post, odds) | _rates(events, scores.events)
    return Portrait(CAUSE_NAMES, rows.T, names, happened.ravel(), post, ending, genre)


def _numbers(chances: Floats) -> Floats:
    """What the sentences come to for each thing that they can tell of: a row for each of KEYS."""
    ordered = np.sort(np.concatenate([np.zeros((2, chances.shape[1])), chances]), axis=0)
    late = (_highest(chances[len(chances) * 2 // 3 :]), _highest(chances[-LAST:]))
    first, second, end, last = log_odds(np.array([ordered[-1], ordered[-2], *late]))
    every, sure = np.log1p([chances.sum(axis=0), np.where(chances > SURE, chances, 0.0).sum(axis=0)])
    return np.array([first, second, every, end, last, sure])


def _highest(chances: Floats) -> Floats:
    return np.asarray(np.max(chances, axis=0, initial=0.0))


def _post(scores: Scores, told: tuple[Told, ...], surest: Floats, length: int) -> dict[str, float]:
    end = len(scores.chances) * 2 // 3
    odds = dict(zip(told, surest.tolist(), strict=True))
    found: dict[str, float] = {"len": float(np.log1p(length)) - 5.5}
    found |= {f"r{level}": odds["reaction", level] for level in FEELINGS.values()}
    found |= {f"o {name}": odds[name, ""] for name in OUTCOMES}
    for key, side in (("N", "-"), ("P", "+")):
        chosen = _sides(told)[side]
        all_of = scores.chances[:, chosen[:BACKGROUND] + chosen[BACKGROUND + 1 :]].sum(axis=1)
        found[key], found[f"{key}e"] = float(np.log1p(all_of.sum())), float(np.log1p(all_of[end:].sum()))
    found["D"], found["De"] = found["P"] - found["N"], found["Pe"] - found["Ne"]
    return found


def _genre(scores: Scores, post: dict[str, float], odds: float) -> dict[str, float]:
    """What tells an own story: its words, its signs, and how much it tells of causes, in all and where it is densest."""
    every = scores.chances.sum(axis=1)
    sums = np.concatenate([[0.0], np.cumsum(every)])
    width = min(WINDOW, len(every))
    return {
        "bag": min(max(float(scores.genres[0]), -6.0), 6.0),
        "odds": min(max(odds, -8.0), 8.0),
        "top": float(np.log1p(np.sort(every)[-3:].sum())),
        "window": float((sums[width:] - sums[: len(sums) - width]).max()) if width else 0.0,
        "told": float(np.log1p(every.sum() / max(1, len(every)) * 10)),
        **{name: post[name] for name in ("N", "P", "len")},
    }


def _rates(events: Sequence[str], chances: Floats) -> dict[str, float]:
    """How often each event is told, in ten sentences."""
    found = np.log1p(chances.sum(axis=0) / max(1, len(chances)) * 10)
    return {f"{event} rate": rate for event, rate in zip(events, found.tolist(), strict=True)}
