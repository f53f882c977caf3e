"""The file of a day in docs/benchmarks/: a section for each table, put in when it is measured, the others left as they are."""

import os
import platform
import re
import shutil
import subprocess
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "docs" / "benchmarks"
PEERS = ("trafilatura", "vaderSentiment", "nltk", "httpx", "scipy", "pandas", "prefect")
SECTION = re.compile(r"^## (\S+)$", re.MULTILINE)
GIBIBYTE = 1 << 30


def put(name: str, section: str, order: Sequence[str], folder: Path = FOLDER) -> Path:
    """Put a section into today's file, in place of the one of that name; returns the file, whose sections are in order."""
    path = folder / f"{date.today()}.md"
    found = sections(path.read_text(encoding="utf-8")) if path.exists() else {}
    found[name] = section
    content = "\n".join([_head(), *(found[one] for one in order if one in found)])
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def sections(text: str) -> dict[str, str]:
    """The sections of a file by their names, each with its heading."""
    starts = [match.start() for match in SECTION.finditer(text)]
    parts = [text[start:end].strip() + "\n" for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    return {part.split("\n", 1)[0].removeprefix("## "): part for part in parts}


def conditions() -> str:
    """When and of what a table is: the day, the commit, and the load of the machine before it begins."""
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return f"{date.today():%-d %B %Y}, {_commit()}, load {load} at the start"


def _head() -> str:
    """The begin of a file: what machine, which versions."""
    told = ", ".join(f"{name} {version(name)}" for name in PEERS)
    return (
        f"# Benchmarks of {date.today():%-d %B %Y}\n\n"
        "Written by `python -m tests.benchmarks --write`; [benchmarks.md](../benchmarks.md) tells what is measured and how.\n"
        "The tables may be of several runs: each says when it was made, of which commit, and how busy the machine was.\n\n"
        f"{_machine()}\n{told}.\n"
    )


def _machine() -> str:
    size = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / GIBIBYTE
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores of {_processor()}, {size:.0f} GiB, {system};"


def _processor() -> str:
    file = Path("/proc/cpuinfo")  # Linux only
    found = re.search(r"^model name\s*: (.+)$", file.read_text(), re.MULTILINE) if file.exists() else None
    return found[1] if found else platform.machine()


def _commit() -> str:
    """The commit, and whether what is run differs from it; what these tables are written into does not count."""
    if not shutil.which("git"):
        return "commit unknown"

    def said(*command: str) -> str:
        told = subprocess.run(["git", *command], cwd=FOLDER.parents[1], capture_output=True, text=True)
        return told.stdout.strip()

    changed = said("status", "--porcelain", "--untracked-files=no", "--", ".", ":!docs/benchmarks", ":!README.md")
    return f"commit {said('rev-parse', '--short', 'HEAD') or 'unknown'}{' and changes' if changed else ''}"
