"""Programs that work on one store at once, whether on one study or on several, and one that is interrupted in the middle."""

import subprocess
import sys
from pathlib import Path

import living
from living import Run

from flows import settings
from flows.database import store as storing
from flows.settings import Study

RUN = """
import sys
from pathlib import Path
from flows import settings, study
path = Path(sys.argv[1])
for stage in (study.collected, study.extracted, study.coded):
    stage(settings.load(path), path.parent, study.in_turn)
"""
TABLES = ("entries", "sightings", "pages", "posts", "codings", "feeds")


def counts(path: Path) -> dict[str, int]:
    """Rows by table."""
    store = storing.open_store(storing.sqlite_url(path))
    told = storing.counts(store)
    store.close()
    return told


def test_two_runs_of_one_study_and_one_of_another_on_its_store_come_to_what_each_does_alone(
    small: Study, template: Path, tmp_path: Path, rootfeed: Run
) -> None:
    shared = {"store": storing.sqlite_url(tmp_path / "small.sqlite"), "archive": "small-archive"}
    other = small.model_copy(update={"name": "other", **shared})
    for study in (small, other):
        (tmp_path / f"{study.name}.toml").write_text(settings.write(study), encoding="utf-8")
    command = [sys.executable, "-c", RUN]
    names = ("small.toml", "small.toml", "other.toml")
    running = [subprocess.Popen([*command, str(tmp_path / name)], stderr=subprocess.PIPE, text=True) for name in names]
    said = [one.communicate(timeout=300)[1] for one in running]

    assert [one.returncode for one in running] == [0, 0, 0], said
    now, before = counts(tmp_path / "small.sqlite"), counts(template / "small.sqlite")
    assert {name: now[name] for name in TABLES} == {name: before[name] for name in TABLES}
    assert [rootfeed("report", tmp_path / name)[0] for name in ("small.toml", "other.toml")] == [0, 0]
    assert living.report(tmp_path) == living.report(template)
    for name in ("posts.parquet", "codings.parquet", "evidence.parquet"):
        assert (tmp_path / "other-report" / name).read_bytes() == (template / "small-report" / name).read_bytes(), name


def test_too_little_memory_is_one_line_at_once_and_changes_nothing(finished: Path) -> None:
    before = (finished.parent / "small.sqlite").read_bytes()
    limited = f"ulimit -v 450000; exec {Path(sys.executable).with_name('rootfeed')} report {finished}"
    short = subprocess.run(["/bin/sh", "-c", limited], capture_output=True, text=True, timeout=120)

    assert (short.returncode, short.stderr.count("\n")) == (1, 1)
    assert "not enough memory: 439 MiB may be used (ulimit -v), 768 are needed" in short.stderr
    assert (finished.parent / "small.sqlite").read_bytes() == before
