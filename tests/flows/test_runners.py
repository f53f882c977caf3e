"""What a task on another machine gets of a study, and what a study must name to run there."""

import os
from pathlib import Path

import pytest
from prefecting import free_port

from flows.deployment import runners
from flows.errors import UsageError
from flows.settings import Study

STUDY = Study(name="s", query="service", feeds=("http://a.example/1", "http://b.example/1"), opml=("blogs.opml",))


def test_all_batches_of_a_host_are_one_task() -> None:
    batches = [["http://b.example/1"], ["http://a.example/1", "http://a.example/2"], ["http://b.example/2"]]

    assert runners.by_host(batches) == [
        ["http://a.example/1", "http://a.example/2"],
        ["http://b.example/1", "http://b.example/2"],
    ]


def test_a_task_carries_no_feeds_of_others() -> None:
    one, two = runners.studies(STUDY, [["http://a.example/1", "http://from-opml.example/"], []])

    assert (one.feeds, two.feeds) == (("http://a.example/1",), ())
    assert one.opml == STUDY.opml


def test_what_lies_beside_a_study_is_found_where_its_folder_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "study" / "lists").mkdir(parents=True)
    (tmp_path / "study" / "lists" / "blogs.opml").write_bytes(b"<opml>\0 12 \0</opml>")
    (tmp_path / "study" / "book.toml").write_text("id = 'x'")
    (tmp_path / "worker").mkdir()
    told = {"opml": ("lists/blogs.opml",), "codebook": "book.toml", "archive": str(tmp_path / "shared")}
    study = STUDY.model_copy(update=told)
    name = runners.left(study, tmp_path / "study")
    monkeypatch.chdir(tmp_path / "worker")

    folder = runners.found(study, name)

    assert folder == runners.found(study, name) and folder.is_relative_to(tmp_path / "worker")
    assert (folder / "lists" / "blogs.opml").read_bytes() == b"<opml>\0 12 \0</opml>"
    assert (folder / "book.toml").read_text() == "id = 'x'"


@pytest.mark.parametrize("outside", ["{}/blogs.opml", "../blogs.opml"])
def test_a_file_outside_of_the_studys_folder_is_written_on_no_worker(tmp_path: Path, outside: str) -> None:
    (tmp_path / "study").mkdir()
    (tmp_path / "blogs.opml").write_text("<opml/>")

    with pytest.raises(UsageError, match="outside of the study's folder"):
        runners.left(STUDY.model_copy(update={"opml": (outside.format(tmp_path),)}), tmp_path / "study")


@pytest.mark.parametrize(
    ("lacking", "said"),
    [
        ({"archive": "s3://a/b"}, "set `store` to a PostgreSQL URL"),
        ({"store": "postgresql+psycopg://me@h/d"}, "set `archive` to a URL"),
        ({"store": "postgresql+psycopg://me@h/d", "archive": "s3://a/b"}, "no Dask scheduler answers"),
    ],
)
def test_a_study_that_a_cluster_cannot_run_is_told_what_it_lacks(
    lacking: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, runners.ADDRESS, f"tcp://127.0.0.1:{free_port()}")

    with pytest.raises(UsageError, match=said):
        runners.check(STUDY.model_copy(update=lacking))
