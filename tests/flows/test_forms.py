"""Where a deployed run puts its report: beside one on another query, not over it."""

import json
from pathlib import Path

import pytest

from flows.deployment import forms
from flows.deployment.forms import Run
from flows.settings import Study

STUDY = Study(name="calls", query="refund")


def place(folder: Path, report: str | None, out: str = "") -> str:
    """The name of the folder for the study's report where another report stands, or none."""
    if report is not None:
        (folder / "calls-report").mkdir()
        (folder / "calls-report" / "report.json").write_text(report, encoding="utf-8")
    return forms.out(STUDY, Run(folder=str(folder), out=out)).name


def told(query: str) -> str:
    return json.dumps({"schema": "rootfeed-report/2", "query": query})


@pytest.mark.parametrize("report", [None, told("refund"), "{", "[]"])
def test_a_report_takes_its_place_where_no_readable_one_is_on_another_query(tmp_path: Path, report: str | None) -> None:
    assert place(tmp_path, report) == "calls-report"


@pytest.mark.parametrize("report", [told("warranty"), '{"schema": "rootfeed-report/1", "query": "warranty"}'])
def test_a_report_on_another_query_stays_whichever_version_wrote_it(tmp_path: Path, report: str) -> None:
    assert place(tmp_path, report).startswith("calls-report-")


def test_a_folder_that_is_named_is_taken(tmp_path: Path) -> None:
    assert place(tmp_path, told("warranty"), str(tmp_path / "mine")) == "mine"
