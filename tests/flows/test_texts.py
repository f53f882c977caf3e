"""Commands for a researcher's own texts: rows in, rows out; saved pages in, texts out."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]


def test_codes_a_researcher_s_own_rows(rootfeed: Run, tmp_path: Path) -> None:
    text = "I rang customer service three times. Nobody ever called back and the kettle is still broken."
    rows = tmp_path / "in.jsonl"
    rows.write_text(json.dumps({"id": 7, "title": "Kettle", "text": text}) + "\n\n", encoding="utf-8")

    status, _, _ = rootfeed("code", rows, "--out", tmp_path / "out.jsonl")
    coded = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))

    assert status == 0
    assert coded["id"] == 7
    assert coded["causes"]["resolution"] == "failed"
    assert all(quote in text for quote in coded["evidence"].values())


def test_rows_may_hold_what_utf_8_cannot(rootfeed: Run, tmp_path: Path) -> None:
    rows = tmp_path / "in.jsonl"
    rows.write_text('\ufeff{"id": 1, "text": "They never called back. \\ud800 Still broken."}', encoding="utf-8")

    assert rootfeed("code", rows)[0] == 0


@pytest.mark.parametrize("line", ['{"id": NaN, "text": ""}', "{", "[1]", '{"id": 1}', '{"text": "x"}', "[" * 100_000])
def test_a_bad_row_is_named_with_file_and_line(rootfeed: Run, tmp_path: Path, line: str) -> None:
    rows = tmp_path / "in.jsonl"
    rows.write_text('{"id": 1, "text": "fine"}\n' + line, encoding="utf-8")

    status, _, err = rootfeed("code", rows, "--out", tmp_path / "out.jsonl")

    assert status == 2
    assert "in.jsonl:2: " in err
    assert not (tmp_path / "out.jsonl").exists()


def test_reads_saved_pages_packed_and_plain(rootfeed: Run, tmp_path: Path) -> None:
    body = (
        b"<html><body><article><h1>Kettle</h1><p>" + b"It broke again, and nobody answered. " * 20 + b"</p></article>"
    )
    (tmp_path / "a.html").write_bytes(body)
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(body))
    (tmp_path / "c.html.gz").write_bytes(b"not packed")

    status, out, _ = rootfeed("read", tmp_path / "a.html", tmp_path / "b.html.gz")
    first, second = map(json.loads, out.splitlines())

    assert status == 0
    assert first["text"] == second["text"]
    assert first["text"].startswith("It broke again")
    assert rootfeed("read", tmp_path / "c.html.gz")[0] == 2
