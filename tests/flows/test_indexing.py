"""`rootfeed index`: every report below a folder is listed, and nothing of others is written over."""

import json
from collections.abc import Callable
from pathlib import Path

from leaving import leave, told

from flows.reporting import comparing

Run = Callable[..., tuple[int, str, str]]


def test_the_index_lists_every_report_below_the_folder(rootfeed: Run, tmp_path: Path) -> None:
    leave(tmp_path / "spring", told(0.2), study="spring study")
    leave(tmp_path / "more" / "deep er", told(0.2), study="deep study", as_of="2026-09-01")
    leave(tmp_path / "few", told(0.2, 10), study="few study")
    (tmp_path / "few" / "report.html").unlink()
    status, out, err = rootfeed("index", tmp_path)
    text = (tmp_path / "index.html").read_text(encoding="utf-8")

    assert (status, out.strip(), err) == (0, str(tmp_path / "index.html"), "")
    assert text.index("deep study") < text.index("few study")
    assert 'href="more/deep%20er/report.html"' in text and 'href="spring/report.html"' in text
    assert 'href="few/' not in text and "few study" in text
    assert "The answer" in text and "Problem solved: 50 (40 to 60)" in text
    assert text.count("Too few posts to say") == 1


def test_the_index_is_the_same_twice_and_counts_itself_not(rootfeed: Run, tmp_path: Path) -> None:
    leave(tmp_path / "a", told(0.2))
    first = (rootfeed("index", tmp_path), (tmp_path / "index.html").read_bytes())
    second = (rootfeed("index", tmp_path, "--json"), (tmp_path / "index.html").read_bytes())

    assert first[1] == second[1]
    assert json.loads(second[0][1]) == {"index": str(tmp_path / "index.html"), "reports": 1}


def test_the_index_of_a_real_run_links_its_page_and_says_its_headline(rootfeed: Run, finished: Path) -> None:
    status, _, _ = rootfeed("index", finished.parent)
    text = (finished.parent / "index.html").read_text(encoding="utf-8")

    assert status == 0
    assert 'href="small-report/report.html"' in text
    assert "Too few posts to say what people react to most" in text


def test_what_is_no_report_is_left_out_by_name(rootfeed: Run, tmp_path: Path) -> None:
    leave(tmp_path / "a", told(0.2))
    for name, content in {"x": "[]", "y": "{", "z": '{"schema": "other"}', "deep": "[" * 100_000}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "report.json").write_text(content, encoding="utf-8")
    leave(tmp_path / "other", told(0.2), schema="lighthouse/1")
    status, _, err = rootfeed("index", tmp_path)

    assert status == 0
    assert err.count("left out: ") == 5
    assert all(str(tmp_path / name / "report.json") in err for name in ("x", "y", "z", "deep", "other"))


def test_a_page_of_somebody_else_is_never_written_over(rootfeed: Run, tmp_path: Path) -> None:
    leave(tmp_path / "a", told(0.2))
    (tmp_path / "index.html").write_text("<h1>My home page</h1>", encoding="utf-8")
    status, _, err = rootfeed("index", tmp_path)

    assert status == 2 and "is no index of rootfeed" in err
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "<h1>My home page</h1>"


def test_no_folder_and_no_report_are_told_apart(rootfeed: Run, tmp_path: Path) -> None:
    assert rootfeed("index", tmp_path / "no")[0] == 2
    status, _, err = rootfeed("index", tmp_path)

    assert status == 4
    assert "no report below" in err


def test_the_mark_of_our_index_is_in_our_index(rootfeed: Run, tmp_path: Path) -> None:
    leave(tmp_path / "a", told(0.2), study=comparing.OURS.decode())
    rootfeed("index", tmp_path)

    assert (tmp_path / "index.html").read_bytes().count(comparing.OURS) == 1
