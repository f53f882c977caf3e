"""The weights of the linear coder: a small file made by `rootfeed train`, read once.

The file is a NumPy archive without pickles: one row of small integers per feature of words.py and one column per thing
a sentence can tell of; what a post comes to is weighed by a few named numbers each, kept as JSON text.
"""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.coders.rows import Rows, rows
from analysis.labelled import Told

FOLDER = "coders/weights"
FORMAT = 3


@dataclass(frozen=True, slots=True)
class Model:
    """Log odds as a weighted sum of named numbers, for each of several classes or codes.

    `classes` are rows of `matrix`, `names` its columns; `limits` shift the classes: a threshold for yes or no, or what is
    added to a class's log odds before the highest wins.
    """

    names: tuple[str, ...]
    classes: tuple[str, ...]
    matrix: NDArray[np.float64]
    bias: NDArray[np.float64]
    limits: NDArray[np.float64]


@dataclass(frozen=True)
class Weights:
    """All weights. `vocabulary` gives the row of a feature; columns are first `told`, then `events`, then `genres` (of
    posts).

    `scale` and `bias` have one number per column. `models` are those of posts by name, see portrait.py. `made` tells
    from which texts the weights were trained.
    """

    vocabulary: Mapping[str, int]
    matrix: NDArray[np.int8]
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]
    told: tuple[Told, ...]
    events: tuple[str, ...]
    genres: tuple[str, ...]
    models: Mapping[str, Model]
    made: Mapping[str, Any]  # JSON

    @cached_property
    def rows(self) -> Rows:
        """The vocabulary as sentences are looked up in it."""
        return rows(self.vocabulary)


def dump(weights: Weights) -> bytes:
    """The file; the same weights give the same bytes."""
    facts = {
        "format": FORMAT,
        "made": weights.made,
        "told": weights.told,
        "events": weights.events,
        "genres": weights.genres,
        "models": {name: _facts(model) for name, model in sorted(weights.models.items())},
    }
    features = sorted(weights.vocabulary, key=lambda name: weights.vocabulary[name])
    file = io.BytesIO()
    np.savez_compressed(
        file,
        features=_bytes("\n".join(features)),
        facts=_bytes(json.dumps(facts)),
        matrix=weights.matrix,
        scale=weights.scale,
        bias=weights.bias,
    )
    return file.getvalue()


def load(content: bytes) -> Weights:
    """Read such a file. Raises ValueError where it is of another format."""
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        facts = json.loads(file["facts"].tobytes())
        if facts["format"] != FORMAT:
            raise ValueError(f"weights of format {facts['format']}, not {FORMAT}; train them again")
        features = file["features"].tobytes().decode().split("\n")
        return Weights(
            vocabulary={name: row for row, name in enumerate(features)},
            matrix=file["matrix"],
            scale=file["scale"],
            bias=file["bias"],
            told=tuple((code, level) for code, level in facts["told"]),
            events=tuple(facts["events"]),
            genres=tuple(facts["genres"]),
            models={name: _model(entry) for name, entry in facts["models"].items()},
            made=facts["made"],
        )


@cache
def shipped(name: str) -> Weights:
    """The weights of a coder that come with the package."""
    return load(resources.files("analysis").joinpath(f"{FOLDER}/{name}.npz").read_bytes())


def _bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _facts(model: Model) -> dict[str, object]:
    arrays = {"matrix": model.matrix, "bias": model.bias, "limits": model.limits}
    return {"names": model.names, "classes": model.classes, **{k: np.round(v, 5).tolist() for k, v in arrays.items()}}


def _model(entry: Mapping[str, Any]) -> Model:  # JSON
    arrays = {name: np.array(entry[name], dtype=np.float64) for name in ("matrix", "bias", "limits")}
    return Model(names=tuple(entry["names"]), classes=tuple(entry["classes"]), **arrays)
