"""The models of posts: which genre, which causes at which level, what reaction, fitted to portraits.

Whether a cause is told, and at which level, is fitted for all causes together: what makes a cause told is much the
same for each, and the rare ones alone are too few. A cause has its own bias, and its own deviation from the common
weights of the few numbers in OWN, which costs more than the common weights (partial pooling; Daume III, "Frustratingly
easy domain adaptation", ACL 2007). The core causes have a model each besides: they are told often enough to learn from,
and what happened in a post, promise by promise and answer by answer, says more of them than sentences that name them.
Thresholds are those at which Krippendorff's alpha with the labels is highest.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from analysis.coders.decision import CORES
from analysis.coders.portrait import NAMES, Portrait, portrait
from analysis.coders.scoring import Scores, score
from analysis.coders.weights import Model, Weights
from analysis.fitting.logistic import FOLDS, Rows, crossed, logistic, logit, nominal, threshold
from analysis.fitting.material import Material
from analysis.fitting.sentences import HAPPENING, TOLD
from analysis.labelled import LEVELS as BY_MARK
from analysis.labelled import OUTCOMES

LEVELS = tuple(BY_MARK.values())
ENDS = ("", "failed", "met", "mixed")  # of a core cause; whether met was exceeded is asked afterwards
REACTIONS = ("-2", "-1", "0", "1", "2")
OWN = ("any", "nn", "m-", "m+", "len", "N", "P", "D", "rel")
OWN_LEVEL = ("m-", "m+", "D")
LIKELY = 0.4  # chance from which on a post is taken for an own story
STRENGTH = {"told": 0.1, "level": 0.05, "core": 0.02, "reaction": 0.1, "experience": 0.1, "outcome": 0.1}
SHRUNK = 0.5  # how far a threshold that was found on few posts goes towards that of all causes, or towards none
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Seen:
    """A post as a sentence model sees it: the chances of its sentences, and its portrait."""

    scores: Scores
    drawn: Portrait


def see(weights: Weights, one: Material) -> Seen:
    """Score a post and draw it."""
    scores = score(weights, one.example.title, one.reading, one.scan)
    return Seen(scores, portrait(scores, TOLD, HAPPENING, one.words, one.odds))


def fit(material: Sequence[Material], drawn: Sequence[Portrait]) -> dict[str, Model]:
    """The models by name."""
    stories = [place for place, one in enumerate(material) if one.example.genre == "experience"]
    told, shown = [material[place] for place in stories], [drawn[place] for place in stories]
    return {
        "experience": _experience(material, drawn),
        "told": _told(told, shown),
        "level": _level(told, shown),
        **{name: _core(told, shown, name) for name in CORES},
        "reaction": _reaction(told, shown),
        "outcome": _outcome(told, shown),
    }


def _rows(material: Sequence[Material], numbers: Sequence[dict[str, float]], truth: Sequence[str]) -> Rows:
    return Rows(
        names=tuple(numbers[0]),
        table=np.array([list(one.values()) for one in numbers]),
        truth=np.array(truth),
        weight=np.array([one.example.weight for one in material]),
        judged=_judged(material),
        part=_parts(material),
    )


def _by_cause(material: Sequence[Material], drawn: Sequence[Portrait], truth: Callable[[Material, str], str]) -> Rows:
    """A row for every post and cause."""
    return Rows(
        names=drawn[0].cause_names,
        table=np.vstack([one.causes for one in drawn]),
        truth=np.array([truth(one, name) for one in material for name in NAMES]),
        weight=np.repeat([one.example.weight for one in material], len(NAMES)),
        judged=np.repeat(_judged(material), len(NAMES)),
        part=np.repeat(_parts(material), len(NAMES)),
        cause=np.tile(np.arange(len(NAMES)), len(material)),
    )


def _judged(material: Sequence[Material]) -> Floats:
    """What posts count for thresholds: natural ones alone, where there are any."""
    natural = np.array([one.example.natural * one.example.weight for one in material])
    return natural if natural.any() else np.array([one.example.weight for one in material])


def _parts(material: Sequence[Material]) -> NDArray[np.int64]:
    return np.array([crc32(one.example.author.encode()[::-1]) % FOLDS for one in material])


def _experience(material: Sequence[Material], drawn: Sequence[Portrait]) -> Model:
    """Whether a post is an own story. Its limit is set, not fitted: a story that is missed loses all its codes, what is
    wrongly taken for one brings hardly any."""
    rows = _rows(material, [one.genre for one in drawn], [str(one.example.genre == "experience") for one in material])
    matrix, bias = logistic(rows, ("True",), STRENGTH["experience"], ())
    return Model(rows.names, ("experience",), matrix, bias, np.array([logit(LIKELY)]))


def _outcome(material: Sequence[Material], drawn: Sequence[Portrait]) -> Model:
    found = []
    for name in OUTCOMES:
        common = [{key: one.post[key] for key in ("len", "D", "De", "r-2", "r2")} for one in drawn]
        numbers = [{"o self": one.post[f"o {name}"], **rest} for one, rest in zip(drawn, common, strict=True)]
        rows = _rows(material, numbers, [str(name in one.example.outcomes) for one in material])
        found.append(_yes(rows, name, STRENGTH["outcome"]))
    joined = (
        np.vstack([one.matrix for one in found]),
        *(np.hstack([getattr(one, k) for one in found]) for k in ("bias", "limits")),
    )
    return Model(found[0].names, OUTCOMES, *joined)


def _yes(rows: Rows, name: str, strength: float) -> Model:
    """A model of yes or no, with the threshold of the highest alpha."""
    matrix, bias = logistic(rows, ("True",), strength, ())
    limit = threshold(crossed(rows, ("True",), strength, ())[:, 0], rows.truth == "True", rows.judged)
    return Model(rows.names, (name,), matrix, bias, np.array([logit(limit)]))


def _told(material: Sequence[Material], drawn: Sequence[Portrait]) -> Model:
    rows = _by_cause(material, drawn, lambda one, name: str(name in dict(one.example.causes)))
    chances = crossed(rows, ("True",), STRENGTH["told"], OWN)[:, 0]
    yes = rows.truth == "True"
    common = threshold(chances, yes, rows.judged)
    limits = []
    for number in range(len(NAMES)):
        here = rows.cause == number
        limits.append(SHRUNK * common + (1 - SHRUNK) * threshold(chances[here], yes[here], rows.judged[here]))
    matrix, bias = logistic(rows, ("True",), STRENGTH["told"], OWN)
    return Model(rows.names, NAMES, matrix, bias, np.array([logit(limit) for limit in limits]))


def _level(material: Sequence[Material], drawn: Sequence[Portrait]) -> Model:
    """Classes are "cause level"; the highest of a cause's four is its level, if the cause is told."""
    rows = _by_cause(material, drawn, lambda one, name: dict(one.example.causes).get(name, ""))
    kept = rows.truth != ""
    rows = rows.only(kept)
    matrix, bias = logistic(rows, LEVELS, STRENGTH["level"], OWN_LEVEL)
    classes = tuple(f"{name} {level}" for name in NAMES for level in LEVELS)
    return Model(rows.names, classes, matrix, bias, np.zeros(len(classes)))


def _core(material: Sequence[Material], drawn: Sequence[Portrait], name: str) -> Model:
    ends = {"failed": "failed", "met": "met", "exceeded": "met", "mixed": "mixed", "": ""}
    truth = [ends[dict(one.example.causes).get(name, "")] for one in material]
    names = (*drawn[0].cause_names, *drawn[0].event_names)
    numbers = [np.concatenate((one.causes[NAMES.index(name)], one.events)) for one in drawn]
    rows = _rows(material, [dict(zip(names, one.tolist(), strict=True)) for one in numbers], truth)
    matrix, bias = logistic(rows, ENDS, STRENGTH["core"], ())
    return Model(rows.names, ENDS, matrix, bias, SHRUNK * _limits(rows))


def _reaction(material: Sequence[Material], drawn: Sequence[Portrait]) -> Model:
    told = [(one, draft) for one, draft in zip(material, drawn, strict=True) if one.example.reaction is not None]
    rows = _rows(
        [one for one, _ in told], [one.ending for _, one in told], [str(one.example.reaction) for one, _ in told]
    )
    return Model(rows.names, REACTIONS, *logistic(rows, REACTIONS, STRENGTH["reaction"], ()), np.zeros(len(REACTIONS)))


def _limits(rows: Rows) -> Floats:
    """What is added to each end's log odds so that alpha is highest."""
    odds = np.log(np.clip(crossed(rows, ENDS, STRENGTH["core"], ()), 1e-6, 1))
    truth = np.array([ENDS.index(one) for one in rows.truth])
    limits = np.zeros(len(ENDS))
    for _ in range(2):
        for number in range(len(ENDS)):
            tries = limits[number] + np.linspace(-1, 1, 11)
            values = []
            for shift in tries:
                moved = np.where(np.arange(len(ENDS)) == number, shift, limits)
                values.append(nominal(truth, (odds + moved).argmax(axis=1), rows.judged) - 0.01 * shift**2)
            limits[number] = tries[int(np.argmax(values))]
    return limits
