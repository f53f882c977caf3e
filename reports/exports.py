"""The study's frames in formats other tools read, one function each: frames by name in, bytes by file name out."""

from collections.abc import Callable, Mapping
from io import BytesIO

import pandas as pd

Frames = Mapping[str, pd.DataFrame]


def csv(frames: Frames) -> dict[str, bytes]:
    """UTF-8 with a header line; a missing value is an empty field."""
    return {f"{name}.csv": frame.to_csv(index=False, lineterminator="\n").encode() for name, frame in frames.items()}


def parquet(frames: Frames) -> dict[str, bytes]:
    """Parquet with the frame's own column types."""
    return {f"{name}.parquet": _parquet(frame) for name, frame in frames.items()}


def jsonl(frames: Frames) -> dict[str, bytes]:
    """One JSON object a line, UTF-8, dates as ISO 8601; no rows, no bytes."""
    return {f"{name}.jsonl": _jsonl(frame) for name, frame in frames.items()}


def _parquet(frame: pd.DataFrame) -> bytes:
    buffer = BytesIO()
    frame.to_parquet(buffer, index=False, engine="pyarrow")
    return buffer.getvalue()


def _jsonl(frame: pd.DataFrame) -> bytes:
    # pandas writes a lone newline for an empty frame, which readers take for a broken row
    if frame.empty:
        return b""
    text = str(frame.to_json(orient="records", lines=True, force_ascii=False, date_format="iso"))
    return text.encode()


EXPORTS: dict[str, Callable[[Frames], dict[str, bytes]]] = {"csv": csv, "parquet": parquet, "jsonl": jsonl}
