"""What a report needs to know beside its tables, as a record and as the JSON object that report.json keeps of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from analysis.codebook import Code, Codebook

Json = dict[str, Any]  # a JSON object: any value may stand under any key
PAIRED = ("examples", "phrases")  # of a code: (level, text) pairs, which JSON holds as lists


@dataclass(frozen=True, slots=True)
class Facts:
    """A study's own facts. `made` is the day of the newest entry, `draws` how often blogs are drawn anew.

    `by_hand` says that people are the coder. `run` names the run after what its tables hold, `command` makes it again.
    """

    study: str
    query: str
    made: date
    codebook: Codebook
    coder: str
    by_hand: bool
    run: str
    note: str
    command: str
    draws: int


def as_json(facts: Facts) -> Json:
    """The facts as a JSON object."""
    return {**asdict(facts), "made": facts.made.isoformat()}


def of_json(raw: Mapping[str, Any]) -> Facts:
    """The facts back. Raises KeyError, TypeError or ValueError for an object that was not made by `as_json`."""
    book = raw["codebook"]
    codes = tuple(Code(**{**one, **{key: _pairs(one[key]) for key in PAIRED}}) for one in book["codes"])
    known = {field.name: raw[field.name] for field in fields(Facts)}
    made, told = date.fromisoformat(raw["made"]), Codebook(book["id"], book["version"], codes)
    return Facts(**{**known, "made": made, "codebook": told})


def _pairs(listed: Any) -> tuple[tuple[str, str], ...]:  # Any: what JSON held
    return tuple((level, text) for level, text in listed)
