"""Pseudonymous exports: nothing in them names a blog or a post, and the same is the same everywhere."""

import json
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from flows import settings
from flows.reporting import frames
from flows.reporting.frames import Frames
from flows.workspace import opened

Run = Callable[..., tuple[int, str, str]]
WORD = re.compile(r"[^\W_]+")
FORMATS = ("csv", "parquet", "jsonl")


def found(study: Path) -> Frames:
    with opened(settings.load(study), study.parent) as space:
        return frames.frames(space)


def written(study: Path) -> list[str]:
    """The texts of the posts, in their order."""
    with opened(settings.load(study), study.parent) as space:
        return list(frames.texts(space, frames.frames(space))["text"])


def exported(rootfeed: Run, study: Path, form: str = "csv", *more: str) -> dict[str, bytes]:
    out = study.parent / f"out-{form}"
    status, _, err = rootfeed("export", study, "--pseudonymous", "--format", form, "--out", out, *more)
    assert status == 0, err
    return {path.name: path.read_bytes() for path in out.iterdir()}


def plain(name: str, content: bytes, folder: Path) -> str:
    if not name.endswith(".parquet"):
        return content.decode()
    (folder / name).write_bytes(content)
    return str(pd.read_parquet(folder / name).to_csv(index=False)) + content.decode("latin-1")


def words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


@pytest.mark.parametrize("form", FORMATS)
def test_no_address_host_title_or_eight_words_of_a_post_stand_in_it(
    rootfeed: Run, finished: Path, tmp_path: Path, form: str
) -> None:
    study, texts, files = found(finished), written(finished), exported(rootfeed, finished, form)
    assert len(study.posts) == len(texts) > 5
    for name, content in files.items():
        text = plain(name, content, tmp_path)
        for row in study.posts.to_dict("records"):
            assert row["url"] not in text, name
            assert row["blog"] not in text, name
            assert not row["title"] or row["title"] not in text, name
        run = f" {' '.join(words(text))} "
        for post in texts:
            told = words(post)
            assert not any(f" {' '.join(told[place : place + 8])} " in run for place in range(len(told) - 7)), name
        assert not re.search(r"\d{4}-\d\d-\d\d", text), name


def test_the_counts_are_those_of_the_study(rootfeed: Run, finished: Path, tmp_path: Path) -> None:
    study, files = found(finished), exported(rootfeed, finished)
    for name in ("posts", "codings", "evidence"):
        (tmp_path / name).write_bytes(files[f"{name}.csv"])
    posts, codings, evidence = (pd.read_csv(tmp_path / name) for name in ("posts", "codings", "evidence"))

    assert len(posts) == len(study.posts)
    assert sorted(posts["genre"]) == sorted(study.posts["genre"])
    assert (
        posts.groupby("blog").size().sort_values().tolist() == study.posts.groupby("blog").size().sort_values().tolist()
    )
    assert (
        codings.groupby(["cause", "level"]).size().to_dict()
        == study.codings.groupby(["cause", "level"]).size().to_dict()
    )
    assert set(codings["blog"]) | set(evidence["blog"]) <= set(posts["blog"])
    assert codings.merge(posts, on=["post", "blog"]).shape[0] == len(codings)
    assert posts["duplicate_of"].notna().sum() == study.posts["duplicate_of"].notna().sum()


def test_the_same_key_gives_the_same_names_and_another_key_others(rootfeed: Run, finished: Path) -> None:
    first = exported(rootfeed, finished)
    key = finished.parent / "small-pseudonyms.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600

    assert exported(rootfeed, finished) == first

    secret = key.read_text(encoding="ascii").strip()
    assert not any(secret.encode() in content for content in first.values())
    key.unlink()
    assert exported(rootfeed, finished)["posts.csv"] != first["posts.csv"]


def test_what_is_kept_by_choice_is_told(rootfeed: Run, finished: Path) -> None:
    files = exported(rootfeed, finished, "jsonl", "--keep", "titles", "quotes", "texts")

    posts = [json.loads(line) for line in files["posts.jsonl"].decode().splitlines()]
    study = found(finished)
    assert sorted(row["title"] for row in posts) == sorted(study.posts["title"])
    texts = {row["post"]: row["text"] for row in map(json.loads, files["texts.jsonl"].decode().splitlines())}
    titles = dict(zip(written(finished), study.posts["title"], strict=True))
    assert all(titles[texts[row["post"]]] == row["title"] for row in posts)
    assert "quotes, texts, titles" in files["about.txt"].decode()


def test_a_broken_key_and_a_format_without_tables_are_refused(rootfeed: Run, finished: Path) -> None:
    (finished.parent / "small-pseudonyms.key").write_text("abc\n", encoding="ascii")

    for arguments, told in (([], "holds no key"), (["--format", "refi"], "--pseudonymous writes tables")):
        status, _, err = rootfeed("export", finished, "--pseudonymous", *arguments)
        assert (status, told in err) == (2, True)
