"""`rootfeed diff`: what changed is told right, what is missing is named, nothing hostile gets through."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from leaving import ATTACK, NAMES, leave, told

from flows.reporting import runs

Run = Callable[..., tuple[int, str, str]]


def cells(out: str, name: str) -> list[str]:
    return next(line for line in out.splitlines() if line.startswith(name)).removeprefix(name).split()


def test_new_posts_that_complain_are_told_as_a_rise(rootfeed: Run, tmp_path: Path) -> None:
    old, new = told(0.2), told(0.9, 80, start=200)
    status, out, err = rootfeed("diff", leave(tmp_path / "a", old[5:]), leave(tmp_path / "b", old + new))

    assert (status, err) == (0, "")
    assert "85 new posts, 0 removed, 0 of 115 in both recoded" in out
    was, now, step, low, _, high, by_new, by_gone, by_codes, *reading = cells(out, "Problem solved")
    assert float(now) - float(was) == pytest.approx(float(step), abs=0.11)
    assert float(by_new) == float(step) and by_gone == by_codes == "0.0"
    assert 0 < float(low) < float(step) < float(high)
    assert reading == ["clear", "rise"]


def test_recoding_is_told_as_recoding(rootfeed: Run, tmp_path: Path) -> None:
    before = leave(tmp_path / "a", told(0.2))
    after = leave(
        tmp_path / "b",
        told(0.9),
        facts=json.loads((before / "report.json").read_text())["facts"] | {"coder": "default 2"},
    )
    _, out, err = rootfeed("diff", before, after)

    assert "0 new posts, 0 removed, 84 of 120 in both recoded" in out
    assert cells(out, "Problem solved")[-2:] == ["coded", "differently"]
    assert "coded by rules 1 with cs 1 before and default 2 with cs 1 now" in err


def test_json_tells_counts_both_runs_and_parts_that_sum_up(rootfeed: Run, tmp_path: Path) -> None:
    before, after = leave(tmp_path / "a", told(0.2)), leave(tmp_path / "b", told(0.3)[10:] + told(0.8, 50, 300))
    facts = json.loads(rootfeed("diff", before, after, "--json")[1])

    assert (facts["new"], facts["removed"], facts["kept"]) == (50, 10, 110)
    assert (facts["before"]["experiences"], facts["now"]["experiences"]) == (120, 160)
    assert [row["cause"] for row in facts["causes"]] == list(NAMES)
    for row in facts["causes"]:
        parts = row["from_new"] + row["from_removed"] + row["from_recoded"]
        assert parts == pytest.approx(row["now"] - row["was"], abs=1e-12)


def test_too_few_posts_say_nothing(rootfeed: Run, tmp_path: Path) -> None:
    _, out, _ = rootfeed("diff", leave(tmp_path / "a", told(0.0, 29)), leave(tmp_path / "b", told(1.0, 29)))

    assert out.count("too few posts to say") == len(NAMES)


def test_what_cannot_be_told_is_null_and_a_dash(rootfeed: Run, tmp_path: Path) -> None:
    nothing = [post | {"genre": "promo", "resolution": None, "courtesy": None} for post in told(0.2, 5)]
    before, after = leave(tmp_path / "a", nothing), leave(tmp_path / "b", told(0.2))

    assert json.loads(rootfeed("diff", before, after, "--json")[1])["causes"][0]["was"] is None
    assert cells(rootfeed("diff", before, after)[1], "Problem solved")[:4] == ["–", "20.0", "–", "–"]


def test_posts_without_address_are_known_by_blog_title_and_time(rootfeed: Run, tmp_path: Path) -> None:
    bare = [post | {"url": ""} for post in told(0.2)]
    _, out, _ = rootfeed("diff", leave(tmp_path / "a", bare), leave(tmp_path / "b", told(0.2, 7, 500) + bare[::-1]))

    assert "7 new posts, 0 removed, 0 of 120 in both recoded" in out


def test_copies_are_not_compared(tmp_path: Path) -> None:
    folder = leave(tmp_path / "a", told(0.2))
    posts = pd.read_parquet(folder / "posts.parquet")
    posts.assign(duplicate_of=posts["duplicate_of"].where(posts["post"] != 9, 1)).to_parquet(folder / "posts.parquet")

    assert runs.frame(folder)["url"].nunique() == 119


def test_a_chance_to_be_drawn_is_made_up_for(tmp_path: Path) -> None:
    folder = leave(tmp_path / "a", told(0.2))
    posts = pd.read_parquet(folder / "posts.parquet")
    posts.assign(chance=[0.5, None] * 60, duplicate_of=posts["duplicate_of"].where(posts["post"] != 1, 2)).to_parquet(
        folder / "posts.parquet"
    )
    found = runs.frame(folder).drop_duplicates("url").set_index("url")["weight"]

    assert found["https://b1.example/1"] == 1 and found["https://b2.example/2"] == 2


@pytest.mark.parametrize("name", runs.NEEDED)
def test_every_missing_file_is_named(rootfeed: Run, tmp_path: Path, name: str) -> None:
    before, after = leave(tmp_path / "a", told(0.2)), leave(tmp_path / "b", told(0.2))
    (before / name).unlink()
    status, out, err = rootfeed("diff", before, after)

    assert (status, out) == (2, "")
    assert f"missing: {before / name};" in err
    (after / name).unlink()
    assert f"missing: {before / name}, {after / name};" in rootfeed("diff", before, after)[2]


def test_a_folder_that_is_not_there_lacks_all(rootfeed: Run, tmp_path: Path) -> None:
    status, _, err = rootfeed("diff", tmp_path / "no", leave(tmp_path / "b", told(0.2)))

    assert status == 2
    assert all(str(tmp_path / "no" / name) in err for name in runs.NEEDED)


BROKEN = {
    "posts.parquet": b"PAR1 and no more", "codings.parquet": b"", "report.json": b'{"schema": "rootfeed-report/2"}',
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_named(rootfeed: Run, tmp_path: Path, name: str) -> None:
    before, after = leave(tmp_path / "a", told(0.2)), leave(tmp_path / "b", told(0.2))
    (after / name).write_bytes(BROKEN[name])
    status, out, err = rootfeed("diff", before, after)

    assert (status, out) == (2, "")
    assert str(after / name) in err


def test_a_table_of_another_program_is_named_with_what_it_lacks(rootfeed: Run, tmp_path: Path) -> None:
    before, after = leave(tmp_path / "a", told(0.2)), leave(tmp_path / "b", told(0.2))
    pd.read_parquet(after / "codings.parquet").drop(columns="level").to_parquet(after / "codings.parquet")
    status, _, err = rootfeed("diff", before, after)

    assert status == 2
    assert f"{after / 'codings.parquet'}: no column level" in err


def test_what_makes_reports_hard_to_compare_is_said(rootfeed: Run, tmp_path: Path) -> None:
    before = leave(tmp_path / "a", told(0.2), as_of="2026-05-01", query="warranty")
    _, _, err = rootfeed("diff", before, leave(tmp_path / "b", told(0.2)))

    assert "note: the queries differ" in err
    assert "note: the first report is the newer one (1 May 2026)" in err


@pytest.mark.parametrize("version", ["1", "3", "\x1b]0;owned\x07"])
def test_every_command_says_the_same_of_a_report_of_another_version(
    rootfeed: Run, tmp_path: Path, version: str
) -> None:
    here, other = (
        leave(tmp_path / "a", told(0.2)),
        leave(tmp_path / "b", told(0.2), schema=f"rootfeed-report/{version}"),
    )
    ways = [("diff", here, other), ("diff", other, here), ("verify", other / "report.html"), ("index", tmp_path)]
    ended = [rootfeed(*way) for way in ways]

    assert [status for status, _, _ in ended] == [2, 2, 2, 0]
    for _, _, err in ended:
        assert f"{other / 'report.json'}: written by another version of rootfeed (form 'rootfeed-report/" in err
        assert "make it again: rootfeed report STUDY.toml" in err
        assert "\x1b" not in err


def test_a_real_run_does_not_differ_from_itself(rootfeed: Run, finished: Path, tmp_path: Path) -> None:
    run = finished.parent / "small-report"
    shutil.copytree(run, tmp_path / "again")
    facts = json.loads(rootfeed("diff", run, tmp_path / "again", "--json")[1])
    told_of = json.loads((run / "report.json").read_text(encoding="utf-8"))

    assert (facts["new"], facts["removed"], facts["recoded"]) == (0, 0, 0)
    assert facts["kept"] == sum(told_of["genres"].values())
    was = {row["cause"]: row["was"] for row in facts["causes"]}
    assert was == pytest.approx({row["cause"]: row["complaint_share"] for row in told_of["causes"]}, abs=1e-6)


def test_a_hostile_report_steers_no_terminal(rootfeed: Run, tmp_path: Path) -> None:
    before, after = leave(tmp_path / "a", told(0.2), study=ATTACK, query=ATTACK), leave(tmp_path / "b", told(0.2))
    _, out, err = rootfeed("diff", before, after)

    assert not {"\x1b", "\x07", "\u202e"} & set(out + err)
    _, out, err = rootfeed("index", tmp_path)
    assert not {"\x1b", "\x07", "\u202e"} & set(out + err)
