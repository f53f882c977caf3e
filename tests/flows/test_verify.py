"""A report is borne out by the files beside it, and whatever is tampered with is found."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from flows.errors import UsageError
from flows.reporting import verifying
from reports.claimed import ledger
from reports.claimed.ledger import Claim

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    """The run of a small study, to be tampered with."""
    return Path(shutil.copytree(template / "small-report", tmp_path / "run"))


def claims(folder: Path) -> set[str]:
    """The names of the claims that differ."""
    return {one.claim for one in verifying.differences(folder / "report.html")[1]}


def rewritten(folder: Path, name: str, change: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    path = folder / f"{name}.parquet"
    change(pd.read_parquet(path)).to_parquet(path, index=False)


def test_a_report_is_borne_out_by_its_files(folder: Path, rootfeed: Run) -> None:
    status, out, _ = rootfeed("verify", folder / "report.html")

    assert (status, "no differences" in out) == (0, True)
    assert rootfeed("verify", folder)[0] == 0


def test_a_changed_level_is_found_where_it_counts(folder: Path, rootfeed: Run) -> None:
    rewritten(folder, "codings", lambda frame: frame.assign(level="failed"))
    status, out, _ = rootfeed("verify", folder / "report.html", "--json")
    found = {one["claim"] for one in json.loads(out)["differences"]}

    assert status == verifying.DIFFERENT
    assert {"causes.resolution.complaints", "file.codings.parquet.sha256"} <= found


@pytest.mark.parametrize("name", ["posts", "codings", "evidence", "funnel"])
def test_any_changed_cell_is_found(folder: Path, name: str) -> None:
    def change(frame: pd.DataFrame) -> pd.DataFrame:
        text = frame.select_dtypes("str").columns[-1]
        return frame.assign(**{text: [*frame[text][:-1], "tampered"]})

    rewritten(folder, name, change)

    assert f"file.{name}.parquet.sha256" in claims(folder)


def test_a_changed_number_in_the_page_is_found(folder: Path) -> None:
    page = folder / "report.html"
    text = page.read_text(encoding="utf-8")
    at = text.index(">", text.index('data-c="facts.posts"')) + 1
    page.write_text(text[:at] + "9" + text[at:], encoding="utf-8")

    assert claims(folder) == {"facts.posts"}


def test_a_number_outside_of_every_claim_is_found(folder: Path) -> None:
    page = folder / "report.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("</main>", "<p>Sales rose by 12 %.</p></main>"), encoding="utf-8")

    assert [one.says for one in verifying.differences(page)[1]] == ["Sales rose by 12 %."]


def test_a_claim_that_was_taken_out_or_put_in_is_found(folder: Path) -> None:
    page = folder / "report.html"
    text = page.read_text(encoding="utf-8").replace('data-c="headline"', 'data-c="headline.new"')
    page.write_text(text, encoding="utf-8")

    assert claims(folder) == {"headline", "headline.new"}


def test_what_report_json_says_otherwise_is_found(folder: Path) -> None:
    path = folder / "report.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    told["claims"][0]["rows"] += 1
    path.write_text(json.dumps(told), encoding="utf-8")

    assert claims(folder) == {f"{told['claims'][0]['claim']} in report.json"}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("posts.parquet", None, "posts.parquet: missing"),
        ("posts.parquet", b"PAR1 no more", "posts.parquet: cannot be read as Parquet"),
        ("report.json", None, "report.json: missing"),
        ("report.json", b"{", "report.json: cannot be read as JSON"),
        ("report.json", b"[]", "report.json: not of the form"),
        ("report.json", b'{"schema": "rootfeed-report/2"}', "report.json: broken facts"),
        ("report.html", None, "report.html: cannot be read"),
    ],
)
def test_names_the_file_that_is_missing_or_broken(
    folder: Path, rootfeed: Run, name: str, content: bytes | None, said: str
) -> None:
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_bytes(content)
    status, _, err = rootfeed("verify", folder / "report.html")

    assert status == 2
    assert said in err


def test_every_claim_of_report_json_names_rows_that_are_there(folder: Path) -> None:
    told = json.loads((folder / "report.json").read_text(encoding="utf-8"))["claims"]
    tables = {name: pd.read_csv(folder / f"{name}.csv") for name in ("thank", "answer")}
    tables |= {
        file: pd.read_parquet(folder / f"{file}.parquet") for file in {one["file"] for one in told} - {"", *tables}
    }
    selected = ledger.selector(tables)

    for one in told:
        rows = len(selected(Claim(one["claim"], one["text"], one["file"], one["where"], one["of"])))
        assert one["rows"] == rows, one
        assert not one["counts"] or one["text"].split()[0].replace(",", "") == str(rows), one


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("report.html", b"Undecided", b"Supported"),
        ("report.html", b"none was written by a language model", b"one was written by a language model"),
        ("report.json", b'"as_of": "20', b'"as_of": "19'),
        ("feed.atom", b"experiences with service", b"experiences without one"),
        ("thank.csv", b"post,url", b"post,uri"),
    ],
)
def test_a_word_that_no_table_gives_is_found(folder: Path, name: str, old: bytes, new: bytes) -> None:
    path = folder / name
    content = path.read_bytes()
    path.write_bytes(content.replace(old, new, 1))

    assert old in content
    assert verifying.differences(folder / "report.html")[1]


def test_a_file_that_the_manifest_does_not_know_as_it_is_is_found(folder: Path) -> None:
    path = folder / "manifest.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    told["files"]["feed.atom"] = "0" * 64
    path.write_text(json.dumps(told), encoding="utf-8")

    assert claims(folder) == {"feed.atom in manifest.json"}
    path.unlink()
    with pytest.raises(UsageError, match=r"manifest\.json: missing or broken"):
        verifying.differences(folder / "report.html")
