"""From a portrait to codes: the trained models of posts, each with its chance."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analysis.coders.portrait import NAMES, Portrait
from analysis.coders.scoring import Floats
from analysis.coders.weights import Model, Weights

EXPERIENCE = "experience"
STRETCH = 1.3  # what is expected lies nearer to the middle than what is felt: the models are seldom sure
CORES = ("resolution", "commitments", "response_time")  # each has a model of its own


@dataclass(frozen=True, slots=True)
class Decision:
    """What the models say of a post.

    `told` gives each cause the chance that the post tells of it, `levels` the level it then has and the chance of that;
    `causes` are those that are given. `reaction` is given, and `feelings` has the chance of each that could be; `outcomes`
    has the chance of each outcome, `given` are those that are given. `story` is the chance of an own story, `genre` the
    genre if it is none.
    """

    story: float
    genre: str
    told: Mapping[str, float]
    levels: Mapping[str, tuple[str, float]]
    causes: Mapping[str, str]
    reaction: int
    feelings: Mapping[int, float]
    outcomes: Mapping[str, float]
    given: tuple[str, ...]


def decide(weights: Weights, drawn: Portrait, genres: Floats) -> Decision:
    """Apply the models of posts to a portrait; `genres` are scoring's log odds."""
    models = weights.models
    experience = models["experience"]
    story = _odds(experience, drawn.genre)
    others = [name for name in weights.genres if name != EXPERIENCE]
    aside = others[int(np.argmax([genres[weights.genres.index(name)] for name in others]))]
    told, causes = _told(models["told"], drawn)
    levels = _levels(models["level"], drawn)
    _settle(models, drawn, told, levels, causes)
    outcomes, given = _outcomes(models["outcome"], drawn)
    reaction, feelings = _reaction(models["reaction"], drawn)
    return Decision(
        story=_chances(story)[0],
        genre=EXPERIENCE if story[0] > experience.limits[0] else aside,
        told=told,
        levels=levels,
        causes={name: levels[name][0] for name in NAMES if name in causes},
        reaction=reaction,
        feelings=feelings,
        outcomes=outcomes,
        given=given,
    )


def _odds(model: Model, numbers: Mapping[str, float]) -> Floats:
    odds: Floats = model.matrix @ np.array([numbers[name] for name in model.names]) + model.bias
    return odds


def _chances(odds: Floats) -> list[float]:
    return list((1 / (1 + np.exp(-odds))).tolist())


def shares(odds: Floats) -> Floats:
    """The chances of classes of which exactly one holds, along the last axis."""
    raised = np.exp(odds - odds.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))


def _table(model: Model, drawn: Portrait) -> Floats:
    if model.names == drawn.cause_names:  # as they were when it was fitted
        return drawn.causes
    return drawn.causes[:, [drawn.cause_names.index(name) for name in model.names]]


def _told(model: Model, drawn: Portrait) -> tuple[dict[str, float], set[str]]:
    odds = (model.matrix * _table(model, drawn)).sum(axis=1) + model.bias
    given = {name for name, one, limit in zip(NAMES, odds, model.limits, strict=True) if one > limit}
    return dict(zip(NAMES, _chances(odds), strict=True)), given


def _levels(model: Model, drawn: Portrait) -> dict[str, tuple[str, float]]:
    classes = len(model.classes) // len(NAMES)
    matrix = model.matrix.reshape(len(NAMES), classes, len(model.names))
    odds = (matrix * _table(model, drawn)[:, None]).sum(axis=2) + model.bias.reshape(len(NAMES), classes)
    each = shares(odds)
    names = [one.split(" ")[1] for one in model.classes[:classes]]
    best = zip(NAMES, each.argmax(axis=1).tolist(), each.max(axis=1).tolist(), strict=True)
    return {name: (names[level], share) for name, level, share in best}


def _settle(
    models: Mapping[str, Model],
    drawn: Portrait,
    told: dict[str, float],
    levels: dict[str, tuple[str, float]],
    causes: set[str],
) -> None:
    """The core causes by their own numbers and the events; their models overrule what stands in the three tables."""
    for name in CORES:
        model = models[name]
        odds = model.matrix @ _numbers(model, drawn, name) + model.bias
        ends = shares(odds)
        best = int((odds + model.limits).argmax())
        told[name] = float(1 - ends[0])
        causes.discard(name)
        if best:
            beyond = model.classes[best] == "met" and levels[name][0] == "exceeded"
            levels[name] = "exceeded" if beyond else model.classes[best], float(ends[best] / ends[1:].sum())
            causes.add(name)


def _numbers(model: Model, drawn: Portrait, name: str) -> Floats:
    """The numbers of a cause, and behind them those of the events, as the model of a core cause has them."""
    known = (*drawn.cause_names, *drawn.event_names)
    numbers = np.concatenate((drawn.causes[NAMES.index(name)], drawn.events))
    return numbers if model.names == known else numbers[[known.index(one) for one in model.names]]


def _reaction(model: Model, drawn: Portrait) -> tuple[int, dict[int, float]]:
    """The expected feeling, for what is far off is worse than what is near; and the chance of each."""
    felt = shares(_odds(model, drawn.ending))
    levels = np.array([int(level) for level in model.classes])
    best = int(np.abs(levels - STRETCH * (felt @ levels)).argmin())
    return int(levels[best]), dict(zip(levels.tolist(), felt.tolist(), strict=True))


def _outcomes(model: Model, drawn: Portrait) -> tuple[dict[str, float], tuple[str, ...]]:
    numbers = [[drawn.post[key.replace("self", name)] for key in model.names] for name in model.classes]
    odds = (model.matrix * np.array(numbers)).sum(axis=1) + model.bias
    given = (name for name, yes in zip(model.classes, odds > model.limits, strict=True) if yes)
    return dict(zip(model.classes, _chances(odds), strict=True)), tuple(sorted(given))
