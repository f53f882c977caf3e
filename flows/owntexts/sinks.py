"""Where rows go one at a time, each on its way before the next is made: stdout, or a file that is whole or not there."""

import csv
import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flows.errors import UsageError
from reports.exports import RISKY

Row = Mapping[str, Any]  # a JSON object
Put = Callable[[bytes], None]


@contextmanager
def opened(out: Path | None) -> Iterator[Put]:
    """What takes the bytes of a row: stdout, or `out`, which takes its name when all is written.

    Until then the rows lie in `out`.part, and there they stay where something stops us. Raises UsageError naming `out`.
    """
    if out is None:
        sys.stdout.flush()
        yield _flushed(sys.stdout.buffer)
        return
    part = out.with_name(out.name + ".part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            yield _flushed(file)
        part.replace(out)
    except OSError as error:
        raise UsageError(f"{out}: cannot write ({error.strerror}); free space or choose another --out") from error


def _flushed(stream: Any) -> Put:  # Any: a binary file, or what stands for stdout
    def put(row: bytes) -> None:
        stream.write(row)
        stream.flush()

    return put


def jsonl(rows: Iterator[Row], columns: Sequence[str]) -> Iterator[bytes]:
    """A JSON object a line, UTF-8."""
    for row in rows:
        yield (json.dumps(row, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def table(rows: Iterator[Row], columns: Sequence[str]) -> Iterator[bytes]:
    """CSV (RFC 4180, UTF-8) with a heading; text that a spreadsheet would run has an apostrophe in front (exports)."""
    yield _line(columns)
    for row in rows:
        yield _line([row.get(column) for column in columns])


def _line(cells: Sequence[object]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow([RISKY.sub("'", cell) if isinstance(cell, str) else cell for cell in cells])
    return buffer.getvalue().encode("utf-8", "replace")


FORMATS: dict[str, Callable[[Iterator[Row], Sequence[str]], Iterator[bytes]]] = {"jsonl": jsonl, "csv": table}
