"""A run's directory read back: the study's facts and the tables that its report was computed from."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.estimates import change
from flows.errors import UsageError
from reports import facts, sidecar
from reports.facts import Facts

FAMILY = sidecar.SCHEMA.partition("/")[0] + "/"  # how the form of every version's report begins
# every table beside a report, and what it holds
HOLDS = {
    "posts": "one row a matching post: address, date, genre, reaction",
    "codings": "post, cause, level, coder",
    "evidence": "every coded sentence with its position and rule",
    "funnel": "what each step from feed item to experience left",
    "control_posts": "posts of the negative control, as in posts",
    "control_codings": "what was coded of them, as in codings",
    "before": "what the report before this one held, post by post",
    "hand": "what people made of the sample, and the coder of the same posts",
}


def tables(folder: Path) -> dict[str, pd.DataFrame]:
    """The tables by name. Raises UsageError like `table`."""
    return {name: table(folder, name) for name in HOLDS}


def table(folder: Path, name: str) -> pd.DataFrame:
    """One table. Raises UsageError naming the file that is missing or cannot be read."""
    path = folder / f"{name}.parquet"
    try:
        return pd.read_parquet(path)
    except FileNotFoundError as error:
        raise UsageError(f"{path}: missing; name a folder that `rootfeed run` wrote") from error
    except (OSError, ValueError) as error:  # what pyarrow raises for a file that is none of its own, or is cut off
        raise UsageError(f"{path}: cannot be read as Parquet ({error}); make the report again") from error


def told(folder: Path) -> dict[str, Any]:  # Any: a JSON object
    """report.json, which only the version reads that writes it. Raises UsageError where it is missing, broken or another's."""
    path, raw = folder / "report.json", _report(folder)
    form = str(raw.get("schema")) if isinstance(raw, dict) else ""
    if form.startswith(FAMILY) and form != sidecar.SCHEMA:
        raise UsageError(
            f"{path}: written by another version of rootfeed (form {form[:40]!r}, this one reads {sidecar.SCHEMA!r}); make it "
            "again: rootfeed report STUDY.toml, or, as it was on a day: rootfeed run STUDY.toml --as-of DATE"
        )
    if not isinstance(raw, dict) or form != sidecar.SCHEMA:
        raise UsageError(f"{path}: not of the form {sidecar.SCHEMA}; name a report that `rootfeed run` wrote")
    return raw


def query(folder: Path) -> str:
    """The query of the report in a folder, of whatever version, "" where none lies that tells one."""
    try:
        raw = _report(folder)
    except UsageError:
        return ""
    return str(raw.get("query", "")) if isinstance(raw, dict) else ""


def _report(folder: Path) -> Any:  # Any: what JSON holds
    """report.json as it is. Raises UsageError where it is missing or no JSON."""
    path = folder / "report.json"
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UsageError(f"{path}: missing; name a report that `rootfeed run` wrote") from error
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"{path}: cannot be read as JSON ({error}); make the report again") from error


def vouched(folder: Path) -> dict[str, str]:
    """The checksums in manifest.json by file. Raises UsageError where it is missing or broken."""
    files = manifest(folder).get("files")
    if not isinstance(files, dict):
        raise UsageError(f"{folder / 'manifest.json'}: missing or broken (no files); make the report again")
    return {str(name): str(digest) for name, digest in files.items()}


def manifest(folder: Path) -> dict[str, Any]:  # Any: a JSON object
    """manifest.json. Raises UsageError where it is missing or broken."""
    path = folder / "manifest.json"
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"{path}: missing or broken ({error}); make the report again") from error
    if not isinstance(told, dict):
        raise UsageError(f"{path}: missing or broken (no object); make the report again")
    return told


def facts_of(folder: Path, raw: dict[str, Any]) -> Facts:  # Any: a JSON object
    """The study's facts in report.json. Raises UsageError where they are not as `rootfeed run` writes them."""
    try:
        return facts.of_json(raw.get("facts"))
    except ValueError as error:
        raise UsageError(f"{folder / 'report.json'}: broken facts ({error}); make the report again") from error


def before(folder: Path, run: str, query: str) -> tuple[date | None, pd.DataFrame]:
    """The day and the coded posts of the report that a new one is compared with: none if `folder` holds none of the query.

    Where it holds the very same run, that is what the report there was compared with, so that the same run gives the same
    bytes again.
    """
    try:
        known = facts_of(folder, told(folder))
        if known.run == run:
            return known.since, table(folder, "before")
        if known.query == query:
            return known.made, change.coded(table(folder, "posts"), table(folder, "codings"))
    except UsageError:  # nothing there, or a run of an older version or cut short: there is nothing to compare with
        pass
    return None, change.nothing()
