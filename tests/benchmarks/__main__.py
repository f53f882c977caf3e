"""Prints the tables that are named on the command line, or all but the long ones; --write keeps them in a dated file."""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib import import_module
from types import ModuleType

from tests.benchmarks import dated, quoting
from tests.benchmarks.clock import table

# Modules are imported when their table is wanted: each measurement runs in a process that begins by reading this file.
TABLES = (
    "reading",
    "coding",
    "collecting",
    "archiving",
    "estimating",
    "rendering",
    "whole",
    "cores",
    "growth",
    "rerun",
)
ASKED_FOR = ("large", "extraction", "standing", "rhythm", "kills", "postgres", "cluster")  # these take many minutes


def main(arguments: Sequence[str]) -> int:
    """Print the tables named, in the order of the code; 2 and the names there are if one is unknown."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join((*TABLES, *ASKED_FOR)))
    parser.add_argument("--long", action="store_true", help="the long ones as well")
    parser.add_argument(
        "--write", action="store_true", help="put each table into the file of today in docs/benchmarks/"
    )
    options = parser.parse_args(arguments)
    known = (*TABLES, *ASKED_FOR)
    if unknown := sorted(set(options.names) - set(known)):
        print(f"no benchmark {unknown[0]!r}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    wanted = options.names or (known if options.long else TABLES)
    for name in (name for name in known if name in wanted):
        section = _section(name)
        print(section, flush=True)
        if options.write:
            file = dated.put(name, section, known)
            quoting.put(file)
            print(f"written to {file}, and what README quotes of it", file=sys.stderr, flush=True)
    return 0


def _section(name: str) -> str:
    """A table under its name, with what it was measured on and when."""
    module, conditions = import_module(f"tests.benchmarks.{name}"), dated.conditions()
    started = time.monotonic()
    print(f"{datetime.now(UTC):%H:%M:%S} {name} ...", file=sys.stderr, flush=True)
    made = table(module.HEAD, _told(module))
    return f"## {name}\n\n{conditions}, in {time.monotonic() - started:.0f} s. {module.NOTE}\n\n{made}\n"


def _told(module: ModuleType) -> Iterator[Sequence[str]]:
    """The rows, each shown on stderr when it is there: some take minutes."""
    for row in module.rows():
        print("  " + " | ".join(row), file=sys.stderr, flush=True)
        yield row


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
