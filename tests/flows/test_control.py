"""A study with a negative control puts its claims to both kinds of posts."""

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from owning import set_keys

from flows import settings

Run = Callable[..., tuple[int, str, str]]


def test_the_control_is_matched_coded_and_put_to_the_same_tests(rootfeed: Run, finished: Path) -> None:
    study = set_keys(finished, control="kettle OR shop OR phone")
    status, _, err = rootfeed("run", study, "--offline")
    out = study.parent / "small-report"
    posts = pd.read_parquet(out / "control_posts.parquet")
    told = json.loads((out / "report.json").read_text(encoding="utf-8"))

    assert (status, "Traceback" in err) == (0, False)
    assert len(posts) and set(pd.read_parquet(out / "control_codings.parquet")["post"]) <= set(posts["post"])
    assert {finding["control"]["id"] for finding in told["hypotheses"]} == {f"H{number}" for number in range(1, 8)}
    assert told["facts"]["control"] in (out / "report.html").read_text(encoding="utf-8")
    assert rootfeed("verify", out)[0] == 0


def test_a_study_without_a_control_has_empty_tables_of_it(finished: Path) -> None:
    out = finished.parent / "small-report"
    told = json.loads((out / "report.json").read_text(encoding="utf-8"))

    assert pd.read_parquet(out / "control_posts.parquet").empty
    assert [finding["control"] for finding in told["hypotheses"]] == [None] * 7
    assert settings.load(finished).queries == (settings.load(finished).query,)


def test_a_control_that_is_no_query_is_refused(rootfeed: Run, finished: Path) -> None:
    finished.write_text(finished.read_text(encoding="utf-8") + "control = '\"open'\n", encoding="utf-8")
    status, _, err = rootfeed("run", finished, "--offline")

    assert status == 2
    assert "control: a quotation mark is not closed" in err
