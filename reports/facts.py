"""What a report needs to know beside its tables, as a record and as the JSON object that report.json keeps of it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from analysis.codebook import Codebook

Json = dict[str, Any]  # a JSON object: any value may stand under any key


@dataclass(frozen=True, slots=True)
class Facts:
    """A study's own facts. `made` is the day of the newest entry, `draws` how often blogs are drawn anew.

    `by_hand` says that people are the coder. `run` names the run after what its tables hold, `command` makes it again.
    `since` is `made` of the report before this one, None for the first. `control` is the query of the
    negative control, if there is one. `software` is the name and version of what made the run.
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
    since: date | None = None
    control: str = ""
    software: str = ""


KEEPER = TypeAdapter(Facts)


def as_json(facts: Facts) -> Json:
    """The facts as a JSON object."""
    return dict(KEEPER.dump_python(facts, mode="json"))


def of_json(raw: object) -> Facts:
    """The facts back. Raises ValueError that names what is missing or wrong in an object that `as_json` did not make."""
    return KEEPER.validate_python(raw)
