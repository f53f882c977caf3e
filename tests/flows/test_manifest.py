"""What a run rests on: hashes that another machine comes to as well, and that part where something else went in."""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import replying
from replying import Asked, Reply

from flows import settings
from flows import study as studying
from flows.archiving import archive as archiving
from flows.archiving import cdx
from flows.reporting import manifest, results, verifying
from flows.reporting.frames import frames
from flows.settings import Study
from flows.workspace import opened

Run = Callable[..., tuple[int, str, str]]
PAGE = "<html><body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
ITEM = "<item><title>{title}</title><link>http://blog.example/{title}</link><guid>{title}</guid></item>"
CALLED = (
    "I called their customer service about the lamp that came broken. Nobody ever called me back, though they had promised "
    "it twice, and I am still waiting for a refund after six weeks. I will never buy there again."
)
WALKED = (
    "We walked along the river for most of the afternoon, and my sister told us how she had found the house. The children "
    "threw stones, and in the evening it rained, so we took the bus home and had soup."
)


@dataclass
class Blog:
    """A blog with two posts that match and one that does not; `edited` are texts that its pages have in place of these."""

    edited: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(
        default_factory=lambda: {"lamp": CALLED, "again": f"{CALLED} So much for that.", "river": WALKED}
    )

    def answer(self, asked: Asked) -> Reply:
        if asked.path == "/feed":
            items = "".join(ITEM.format(title=title) for title in self.texts)
            rss = f'<rss version="2.0"><channel><title>Blog</title>{items}</channel></rss>'
            return 200, {"Content-Type": "application/rss+xml"}, rss.encode()
        title = asked.path[1:]
        if title not in self.texts:
            return 404, {"Content-Type": "text/plain"}, b"nothing"
        text = self.edited.get(title, self.texts[title])
        return 200, {"Content-Type": "text/html"}, PAGE.format(title=title, text=text).encode()


def told(report: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((report / manifest.NAME).read_text(encoding="utf-8"))
    return found


def archived(study: Study, folder: Path) -> dict[str, Any]:
    """What the manifest says of the archive, without the report."""
    with opened(study, folder) as space:
        return manifest.archive(space, frames(space).numbers)


@contextmanager
def coded(folder: Path, blog: Blog, **keys: object) -> Iterator[Study]:
    """A study of a blog, collected and coded anew."""
    with replying.serving(blog.answer) as base:
        given = {"name": "s", "query": '"customer service"', "feeds": ("http://blog.example/feed",), "proxy": base}
        study = Study.model_validate({**given, "gap": 0.0, "draws": 100, "contact": "t@t.example", **keys})
        studying.collected(study, folder, studying.in_turn)
        studying.extracted(study, folder, studying.in_turn)
        studying.coded(study, folder, studying.in_turn)
        yield study
        archiving.closed(folder / "s-archive")


def found(folder: Path, blog: Blog) -> dict[str, Any]:
    with coded(folder, blog) as study:
        return archived(study, folder)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return found(tmp_path_factory.mktemp("first"), Blog())


def test_another_run_of_the_same_answers_rests_on_the_same(first: dict[str, Any], tmp_path: Path) -> None:
    assert (first["answers"], first["lost"]) == (3, 0)  # the feed's, and the pages of two posts
    assert found(tmp_path, Blog()) == first


def test_another_byte_of_a_page_in_the_study_gives_another_hash(first: dict[str, Any], tmp_path: Path) -> None:
    other = found(tmp_path, Blog({"lamp": CALLED.replace("six weeks", "six week5")}))

    assert other["answers"] == first["answers"]
    assert other["sha256"] != first["sha256"]


def test_another_byte_of_a_page_beside_it_does_not(first: dict[str, Any], tmp_path: Path) -> None:
    assert found(tmp_path, Blog({"river": WALKED.replace("soup", "soap")})) == first


def test_posts_of_the_negative_control_count_too(first: dict[str, Any], tmp_path: Path) -> None:
    with coded(tmp_path, Blog(), control="walked") as study, opened(study, tmp_path) as space:
        results.write(space, tmp_path / "out")

    assert told(tmp_path / "out")["archive"]["answers"] == first["answers"] + 1


def test_no_index_and_a_new_store_give_the_same_and_a_lost_file_is_told(rootfeed: Run, finished: Path) -> None:
    study, folder = settings.load(finished), finished.parent
    was = archived(study, folder)
    (folder / "small-archive" / cdx.NAME).unlink()
    assert archived(study, folder) == was == told(folder / "small-report")["archive"]

    assert rootfeed("replay", finished)[0] == 0
    assert archived(study, folder) == was

    shutil.rmtree(folder / "small-archive")
    gone = archived(study, folder)
    assert (gone["answers"], gone["lost"]) == (was["answers"],) * 2
    assert gone["sha256"] != was["sha256"]


def test_every_part_of_the_program_and_every_library_is_named(template: Path) -> None:
    made = told(template / "small-report")

    assert list(made["code"]) == ["extract", "analysis", "reports", "flows"]
    assert all(len(digest) == 16 for digest in made["code"].values())
    assert {"python", "pandas", "trafilatura", "nltk"} <= made["libraries"].keys()


def test_a_study_in_the_manifest_that_was_not_the_runs_is_found(template: Path, tmp_path: Path) -> None:
    report = Path(shutil.copytree(template / "small-report", tmp_path / "run"))
    changed = told(report)
    changed["study"]["draws"] += 1
    (report / manifest.NAME).write_text(json.dumps(changed), encoding="utf-8")

    assert [one.claim for one in verifying.differences(report / "report.html")[1]] == ["study_sha256 in manifest.json"]
