"""Measures all coders on all sets of posts, prints them beside their floors, and raises the floors with --update."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from analysis.coders import CODERS
from tests.gate import floors, samples
from tests.gate.figures import NAMES, figures
from tests.gate.floors import Figures, Floors, Key


def measured() -> tuple[dict[Key, Figures], dict[str, str], list[str]]:
    """Figures by set and coder, digests by set, and what is absent."""
    found: dict[Key, Figures] = {}
    digests: dict[str, str] = {}
    absent = []
    for name in samples.SETS:
        for coder in sorted(CODERS):
            try:
                posts = samples.samples(name)
                said = samples.said(name, coder)
            except samples.Absent as missing:
                absent.append(f"{name}.{coder} is not measured: {missing}")
                continue
            digests[name] = samples.digest(posts)
            found[name, coder] = figures({key: post.truth for key, post in posts.items()}, said)
    return found, digests, absent


def table(found: dict[Key, Figures], before: Floors) -> Iterable[str]:
    """One line a figure: what is measured of each set and coder, with the floor in brackets."""
    for key, row in found.items():
        yield ".".join(key)
        for name in NAMES:
            least = before.least.get(key, {}).get(name)
            yield f"  {name:24}{row[name]:6.3f}" + ("" if least is None else f"  (floor {least:.3f})")


def main(arguments: list[str], file: Path = floors.FILE, changelog: Path = floors.CHANGELOG) -> int:
    """Return 0 if no figure sank, or if the floors were written."""
    parser = argparse.ArgumentParser(prog="python -m tests.gate", description=__doc__)
    parser.add_argument("--update", action="store_true", help="write the floors; they only rise")
    parser.add_argument("--allow-regression", action="store_true", help="let floors sink that the changelog names")
    options = parser.parse_args(arguments)
    before = floors.read(file)
    found, digests, absent = measured()
    print("\n".join([*table(found, before), *absent]))
    if not options.update:
        low = [line for key, row in found.items() if key in before.least for line in floors.sunk(before, key, row)]
        print("\n".join(low), file=sys.stderr)
        return 1 if low else 0
    try:
        new = floors.revised(before, found, digests, changelog.read_text(encoding="utf-8"), options.allow_regression)
    except floors.Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    file.write_text(floors.written(new), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
