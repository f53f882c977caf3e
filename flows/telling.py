"""Results on stdout: as text, or with --json as one JSON object."""

import argparse
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from reports.wording import UNSEEN


def tell(options: argparse.Namespace, facts: Mapping[str, Any], text: str) -> None:
    """Print a result in the form that the user wants; no line where it is empty. Text of feeds steers no terminal."""
    if options.json:
        print(json.dumps(facts, indent=1))  # in ASCII: some terminals obey control characters beyond it
    elif text:
        print(harmless(text))


def harmless(text: str) -> str:
    """Text in which what a terminal would obey is replaced by a mark that it is there; lines stay lines."""
    return UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n"))


def aligned(table: Sequence[Sequence[str]], left: Collection[int]) -> list[str]:
    """Lines in which the columns stand below each other: those of `left` to the left, others, as numbers do, to the right."""
    widths = [max(len(line[place]) for line in table) for place in range(len(table[0]))]
    return [
        "  ".join(
            cell.ljust(width) if place in left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in table
    ]
