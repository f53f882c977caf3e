"""Results on stdout: as text, or with --json as one JSON object."""

import argparse
import json
from collections.abc import Mapping
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
