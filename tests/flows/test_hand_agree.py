"""Agreement of people and coders, decisions on what people part on, and what the report makes of it."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
from by_hand import Run, coded, rows, saved, sheet_of, stored

from flows import settings
from flows.coding import coders


def test_agreement_is_told_for_people_and_for_the_coder(study: Path, rootfeed: Run) -> None:
    for person, left in (("anna", ()), ("ben", ("response_time",))):
        rootfeed("hand", "import", study, coded(study, person, left), "--coder", person)
    status, out, _ = rootfeed("hand", "agree", study)
    table = pd.read_csv(study.parent / "small-hand" / "agreement.csv")
    people = table[(table["who"] == "anna and ben")].set_index(["code", "part"])

    assert status == 0
    assert "anna and ben: " in out and "against people: " in out
    assert people.loc[("courtesy", "told"), "alpha"] == 1
    assert people.loc[("response_time", "told"), "f1"] == 0
    assert people.loc[("response_time", "told"), "alpha"] < 0.1
    assert {"failed", "met", "exceeded", "mixed", "level", "sign", "order"} <= set(people.loc["courtesy"].index)
    assert set(table["who"].str.replace(r" [0-9a-f]{16} ", " ", regex=True)) == {
        "anna and ben",
        f"{coders.DEFAULT} against people",
    }


def test_a_floor_that_is_not_met_ends_in_five(study: Path, rootfeed: Run) -> None:
    for person, left in (("anna", ()), ("ben", ("response_time",))):
        rootfeed("hand", "import", study, coded(study, person, left), "--coder", person)
    status, _, err = rootfeed("hand", "agree", study, "--at-least", "0.8")

    assert status == 5
    assert "anna and ben: alpha of response_time" in err


def test_decisions_come_back_and_count_before_the_majority(study: Path, rootfeed: Run) -> None:
    for person, left in (("anna", ()), ("ben", ("response_time",))):
        rootfeed("hand", "import", study, coded(study, person, left), "--coder", person)
    rootfeed("hand", "agree", study)
    path = study.parent / "small-hand" / "adjudication.csv"
    disputes = rows(path)
    assert {row["code"] for row in disputes} == {"response_time"}
    assert all(row["ben says"] == "not told" and row["anna marks"] in row["text"] for row in disputes)
    for row in disputes[1:]:
        row["decision"] = "not told"
    saved(path, disputes)
    status, out, _ = rootfeed("hand", "import", study, path, "--coder", "adjudicated")
    assert (status, out.strip()) == (0, f"{len(disputes) - 1} posts adjudicated, 1 still open")
    with closing(sqlite3.connect(study.with_suffix(".sqlite"))) as database:
        decided = [json.loads(row[0]) for row in database.execute("SELECT coding FROM codings WHERE coder = 'hand'")]

    assert sum("response_time" in coding["abstained"] for coding in decided) == 1
    assert not any("response_time" in dict(coding["causes"]) for coding in decided)
    rootfeed("hand", "agree", study)
    assert [row["decision"] for row in rows(path)] == [""] + ["not told"] * (len(disputes) - 1)


def test_wrong_decisions_are_named(study: Path, rootfeed: Run) -> None:
    for person, left in (("anna", ()), ("ben", ("response_time",))):
        rootfeed("hand", "import", study, coded(study, person, left), "--coder", person)
    rootfeed("hand", "agree", study)
    path = study.parent / "small-hand" / "adjudication.csv"
    disputes = rows(path)
    disputes[0]["decision"] = "slow"
    saved(path, disputes)

    assert rootfeed("hand", "import", study, path, "--coder", "anna")[0] == 2
    status, _, err = rootfeed("hand", "import", study, path, "--coder", "adjudicated")
    assert (status, "row 2, column decision: 'slow' cannot be the response_time" in err) == (2, True)
    assert "hand:adjudicated" not in stored(study)


def test_decisions_not_yet_imported_are_kept(study: Path, rootfeed: Run) -> None:
    for person, left in (("anna", ()), ("ben", ("response_time",))):
        rootfeed("hand", "import", study, coded(study, person, left), "--coder", person)
    rootfeed("hand", "agree", study)
    path = study.parent / "small-hand" / "adjudication.csv"
    disputes = rows(path)
    disputes[0]["decision"] = "failed"
    saved(path, disputes)
    err = rootfeed("hand", "agree", study)[2]

    assert "kept, it holds decisions" in err
    assert rows(path)[0]["decision"] == "failed"


def test_the_report_says_whether_the_coder_was_checked(study: Path, rootfeed: Run) -> None:
    rootfeed("report", study)
    folder = study.parent / "small-report"
    assert "nobody has compared it with people" in (folder / "report.html").read_text(encoding="utf-8")
    assert json.loads((folder / "report.json").read_text(encoding="utf-8"))["agreement"] is None
    rootfeed("hand", "import", study, coded(study, "anna"), "--coder", "anna")
    rootfeed("report", study)
    numbers = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    page = (folder / "report.html").read_text(encoding="utf-8")

    assert numbers["agreement"]["posts"] == len(rows(sheet_of(study)))
    doubted = {one["code"] for one in numbers["agreement"]["codes"] if one["why_not"]}
    assert {one["cause"] for one in numbers["unranked"]} <= doubted
    assert not doubted & {one["cause"] for one in numbers["causes"]}
    assert "Not ranked." in page and "nobody has compared it with people" not in page


def test_people_can_be_the_coder_and_posts_count_by_their_chance(study: Path, rootfeed: Run) -> None:
    rootfeed("hand", "import", study, coded(study, "anna"), "--coder", "anna")
    by_hand = settings.load(study).model_copy(update={"coder": "hand"})
    study.write_text(settings.write(by_hand), encoding="utf-8")
    status = rootfeed("run", study, "--offline")[0]
    numbers = json.loads((study.parent / "small-report" / "report.json").read_text(encoding="utf-8"))
    page = (study.parent / "small-report" / "report.html").read_text(encoding="utf-8")

    assert status == 0
    assert numbers["unranked"] == [] and numbers["causes"]
    assert "People are the coder here" in page
    assert json.loads(rootfeed("hand", "agree", study, "--json")[1])["posts"] == len(rows(sheet_of(study)))
