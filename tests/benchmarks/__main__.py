"""Prints the tables: all, or those named on the command line."""

import os
import platform
import sys
from types import ModuleType

from tests.benchmarks import (
    archiving,
    extraction,
    fetching,
    growth,
    identity,
    kills,
    page,
    rerun,
    rhythm,
    stages,
    standing,
    whole,
)
from tests.benchmarks.clock import HEAD, table

TABLES: dict[str, ModuleType] = {  # each has HEAD and rows()
    "archiving": archiving,
    "extraction": extraction,
    "fetching": fetching,
    "growth": growth,
    "identity": identity,
    "kills": kills,
    "page": page,
    "rerun": rerun,
    "rhythm": rhythm,
    "standing": standing,
    "whole": whole,
}
ASKED_FOR = ("kills",)  # takes many minutes


def machine() -> str:
    """What the numbers were measured on."""
    return f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores"


def main(names: list[str]) -> int:
    """Print the tables named, in the order of the code; 2 and the names there are if one is unknown."""
    known = [*stages.STAGES, *TABLES]
    if unknown := set(names) - set(known):
        print(f"no benchmark {sorted(unknown)[0]!r}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    wanted = names or [name for name in known if name not in ASKED_FOR]
    print(f"{machine()}\n")
    if rows := [stages.STAGES[name]().cells for name in stages.STAGES if name in wanted]:
        print(table(HEAD, rows), end="\n\n", flush=True)
    for name, module in TABLES.items():
        if name in wanted:
            print(table(module.HEAD, module.rows()), end="\n\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
