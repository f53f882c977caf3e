"""Commands for a researcher's own texts: rows in, rows out; saved pages in, texts out."""

import gzip
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import by_hand
import pytest

from analysis import codebook
from analysis.coders import CODERS

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


def test_a_code_is_shown_with_its_strongest_sentence_not_with_its_first(rootfeed: Run, tmp_path: Path) -> None:
    first, last = "They refused to repair it and would not help.", "They refused a refund and it is still broken."
    text = f"I rang the shop. {first} I wrote to them in May. {last}"
    rows, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    rows.write_text(json.dumps({"id": 1, "title": "Kettle", "text": text}), encoding="utf-8")

    rootfeed("code", rows, "--out", out)
    coding = CODERS["default"](codebook.default())("Kettle", text)

    assert json.loads(out.read_text(encoding="utf-8"))["evidence"]["resolution"] == last
    assert [item.quote for item in coding.evidence if item.code == "resolution"] == [first, last]


def test_rows_may_hold_what_utf_8_cannot(rootfeed: Run, tmp_path: Path) -> None:
    rows = tmp_path / "in.jsonl"
    rows.write_text('\ufeff{"id": 1, "text": "They never called back. \\ud800 Still broken."}', encoding="utf-8")

    assert rootfeed("code", rows)[0] == 0


def test_a_file_of_something_else_is_not_gone_through_to_its_end(rootfeed: Run, tmp_path: Path) -> None:
    (tmp_path / "report.json").write_text(json.dumps([*range(500)], indent=1), encoding="utf-8")

    status, _, said = rootfeed("code", tmp_path / "report.json")

    assert status == 2
    assert said.endswith("name JSON lines, CSV, a folder of texts or a study\n")
    assert len(said.splitlines()) < 110


BAD = [
    ('{"id": NaN, "text": "x"}', "NaN is no JSON"),
    ("{", "not JSON"),
    ("[1]", "no JSON object"),
    ('{"id": 1}', "needs text"),
    ('{"id": 3, "text": " "}', "needs text"),
    ('{"id": 3, "text": ["x"]}', "needs text"),
    ('{"text": "x"}', "needs an id"),
    ('{"id": true, "text": "x"}', "needs an id"),
    ('{"id": "1", "text": "x"}', "the id '1' stands in "),
    ('{"id": 3, "text": "a\0b"}', "NUL"),
    ("[" * 100_000, "not JSON"),
]


@pytest.mark.parametrize(("line", "why"), BAD, ids=[why for _, why in BAD])
def test_a_bad_row_is_named_with_file_and_line_and_the_rest_goes_on(
    rootfeed: Run, tmp_path: Path, line: str, why: str
) -> None:
    rows = tmp_path / "in.jsonl"
    rows.write_text('{"id": 1, "text": "fine"}\n\n' + line + '\n{"id": 2, "text": "fine"}\n', encoding="utf-8")

    status, out, err = rootfeed("code", rows, "--coder", "rules")

    assert status == 3
    assert [json.loads(one)["id"] for one in out.splitlines()] == [1, 2]
    (named,) = [one for one in err.splitlines() if one.startswith(f"{rows}:")]
    assert named.startswith(f"{rows}:3: ") and why in named and named.endswith(", left out")


def test_a_line_too_long_is_left_without_being_held(rootfeed: Run, tmp_path: Path) -> None:
    rows = tmp_path / "in.jsonl"
    with rows.open("wb") as file:
        file.write(b'{"id": 1, "text": "')
        for _ in range(100):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n{"id": 2, "text": "fine"}\n')
    tracemalloc.start()

    status, out, err = rootfeed("read", rows)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert status == 3
    assert json.loads(out)["id"] == 2
    assert "in.jsonl:1: a line of more than 10,000,000 characters" in err
    assert peak < 80_000_000


TABLE = 'Key;Title;Body\r\n1;Kettle;"They said ""no""; twice.\r\nNobody called back – ever."\r\n\'=2;;It’s broken.\r\n'


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", TABLE.encode("utf-8-sig")),
        ("a.csv", TABLE.encode("utf-16")),
        ("a.csv", TABLE.encode("cp1252")),
        ("a.csv", TABLE.replace("\r\n", "\r").encode()),
        ("a.csv", TABLE.encode()),
        ("a.tsv", TABLE.replace(";", "\t").encode()),
        ("a.csv.gz", gzip.compress(TABLE.encode())),
        ("a", TABLE.encode()),
    ],
    ids=["utf-8 with mark", "utf-16", "windows-1252", "mac", "utf-8", "tabs", "packed", "no ending"],
)
def test_reads_tables_as_spreadsheets_save_them(rootfeed: Run, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)

    status, out, err = rootfeed("read", tmp_path / name, "--id", "Key", "--text", "Body")
    first, second = map(json.loads, out.splitlines())

    assert status == 0, err
    assert (first["id"], first["title"]) == ("1", "Kettle")
    assert " ".join(first["text"].replace("\t", ";").split()) == 'They said "no"; twice. Nobody called back – ever.'
    assert (second["id"], second["text"]) == ("=2", "It’s broken.")
    assert ("read as Windows-1252" in err) == (content == TABLE.encode("cp1252"))


def test_wrong_rows_of_a_table_are_named_by_the_line_on_which_they_begin(rootfeed: Run, tmp_path: Path) -> None:
    rows = tmp_path / "a.csv"
    rows.write_text('id,text\n1,"a\nb"\n2,x,y\n3,\n4,fine\n5,"open\n6,x\n', encoding="utf-8")

    status, out, err = rootfeed("read", rows)

    assert status == 3
    assert [json.loads(one)["id"] for one in out.splitlines()] == ["1", "4"]
    assert [one.removeprefix(f"{rows}:") for one in err.splitlines()[:-1]] == [
        "4: more cells than the heading has columns, left out",
        "5: a row needs text in 'text', left out",
        "7: not CSV: unexpected end of data, left out",
    ]


def test_a_table_without_the_column_is_refused_with_the_columns_it_has(rootfeed: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,body\n1,x\n", encoding="utf-8")

    status, _, err = rootfeed("code", tmp_path / "a.csv", "--out", tmp_path / "out.jsonl")

    assert status == 2
    assert "the column 'text' stands nowhere in its heading, which holds id, body" in err
    assert not (tmp_path / "out.jsonl").exists()


PAGE = b"<html><body><article><h1>Kettle</h1><p>" + b"It broke again, and nobody answered. " * 20 + b"</p></article>"


def test_reads_a_folder_in_order_and_names_what_it_cannot_read(rootfeed: Run, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "b.html").write_bytes(PAGE)
    (tmp_path / "sub" / "a.HTML.gz").write_bytes(gzip.compress(PAGE))
    (tmp_path / "a.md").write_text("# Day\n\nNobody *called* back.", encoding="utf-8")
    (tmp_path / "sub" / "b.txt").write_bytes("Ça va".encode("cp1252"))
    (tmp_path / ".hidden.txt").write_text("no", encoding="utf-8")
    (tmp_path / "c.html.gz").write_bytes(b"not packed")
    (tmp_path / "d.txt").write_bytes(b"\0\1" * 500)
    (tmp_path / "e.txt").write_bytes(b" \n")
    (tmp_path / "f.html").write_bytes(b"<html><body></body></html>")
    (tmp_path / "g.pdf").write_bytes(b"%PDF")

    status, out, err = rootfeed("read", tmp_path)
    found = {one["file"]: one for one in map(json.loads, out.splitlines())}

    assert status == 3
    assert list(found) == ["a.md", "b.html", "sub/a.HTML.gz", "sub/b.txt"]
    assert found["a.md"]["text"] == "Nobody called back."
    assert found["b.html"]["text"] == found["sub/a.HTML.gz"]["text"]
    assert found["b.html"]["text"].startswith("It broke again")
    assert found["sub/b.txt"]["text"] == "Ça va"
    for name, why in {"c.html.gz": "Not a gzipped", "d.txt": "NUL", "e.txt": "no text", "f.html": "no text"}.items():
        assert [one for one in err.splitlines() if one.startswith(f"{tmp_path / name}: ") and why in one]
    assert "1 file passed over" in err


def test_what_is_read_can_be_coded(rootfeed: Run, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.html").write_bytes(PAGE)
    rootfeed("read", tmp_path / "pages", "--out", tmp_path / "texts.csv")

    status, out, _ = rootfeed("code", tmp_path / "texts.csv", "--coder", "rules")

    assert status == 0
    assert json.loads(out)["id"] == "a.html"


def test_each_row_is_out_before_the_next_is_read() -> None:
    command = [Path(sys.executable).with_name("rootfeed"), "code", "-", "--coder", "rules"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdin and running.stdout
        for number in range(3):
            running.stdin.write(b'{"id": %d, "text": "They never called back."}\n' % number)
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["id"] == number


def test_a_packed_file_cut_short_gives_what_it_holds(rootfeed: Run, tmp_path: Path) -> None:
    rows = b"".join(b'{"id": %d, "text": "%d"}\n' % (n, n * n) for n in range(5000))
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(rows)[:-2000])

    status, out, err = rootfeed("read", tmp_path / "a.jsonl.gz")

    assert status == 3
    assert len(out.splitlines()) > 100
    assert "cannot be read on: " in err


def test_codes_come_as_a_table_too(rootfeed: Run, tmp_path: Path) -> None:
    text = "I rang customer service three times. =Nobody ever called back and the kettle is still broken."
    rows, out = tmp_path / "in.jsonl", tmp_path / "out.csv"
    rows.write_text(json.dumps({"id": "=1", "text": text}) + "\n", encoding="utf-8")

    status, told, _ = rootfeed("code", rows, "--out", out, "--coder", "rules", "--json")
    (row,) = by_hand.rows(out)

    assert (status, json.loads(told)) == (0, {"out": str(out), "rows": 1, "left_out": 0})
    assert (row["id"], row["resolution"], row["honesty"]) == ("'=1", "failed", "")
    assert row["resolution_words"].lstrip("'") in text
    assert not (tmp_path / "out.csv.part").exists()


def test_rows_of_html_are_read_as_pages(rootfeed: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": 1, "text": PAGE.decode()}) + "\n", encoding="utf-8")

    _, out, _ = rootfeed("read", tmp_path / "in.jsonl")

    assert json.loads(out)["text"].startswith("It broke again")
    assert "<" not in out
