"""Studies in the formats of other programs, by the command, and what people coded there back into the store."""

import csv
import json
import subprocess
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
import watching
from by_hand import Run, coded, stored

from flows import options, settings
from flows.database.schema import POSTS
from flows.errors import UsageError
from flows.reporting import exporting, frames
from flows.workspace import opened

FILES = {
    "csv": ["codings.csv", "evidence.csv", "funnel.csv", "posts.csv", "texts.csv"],
    "datapackage": ["codings.csv", "datapackage.json", "evidence.csv", "funnel.csv", "posts.csv", "texts.csv"],
    "refi": ["small.qdc", "small.qdpx"],
    "labelstudio": ["labelstudio.json", "labelstudio.xml"],
    "taguette": ["codebook.csv"],
    "concordance": ["concordance.csv"],
    "cooccurrence": ["cooccurrence.csv", "cooccurrence.graphml"],
}


def exported(rootfeed: Run, study: Path, form: str) -> Path:
    status, _, told = rootfeed("export", study, "--format", form, "--out", study.parent / form)

    assert status == 0, told
    return study.parent / form


def test_the_command_offers_every_format() -> None:
    assert set(options.FORMATS) == set(exporting.FORMATS)


@pytest.mark.parametrize("form", FILES)
def test_each_format_has_its_files_and_the_same_bytes_twice(rootfeed: Run, finished: Path, form: str) -> None:
    first = {path.name: path.read_bytes() for path in exported(rootfeed, finished, form).iterdir()}
    again = {path.name: path.read_bytes() for path in exported(rootfeed, finished, form).iterdir()}

    assert sorted(first) == FILES[form]
    assert first == again


# How often a format looks at texts: twice for the frames (copies, quotes), once for the texts, once for posts with codings.
TEXTS = {"refi": 1, "labelstudio": 1, "taguette": 0, "cooccurrence": 2}


@pytest.mark.parametrize("form", exporting.FORMATS)
def test_a_format_reads_the_texts_of_posts_only_as_often_as_it_asks(finished: Path, form: str) -> None:
    with opened(settings.load(finished), finished.parent) as space, watching.statements(space.store) as told:
        made = exporting.FORMATS[form].asks(space)

    assert made
    assert sum("posts.text" in one for one in told) == TEXTS.get(form, 3)
    assert form != "taguette" or told == []


@pytest.mark.parametrize("form", ["refi", "labelstudio"])
def test_what_a_person_coded_comes_back_from_another_program(rootfeed: Run, finished: Path, form: str) -> None:
    rootfeed("hand", "sample", finished, "--size", 10, "--coder-name", "anna")
    rootfeed("hand", "import", finished, coded(finished, "anna"), "--coder", "anna")
    file = {"refi": "small.qdpx", "labelstudio": "annotated.json"}[form]
    path = exported(rootfeed, finished, form) / file
    if form == "labelstudio":  # a person took every label of anna's over and sent it
        tasks = json.loads(path.with_name("labelstudio.json").read_text(encoding="utf-8"))
        path.write_text(json.dumps([annotated(task) for task in tasks]), encoding="utf-8")
    before = stored(finished)["hand:anna"]

    status, _, told = rootfeed("hand", "import", finished, path, "--coder", "anna" if form == "refi" else "7")

    assert status == 0, told
    assert stored(finished)["hand:anna" if form == "refi" else "hand:7"] == before


def annotated(task: dict[str, list[dict[str, object]]]) -> dict[str, object]:
    annas = [one["result"] for one in task["predictions"] if one["model_version"] == "anna"]
    return {**task, "annotations": [{"completed_by": 7, "result": result} for result in annas]}


def test_a_person_who_is_not_in_the_file_is_named_with_those_who_are(rootfeed: Run, finished: Path) -> None:
    rootfeed("hand", "sample", finished, "--size", 10)
    path = exported(rootfeed, finished, "refi") / "small.qdpx"

    status, _, told = rootfeed("hand", "import", finished, path, "--coder", "bob")

    assert status == 2
    assert "nobody called 'bob' coded in it; there is default" in told


def test_without_a_sample_nothing_is_stored(rootfeed: Run, finished: Path) -> None:
    path = exported(rootfeed, finished, "refi") / "small.qdpx"

    status, _, told = rootfeed("hand", "import", finished, path, "--coder", "default")

    assert status == 4
    assert "none of them in a sample" in told


def test_concordance_lines_show_what_matched(rootfeed: Run, finished: Path) -> None:
    with (exported(rootfeed, finished, "concordance") / "concordance.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))

    assert lines
    assert {line["keyword"].lower() for line in lines} == {"customer service"}


def test_the_data_package_of_a_study_is_valid(rootfeed: Run, finished: Path) -> None:
    program = Path(__file__).parents[2] / ".programs" / "frictionless"
    if not (program / "installed").exists():
        pytest.skip("frictionless is not installed; run: make programs")
    folder = exported(rootfeed, finished, "datapackage")
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    report = json.loads((finished.parent / "small-report" / "report.json").read_text(encoding="utf-8"))

    done = subprocess.run(
        [program / "bin" / "frictionless", "validate", "datapackage.json", "--json"],
        cwd=folder,
        capture_output=True,
        timeout=120,
    )
    found = json.loads(done.stdout)

    assert found["valid"] and found["stats"]["errors"] == 0, found
    assert sum(task["stats"]["rows"] for task in found["tasks"]) > 100
    assert (package["run"], package["query"]) == (report["run"], report["query"])


def test_a_graph_holds_each_cause_once_and_only_pairs_that_meet(rootfeed: Run, finished: Path) -> None:
    folder = exported(rootfeed, finished, "cooccurrence")
    graph = Xml.parse(folder / "cooccurrence.graphml").getroot()[-1]
    with (folder / "cooccurrence.csv").open(encoding="utf-8", newline="") as file:
        meeting = {(row["cause"], row["other"]) for row in csv.DictReader(file) if int(row["posts"])}

    nodes = [one.get("id") for one in graph if one.tag.endswith("node")]
    edges = {(one.get("source"), one.get("target")) for one in graph if one.tag.endswith("edge")}
    assert len(nodes) == len(set(nodes)) == 14
    assert edges == meeting


def test_texts_that_have_changed_since_are_not_exported_beside_older_quotes(finished: Path) -> None:
    with opened(settings.load(finished), finished.parent) as space:
        made = frames.frames(space)
        assert len(frames.texts(space, made)) == len(made.posts)
        with space.store.engine.begin() as connection:
            edited = POSTS.c.entry == min(made.numbers)
            connection.execute(POSTS.update().where(edited).values(text="Other words.", made="2026-11-23T00:00:00Z"))

        with pytest.raises(UsageError, match="another run changed posts"):
            frames.texts(space, made)
