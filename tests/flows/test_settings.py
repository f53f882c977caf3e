"""Study files: errors name the file, the key and what to do."""

from pathlib import Path

import pytest

from flows import settings
from flows.errors import UsageError


def written(tmp_path: Path, text: str) -> Path:
    """A study file with this text."""
    path = tmp_path / "s.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_unknown_key_is_named_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"s\.toml: unknown key 'fedes', did you mean 'feeds'"):
        settings.load(written(tmp_path, 'name = "s"\nquery = "x"\nfedes = []\n'))


def test_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="rootfeed init"):
        settings.load(tmp_path / "none.toml")


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    study = settings.Study(name="s", query='"a b" OR c', feeds=("http://x.example/f?a=1&b=é",), gap=0.5)

    assert settings.load(written(tmp_path, settings.write(study))) == study
