"""The study's frames in formats other tools read, one function each: frames by name in, bytes by file name out.

A spreadsheet runs a CSV cell that begins like a formula, and posts are strangers' text. So in CSV, and only there, such
text gets an apostrophe in front (https://owasp.org/www-community/attacks/CSV_Injection). Inside a text it does too, behind
each sign at which a spreadsheet of another country or setting starts a new cell: there ";" or a tab parts cells, our quotes
stand in the middle of one, and a line ends its row. Nothing is lost: whoever reads the file back drops all that `GUARDED`
matches. Numbers stay numbers.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO

import pandas as pd

Frames = Mapping[str, pd.DataFrame]
AT_ONCE = 10_000  # rows
# the last four are what a Japanese keyboard writes for the first four, and some spreadsheets read them alike
FORMULA = r"=+\-@＝＋－＠"
FIRST, LATER = rf"(?='*[{FORMULA}\t\r\n])", rf"(?='*[{FORMULA}])"  # at the start of a text, and of a cell within it
RISKY = re.compile(rf"\A{FIRST}|(?<=[;\t\r\n]){LATER}")
GUARDED = re.compile(rf"\A'{FIRST}|(?<=[;\t\r\n])'{LATER}")


def csv(frames: Frames) -> dict[str, bytes]:
    """UTF-8 with a header line; a missing value is an empty field; text that looks like a formula has an apostrophe."""
    return {f"{name}.csv": _csv(frame) for name, frame in frames.items()}


def parquet(frames: Frames) -> dict[str, bytes]:
    """Parquet with the frame's own column types."""
    return {f"{name}.parquet": _parquet(frame) for name, frame in frames.items()}


def jsonl(frames: Frames) -> dict[str, bytes]:
    """One JSON object a line, UTF-8, dates as ISO 8601; no rows, no bytes."""
    return {f"{name}.jsonl": _jsonl(frame) for name, frame in frames.items()}


def _csv(frame: pd.DataFrame) -> bytes:
    texts = frame.select_dtypes(["object", "string"]).columns
    guarded = frame.assign(**{name: frame[name].map(_guarded) for name in texts})
    # the line end of RFC 4180; with a lone "\n" a lone "\r" in a text would stay unquoted and break its row
    return bytes(guarded.to_csv(index=False, lineterminator="\r\n").encode())


def _guarded(cell: object) -> object:
    return RISKY.sub("'", cell) if isinstance(cell, str) else cell


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


def split(frame: pd.DataFrame, at_once: int = AT_ONCE) -> Iterator[str]:
    """The JSON that pandas calls "split", by parts of so many rows: all of it at once is as large as all else of a report."""
    opening, closing = frame.head(0).to_json(orient="split").split("[],", 1)
    yield f"{opening}[{','.join(map(str, frame.index))}],{closing.removesuffix(']}')}"
    for start in range(0, len(frame), at_once):
        yield "," * bool(start) + frame.iloc[start : start + at_once].to_json(orient="values")[1:-1]
    yield "]}"


EXPORTS: dict[str, Callable[[Frames], dict[str, bytes]]] = {"csv": csv, "parquet": parquet, "jsonl": jsonl}
