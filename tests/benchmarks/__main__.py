"""Prints the tables: all, or those named on the command line."""

import os
import platform
import sys

from tests.benchmarks import growth, page, stages, whole
from tests.benchmarks.clock import HEAD, table


def machine() -> str:
    """What the numbers were measured on."""
    return f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores"


def main(names: list[str]) -> int:
    """Print the tables named, in the order of the code; 2 and the names there are if one is unknown."""
    known = [*stages.STAGES, "growth", "page", "whole"]
    if unknown := set(names) - set(known):
        print(f"no benchmark {sorted(unknown)[0]!r}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    wanted = names or known
    print(f"{machine()}\n")
    if rows := [stages.STAGES[name]().cells for name in stages.STAGES if name in wanted]:
        print(table(HEAD, rows), end="\n\n", flush=True)
    if "growth" in wanted:
        print(table(growth.HEAD, growth.rows()), end="\n\n", flush=True)
    if "page" in wanted:
        print(table(page.HEAD, page.rows()), end="\n\n", flush=True)
    if "whole" in wanted:
        print(table(whole.HEAD, whole.rows()), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
