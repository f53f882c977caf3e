"""Is this machine fit? Versions, disk space, a writable folder, and what Prefect's start costs here."""

import importlib.metadata
import platform
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

NEEDED = ("feedparser", "httpx", "trafilatura", "nltk", "pandas", "matplotlib", "prefect", "fastapi", "sqlalchemy")
DISK = 200  # MiB that a study of some thousand posts needs
TOO_NEW = {"fastapi": (0, 151), "sqlalchemy": (2, 1)}  # what the server of prefect 3.8.8 fails on


def facts(folder: Path) -> dict[str, Any]:  # versions, numbers and the list of faults
    """Facts by name; under `faults` what is unfit and what to do about it."""
    found: dict[str, Any] = {"python": platform.python_version()}
    found |= {name: importlib.metadata.version(name) for name in NEEDED}
    found["free disk (MiB)"] = shutil.disk_usage(folder).free // 2**20
    faults = [] if found["free disk (MiB)"] >= DISK else [f"less than {DISK} MiB of disk left in {folder}: free space"]
    if not _writable(folder):
        faults.append(f"{folder} cannot be written: choose another folder")
    unfit = [name for name, limit in TOO_NEW.items() if _version(found[name]) >= limit]
    faults += [f"{name} is too new for prefect: install with constraints.txt" for name in unfit]
    if not unfit:
        found["prefect start (s)"] = round(_prefect_start(), 1)
    return {**found, "faults": faults}


def _writable(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _version(text: str) -> tuple[int, int]:
    major, minor = text.split(".")[:2]
    return int(major), int(minor)


def _prefect_start() -> float:
    """Seconds from importing Prefect to the end of a flow that does nothing: its share of every run."""
    started = time.monotonic()
    from flows.deployment import orchestrate

    orchestrate.nothing()
    return time.monotonic() - started
