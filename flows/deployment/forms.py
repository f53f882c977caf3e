"""The parameters of the Prefect flow: a study in groups of keys, as a form shows them, and how it is run."""

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, Field

from flows.keys import RULES, Manners, Method, Question, Sources
from flows.locations import Archive, Store
from flows.reporting import rundir
from flows.settings import Study, check
from flows.workspace import apart

GROUPS: dict[str, type[BaseModel]] = {"question": Question, "sources": Sources, "manners": Manners, "method": Method}
Asked = Literal["due", "all", "nobody"]


class Run(BaseModel):
    """Where the study lives, and what this run does."""

    model_config = RULES

    folder: str = Field(
        title="Folder",
        min_length=1,
        description="The study's folder on the machine that runs it, as an absolute path",
    )
    out: str = Field(
        default="",
        title="Report's folder",
        description="Empty: beside the study; a report on another query is not written over",
    )
    ask: Asked = Field(
        default="due",
        title="Whom to ask",
        description="due: feeds whose time has come; all: every feed that may be asked; nobody: only what is stored",
    )
    again: int = Field(
        default=0,
        title="Retries",
        ge=0,
        le=5,
        description="How often a host that did not answer is asked again in the same run, each time 150 gaps later",
    )
    store: Store = ""
    archive: Archive = ""


def filled(study: Study, run: Run) -> dict[str, Any]:  # each a group, by its name
    """The flow's parameters for a study."""
    keys = study.model_dump()
    groups = {name: group(**{key: keys[key] for key in group.model_fields}) for name, group in GROUPS.items()}
    return {**groups, "run": run.model_copy(update={"store": study.store, "archive": study.archive})}


def studied(groups: tuple[BaseModel, ...], run: Run) -> Study:
    """The study that a form describes. Raises UsageError where its groups do not go together."""
    keys = {key: value for group in groups for key, value in group.model_dump().items()}
    return check({**keys, "store": run.store, "archive": run.archive}, "parameters")


def out(study: Study, run: Run) -> Path:
    """Where the report goes; beside one on another query, not over it, unless a folder is named."""
    if run.out:
        return Path(run.out)
    place = Path(run.folder) / f"{study.name}-report"
    stands = rundir.query(place)
    return place.with_name(apart(study)) if stands and stands != study.query else place
