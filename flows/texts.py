"""Commands for a researcher's own texts, without a study: coding of JSON lines, reading of saved pages."""

import argparse
import gzip
import json
import sys
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NoReturn

from analysis import codebook
from analysis.coding import Coder
from extract import article
from flows import codebooks, coders, results
from flows import store as storing
from flows.errors import UsageError

Json = dict[str, Any]  # a JSON object: any value may stand under any key


def code(options: argparse.Namespace) -> int:
    """Code rows of id, title, text; rows of id, genre, causes, reaction, outcomes, evidence come out."""
    book = codebooks.load(options.codebook) if options.codebook else codebook.default()
    coder = coders.named(options.coder, book)
    _write((_coded(row, coder) for row in read_rows(options.input)), options.out)
    return 0


def read_rows(path: Path) -> Iterator[Json]:
    """Rows of JSON lines, each with id and text. Raises UsageError with file and line."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield _row(f"{path}:{number}", line)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from error


def _row(where: str, line: str) -> Json:
    try:
        row = json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{where}: not JSON: {error}") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or "id" not in row:
        raise UsageError(f"{where}: a row needs id and text, and may have a title")
    return row


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _coded(row: Json, coder: Coder) -> Json:
    """A row in the interchange format: labels, and one span for each."""
    coding = coder(str(row.get("title") or ""), row["text"])
    evidence: dict[str, str] = {}
    for item in coding.evidence:
        evidence.setdefault(item.code, item.quote)
    labels = {"causes": dict(coding.causes), "reaction": coding.reaction, "outcomes": list(coding.outcomes)}
    return {"id": row["id"], "genre": coding.genre, **labels, "evidence": evidence}


def read(options: argparse.Namespace) -> int:
    """Article text of saved pages; a page without any has an empty text."""
    _write((_article(path) for path in options.paths), options.out)
    return 0


def _article(path: Path) -> Json:
    try:
        body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (OSError, EOFError, zlib.error) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from error
    post = article.read_html(body, "")
    head = {"file": path.name, "url": post.url, "title": post.title, "author": post.author}
    return {**head, "date": storing.stamp(post.published)[:10], "text": post.text}


def _write(rows: Iterable[Json], out: Path | None) -> None:
    lines = ((json.dumps(row, ensure_ascii=False) + "\n").encode("utf-8", "replace") for row in rows)
    if out is None:
        sys.stdout.flush()
        sys.stdout.buffer.writelines(lines)
    else:
        results.put(out, b"".join(lines))
        print(f"{out} written", file=sys.stderr)
