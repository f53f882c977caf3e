"""`python -m tests.fuzzing TARGET --seconds N [--out DIR]`: looks for bytes that a target does not take, and keeps them.

Needs atheris, which sees which lines an input reaches and goes on from those that reach new ones. Each finding is told once,
by the error and the place it came from; its bytes, and the inputs that are worth going on from, are kept in DIR.
"""

import argparse
import random
import sys
import traceback
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from tests.fuzzing import findings

OURS = ["extract", "analysis", "reports", "flows"]
READERS = ["feedparser", "protego", "luqum", "zipfile", "csv", "markdown_it", "email", "json"]  # in Python, so visible
SLOW = 10.0  # seconds of processor time; what a feed takes at most before its reader is killed is twice that
LARGEST = 16_384  # bytes of an input
MEMORY = 2_048  # MiB of the whole process, with all libraries and models


def main() -> None:
    """Fuzz one target; ends with the process."""
    options = _asked()
    try:
        import atheris
    except ModuleNotFoundError:
        sys.exit("fuzzing needs atheris: pip install atheris")
    with atheris.instrument_imports(include=OURS + READERS):
        from tests.fuzzing import mutating
        from tests.fuzzing.seeds import SEEDS
        from tests.fuzzing.targets import TABLE
    if options.target not in TABLE:
        sys.exit(f"no target {options.target!r}; there are {', '.join(TABLE)}")
    corpus, found = options.out / options.target / "corpus", options.out / options.target / "findings"
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    for seed in SEEDS[options.target]():
        (corpus / sha256(seed).hexdigest()[:16]).write_bytes(seed)
    once = _looking(TABLE[options.target], found)

    def changed(body: bytes, most: int, seed: int) -> bytes:
        if seed % 2:
            return bytes(atheris.Mutate(body, most))
        return mutating.mutated(body, random.Random(seed))[:most]

    limits = [f"-max_total_time={options.seconds}", f"-max_len={LARGEST}", f"-rss_limit_mb={MEMORY}", "-timeout=120"]
    kept = [str(corpus), f"-artifact_prefix={found}/", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *kept, *limits], once, custom_mutator=changed)
    atheris.Fuzz()


def _asked() -> argparse.Namespace:
    asking = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    asking.add_argument("target")
    asking.add_argument("--seconds", type=int, default=60)
    asking.add_argument("--out", type=Path, default=Path("fuzzing"))
    return asking.parse_args()


def _looking(target: Callable[[bytes], object], found: Path) -> Callable[[bytes], None]:
    """The target with its findings written down: whatever was not named is what is looked for."""
    seen = set[str]()

    def once(body: bytes) -> None:
        try:
            with findings.limited(SLOW):
                target(body)
        except Exception as error:  # each kind, for all are findings
            _tell(found, seen, body, findings.place(error), traceback.format_exc())

    return once


def _tell(found: Path, seen: set[str], body: bytes, place: str, told: str) -> None:
    if place in seen:
        return
    seen.add(place)
    path = found / sha256(place.encode()).hexdigest()[:12]
    path.write_bytes(body)
    path.with_suffix(".txt").write_text(told, encoding="utf-8", errors="replace")
    print(f"FOUND {place}: {path}", flush=True)


if __name__ == "__main__":
    main()
