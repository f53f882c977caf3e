"""A study with its own codebook: from the study file to the report, recoding only what it must."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa
from owning import OWN, set_keys, use, versions

from analysis import codebook
from analysis.coding import Coding
from flows import settings
from flows.coding import codebooks, coders
from flows.database import rows
from flows.database import store as storing
from flows.database.schema import CODINGS
from flows.settings import Study
from flows.workspace import opened

Run = Callable[..., tuple[int, str, str]]


def test_a_codebook_that_is_not_there_is_named(rootfeed: Run, finished: Path) -> None:
    status, _, err = rootfeed("report", set_keys(finished, codebook="none.toml"))

    assert status == 2
    assert f"{finished.parent / 'none.toml'}: cannot be read as a codebook" in err


def test_a_new_code_reaches_codings_ranking_report_numbers_and_export(rootfeed: Run, finished: Path) -> None:
    assert rootfeed("run", use(finished, OWN), "--offline")[0] == 0
    out = finished.parent / "small-report"
    told = json.loads((out / "report.json").read_text(encoding="utf-8"))
    codings = pd.read_parquet(out / "codings.parquet")
    rootfeed("export", finished, "--format", "csv", "--out", out / "x")

    assert "lids" in set(codings["cause"])
    assert [cause["posts"] for cause in told["causes"] if cause["cause"] == "lids"] == [sum(codings["cause"] == "lids")]
    assert "Lids &amp; handles" in (out / "report.html").read_text(encoding="utf-8")
    assert ",lids," in (out / "x" / "codings.csv").read_text(encoding="utf-8")
    assert "lids" in set(pd.read_csv(out / "x" / "evidence.csv")["cause"])
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["codebook"] == codebooks.load(finished.parent / "own.toml").digest
    assert manifest["study"]["codebook"] == "own.toml"


def test_changed_words_recode_nothing_and_changed_phrases_everything_beside_the_old(
    rootfeed: Run, finished: Path
) -> None:
    rootfeed("code", use(finished, OWN))
    before = versions(finished)
    rootfeed("code", use(finished, OWN.replace("Came off.", "Fell off.").replace('"1"', '"2"')))
    told = versions(finished)
    rootfeed("code", use(finished, OWN.replace('met = "engineer', 'met = "clerk|engineer')))
    wider = versions(finished)
    rootfeed("code", use(finished, OWN))

    assert told == before
    assert {name: wider[name] for name in before} == before
    assert len(wider) == len(before) + 1
    assert len(set(wider.values())) == 1
    assert versions(finished) == wider


def test_a_code_without_phrases_is_left_to_people_and_models(rootfeed: Run, finished: Path) -> None:
    before = versions(finished)
    rootfeed("code", use(finished, OWN.split("[code.phrases]")[0]))

    assert versions(finished) == before


def test_two_coders_results_live_side_by_side(rootfeed: Run, finished: Path) -> None:
    page = finished.parent / "small-report" / "report.html"
    before = page.read_bytes()
    other = {"coder": "llm", "llm_endpoint": "http://127.0.0.1:9/v1", "llm_model": "m"}
    study = settings.load(set_keys(finished, **other))
    with opened(study, finished.parent) as space:
        rows.add_codings(space.store, "llm", coders.version(study, space.book), otherwise(space.store))
    rootfeed("report", finished, "--out", finished.parent / "model-report")
    told = json.loads((finished.parent / "model-report" / "report.json").read_text(encoding="utf-8"))

    assert [cause["cause"] for cause in told["causes"] if cause["posts"]] == ["honesty"]
    assert len(versions(finished)) == 2
    rootfeed("report", set_keys(finished, coder=coders.DEFAULT))
    assert page.read_bytes() == before


def otherwise(store: storing.Store) -> dict[str, Coding]:
    """Everything that the default coder coded, coded otherwise."""
    coding = Coding("experience", "by a model", causes=(("honesty", "failed"),), reaction=-1)
    return {row["entry"]: coding for row in storing.select(store, sa.select(CODINGS.c.entry))}


CORE = ["resolution", "commitments", "response_time"]


@pytest.mark.parametrize(
    ("gone", "lacks"),
    [
        (["courtesy"], "lacks “courtesy”"),
        (CORE, "lacks “resolution”, “commitments” and “response_time”"),
        ([code.id for code in codebook.default().of("secondary")], "lacks “courtesy”"),
        ([code.id for code in codebook.default().of("core", "secondary", "outcome")], "lacks “courtesy”"),
        (["vendor", "advice", "news", "promo", "other", "warns"], ""),
    ],
    ids=["courtesy", "core", "secondary", "all causes", "genres"],
)
def test_codes_taken_out_leave_a_page_that_says_what_it_leaves_out(
    rootfeed: Run, finished: Path, gone: list[str], lacks: str
) -> None:
    book = f'id = "less"\nversion = "1"\nextends = "customer_service"\nwithout = {json.dumps(gone)}\n'
    status, _, err = rootfeed("run", use(finished, book), "--offline")
    out = finished.parent / "small-report"
    told = json.loads((out / "report.json").read_text(encoding="utf-8"))

    assert (status, "Traceback" in err) == (0, False)
    assert not {cause["cause"] for cause in told["causes"]} & set(gone)
    assert ("Left out, because" in (out / "report.html").read_text(encoding="utf-8")) == bool(lacks)
    assert lacks in (out / "report.html").read_text(encoding="utf-8")
    assert bool(told["courtesy"]) == ("courtesy" not in gone)
    assert bool(told["delight"]) == (not lacks)


def test_posts_in_another_language_or_time_are_not_coded(rootfeed: Run, finished: Path) -> None:
    before = versions(finished)
    rootfeed("code", set_keys(use(finished, OWN), since="2012-01-01"))
    fewer = {name: count for name, count in versions(finished).items() if name not in before}
    rootfeed("code", set_keys(finished, since=None))
    all_of_them = {name: count for name, count in versions(finished).items() if name not in before}

    assert 0 < next(iter(fewer.values())) < next(iter(all_of_them.values())) == next(iter(before.values()))


def test_a_study_names_its_codebook_relative_to_its_own_file(tmp_path: Path) -> None:
    (tmp_path / "books").mkdir()
    (tmp_path / "books" / "b.toml").write_text(OWN, encoding="utf-8")
    study = Study(name="s", query="q", codebook="books/b.toml")

    assert codebooks.of(study, tmp_path).id == "own"
    for name in ("", codebook.SHIPPED):
        assert codebooks.of(study.model_copy(update={"codebook": name}), tmp_path) == codebook.default()
