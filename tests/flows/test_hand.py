"""Samples, blind sheets, and their import with every mistake named by row and column."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
from by_hand import BOOK, CAUSES, Run, code, coded, first_experience, rows, saved, sheet_of, stored

from flows.coding import coders


def test_a_sample_is_stored_and_written_with_every_post_s_chance(study: Path) -> None:
    sample = pd.read_csv(study.parent / "small-hand-sample.csv")
    with closing(sqlite3.connect(study.with_suffix(".sqlite"))) as database:
        kept = database.execute(
            "SELECT study, query, entry, probability, stratum, seed FROM samples WHERE drawn = 1"
        ).fetchall()

    assert list(sample.columns) == ["study", "query", "post", "probability", "stratum", "seed"]
    assert {(*row[:2], f"p{row[2][:16]}", *row[3:]) for row in kept} == set(sample.itertuples(index=False, name=None))
    assert sample["probability"].between(0, 1, inclusive="right").all()


def test_sheets_are_blind_and_each_in_an_order_of_its_own(study: Path) -> None:
    anna, ben = rows(sheet_of(study, "anna")), rows(sheet_of(study, "ben"))

    assert {row["post"] for row in anna} == {row["post"] for row in ben}
    assert [row["post"] for row in anna] != [row["post"] for row in ben]
    assert all(row["genre"] == row["resolution"] == "" for row in anna)
    page = sheet_of(study).with_suffix(".html").read_text(encoding="utf-8")
    facts = json.loads(page.split('id="facts">')[1].split("</script>")[0])
    assert facts.pop("posts") == [[row["post"], row["title"], row["text"]] for row in anna]
    assert coders.DEFAULT not in json.dumps(facts)
    assert sorted(path.name for path in (study.parent / "small-hand").iterdir()) == [
        "sheet-anna.csv", "sheet-anna.html", "sheet-ben.csv", "sheet-ben.html",
    ]  # fmt: skip


def test_the_same_command_gives_the_same_sheets_and_says_what_they_are_good_for(study: Path, rootfeed: Run) -> None:
    before = sheet_of(study).read_bytes()
    status, out, err = rootfeed("hand", "sample", study, "--coder-name", "anna")

    assert status == 0
    assert out.splitlines()[-1].endswith("sheet-anna.html")
    assert "drawn with seed 1; about" in err and "for a code in 30 % of the experiences" in err
    assert sheet_of(study).read_bytes() == before


def test_a_filled_in_sheet_is_never_written_over(study: Path, rootfeed: Run) -> None:
    saved(sheet_of(study), [code(row) for row in rows(sheet_of(study))])
    before = sheet_of(study).read_bytes()

    assert rootfeed("hand", "sample", study, "--coder-name", "anna")[0] == 2
    assert sheet_of(study).read_bytes() == before
    assert rootfeed("hand", "sample", study, "--coder-name", "carla")[0] == 0


def test_another_size_needs_another_seed_and_both_draws_count_together(study: Path, rootfeed: Run) -> None:
    status, _, err = rootfeed("hand", "sample", study, "--size", "3")
    assert (status, "--seed 2" in err) == (2, True)
    status, out, _ = rootfeed("hand", "sample", study, "--size", "3", "--seed", "2", "--json")

    assert status == 0
    assert json.loads(out)["sample"] == 3
    assert len(rows(study.parent / "small-hand-2" / "sheet-coder.csv")) == 3


def test_a_wished_half_width_sets_the_size(finished: Path, rootfeed: Run) -> None:
    found = json.loads(rootfeed("hand", "sample", finished, "--half-width", "0.1", "--json")[1])

    assert found["size"] >= 203
    assert rootfeed("hand", "sample", finished, "--half-width", "7")[0] == 2


def test_import_and_agreement_need_what_comes_before_them(finished: Path, rootfeed: Run, tmp_path: Path) -> None:
    anything = saved(tmp_path / "a.csv", [{"post": "p1"}])

    assert rootfeed("hand", "import", finished, anything, "--coder", "anna")[0] == 4
    assert rootfeed("hand", "agree", finished)[0] == 4
    assert rootfeed("hand", "sample", finished, "--coder-name", "../x")[0] == 2
    assert rootfeed("hand", "sample", finished, "--coder-name", "adjudicated")[0] == 2


def test_codes_come_back_as_they_were_given(study: Path, rootfeed: Run) -> None:
    path = coded(study, "anna")
    status, out, _ = rootfeed("hand", "import", study, path, "--coder", "anna", "--json")

    assert status == 0
    assert json.loads(out) == {"coder": "hand:anna", "coded": len(rows(path)), "uncoded": 0, "without_words": 0}
    with closing(sqlite3.connect(study.with_suffix(".sqlite"))) as database:
        kept = [
            (f"p{entry[:16]}", version, json.loads(coding))
            for entry, version, coding in database.execute(
                "SELECT entry, version, coding FROM codings WHERE coder = 'hand:anna'"
            )
        ]
    by_post = {row["post"]: row for row in rows(path)}
    for post, version, coding in kept:
        row = by_post[post]
        assert version == BOOK.digest[:16]
        assert (coding["genre"], dict(map(tuple, coding["causes"]))) == (
            row["genre"], {cause: row[cause] for cause in sorted(CAUSES) if row[cause]},
        )  # fmt: skip
        for item in coding["evidence"]:
            assert row["text"][item["start"] : item["end"]] == item["quote"]


@pytest.mark.parametrize(
    "dialect",
    [
        {"delimiter": ";", "encoding": "utf-8"},
        {"delimiter": "\t", "encoding": "utf-16"},
        {"lineterminator": "\n", "encoding": "utf-8-sig"},
        {"quotechar": '"', "delimiter": ";", "encoding": "cp1252"},
    ],
    ids=["semicolon", "tab and UTF-16", "BOM and LF", "Windows-1252"],
)
def test_files_are_read_as_spreadsheets_save_them(study: Path, rootfeed: Run, dialect: dict[str, str]) -> None:
    content = [code(row) for row in rows(sheet_of(study))]
    if dialect["encoding"] == "cp1252":  # what it cannot hold stands in no code
        content = [row | {"text": "", "notes": "déjà vu"} for row in content]
    path = saved(study.parent / "a.csv", content, **dialect)
    status, out, err = rootfeed("hand", "import", study, path, "--coder", "anna")

    assert (status, out.split()[0]) == (0, str(len(content)))
    assert ("read as Windows-1252" in err) == (dialect["encoding"] == "cp1252")


def test_what_is_no_text_at_all_is_refused(study: Path, rootfeed: Run) -> None:
    path = study.parent / "a.csv"
    path.write_bytes(b"post,genre\r\n\x81\x8d,\xff\r\n")
    status, _, err = rootfeed("hand", "import", study, path, "--coder", "anna")

    assert status == 2
    assert "CSV UTF-8" in err


def test_uncoded_posts_are_skipped_and_counted(study: Path, rootfeed: Run) -> None:
    content = rows(sheet_of(study))
    content[0] = code(content[0])
    content[1]["notes"] = "later"
    path = saved(study.parent / "a.csv", content)

    assert rootfeed("hand", "import", study, path, "--coder", "anna")[1].startswith(
        f"1 post coded by anna, {len(content) - 1} not yet"
    )
    assert stored(study)["hand:anna"] == 1


MISTAKES = [
    ({"post": "p0000000000000000"}, "post", "unknown post"),
    ({"genre": "story"}, "genre", "unknown genre 'story'"),
    ({"genre": ""}, "genre", "half coded"),
    ({"reaction": ""}, "reaction", "half coded"),
    ({"reaction": "3"}, "reaction", "'3' is no whole number from -2 to 2"),
    ({"reaction": "good"}, "reaction", "'good' is no whole number"),
    ({"honesty": "broken"}, "honesty", "unknown level 'broken'"),
    ({"honesty": "failed", "honesty_words": "words that nobody wrote"}, "honesty_words", "not in the post"),
    ({"empathy": "", "empathy_words": "the"}, "empathy_words", "no level in column empathy"),
    ({"warns": "perhaps"}, "warns", "neither yes nor empty"),
    ({"genre": "news", "reaction": "", "honesty": "failed"}, "honesty", "the genre is news"),
    ({"genre": "news", "reaction": "1"}, "reaction", "the genre is news"),
    ({"codebook": "cb-0"}, "codebook", "another codebook"),
]


@pytest.mark.parametrize(("edit", "column", "says"), MISTAKES, ids=[f"{m[1]}-{n}" for n, m in enumerate(MISTAKES)])
def test_a_mistake_is_named_by_row_and_column_and_nothing_is_stored(
    study: Path, rootfeed: Run, edit: dict[str, str], column: str, says: str
) -> None:
    content = [code(row) for row in rows(sheet_of(study))]
    place = first_experience(rows(sheet_of(study)))
    content[place] |= edit
    status, out, err = rootfeed(
        "hand", "import", study, saved(study.parent / "a.csv", content), "--coder", "anna", "--json"
    )

    assert status == 2
    assert f"row {place + 2}, column {column}: " in err and says in err
    assert (place + 2, column) in {(one["row"], one["column"]) for one in json.loads(out)["mistakes"]}
    assert "hand:anna" not in stored(study)


def test_every_mistake_is_named_at_once_and_a_second_row_of_a_post_is_one(study: Path, rootfeed: Run) -> None:
    content = [code(row) for row in rows(sheet_of(study))]
    place = first_experience(rows(sheet_of(study)))
    twice = {**content[place], "reaction": "9", "honesty": "awful"}
    status, _, err = rootfeed(
        "hand", "import", study, saved(study.parent / "a.csv", [*content, twice]), "--coder", "anna"
    )

    assert status == 2
    assert "3 mistakes, nothing is stored" in err
    last = len(content) + 2
    assert [f"row {last}, column {name}" in err for name in ("post", "reaction", "honesty")] == [True] * 3
    assert f"stands in row {place + 2} already" in err


def test_columns_that_are_not_those_of_the_sheet_are_named(study: Path, rootfeed: Run) -> None:
    content = [
        {("honestly" if name == "honesty" else name): cell for name, cell in row.items()}
        for row in rows(sheet_of(study))
    ]
    err = rootfeed("hand", "import", study, saved(study.parent / "a.csv", content), "--coder", "anna")[2]

    assert "column honestly: no such column" in err
    assert "column honesty: this column is missing" in err


def test_a_quote_may_have_other_white_space_but_no_other_words(study: Path, rootfeed: Run) -> None:
    content = rows(sheet_of(study))
    place = first_experience(content)
    words = content[place]["text"].split()
    content[place] |= {
        "genre": "experience",
        "reaction": "−1",
        "effort": "Failed",
        "effort_words": "\n ".join(words[:40]),
    }
    assert rootfeed("hand", "import", study, saved(study.parent / "a.csv", content), "--coder", "anna")[0] == 0
    content[place]["effort_words"] = " ".join(words[:3][::-1])

    assert rootfeed("hand", "import", study, saved(study.parent / "a.csv", content), "--coder", "anna")[0] == 2


def test_a_store_from_before_samples_gets_its_table(finished: Path, rootfeed: Run) -> None:
    with closing(sqlite3.connect(finished.with_suffix(".sqlite"))) as database:
        database.execute("DROP TABLE samples")
        database.execute("DELETE FROM migrated WHERE number = 2")
        database.commit()

    assert rootfeed("hand", "sample", finished)[0] == 0
